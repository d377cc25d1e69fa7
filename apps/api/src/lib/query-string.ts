import type { FastifyInstance } from 'fastify';
import { AppError } from './app-error.ts';

/** Fastify hands over what it cannot decode as it came; a search for "%FF" that nobody typed is refused instead. */
export function readQueriesStrictly(app: FastifyInstance): void {
  app.addHook('onRequest', async (request) => {
    try {
      decodeURIComponent(request.url.slice(request.url.indexOf('?') + 1));
    } catch (error) {
      throw new AppError('request.unreadable', {}, { cause: error });
    }
  });
}
