import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildApp } from '../app.ts';
import { type Caller, type Json, startTestApi, type TestApi, testConfig } from '../test/api.ts';
import { asJson, bearer, type RawAnswer, sendRaw } from '../test/http.ts';

let api: TestApi;
let admin: Caller;
let app: FastifyInstance;
let baseUrl: string;
const lines: string[] = [];

beforeAll(async () => {
  api = await startTestApi();
  admin = await api.signIn('Admin');
  app = await buildApp({
    config: { ...testConfig, logLevel: 'trace' },
    db: api.db,
    pool: api.pool,
    secret: 'a secret that only tests use, long enough',
    logStream: { write: (line) => void lines.push(line) },
  });
  baseUrl = await app.listen({ port: 0, host: '127.0.0.1' });
  lines.length = 0; // Where it listens may be said.
});

afterAll(async () => {
  await app.close();
  await api.close();
});

test('nothing secret and nothing personal reaches the log, whatever goes wrong', async () => {
  const email = 'somebody.private@example.com';
  const password = 'a very private password';
  const code = (await admin.post('/api/users', { email })).body.setUp.code;
  const orderId = randomUUID();
  const { token } =
    (await post('/api/auth/set-up', { code, password, firstName: 'Privatius', phone: 'x' })).body ?? {};
  const setUp = await post('/api/auth/set-up', { code, password, firstName: 'Privatius' });
  const session = setUp.body.token;
  await post('/api/auth/sign-in', { email, password });
  await post('/api/auth/sign-in', { email, password: 'a wrong private guess' });
  await post('/api/auth/sign-in', `{"email":"${email}",`);
  await send('GET', '/api/users?q=somebody.private', admin.token);
  await send('GET', `/api/orders/${orderId}?secret=searched-for`, admin.token);
  await send('GET', '/api/accounts?q=searched-for%FF', admin.token);
  await send('GET', '/api/%FFsearched-for', admin.token);
  await send('GET', '/api/me', '', { cookie: `pace_session=${session}` });
  await post('/api/products', { name: 'searched-for', code: 'private-code' }, admin.token);
  await post('/api/products', { name: 'searched-for', code: 'private-code' }, admin.token);
  // Failures of the database carry the values that they failed on.
  await api.pool.query(`ALTER TABLE products ADD CONSTRAINT no_private CHECK (name NOT LIKE 'hidden%')`);
  const failed = await post('/api/products', { name: 'hidden-value' }, admin.token);
  await api.pool.query('ALTER TABLE products RENAME TO products_away');
  const broken = await send('GET', '/api/products?q=hidden-value', admin.token);
  await api.pool.query('ALTER TABLE products_away RENAME TO products');

  const log = lines.join('');
  expect([failed.status, broken.status]).toEqual([500, 500]);
  expect(token).toBeUndefined();
  const secrets = [
    email,
    'somebody.private',
    password,
    'private guess',
    code,
    session,
    admin.token,
    'Privatius',
    'searched-for',
  ];
  expect(
    [...secrets, orderId, 'private-code', 'hidden', 'pace_session', 'Bearer', '127.0.0.1'].filter((one) =>
      log.includes(one),
    ),
  ).toEqual([]);
});

test('every answer is one line with its route and the request id that the caller got', async () => {
  lines.length = 0;

  const found = await send('GET', `/api/orders/${randomUUID()}`, admin.token);
  const lost = await send('GET', '/api/nothing-here', admin.token);
  const badUrl = await send('GET', '/api/%zz', admin.token);

  const answered = lines.map((line): Json => JSON.parse(line)).filter((line) => line.msg === 'answered');
  expect(answered).toMatchObject([
    {
      method: 'GET',
      route: '/api/orders/:id',
      status: 404,
      reqId: found.headers['x-request-id'],
      userId: admin.userId,
    },
    { method: 'GET', route: 'none', status: 404, reqId: lost.headers['x-request-id'] },
    ...(answered.length > 2 ? [{ status: 400, reqId: badUrl.headers['x-request-id'] }] : []),
  ]);
});

test('a defect is logged with its place and under the request id of the answer', async () => {
  lines.length = 0;
  await api.pool.query('ALTER TABLE products RENAME TO products_away');

  const answer = await send('GET', '/api/products', admin.token);

  await api.pool.query('ALTER TABLE products_away RENAME TO products');
  const [defect] = lines
    .map((line): Json => JSON.parse(line))
    .filter((line) => line.msg === 'request failed');
  expect(defect).toMatchObject({ level: 50, reqId: answer.body.requestId, sqlState: '42P01' });
  expect(defect.stack.join()).toContain('products.service.ts');
});

function post(path: string, body: object | string, token = ''): Promise<RawAnswer> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return sendRaw(baseUrl, { method: 'POST', path, headers: { ...asJson, ...bearer(token) }, body: text });
}

function send(
  method: string,
  path: string,
  token: string,
  headers: Record<string, string> = {},
): Promise<RawAnswer> {
  return sendRaw(baseUrl, { method, path, headers: { ...bearer(token), ...headers } });
}
