import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import Fastify, { type FastifyInstance } from 'fastify';
import { serializerCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type pg from 'pg';
import type { z } from 'zod';
import type { Config } from './config.ts';
import { keepHouse } from './housekeeping.ts';
import { AppError } from './lib/app-error.ts';
import { open } from './lib/auth.ts';
import { openChangeFeed } from './lib/change-feed.ts';
import { type Clock, systemClock } from './lib/clock.ts';
import type { Db } from './lib/db.ts';
import { describeRoutes, serveDocs } from './lib/docs.ts';
import { parseJsonStrictly } from './lib/json-body.ts';
import { type LogStream, logOptions, logRequests } from './lib/logging.ts';
import { answerBrokenRequest, describeIssue, fieldErrors, sendProblem } from './lib/problem.ts';
import { readQueriesStrictly } from './lib/query-string.ts';
import { findWebApp, serveWebApp } from './lib/web-app.ts';
import { accountRoutes } from './modules/accounts/accounts.routes.ts';
import { authRoutes } from './modules/auth/auth.routes.ts';
import { localProvider } from './modules/auth/local-provider.ts';
import { ownSessionRoutes } from './modules/auth/own-sessions.routes.ts';
import { readSessions } from './modules/auth/session.plugin.ts';
import { companyRoutes } from './modules/company/company.routes.ts';
import { dashboardRoutes } from './modules/dashboard/dashboard.routes.ts';
import { eventRoutes } from './modules/events/events.routes.ts';
import { healthRoutes } from './modules/health/health.routes.ts';
import { orderRoutes } from './modules/orders/orders.routes.ts';
import { productPriceRoutes } from './modules/orders/product-prices.routes.ts';
import { paymentTermRoutes } from './modules/payment-terms/payment-terms.routes.ts';
import { productRoutes } from './modules/products/products.routes.ts';
import { roleRoutes } from './modules/roles/roles.routes.ts';
import { searchRoutes } from './modules/search/search.routes.ts';
import { setUpRoutes } from './modules/set-up/set-up.routes.ts';
import { profileRoutes } from './modules/users/profile.routes.ts';
import { userRoutes } from './modules/users/users.routes.ts';

export interface AppDeps {
  config: Config;
  db: Db;
  pool: pg.Pool;
  secret: string;
  clock?: Clock;
  logStream?: LogStream;
  /** How often an event stream shows that it lives, and reads again what its viewer may see. */
  heartbeatMs?: number;
}

const bodyLimit = 1024 * 1024;

/** The whole API, without listening: the server and the tests start the same one. */
export async function buildApp({
  config,
  db,
  pool,
  secret,
  clock = systemClock,
  logStream,
  heartbeatMs = 15_000,
}: AppDeps): Promise<FastifyInstance> {
  const app = Fastify({
    ...logOptions(config.logLevel, logStream),
    bodyLimit,
    routerOptions: { maxParamLength: 200 },
    requestTimeout: 30_000,
    forceCloseConnections: 'idle',
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    frameworkErrors: sendProblem,
    clientErrorHandler: answerBrokenRequest,
    // Only a proxy on this machine is believed about who the caller is.
    trustProxy: 'loopback',
  }).withTypeProvider<ZodTypeProvider>();

  app.setValidatorCompiler<z.ZodType>(({ schema, httpPart }) => (data) => {
    // A route may take no body at all; Fastify hands over null.
    const parsed = schema.safeParse(data ?? undefined, { error: describeIssue });
    if (parsed.success) return { value: parsed.data };
    const prefix = httpPart === 'headers' ? ['headers'] : [];
    return { error: new AppError('request.invalid', { errors: fieldErrors(parsed.error, prefix) }) };
  });
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler((error, request, reply) => sendProblem(error, request, reply));
  const web = findWebApp(config.webDir);
  app.setNotFoundHandler((request, reply) =>
    web?.isPage(request)
      ? web.sendPage(reply)
      : sendProblem(new AppError('request.not_found'), request, reply),
  );
  parseJsonStrictly(app);
  logRequests(app);

  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store');
  });
  readQueriesStrictly(app);

  await app.register(cookie);
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    referrerPolicy: { policy: 'same-origin' },
  });
  await describeRoutes(app);

  const provider = localProvider(db, { secret, baseUrl: config.baseUrl });
  readSessions(app, { db, clock, provider });

  const changes = openChangeFeed(pool.options.connectionString, app.log);
  app.addHook('onClose', () => changes.close());

  await app.register(healthRoutes(pool));
  await app.register(
    async (api) => {
      await api.register(setUpRoutes(provider));
      await api.register(authRoutes(provider));
      await api.register(ownSessionRoutes);
      await api.register(profileRoutes);
      await api.register(userRoutes);
      await api.register(roleRoutes);
      await api.register(companyRoutes);
      await api.register(paymentTermRoutes);
      await api.register(accountRoutes);
      await api.register(productRoutes);
      await api.register(orderRoutes);
      await api.register(productPriceRoutes);
      await api.register(dashboardRoutes);
      await api.register(searchRoutes);
      await api.register(eventRoutes(changes, heartbeatMs));
    },
    { prefix: '/api' },
  );
  keepHouse(app, db);
  await serveDocs(app);
  app.get('/api/openapi.json', { onRequest: open, schema: { hide: true } }, async () => app.swagger());
  if (web) {
    await serveWebApp(app, config.webDir, web);
  } else {
    app.get('/', { onRequest: open, schema: { hide: true } }, async (_request, reply) =>
      reply.redirect('/api/docs'),
    );
  }
  return app;
}
