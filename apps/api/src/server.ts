import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { buildApp } from './app.ts';
import { type Config, readServerConfig } from './config.ts';
import { migrateDatabase } from './db/migrate.ts';
import { seedRoles } from './db/seed-roles.ts';
import { lockAlone, locks, unlockAlone } from './embedded/locks.ts';
import { openDatabase } from './embedded/open-database.ts';
import { readOrMakeSecretFile } from './embedded/password.ts';
import { Refusal } from './embedded/refusal.ts';
import { runProgram } from './embedded/run-program.ts';
import { claimForServer } from './embedded/server-claim.ts';
import { connectDb } from './lib/db.ts';
import { findWebApp } from './lib/web-app.ts';
import { prepareFirstAdministrator } from './modules/set-up/first-administrator.ts';

type FirstAdministrator = Awaited<ReturnType<typeof prepareFirstAdministrator>>;

/** Long enough for any request that makes progress; a client that does not is cut off. */
const requestGraceMs = 8_000;
const poolGraceMs = 2_000;
const stopLimitMs = 15_000;

await runProgram(serve);

/** Everything opened is put on one stack, which closes it in reverse: after a signal, or where the start failed. */
async function serve(): Promise<void> {
  const stop = stopOnSignal();
  const config = readServerConfig();
  await using opened = new AsyncDisposableStack();

  const database = await openDatabase(config);
  opened.defer(database.close);
  stop.signal.throwIfAborted();

  const claim = await claimForServer(database, config.baseUrl, (reason) => stop.abort(reason));
  opened.defer(claim.release);

  const { db, pool } = connectDb(database.url);
  // Statements that still run by then end with the embedded server, or by themselves on another.
  opened.defer(() => Promise.race([pool.end(), sleep(poolGraceMs, undefined, { ref: false })]));

  await lockAlone(claim.client, locks.prepare);
  await migrateDatabase(database.url);
  await seedRoles(db);
  const administrator = await prepareFirstAdministrator(db, config);
  await unlockAlone(claim.client, locks.prepare);
  stop.signal.throwIfAborted();

  const secret = config.secret ?? ownSecret(database.dataDir);
  const app = await buildApp({ config, db, pool, secret });
  opened.defer(() => finishRequests(app));
  await listen(app, config);

  console.log(banner(config, database.describe(), administrator));
  await aborted(stop.signal);
  console.log('Stopping: finishing the requests in progress …');
}

/** Ctrl-C reaches this process more than once, from the terminal and from npm: one is as good as two. */
function stopOnSignal(): AbortController {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());
  stop.signal.addEventListener('abort', () => {
    setTimeout(() => {
      console.error(
        `Still not stopped after ${stopLimitMs / 1000} s; leaving now. Nothing that was saved is lost.`,
      );
      process.exit(1);
    }, stopLimitMs).unref();
  });
  return stop;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => (signal.reason instanceof Refusal ? reject(signal.reason) : resolve());
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}

function ownSecret(dataDir: string | undefined): string {
  if (dataDir === undefined) throw new Refusal('PACE_SECRET is needed with DATABASE_URL.');
  return readOrMakeSecretFile(
    path.join(dataDir, 'secret'),
    () => `${randomBytes(32).toString('hex')}\n`,
  ).trim();
}

async function finishRequests(app: FastifyInstance): Promise<void> {
  const cutOff = setTimeout(() => app.server.closeAllConnections(), requestGraceMs);
  await app.close();
  clearTimeout(cutOff);
}

async function listen(app: FastifyInstance, { host, port }: Config): Promise<void> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE') {
      throw new Refusal(
        `Port ${port} is in use by another program. Stop that one, or choose another port: PORT=${port + 1} npm start`,
      );
    }
    if (code === 'EACCES')
      throw new Refusal(`This user may not listen on port ${port}. Choose one above 1023.`);
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
      throw new Refusal(`HOST=${host} is not an address of this machine.`);
    }
    throw error;
  }
}

function banner(
  { baseUrl, firstAdministrator, webDir }: Config,
  whereTheDataIs: string[],
  administrator: FirstAdministrator,
): string {
  return [
    '',
    `PACE CRM is running at ${baseUrl}`,
    '',
    ...whereTheDataIs.map((line) => `  ${line}`),
    `  API       ${baseUrl}/api/docs`,
    '',
    ...howToSignIn(administrator, {
      baseUrl,
      email: firstAdministrator?.email,
      hasPages: findWebApp(webDir) !== undefined,
    }),
    'Stop with Ctrl-C.',
    '',
  ].join('\n');
}

function howToSignIn(
  administrator: FirstAdministrator,
  { baseUrl, email, hasPages }: { baseUrl: string; email: string | undefined; hasPages: boolean },
): string[] {
  if (administrator.kind === 'exists') return [];
  if (administrator.kind === 'created') {
    return [`Sign in as ${email} with the password of PACE_ADMIN_PASSWORD.`, ''];
  }
  return [
    'Nobody can sign in yet. Create the first administrator; the code works once.',
    '',
    ...(hasPages
      ? ['In a browser:', '', `  ${baseUrl}/set-up#code=${administrator.code}`, '', 'Or here:', '']
      : []),
    `  curl -X POST ${baseUrl}/api/auth/set-up -H 'content-type: application/json' -d '{`,
    `    "code": "${administrator.code}",`,
    '    "email": "you@example.com", "password": "a long password of your own",',
    '    "firstName": "Your", "lastName": "Name"}\'',
    '',
  ];
}
