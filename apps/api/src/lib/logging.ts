import Fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify';

type Level = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

/** Where log lines go instead of standard output. */
export interface LogStream {
  write(line: string): void;
}

/**
 * One JSON line per request: its route, never its address, because addresses carry ids and what people searched for.
 * No headers, no bodies, no network addresses: nothing personal and nothing secret has a way into the log.
 */
export function logOptions(
  level: Level,
  stream?: LogStream,
): Pick<FastifyServerOptions, 'logger' | 'logController'> {
  return {
    logController: new Fastify.LogController({ disableRequestLogging: true }),
    logger: {
      level,
      base: null,
      serializers: { req: () => ({}), res: () => ({}) },
      ...(stream && { stream }),
    },
  };
}

/** Logs each answer with its request id, which the caller got as well. */
export function logRequests(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    request.log.info(
      {
        method: request.method,
        route: request.routeOptions.url ?? 'none',
        status: reply.statusCode,
        durationMs: Math.round(reply.elapsedTime * 10) / 10,
        userId: request.ctx?.actor.id ?? undefined,
      },
      'answered',
    );
  });
}
