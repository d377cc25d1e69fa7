import { randomUUID } from 'node:crypto';
import net from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildApp } from '../app.ts';
import { connectDb } from '../lib/db.ts';
import {
  type Answer,
  type Book,
  type Caller,
  type Json,
  openBook,
  startTestApi,
  type TestApi,
  testConfig,
  writeOrder,
} from './api.ts';
import { asJson, bearer, sendRaw } from './http.ts';
import { type Route, startTestApiWithRoutes } from './routes.ts';

const secret = 'a secret that only tests use, long enough';

let api: TestApi;
let routes: Route[];
let admin: Caller;
let book: Book;

beforeAll(async () => {
  ({ api, routes } = await startTestApiWithRoutes());
  admin = await api.signIn('Admin');
  book = await openBook(admin);
});

afterAll(() => api.close());

describe('a problem', () => {
  test.each<[number, string, () => Promise<Answer>]>([
    [400, 'request.unreadable', () => admin.post('/api/orders', '{')],
    [401, 'auth.required', () => api.stranger.get('/api/orders')],
    [403, 'permission.missing', async () => (await api.signIn()).get('/api/orders')],
    [404, 'order.not_found', () => admin.get(`/api/orders/${randomUUID()}`)],
    [404, 'request.not_found', () => admin.get('/api/nothing')],
    [404, 'request.not_found', () => admin.put('/api/orders', {}, 1)],
    [
      409,
      'warning.unacknowledged',
      async () =>
        admin.post('/api/accounts', { type: 'buyer', name: (await nameOf(book.buyerId)).toUpperCase() }),
    ],
    [412, 'record.stale', () => admin.patch(`/api/products/${book.productId}`, { grade: 'x' }, 99)],
    [413, 'request.too_large', () => admin.post('/api/orders', { memo: 'x'.repeat(1_100_000) })],
    [
      415,
      'request.unsupported_media_type',
      () => admin.post('/api/orders', '<x/>', { 'content-type': 'application/xml' }),
    ],
    [422, 'request.invalid', () => admin.post('/api/products', {})],
    [428, 'request.version_required', () => admin.post(`/api/orders/${randomUUID()}/confirm`)],
  ])('of status %i is problem+json with the code %s', async (status, code, ask) => {
    const answer = await ask();

    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('x-request-id')).toBe(answer.body.requestId);
    expect(answer.body).toMatchObject({
      type: `urn:pace-crm:problem:${code}`,
      title: expect.stringMatching(/\.$/),
      status,
      code,
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  test('about something stale shows it as reading it would', async () => {
    const order = await writeOrder(admin, book);
    await admin.command(`/api/orders/${order.id}/confirm`, 1);

    const stale = await admin.patch(`/api/orders/${order.id}`, { memo: 'x' }, 1);

    expect(stale.body.current).toEqual((await admin.get(`/api/orders/${order.id}`)).body);
  });

  test.each([
    ['no HTTP', 'GARBAGE\r\n\r\n', 400],
    ['a header without a name', 'GET / HTTP/1.1\r\nHost: x\r\n: x\r\n\r\n', 400],
    ['headers without end', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
    ['an address of 20 kB', `GET /api/orders?q=${'x'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, 431],
    [
      'two lengths',
      'POST /api/orders HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx',
      400,
    ],
    [
      'a length and chunks',
      'POST /api/orders HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
  ])('answers %s too', async (_, bytes, status) => {
    const [head = '', body = ''] = (await sendBytes(bytes)).split('\r\n\r\n');

    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(head).toContain('Content-Type: application/problem+json');
    expect(JSON.parse(body)).toMatchObject({
      status,
      code: expect.stringMatching(/^request\./),
      requestId: expect.any(String),
    });
  });

  test('of ours tells nothing about the inside', async () => {
    const broken = await startTestApi();
    const caller = await broken.signIn('Admin');
    const { productId } = await openBook(caller);
    await broken.pool.query('DROP TABLE order_lines CASCADE');
    await broken.pool.query('ALTER TABLE products DROP COLUMN grade');

    const answers = [
      await caller.get('/api/products'),
      await caller.get('/api/products/export.csv'),
      await caller.post('/api/products', { name: 'Almonds' }),
      await caller.post('/api/orders', { lines: [{ productId }] }),
    ];
    await broken.close();

    for (const { status, body, headers } of answers) {
      expect([status, Object.keys(body).toSorted()]).toEqual([
        500,
        ['code', 'requestId', 'status', 'title', 'type'],
      ]);
      expect(body.code).toBe('server.failed');
      expect(headers.get('content-type')).toBe('application/problem+json');
      expect(headers.get('content-disposition')).toBeNull();
    }
  });

  test('says 503 when the database is away, and 200 that the process lives', async () => {
    const { db, pool } = connectDb('postgresql://nobody@127.0.0.1:1/nothing');
    const app = await buildApp({ config: testConfig, db, pool, secret });
    const url = await app.listen({ port: 0, host: '127.0.0.1' });
    const ask = (path: string) => sendRaw(url, { method: 'GET', path, headers: bearer('x'.repeat(32)) });

    const [orders, ready] = [await ask('/api/orders'), await ask('/ready')];
    const health = await sendRaw(url, { method: 'GET', path: '/health' });
    await app.close();
    await pool.end();

    expect([orders.status, orders.body.code, ready.status, ready.body.code]).toEqual([
      503,
      'server.unavailable',
      503,
      'server.unavailable',
    ]);
    expect([health.status, health.body]).toEqual([200, { status: 'ok' }]);
  });
});

describe('versions', () => {
  test('are asked of every change of a record, and of nothing else', () => {
    const asking = routes.filter((route) => route.schemas.headers).map((route) => route.name);

    const changes = routes
      .filter(
        ({ method, url }) =>
          ['PATCH', 'PUT', 'DELETE'].includes(method) || (method === 'POST' && url.includes('/:id/')),
      )
      .map((route) => route.name)
      // A copy changes nothing of what it copies, and a session has nothing to change: it ends or it has ended.
      .filter((name) => name !== 'POST /api/orders/:id/duplicate' && !name.includes('/me/sessions'));
    expect(asking.toSorted()).toEqual(changes.toSorted());
  });

  test('are missed on every one of them with 428', async () => {
    for (const route of routes.filter((one) => one.schemas.headers)) {
      const path = route.url.replace(':id', randomUUID());
      const body = bodies[route.name];
      const answer = await sendRaw(api.baseUrl, {
        method: route.method,
        path,
        headers: { ...bearer(admin.token), ...(body !== undefined && asJson) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      expect([route.name, answer.status, answer.body.code]).toEqual([
        route.name,
        428,
        'request.version_required',
      ]);
    }
  });

  test('travel as the ETag of every answer that is one record', async () => {
    const paths = [
      '/api/me',
      '/api/company',
      `/api/users/${admin.userId}`,
      `/api/accounts/${book.buyerId}`,
      `/api/products/${book.productId}`,
    ];

    for (const path of paths) {
      const { headers, body } = await admin.get(path);
      expect([path, headers.get('etag')]).toEqual([path, `"${body.version}"`]);
    }
    const created = await admin.post('/api/products', { name: 'Pecans' });
    const changed = await admin.patch(`/api/products/${created.body.id}`, { grade: 'x' }, 1);
    expect([created.headers.get('etag'), changed.headers.get('etag')]).toEqual(['"1"', '"2"']);
  });
});

describe('an Idempotency-Key', () => {
  const key = () => ({ 'idempotency-key': randomUUID() });

  test.each([
    ['/api/products', () => ({ name: 'Cashews' })],
    ['/api/accounts', () => ({ name: `Once ${randomUUID()}`, type: 'seller', contacts: [{ name: 'Ann' }] })],
    [
      '/api/orders',
      () => ({ sellerId: book.sellerId, lines: [{ productId: book.productId, quantity: '1', price: '2' }] }),
    ],
    ['/api/payment-terms', () => ({ name: randomUUID(), days: 10 })],
    ['/api/roles', () => ({ name: randomUUID() })],
  ])('of %s gives the same answer again, and does it once', async (path, make) => {
    const [headers, body] = [key(), make()];

    const first = await admin.post(path, body, headers);
    const again = await admin.post(path, body, headers);

    expect([again.status, again.text, again.headers.get('etag')]).toEqual([
      201,
      first.text,
      first.headers.get('etag'),
    ]);
    expect(first.headers.get('x-request-id')).not.toBe(again.headers.get('x-request-id'));
  });

  test('makes a step of an order that is repeated with the old version succeed again', async () => {
    const { id } = await writeOrder(admin, book);
    const headers = { ...key(), 'if-match': '"1"' };

    const first = await admin.post(`/api/orders/${id}/confirm`, undefined, headers);
    const again = await admin.post(`/api/orders/${id}/confirm`, undefined, headers);

    expect([first.status, again.status, again.text]).toEqual([200, 200, first.text]);
    expect((await admin.get(`/api/orders/${id}`)).body.version).toBe(2);
  });

  test('of ten twins at once runs one', async () => {
    const headers = key();

    const answers = await Promise.all(
      Array.from({ length: 10 }, () => admin.post('/api/orders', { poNumber: 'twin' }, headers)),
    );

    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect((await admin.get('/api/orders/totals?q=twin')).body.count).toBe(1);
  });

  test('belongs to its request, its person and its day', async () => {
    const headers = key();
    const other = await api.signIn('Admin');
    const first = await admin.post('/api/products', { name: 'Hazelnuts' }, headers);

    const otherBody = await admin.post('/api/products', { name: 'Walnuts' }, headers);
    const otherRoute = await admin.post('/api/roles', { name: 'Hazelnuts' }, headers);
    const otherPerson = await other.post('/api/products', { name: 'Hazelnuts' }, headers);
    await api.pool.query(`UPDATE idempotency_keys SET created_at = created_at - interval '25 hours'`);
    const nextDay = await admin.post('/api/products', { name: 'Hazelnuts' }, headers);

    expect([otherBody, otherRoute].map(({ status, body }) => [status, body.code])).toEqual([
      [422, 'idempotency.key_reused'],
      [422, 'idempotency.key_reused'],
    ]);
    expect(new Set([first, otherPerson, nextDay].map(({ body }) => body.id)).size).toBe(3);
  });

  test('of a refused request is free again', async () => {
    const headers = key();
    const taken = { name: randomUUID(), days: 5 };
    await admin.post('/api/payment-terms', taken);

    const refused = await admin.post('/api/payment-terms', taken, headers);
    const right = await admin.post('/api/payment-terms', { ...taken, name: randomUUID() }, headers);

    expect([refused.status, right.status]).toEqual([409, 201]);
  });

  test('gives nothing back to somebody who has lost the right', async () => {
    const caller = await api.signIn('Sales');
    const headers = key();
    await caller.post('/api/products', { name: 'Brazil nuts' }, headers);
    await api.pool.query('DELETE FROM user_roles WHERE clerk_user_id = $1', [caller.subject]);

    expect((await caller.post('/api/products', { name: 'Brazil nuts' }, headers)).status).toBe(403);
  });
});

describe('the OpenAPI document', () => {
  test('is OpenAPI 3.1 with every route, its access and its problems', async () => {
    const { openapi, paths, components } = (await api.stranger.get('/api/openapi.json')).body;

    const operations = Object.entries<Json>(paths).flatMap(([path, methods]) =>
      Object.entries<Json>(methods).map(([method, operation]) => ({
        name: `${method.toUpperCase()} ${path}`,
        operation,
      })),
    );
    const wanted = routes.filter(
      ({ method, url }) => method !== 'HEAD' && /^\/(api\/(?!docs|openapi)|health|ready)/.test(url),
    );
    expect(openapi).toMatch(/^3\.1\.\d$/);
    expect(operations.map(({ name }) => name).toSorted()).toEqual(
      wanted.map(({ name }) => name.replace(/:(\w+)/g, '{$1}')).toSorted(),
    );
    for (const { name, operation } of operations) {
      const route = wanted.find((one) => one.name.replace(/:(\w+)/g, '{$1}') === name);
      expect([name, operation.summary, operation.tags]).toEqual([
        name,
        expect.any(String),
        [expect.any(String)],
      ]);
      expect([name, operation.security]).toEqual([name, route?.access === 'public' ? [] : undefined]);
      expect([name, operation.responses.default.content['application/problem+json'].schema]).toEqual([
        name,
        { $ref: '#/components/schemas/Problem' },
      ]);
      const named =
        operation.parameters?.filter((one: Json) => one.in === 'path').map((one: Json) => one.name) ?? [];
      expect([name, named.toSorted()]).toEqual([
        name,
        [...name.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter).toSorted(),
      ]);
    }
    expect(Object.keys(components.securitySchemes).toSorted()).toEqual(['bearer', 'session']);
  });

  test('refers to nothing that is not in it', async () => {
    const { text, body } = await api.stranger.get('/api/openapi.json');

    const references = [...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path = '']) => path.split('/'));
    expect(references.length).toBeGreaterThan(50);
    expect(
      references.filter((path) => path.reduce((found: Json, step) => found?.[step], body) === undefined),
    ).toEqual([]);
  });

  test('has a page that loads all of itself from here, under its own policy', async () => {
    const page = await api.stranger.get('/api/docs');
    const assets = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(
      ([, address = '']) => new URL(address, `${api.baseUrl}/api/docs`),
    );

    expect(page.status).toBe(200);
    expect(assets.length).toBeGreaterThan(4);
    expect(page.text).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>[^<]/);
    for (const asset of assets) {
      expect(asset.origin).toBe(api.baseUrl);
      const { status, headers } = await api.stranger.get(asset.pathname);
      expect([asset.pathname, status, headers.get('x-content-type-options')]).toEqual([
        asset.pathname,
        200,
        'nosniff',
      ]);
    }
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe|https?:|\*/);
  });
});

test('/ leads to the documentation while there is no web application', async () => {
  const answer = await api.stranger.get('/');

  expect([answer.status, answer.headers.get('location')]).toEqual([302, '/api/docs']);
});

test('/ready is 503 when the newest migration is missing', async () => {
  const behind = await startTestApi();
  const before = await behind.stranger.get('/ready');
  await behind.pool.query(
    'DELETE FROM drizzle.__drizzle_migrations WHERE id = (SELECT max(id) FROM drizzle.__drizzle_migrations)',
  );

  const after = await behind.stranger.get('/ready');
  await behind.close();

  expect([before.status, before.body]).toEqual([200, { status: 'ready' }]);
  expect([after.status, after.body.code]).toEqual([503, 'server.unavailable']);
});

test('every answer carries the headers that keep a browser safe', async () => {
  const answers = [
    await admin.get('/api/orders'),
    await api.stranger.get('/api/orders'),
    await api.stranger.get('/health'),
    await api.stranger.get('/nothing'),
  ];

  for (const { headers } of answers) {
    const policy = headers.get('content-security-policy');
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("object-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('server')).toBeNull();
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers.get('access-control-allow-origin')).toBeNull();
  }
  expect(answers[0]?.headers.get('cache-control')).toBe('no-store');
});

test('a request id comes from us, never from the caller', async () => {
  const answer = await admin.get('/api/me', { 'x-request-id': 'forged', 'request-id': 'forged' });

  expect(answer.headers.get('x-request-id')).not.toBe('forged');
});

/** A body that gets as far as the version. */
const bodies: Readonly<Record<string, object>> = {
  'PATCH /api/me': {},
  'PATCH /api/users/:id': {},
  'PUT /api/users/:id/roles': { roleIds: [] },
  'PATCH /api/roles/:id': {},
  'PUT /api/roles/:id/permissions': { permissions: [] },
  'PATCH /api/company': {},
  'PATCH /api/payment-terms/:id': {},
  'PATCH /api/accounts/:id': {},
  'PATCH /api/products/:id': {},
  'PATCH /api/orders/:id': {},
};

async function nameOf(accountId: string): Promise<string> {
  return (await admin.get(`/api/accounts/${accountId}`)).body.name;
}

function sendBytes(bytes: string): Promise<string> {
  const { hostname, port } = new URL(api.baseUrl);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = net.connect(Number(port), hostname, () => socket.write(bytes));
    socket.on('data', (chunk: Buffer) => {
      answer += chunk.toString('utf8');
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}
