import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type Answer,
  almondLine,
  type Book,
  type Caller,
  type Json,
  openBook,
  type TestApi,
  writeOrder,
} from './api.ts';
import { bearer, sendRaw } from './http.ts';
import { type Route, startTestApiWithRoutes } from './routes.ts';

let api: TestApi;
let routes: Route[];
let admin: Caller;
let book: Book;
let termsId: string;

interface Measured {
  /** The most statements the request may need, BEGIN and COMMIT included, the one that reads the session not. */
  budget: number;
  /** Makes what the request needs and returns the request itself, which alone is counted. */
  prepare: () => Promise<() => Promise<Answer>>;
}

const get = (budget: number, path: () => string | Promise<string>): Measured => ({
  budget,
  prepare: async () => {
    const address = await path();
    return () => admin.get(address);
  },
});

const post = (budget: number, path: string, body: () => object): Measured => ({
  budget,
  prepare: async () => () => admin.post(path, body()),
});

/** A change of a record that is made for it. */
const change = (
  budget: number,
  make: () => Promise<{ path: string; version: number }>,
  request: (path: string, version: number) => Promise<Answer>,
): Measured => ({
  budget,
  prepare: async () => {
    const { path, version } = await make();
    return () => request(path, version);
  },
});

const file = { budget: 0, prepare: async () => () => api.stranger.get('/api/docs/static/swagger-ui.css') };
const withoutStatement = (path: string): Measured => get(0, () => path);

const measured: Readonly<Record<string, Measured>> = {
  'GET /': withoutStatement('/'),
  'GET /health': withoutStatement('/health'),
  'GET /ready': withoutStatement('/ready'), // One, on a connection that does not count.
  'GET /api/docs': withoutStatement('/api/docs'),
  'GET /api/docs/json': withoutStatement('/api/docs/json'),
  'GET /api/docs/yaml': withoutStatement('/api/docs/yaml'),
  'GET /api/docs/static/*': file,
  'GET /api/docs/static/index.html': withoutStatement('/api/docs/static/index.html'),
  'GET /api/docs/static/swagger-initializer.js': withoutStatement('/api/docs/static/swagger-initializer.js'),
  'GET /api/openapi.json': withoutStatement('/api/openapi.json'),

  'GET /api/auth/set-up': get(1, () => '/api/auth/set-up'),
  'POST /api/auth/set-up': {
    budget: 21,
    prepare: async () => {
      const { setUp } = (await admin.post('/api/users', { email: anyEmail() })).body;
      return () => api.stranger.post('/api/auth/set-up', { code: setUp.code, password, firstName: 'Ann' });
    },
  },
  'POST /api/auth/sign-in': {
    budget: 12,
    prepare: async () => {
      const { email } = await addPersonWithPassword();
      return () => api.stranger.post('/api/auth/sign-in', { email, password });
    },
  },
  'POST /api/auth/sign-out': {
    budget: 1,
    prepare: async () => {
      const caller = await api.signIn();
      return () => caller.post('/api/auth/sign-out');
    },
  },
  'POST /api/auth/password': {
    budget: 12,
    prepare: async () => {
      const { token } = await addPersonWithPassword();
      const headers = { authorization: `Bearer ${token}` };
      return () =>
        api.stranger.post(
          '/api/auth/password',
          { currentPassword: password, newPassword: `new ${password}` },
          headers,
        );
    },
  },

  'GET /api/me': get(0, () => '/api/me'),
  'PATCH /api/me': {
    budget: 7,
    prepare: async () => {
      const caller = await api.signIn();
      return () => caller.patch('/api/me', { firstName: 'Ann' }, 1);
    },
  },

  'GET /api/me/sessions': get(1, () => '/api/me/sessions'),
  'DELETE /api/me/sessions': {
    budget: 1,
    prepare: async () => {
      const caller = await api.signIn();
      return () => caller.delete('/api/me/sessions', 1);
    },
  },
  'DELETE /api/me/sessions/:id': {
    budget: 1,
    prepare: async () => {
      const caller = await api.signIn();
      const [own] = (await caller.get('/api/me/sessions')).body.items;
      return () => caller.delete(`/api/me/sessions/${own.id}`, 1);
    },
  },
  // One per kind.
  'GET /api/search': get(4, () => '/api/search?q=seller'),

  'GET /api/users': get(1, () => '/api/users?q=example'),
  'GET /api/users/names': get(1, () => '/api/users/names'),
  'POST /api/users': post(11, '/api/users', () => ({ email: anyEmail() })),
  'GET /api/users/:id': get(1, () => `/api/users/${admin.userId}`),
  'GET /api/users/:id/rights': get(1, () => `/api/users/${admin.userId}/rights`),
  'PATCH /api/users/:id': change(10, makeUser, (path, version) =>
    admin.patch(path, { lastName: 'Doe' }, version),
  ),
  'PUT /api/users/:id/roles': change(14, makeUser, async (path, version) =>
    admin.put(`${path}/roles`, { roleIds: [salesId] }, version),
  ),
  'POST /api/users/:id/set-up-code': change(10, makeUser, (path, version) =>
    admin.command(`${path}/set-up-code`, version),
  ),
  'GET /api/users/:id/activities': get(1, () => `/api/users/${admin.userId}/activities`),
  'GET /api/permissions': get(1, () => '/api/permissions'),
  'GET /api/roles': get(1, () => '/api/roles'),
  'POST /api/roles': post(9, '/api/roles', () => ({
    name: randomUUID(),
    permissions: ['orders:view', 'orders:edit'],
  })),
  'GET /api/roles/:id': get(1, () => `/api/roles/${salesId}`),
  'PATCH /api/roles/:id': change(9, makeRole, (path, version) =>
    admin.patch(path, { description: 'x' }, version),
  ),
  'PUT /api/roles/:id/permissions': change(12, makeRole, (path, version) =>
    admin.put(`${path}/permissions`, { permissions: ['orders:view'] }, version),
  ),
  'DELETE /api/roles/:id': change(7, makeRole, (path, version) => admin.delete(path, version)),
  'GET /api/roles/:id/activities': get(1, () => `/api/roles/${salesId}/activities`),

  'GET /api/events': {
    budget: 1, // When the last change was; listening is on a connection of its own.
    prepare: async () => async () => {
      const path = '/api/events';
      const { status, text } = await sendRaw(api.baseUrl, {
        method: 'GET',
        path,
        headers: bearer(admin.token),
      });
      return { status, text, headers: new Headers(), body: undefined };
    },
  },

  'GET /api/company': get(1, () => '/api/company'),
  'PATCH /api/company': change(
    5,
    async () => ({ path: '/api/company', version: (await admin.get('/api/company')).body.version }),
    (path, version) => admin.patch(path, { name: `Brokerage ${version}` }, version),
  ),
  'GET /api/company/activities': get(2, () => '/api/company/activities'),
  'GET /api/payment-terms': get(1, () => '/api/payment-terms'),
  'POST /api/payment-terms': post(4, '/api/payment-terms', () => ({ name: randomUUID(), days: 30 })),
  'GET /api/payment-terms/:id': get(1, async () => (await makeTerms()).path),
  'GET /api/payment-terms/:id/activities': get(1, async () => `${(await makeTerms()).path}/activities`),
  'PATCH /api/payment-terms/:id': change(6, makeTerms, (path, version) =>
    admin.patch(path, { days: 31 }, version),
  ),
  'DELETE /api/payment-terms/:id': change(6, makeTerms, (path, version) => admin.delete(path, version)),

  // The day of the company comes first.
  'GET /api/dashboard': get(2, () => '/api/dashboard'),
  'GET /api/dashboard/top': get(4, () => '/api/dashboard/top'),

  'GET /api/accounts': get(
    1,
    () => '/api/accounts?q=seller&role=seller&isActive=true&limit=2&sort=-createdAt',
  ),
  'GET /api/accounts/totals': get(1, () => '/api/accounts/totals?q=seller'),
  'GET /api/accounts/export.csv': get(1, () => '/api/accounts/export.csv'),
  'POST /api/accounts/export.csv': post(1, '/api/accounts/export.csv', () => ({ id: [randomUUID()] })),
  'GET /api/accounts/similar': get(1, () => '/api/accounts/similar?name=x'),
  'POST /api/accounts': post(12, '/api/accounts', () => ({
    type: 'seller',
    name: randomUUID(),
    ...parts(3),
  })),
  'POST /api/accounts/bulk': change(3 + 7, makeAccount, (path, version) =>
    bulk('accounts', 'deactivate', path, version),
  ),
  'GET /api/accounts/:id': get(1, () => `/api/accounts/${book.sellerId}`),
  'PATCH /api/accounts/:id': change(14, makeAccount, (path, version) =>
    admin.patch(path, { name: randomUUID(), ...parts(3) }, version),
  ),
  'DELETE /api/accounts/:id': change(7, makeAccount, (path, version) => admin.delete(path, version)),
  'GET /api/accounts/:id/activities': get(1, () => `/api/accounts/${book.sellerId}/activities`),

  'GET /api/products': get(1, () => '/api/products?q=almonds&isActive=true&category=nuts&sort=code'),
  'GET /api/products/totals': get(1, () => '/api/products/totals'),
  'GET /api/products/export.csv': get(1, () => '/api/products/export.csv'),
  'POST /api/products/export.csv': post(1, '/api/products/export.csv', () => ({ id: [randomUUID()] })),
  'POST /api/products': post(5, '/api/products', () => ({ name: randomUUID() })),
  'POST /api/products/bulk': change(3 + 7, makeProduct, (path, version) =>
    bulk('products', 'deactivate', path, version),
  ),
  'GET /api/products/:id': get(1, () => `/api/products/${book.productId}`),
  'PATCH /api/products/:id': change(7, makeProduct, (path, version) =>
    admin.patch(path, { grade: 'No. 1' }, version),
  ),
  'DELETE /api/products/:id': change(7, makeProduct, (path, version) => admin.delete(path, version)),
  // One more where there are none: whether there is such a product.
  'GET /api/products/:id/prices': get(2, () => `/api/products/${book.productId}/prices`),
  'GET /api/products/:id/partners': get(2, () => `/api/products/${book.productId}/partners`),
  'GET /api/products/:id/activities': get(1, () => `/api/products/${book.productId}/activities`),

  'GET /api/orders': get(
    1,
    () => `/api/orders?q=almond&status=draft&sellerId=${book.sellerId}&mine=true&limit=2`,
  ),
  'GET /api/orders/totals': get(1, () => `/api/orders/totals?q=seller&productId=${book.productId}`),
  'GET /api/orders/export.csv': get(1, () => '/api/orders/export.csv'),
  'POST /api/orders/export.csv': post(1, '/api/orders/export.csv', () => ({ id: [randomUUID()] })),
  'POST /api/orders': post(12, '/api/orders', () => ({
    ...parties(),
    paymentTermsId: termsId,
    lines: linesOf(3),
  })),
  'POST /api/orders/bulk': change(4 + 12, makeOrder, (path, version) =>
    bulk('orders', 'confirm', path, version),
  ),
  'GET /api/orders/:id': get(2, async () => (await makeOrder()).path),
  'PATCH /api/orders/:id': change(13, makeOrder, (path, version) =>
    admin.patch(path, { ...parties(), paymentTermsId: termsId, lines: linesOf(3) }, version),
  ),
  'DELETE /api/orders/:id': change(7, makeOrder, (path, version) => admin.delete(path, version)),
  'POST /api/orders/:id/duplicate': {
    budget: 11,
    prepare: async () => {
      const { path } = await makeOrder();
      return () => admin.post(`${path}/duplicate`);
    },
  },
  'POST /api/orders/:id/confirm': change(12, makeOrder, (path, version) =>
    admin.command(`${path}/confirm`, version),
  ),
  'POST /api/orders/:id/reopen': change(8, makeConfirmed, (path, version) =>
    admin.command(`${path}/reopen`, version),
  ),
  'POST /api/orders/:id/cancel': change(8, makeOrder, (path, version) =>
    admin.command(`${path}/cancel`, version),
  ),
  'POST /api/orders/:id/restore': change(8, makeCancelled, (path, version) =>
    admin.command(`${path}/restore`, version),
  ),
  'GET /api/orders/:id/revisions': get(1, async () => `${(await makeConfirmed()).path}/revisions`),
  'GET /api/orders/:id/revisions/:revision': get(
    1,
    async () => `${(await makeConfirmed()).path}/revisions/1`,
  ),
  'GET /api/orders/:id/activities': get(1, async () => `${(await makeOrder()).path}/activities`),
};

const password = 'a long password of mine';
let salesId: string;

beforeAll(async () => {
  ({ api, routes } = await startTestApiWithRoutes());
  admin = await api.signIn('Admin');
  book = await openBook(admin);
  termsId = (await admin.post('/api/payment-terms', { name: 'Net 30', days: 30 })).body.id;
  salesId = (await admin.get('/api/roles')).body.items.find((role: Json) => role.name === 'Sales').id;
  for (let i = 0; i < 5; i += 1) await makeOrder();
});

afterAll(() => api.close());

test('every route has a budget of statements', () => {
  const names = routes.filter((route) => route.method !== 'HEAD').map((route) => route.name);

  expect(Object.keys(measured).toSorted()).toEqual(names.toSorted());
});

test.each(Object.keys(measured))('%s stays within its budget', async (name) => {
  const { budget, prepare } = measured[name] ?? { budget: 0, prepare: () => Promise.reject(new Error(name)) };

  const { answer, statements } = await count(await prepare());

  expect(answer.status, answer.text).toBeLessThan(400);
  expect(statements.length, statements.join('\n')).toBeLessThanOrEqual(budget);
});

test('an order of 50 lines is written, edited, confirmed and copied with as many statements as one of a single line', async () => {
  const live = async (lines: number): Promise<number[]> => {
    const created = await count(() => admin.post('/api/orders', { ...parties(), lines: linesOf(lines) }));
    const { id, version } = created.answer.body;
    const edited = await count(() => admin.patch(`/api/orders/${id}`, { lines: linesOf(lines) }, version));
    const confirmed = await count(() => admin.command(`/api/orders/${id}/confirm`, version + 1));
    const change = { reason: 'as agreed today', lines: linesOf(lines, '200') };
    const revised = await count(() => admin.patch(`/api/orders/${id}`, change, version + 2));
    const copied = await count(() => admin.post(`/api/orders/${id}/duplicate`));
    expect([created, edited, confirmed, revised, copied].map(({ answer }) => answer.status)).toEqual([
      201, 200, 200, 200, 201,
    ]);
    return [created, edited, confirmed, revised, copied].map(({ statements }) => statements.length);
  };

  expect(await live(50)).toEqual(await live(1));
});

test('an account of 50 contacts and addresses is written with as many statements as one with a single one', async () => {
  const write = (many: number) =>
    count(() => admin.post('/api/accounts', { name: randomUUID(), type: 'buyer', ...parts(many) }));

  const [one, fifty] = [await write(1), await write(50)];

  expect(fifty.answer.status).toBe(201);
  expect(fifty.statements.length).toBe(one.statements.length);
});

test('a list of two hundred rows needs the same single statement as a list of one', async () => {
  for (const path of ['/api/orders', '/api/accounts', '/api/products', '/api/users', '/api/roles']) {
    const [short, long] = [
      await count(() => admin.get(`${path}?limit=1`)),
      await count(() => admin.get(`${path}?limit=200`)),
    ];

    expect([path, short.statements.length, long.statements.length]).toEqual([path, 1, 1]);
  }
});

test('an export reads a thousand rows per statement', async () => {
  await api.pool.query(`INSERT INTO products (name) SELECT 'Walnuts ' || n FROM generate_series(1, 2500) n`);

  const { answer, statements } = await count(() => admin.get('/api/products/export.csv'));

  expect(answer.text.split('\n').length).toBeGreaterThan(2500);
  expect(statements.length).toBe(3);
});

test('the head of an export reads no rows', async () => {
  const { answer, statements } = await count(async () => {
    const response = await fetch(`${api.baseUrl}/api/products/export.csv`, {
      method: 'HEAD',
      headers: bearer(admin.token),
    });
    const { status, headers } = response;
    return { status, headers, text: await response.text(), body: undefined };
  });

  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
  expect(statements).toEqual([]);
});

test('an Idempotency-Key costs two statements', async () => {
  const create = (headers?: Record<string, string>) =>
    count(() => admin.post('/api/products', { name: 'Pistachios' }, headers));

  const [without, first, again] = [
    await create(),
    await create({ 'idempotency-key': 'k1' }),
    await create({ 'idempotency-key': 'k1' }),
  ];

  expect(first.statements.length).toBe(without.statements.length + 2);
  expect(again.statements.length).toBe(4);
});

/** The statements of one request; the one that reads the session comes first and is left out. */
async function count(request: () => Promise<Answer>): Promise<{ answer: Answer; statements: string[] }> {
  api.statements.length = 0;
  const answer = await request();
  return {
    answer,
    statements: api.statements.filter((one) => !one.startsWith('select "auth_sessions"."id"')),
  };
}

function parties() {
  return { sellerId: book.sellerId, buyerId: book.buyerId };
}

function linesOf(many: number, quantity = '100') {
  return Array.from({ length: many }, () => ({ ...almondLine(book.productId), quantity }));
}

function parts(many: number) {
  return {
    contacts: Array.from({ length: many }, (_, n) => ({ name: `Contact ${n}` })),
    addresses: Array.from({ length: many }, (_, n) => ({ kind: 'warehouse', city: `City ${n}` })),
  };
}

/** Before each record's own statements: one lock for all of a kind, a savepoint and its release. */
function bulk(of: string, action: string, path: string, version: number): Promise<Answer> {
  return admin.post(`/api/${of}/bulk`, { action, items: [{ id: path.split('/').at(-1), version }] });
}

async function make(path: string, body: object): Promise<{ path: string; version: number }> {
  const answer = await admin.post(path, body);
  expect(answer.status, answer.text).toBe(201);
  const record = answer.body.user ?? answer.body;
  return { path: `${path}/${record.id}`, version: record.version };
}

function makeUser() {
  return make('/api/users', { email: anyEmail() });
}

function makeRole() {
  return make('/api/roles', { name: randomUUID() });
}

function makeTerms() {
  return make('/api/payment-terms', { name: randomUUID(), days: 10 });
}

function makeAccount() {
  return make('/api/accounts', { name: randomUUID(), type: 'seller', ...parts(2) });
}

function makeProduct() {
  return make('/api/products', { name: randomUUID() });
}

async function makeOrder() {
  const { id, version } = await writeOrder(admin, book);
  return { path: `/api/orders/${id}`, version };
}

async function makeConfirmed() {
  const { path, version } = await makeOrder();
  return { path, version: (await admin.command(`${path}/confirm`, version)).body.version };
}

async function makeCancelled() {
  const { path, version } = await makeOrder();
  return { path, version: (await admin.command(`${path}/cancel`, version)).body.version };
}

function anyEmail(): string {
  return `${randomUUID()}@example.com`;
}

async function addPersonWithPassword(): Promise<{ email: string; token: string }> {
  const email = anyEmail();
  const { setUp } = (await admin.post('/api/users', { email })).body;
  const { token } = (await api.stranger.post('/api/auth/set-up', { code: setUp.code, password })).body;
  return { email, token };
}
