import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { must } from '../lib/must.ts';
import { almondLine, type Book, type Caller, type Json, openBook, type TestApi, writeOrder } from './api.ts';
import { asJson, bearer, type RawAnswer, sendRaw } from './http.ts';
import { type Route, startTestApiWithRoutes } from './routes.ts';
import { alternatives, type Wrong, wrongBodies, wrongDates, wrongDecimals, wrongIds } from './wrong-input.ts';

/** Printed by fast-check with every failure; another one explores other requests. */
const seed = 20261122;

let api: TestApi;
let routes: Route[];
let admin: Caller;
/** All that a refused request could have changed. */
let tables: string[];
let book: Book;
/** A record of each kind, for the addresses that name one. */
let targets: Record<string, { id: string; version: number }>;

beforeAll(async () => {
  ({ api, routes } = await startTestApiWithRoutes());
  const { rows } = await api.pool.query<{ name: string }>(
    `SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'rate_limits'`,
  );
  tables = rows.map(({ name }) => name);
  admin = await api.signIn('Admin');
  book = await openBook(admin);
  const order = await writeOrder(admin, book);
  const of = async (path: string) => (await admin.get(path)).body;
  const created = async (path: string, body: object) => (await admin.post(path, body)).body;
  targets = {
    orders: (await admin.command(`/api/orders/${order.id}/confirm`, order.version)).body,
    accounts: await of(`/api/accounts/${book.sellerId}`),
    products: await of(`/api/products/${book.productId}`),
    roles: await created('/api/roles', { name: 'Fuzzed', permissions: ['orders:view'] }),
    users: (await created('/api/users', { email: 'fuzzed@example.com' })).user,
    'payment-terms': await created('/api/payment-terms', { name: 'Net 30', days: 30 }),
    company: await of('/api/company'),
    me: await of('/api/me'),
  };
});

afterAll(() => api.close());

/** A body that each route would take, full of fields. */
const examples: Readonly<Record<string, () => object>> = {
  'POST /api/auth/set-up': () => ({
    code: 'not a code of ours',
    password: 'a long password',
    email: 'ann@example.com',
    firstName: 'Ann',
    lastName: 'Lee',
    company: {
      name: 'Brokerage',
      timeZone: 'America/Denver',
      defaultBillingMode: 'goods',
      defaultEngagedBy: 'seller',
    },
    sampleData: true,
  }),
  'POST /api/auth/sign-in': () => ({ email: 'nobody@example.com', password: 'wrong' }),
  'POST /api/auth/password': () => ({ currentPassword: 'wrong', newPassword: 'a long password' }),
  'PATCH /api/me': () => ({ firstName: 'Ann', lastName: 'Lee', phone: '555' }),
  'POST /api/users': () => ({
    email: 'new@example.com',
    firstName: 'Ann',
    lastName: 'Lee',
    phone: '555',
    roleIds: [target('roles').id],
  }),
  'PATCH /api/users/:id': () => ({ firstName: 'Ann', lastName: 'Lee', phone: '555', isActive: true }),
  'PUT /api/users/:id/roles': () => ({ roleIds: [target('roles').id] }),
  'POST /api/roles': () => ({ name: 'Fuzzed', description: 'x', permissions: ['orders:view'] }),
  'PATCH /api/roles/:id': () => ({ name: 'Fuzzed', description: 'x', isActive: true }),
  'PUT /api/roles/:id/permissions': () => ({ permissions: ['orders:view'] }),
  'PATCH /api/company': () => ({
    name: 'Brokerage',
    timeZone: 'America/Denver',
    defaultBillingMode: 'goods',
    defaultEngagedBy: 'seller',
    documentNumberPolicy: 'order_no',
  }),
  'POST /api/payment-terms': () => ({ name: 'Net 30', days: 30 }),
  'PATCH /api/payment-terms/:id': () => ({ name: 'Net 30', days: 31, isActive: true }),
  'POST /api/accounts': accountBody,
  'PATCH /api/accounts/:id': () => ({ ...accountBody(), isActive: true }),
  'POST /api/accounts/export.csv': () => ({ id: [randomUUID()] }),
  'POST /api/accounts/bulk': () => ({ action: 'deactivate', items: [{ id: randomUUID(), version: 1 }] }),
  'POST /api/products': productBody,
  'PATCH /api/products/:id': () => ({ ...productBody(), isActive: true }),
  'POST /api/products/export.csv': () => ({ id: [randomUUID()] }),
  'POST /api/products/bulk': () => ({ action: 'deactivate', items: [{ id: randomUUID(), version: 1 }] }),
  'POST /api/orders': orderBody,
  'PATCH /api/orders/:id': () => ({ ...orderBody(), reason: 'as agreed' }),
  'POST /api/orders/export.csv': () => ({ id: [randomUUID()] }),
  'POST /api/orders/bulk': () => ({
    action: 'confirm',
    items: [{ id: randomUUID(), version: 1 }],
    reason: 'x',
  }),
  'POST /api/orders/:id/confirm': () => ({ reason: 'x' }),
  'POST /api/orders/:id/reopen': () => ({ reason: 'x' }),
  'POST /api/orders/:id/cancel': () => ({ reason: 'x' }),
  'POST /api/orders/:id/restore': () => ({ reason: 'x' }),
};

function accountBody() {
  return {
    name: 'Fuzzed farms',
    type: 'seller',
    tradesBothWays: true,
    code: 'F-1',
    email: 'Farm@example.com',
    phone: '555',
    paymentTermsId: target('payment-terms').id,
    ownerId: admin.userId,
    notes: 'x',
    contacts: [{ name: 'Ann', title: 'x', email: 'ann@example.com', phone: '555', isPrimary: true }],
    addresses: [
      {
        kind: 'billing',
        line1: 'x',
        line2: 'x',
        city: 'x',
        state: 'CA',
        postalCode: '1',
        country: 'US',
        isPrimary: true,
      },
    ],
    acknowledge: ['account.similar_name'],
  };
}

function productBody() {
  return {
    name: 'Fuzzed almonds',
    description: 'x',
    variety: 'x',
    grade: 'x',
    price: '1.00',
    unit: 'lb',
    code: 'A-1',
    category: 'x',
    packSize: '25',
    packUnit: 'lb',
    isFreshProduce: true,
  };
}

function orderBody() {
  return {
    sellerId: book.sellerId,
    buyerId: book.buyerId,
    orderDate: '2026-11-22',
    shipDate: '2026-11-23',
    deliveryDate: '2026-11-24',
    poNumber: '1',
    freightTerm: 'fob',
    freightPlace: 'x',
    billingMode: 'goods',
    engagedBy: 'seller',
    paymentTermsId: target('payment-terms').id,
    salespersonId: admin.userId,
    notes: 'x',
    memo: 'x',
    lines: [
      {
        ...almondLine(book.productId),
        description: 'x',
        size: 'x',
        packageType: 'x',
        packSize: '25',
        packUnit: 'lb',
        actualWeight: '2500',
      },
    ],
    acknowledge: ['commission.looks_like_fraction'],
  };
}

test('every route that takes a body has an example of it', () => {
  const withBody = routes.filter((route) => route.schemas.body).map((route) => route.name);

  expect(Object.keys(examples).toSorted()).toEqual(withBody.toSorted());
});

test('no text of a body is without a limit', () => {
  const unlimited = routes.flatMap((route) =>
    route.schemas.body ? unlimitedTexts(inputSchema(route.schemas.body), route.name) : [],
  );

  expect(unlimited).toEqual([]);
});

describe.each(Object.keys(examples))('%s', (name) => {
  test('refuses every wrong field with its path, and changes nothing', async () => {
    const route = routeNamed(name);
    const wrong = wrongBodies(inputSchema(route.schemas.body), exampleOf(name));
    const isNullLegal = (one: Wrong) => one.what === 'null' && one.path === '' && mayBeAbsent(name);
    const all = wrong.filter((one) => one.isCertain && !isNullLegal(one));
    // The largest bodies have a thousand ways to be wrong; every third of them takes a third of the time.
    const certain = all.length > 300 ? all.filter((_, n) => n % 3 === 0) : all;
    const before = await fingerprint();

    const refused = await inTurns(certain, async (one) => ({ one, answer: await send(route, one.text) }));

    expect(certain.length).toBeGreaterThan(10);
    expect(
      refused.flatMap(({ one, answer }) =>
        [...flaws(answer), ...pathFlaws(one, answer)].map((flaw) => `${one.what} at ${one.path}: ${flaw}`),
      ),
    ).toEqual([]);
    expect(await fingerprint()).toBe(before);
  });

  test('takes or refuses what is odd, and never fails', async () => {
    const route = routeNamed(name);
    const odd = wrongBodies(inputSchema(route.schemas.body), exampleOf(name)).filter((one) => !one.isCertain);

    const flawed = await tryEach(route, odd);

    expect(flawed).toEqual([]);
  });

  test('refuses a body that is no JSON object of ours', async () => {
    const route = routeNamed(name);
    const before = await fingerprint();

    const answers = await inTurns(unreadable(name), async ([what, body, headers, statuses]) => {
      const answer = await send(route, body, headers);
      return [
        ...flaws(answer),
        ...(statuses.includes(answer.status) ? [] : [`answered ${answer.status}: ${answer.text}`]),
      ].map((flaw) => `${what}: ${flaw}`);
    });

    expect(answers.flat()).toEqual([]);
    expect(await fingerprint()).toBe(before);
  });

  test('survives any JSON at all', async () => {
    const route = routeNamed(name);
    const example = exampleOf(name);
    const anyField = fc.tuple(
      fc.constantFrom(...Object.keys(example)),
      fc.jsonValue({ noUnicodeString: false }),
    );
    const anyBody = fc.oneof(
      { weight: 3, arbitrary: anyField.map(([field, value]): unknown => ({ ...example, [field]: value })) },
      { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 4 }) },
    );

    await fc.assert(
      fc.asyncProperty(anyBody, async (body) => {
        expect(await tryEach(route, [{ what: 'this', path: '', text: JSON.stringify(body) }])).toEqual([]);
      }),
      { seed, numRuns: 5 },
    );
  });
});

test('every wrong query parameter is refused with its name', async () => {
  const before = await fingerprint();
  const asked = routes
    .filter((route) => route.schemas.querystring && route.method === 'GET')
    .flatMap(wrongQueries);

  const flawed = await inTurns(asked, async ({ route, query, path, status }) => {
    const answer = await sendRaw(api.baseUrl, {
      method: 'GET',
      path: `${addressOf(route)}?${query}`,
      headers: bearer(admin.token),
    });
    const isNamed =
      status !== 422 ||
      answer.body?.errors?.some((error: Json) => error.path === path || error.path.startsWith(`${path}.`));
    return [
      ...flaws(answer),
      ...(answer.status === status && isNamed ? [] : [`answered ${answer.status} ${answer.text}`]),
    ].map((flaw) => `${route.name}?${query}: ${flaw}`);
  });

  expect(asked.length).toBeGreaterThan(500);
  expect(flawed.flat()).toEqual([]);
  expect(await fingerprint()).toBe(before);
});

test('any query string at all gets rows or a problem', async () => {
  const lists = routes.filter((route) => route.schemas.querystring && route.method === 'GET');
  const names = [
    'q',
    'limit',
    'after',
    'sort',
    'status',
    'category',
    'name',
    'sellerId',
    '__proto__',
    'constructor',
    'q[]',
    '',
  ];
  const piece = fc.oneof(
    fc.string({ unit: 'binary' }).map(encodeLoosely),
    fc.string({ unit: 'grapheme-ascii' }),
    fc.constantFrom('%', '%00', '%ff', '%c3%28', '&', '=', '+', ';'),
  );
  const query = fc
    .array(fc.tuple(fc.constantFrom(...names), piece), { maxLength: 4 })
    .map((pairs) => pairs.map(([name, value]) => `${name}=${value}`).join('&'));

  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...lists), query, async (route, text) => {
      const path = `${addressOf(route)}?${text.replace(/[^\x21-\x7e]/g, '')}`;
      expect(
        flaws(await sendRaw(api.baseUrl, { method: 'GET', path, headers: bearer(admin.token) }), 'or served'),
      ).toEqual([]);
    }),
    { seed, numRuns: 250 },
  );
});

test('an address of garbage is refused, whatever the route', async () => {
  const garbage = [
    ...[
      'x',
      '0',
      '-1',
      '%00',
      '%FF',
      '%zz',
      '%',
      '%2e%2e',
      '%2F',
      '%5C',
      '%C0%AF',
      '..%2f..%2fetc%2fpasswd',
      'null',
      '%20',
      '%F0%9F%92%A5',
    ],
    ...[
      "'%20OR%201=1--",
      '%3Cscript%3E',
      '%7B%7D',
      '01a2039f-1d3c-7da7-a37a-70fe8f9f1f800',
      'x'.repeat(150),
      'x'.repeat(300),
      '1;drop%20table%20orders',
    ],
  ];
  const before = await fingerprint();
  const asked = routes
    .filter((route) => route.url.includes(':id'))
    .flatMap((route) => garbage.map((id) => ({ route, id })));

  const flawed = await inTurns(asked, async ({ route, id }) => {
    const answer = await send(
      route,
      route.schemas.body && JSON.stringify(exampleOf(route.name)),
      {},
      addressOf(route, id),
    );
    const isRefused = [400, 404, 422].includes(answer.status);
    return [
      ...(route.method === 'HEAD' ? [] : flaws(answer)),
      ...(isRefused ? [] : [`answered ${answer.status}`]),
    ].map((flaw) => `${route.name} ${id}: ${flaw}`);
  });

  expect(flawed.flat()).toEqual([]);
  expect(await fingerprint()).toBe(before);
});

test('a record that does not exist is a 404 problem with the code of its kind, and nothing is written', async () => {
  const before = await fingerprint();
  const asked = routes.filter(
    (route) => route.url.includes(':id') && route.method !== 'HEAD' && !route.url.endsWith('/activities'),
  );

  const answers = await inTurns(asked, async (route) => {
    const body = route.schemas.body && JSON.stringify(exampleOf(route.name));
    const answer = await send(route, body, {}, addressOf(route, randomUUID()));
    return { name: route.name, status: answer.status, code: answer.body?.code };
  });

  expect(
    answers.filter(({ status, code }) => status !== 404 || !/\.(revision_)?not_found$/.test(code)),
  ).toEqual([]);
  expect(await fingerprint()).toBe(before);
});

test('a bad If-Match is refused on every change of a record', async () => {
  const bad = [
    '1',
    '""',
    '"abc"',
    'W/"1"',
    '*',
    '"1", "2"',
    '"-1"',
    '"1e3"',
    '"1.0"',
    '"99999999999999999999"',
    '"0"',
    '"999999999"',
    "'1'",
    '" 1"',
    '"１"',
  ];
  const versioned = routes.filter((route) => route.schemas.headers);
  const before = await fingerprint();

  const flawed = await inTurns(
    versioned.flatMap((route) => bad.map((header) => ({ route, header }))),
    async ({ route, header }) => {
      const body = route.schemas.body && JSON.stringify(exampleOf(route.name));
      const answer = await send(route, body, { 'if-match': Buffer.from(header).toString('latin1') });
      return [
        ...flaws(answer),
        ...([400, 412].includes(answer.status) ? [] : [`answered ${answer.status}`]),
      ].map((flaw) => `${route.name} ${header}: ${flaw}`);
    },
  );

  expect(versioned.length).toBeGreaterThan(18);
  expect(flawed.flat()).toEqual([]);
  expect(await fingerprint()).toBe(before);
});

test('a bad Idempotency-Key is refused on every POST', async () => {
  const bad = ['', 'x'.repeat(256), 'with space', 'caf\u00e9', 'tab\there'];
  const posts = routes.filter((route) => route.method === 'POST');
  const before = await fingerprint();

  const flawed = await inTurns(
    posts.flatMap((route) => bad.map((header) => ({ route, header }))),
    async ({ route, header }) => {
      const body = route.schemas.body && JSON.stringify(exampleOf(route.name));
      const answer = await send(route, body, { 'idempotency-key': header });
      return answer.status === 400
        ? flaws(answer)
        : [`${route.name} ${JSON.stringify(header)}: ${answer.status} ${answer.text}`];
    },
  );

  expect(flawed.flat()).toEqual([]);
  expect(await fingerprint()).toBe(before);
});

const nasty = [
  `'; DROP TABLE orders; --`,
  `<script>alert("1")</script><img src=x onerror=alert(1)>`,
  '#{7*7} {{7*7}} %s %n $1 $(id) `id`',
  '\\ \\\\ \\0 \\u0000 %00 %_ * ? [a]',
  'Ünïcödé 漢字 עברית 💥👨‍👩‍👧 e\u0301',
  '"quoted", comma; semicolon\ttab',
];

test.each([
  [
    '/api/accounts',
    { type: 'buyer', acknowledge: ['account.similar_name'] },
    ['name', 'code', 'phone', 'notes'],
  ],
  ['/api/products', { name: 'x' }, ['name', 'description', 'variety', 'grade', 'unit', 'code', 'category']],
  ['/api/orders', {}, ['poNumber', 'freightPlace', 'notes', 'memo']],
  ['/api/roles', { name: 'x' }, ['name', 'description']],
  ['/api/payment-terms', { days: 1 }, ['name']],
])('SQL, HTML and every script survive %s unharmed', async (path, base, fields) => {
  for (const text of nasty) {
    const body = { ...base, ...Object.fromEntries(fields.map((field) => [field, text])) };

    const created = await admin.post(path, body);

    expect(created.status, created.text).toBe(201);
    const isListed = path === '/api/payment-terms';
    const read = isListed
      ? (await admin.get(path)).body.items.find((item: Json) => item.id === created.body.id)
      : (await admin.get(`${path}/${created.body.id}`)).body;
    expect(Object.fromEntries(fields.map((field) => [field, read[field]]))).toEqual(
      Object.fromEntries(fields.map((field) => [field, text])),
    );
  }
});

/** What is wrong with an answer to bad input; nothing when it is a problem as promised. */
function flaws(answer: RawAnswer, orServed?: 'or served'): string[] {
  if (orServed && answer.status < 300) return [];
  const { status, headers, body } = answer;
  if (status < 400 || status >= 500) return [`answered ${status} ${answer.text.slice(0, 300)}`];
  return [
    ...(headers['content-type']?.startsWith('application/problem+json')
      ? []
      : [`is ${headers['content-type']}`]),
    ...(body?.status === status ? [] : ['has another status inside']),
    ...(typeof body?.code === 'string' && /^[a-z_]+\.[a-z_]+$/.test(body.code) ? [] : ['has no code']),
    ...(typeof body?.requestId === 'string' && body.requestId === headers['x-request-id']
      ? []
      : ['has no request id']),
    ...(/\b(select|insert|update|delete|stack|node_modules|at \/)\b/i.test(
      JSON.stringify({ ...body, errors: [], current: {} }),
    )
      ? ['tells too much']
      : []),
    ...(status === 422 && body.code !== 'idempotency.key_reused' && !(body.errors?.length > 0)
      ? ['names no field']
      : []),
  ];
}

/** The problem names the field that was wrong, or the part of it that was. */
function pathFlaws(one: Wrong, { status, body, text }: RawAnswer): string[] {
  if (status === 400 && /prototype|__proto__/.test(`${one.what} ${one.path}`)) return [];
  if (status !== 422) return [`answered ${status} ${text.slice(0, 300)}`];
  const isNamed = body.errors.some(
    ({ path }: { path: string }) => path === one.path || path.startsWith(`${one.path}.`) || one.path === '',
  );
  return isNamed ? [] : [`names ${text.slice(0, 400)}`];
}

/** Sends what may be legal, one by one: each is served, or refused without a trace. */
async function tryEach(route: Route, odd: Pick<Wrong, 'what' | 'path' | 'text'>[]): Promise<string[]> {
  const flawed: string[] = [];
  let before = await fingerprint();
  for (const { what, path, text } of odd) {
    const answer = await send(route, text);
    const after = await fingerprint();
    const isServed = answer.status < 300;
    if (isServed) await refreshVersion(route);
    const found = isServed
      ? []
      : [...flaws(answer), ...(after === before ? [] : ['was refused and changed something'])];
    flawed.push(...found.map((flaw) => `${what} at ${path}: ${flaw}`));
    before = after;
  }
  return flawed;
}

function send(
  route: Route,
  body: string | Buffer | undefined,
  headers: Record<string, string> = {},
  path = addressOf(route),
): Promise<RawAnswer> {
  const kind = route.url.split('/')[2] ?? '';
  return sendRaw(api.baseUrl, {
    method: route.method,
    path,
    headers: {
      ...bearer(admin.token),
      'if-match': `"${targets[kind]?.version ?? 1}"`,
      ...(body !== undefined && asJson),
      ...headers,
    },
    ...(body !== undefined && { body }),
  });
}

async function refreshVersion(route: Route): Promise<void> {
  const kind = route.url.split('/')[2] ?? '';
  const known = targets[kind];
  if (!known) return;
  const tables: Record<string, string> = { 'payment-terms': 'payment_terms', me: 'users' };
  const table = tables[kind] ?? kind;
  const { rows } = await api.pool.query(
    `SELECT id, version FROM ${table} WHERE $1::uuid IS NULL OR id = $1`,
    [known.id ?? null],
  );
  known.version = rows[0].version;
}

/** One value for everything in the database but the count of attempts. */
async function fingerprint(): Promise<string> {
  const sums = tables.map((name) => `(SELECT coalesce(sum(hashtextextended(t::text, 0)), 0) FROM ${name} t)`);
  const { rows } = await api.pool.query<{ sums: string }>(`SELECT concat_ws(' ', ${sums.join()}) AS sums`);
  return must(rows[0], 'A SELECT without FROM has one row').sums;
}

/** Eight at a time. */
async function inTurns<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let start = 0; start < items.length; start += 8) {
    results.push(...(await Promise.all(items.slice(start, start + 8).map(work))));
  }
  return results;
}

/** The steps of an order need no body. */
function mayBeAbsent(name: string): boolean {
  return name.startsWith('POST /api/orders/:id/');
}

function unreadable(
  name: string,
): [what: string, body: string | Buffer, headers: Record<string, string>, statuses: number[]][] {
  const type = (value: string) => ({ 'content-type': value });
  const example = '{"name":"x"}';
  return [
    ['half an object', '{', {}, [400]],
    ['a broken word', 'nul', {}, [400]],
    ['no value', '{"name":}', {}, [400]],
    ['single quotes', `{'name':'x'}`, {}, [400]],
    ['a trailing comma', '{"name":"x",}', {}, [400]],
    ['two objects', '{}{}', {}, [400]],
    ['a comment', '{/* x */}', {}, [400]],
    ['NaN', 'NaN', {}, [400]],
    ['a NUL byte', '\0', {}, [400]],
    ['a control character in text', '{"name":"a\u0001b"}', {}, [400]],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]), {}, [400]],
    ['an overlong slash', Buffer.from([0x22, 0xc0, 0xaf, 0x22]), {}, [400]],
    ['a surrogate as UTF-8', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), {}, [400]],
    ['UTF-16', Buffer.from('{"name":"x"}', 'utf16le'), {}, [400]],
    ['a list', '[]', {}, [422]],
    ['text', '"text"', {}, [422]],
    ['a number', '7', {}, [422]],
    ['true', 'true', {}, [422]],
    ['a prototype', '{"__proto__":{"isAdmin":true}}', {}, [400]],
    ['deep lists', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, {}, [422]],
    ['deep lists without an end', '['.repeat(100_000), {}, [400]],
    ['two megabytes', `{"name":"${'x'.repeat(2_000_000)}"}`, {}, [413]],
    ['a form', 'name=x', type('application/x-www-form-urlencoded'), [415]],
    ['plain text', example, type('text/plain'), [415]],
    ['a multipart form', example, type('multipart/form-data; boundary=x'), [415]],
    ['XML', '<name/>', type('application/xml'), [415]],
    ['another JSON', example, type('application/problem+json'), [415]],
    ['a type of garbage', example, type('garbage'), [415]],
    ['a type without a name', example, type(''), [415]],
    ...(mayBeAbsent(name)
      ? []
      : ([
          ['nothing', '', {}, [422]],
          ['null', 'null', {}, [422]],
        ] satisfies ReturnType<typeof unreadable>)),
  ];
}

interface WrongQuery {
  route: Route;
  query: string;
  path: string;
  status: number;
}

/** Wrong values for each parameter of a route, by its schema. */
function wrongQueries(route: Route): WrongQuery[] {
  const { properties = {} } = inputSchema(route.schemas.querystring);
  const own = Object.entries<Json>(properties).flatMap(([name, schema]) => [
    ...valuesFor(name, schema).map((value) => ({
      query: `${name}=${encodeURIComponent(value)}`,
      path: name,
      status: 422,
    })),
    ...['%FF', '%', '%zz', '%C0%AF', '%ED%A0%80'].map((raw) => ({
      query: `${name}=${raw}`,
      path: name,
      status: 400,
    })),
    { query: `${name}=a&${name}=b`, path: name, status: 422 },
    { query: `${name}=%00`, path: name, status: 422 },
  ]);
  const unknown = ['unknown', '__proto__', 'constructor', 'toString', 'q[]', 'q[a]', 'Limit', '%00'].map(
    (name) => ({
      query: `${name}=1`,
      path: decodeURIComponent(name),
      status: 422,
    }),
  );
  return [...own, ...unknown].map((one) => ({ route, ...one }));
}

function valuesFor(name: string, schema: Json): string[] {
  const [kind] = alternatives(schema);
  if (name === 'limit')
    return [
      '0',
      '-1',
      '201',
      '1.5',
      'abc',
      '',
      ' ',
      'NaN',
      '1e1',
      '0x10',
      '1e400',
      '9'.repeat(30),
      '+5',
      '５',
    ];
  if (name === 'after')
    return [
      'x',
      '',
      'null',
      'W10',
      '%',
      'x'.repeat(2001),
      Buffer.from('["-createdAt","x","y"]').toString('base64url'),
    ];
  if (name === 'status') return ['nonsense', '', 'draft,', ',', 'draft,nonsense', 'DRAFT', 'draft;paid'];
  if (kind.enum)
    return ['nonsense', '', `${kind.enum[0]} `, String(kind.enum[0]).toUpperCase()].filter(
      (value) => !kind.enum.includes(value),
    );
  if (kind.format === 'uuid') return wrongIds;
  if (kind.format === 'date') return wrongDates;
  if (kind.pattern) return wrongDecimals;
  return ['x'.repeat(256)];
}

function unlimitedTexts(schema: Json, path: string): string[] {
  return alternatives(schema).flatMap((one): string[] => {
    if (one.type === 'string') {
      return one.maxLength || one.enum || one.const !== undefined || one.pattern || one.format ? [] : [path];
    }
    if (one.type === 'array')
      return [...(one.maxItems ? [] : [path]), ...unlimitedTexts(one.items, `${path}[]`)];
    return Object.entries<Json>(one.properties ?? {}).flatMap(([name, property]) =>
      unlimitedTexts(property, `${path}.${name}`),
    );
  });
}

function inputSchema(schema: z.ZodType | undefined): Json {
  return schema ? z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) : {};
}

function encodeLoosely(text: string): string {
  return text.isWellFormed() ? encodeURIComponent(text) : '%ed%a0%80';
}

function addressOf(route: Route, id?: string): string {
  const kind = route.url.split('/')[2] ?? '';
  return route.url.replace(':id', id ?? targets[kind]?.id ?? randomUUID()).replace(':revision', '1');
}

function target(kind: string): { id: string; version: number } {
  return targets[kind] ?? { id: randomUUID(), version: 1 };
}

function exampleOf(name: string): object {
  return examples[name]?.() ?? {};
}

function routeNamed(name: string): Route {
  return must(
    routes.find((one) => one.name === name),
    `There is no route ${name}`,
  );
}
