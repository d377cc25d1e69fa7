import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError } from '../../lib/app-error.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Ctx, Db } from '../../lib/db.ts';
import { personName } from '../../lib/person-name.ts';
import { sessionCookie, sessionSeconds, setSessionCookie } from '../../lib/session-cookie.ts';
import type { AuthProvider } from './auth-provider.ts';
import * as repo from './session.repo.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The session that came with the request; null for strangers. */
    session: repo.Session | null;
  }
}

/** Gives every request its `ctx`: who asks, with which rights, under which request id. */
export function readSessions(
  app: FastifyInstance,
  deps: { db: Db; clock: Clock; provider: AuthProvider },
): void {
  app.decorateRequest('session', null);
  app.decorateRequest('isSignedIn', false);
  // Replaced below before any other hook runs; Fastify wants the shape declared.
  app.decorateRequest('ctx', null as unknown as Ctx);

  app.addHook('onRequest', async (request, reply) => {
    refuseCrossSite(request);
    // Pages, their files and probes are the same for everybody: the database is not asked who wants them.
    const isForApi = request.url.startsWith('/api/');
    const identity = isForApi ? await deps.provider.identify(request.headers) : undefined;
    const session = identity ? await repo.find(deps.db, identity) : undefined;
    if (session?.isDueForRenewal && session.sessionId) {
      await repo.renew(deps.db, session.sessionId, sessionSeconds);
      // A browser forgets its cookie at the old end unless it is told of the new one.
      if (session.token !== null && request.cookies[sessionCookie] === session.token) {
        setSessionCookie(request, reply, session.token);
      }
    }
    request.session = session ?? null;
    request.isSignedIn = session !== undefined;
    request.ctx = {
      db: deps.db,
      clock: deps.clock,
      requestId: request.id,
      actor: {
        id: session?.userId ?? null,
        name: (session && personName(session)) ?? 'System',
        source: 'api',
      },
      rights: new Set(session?.permissions),
    };
  });

  app.addHook('preHandler', async (request) => {
    const key = request.headers['idempotency-key'];
    if (request.method !== 'POST' || key === undefined || !request.session) return;
    if (typeof key !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(key)) {
      throw new AppError('request.bad_header', {
        header: 'Idempotency-Key',
        expected: '1 to 255 visible ASCII characters',
      });
    }
    request.ctx = {
      ...request.ctx,
      idempotency: {
        userId: request.session.userId,
        key,
        route: `${request.method} ${request.url}`,
        bodyHash: createHash('sha256')
          .update(JSON.stringify(request.body ?? null))
          .digest('hex'),
      },
    };
  });
}

/** The page of another site, or of another program on this machine, cannot make a browser change things here. */
function refuseCrossSite(request: FastifyRequest): void {
  const isUnsafe = !['GET', 'HEAD', 'OPTIONS'].includes(request.method);
  const isFromElsewhere = ['cross-site', 'same-site'].includes(String(request.headers['sec-fetch-site']));
  if (isUnsafe && isFromElsewhere) throw new AppError('request.cross_site');
}
