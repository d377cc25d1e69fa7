import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Book, type Caller, openBook, type TestApi, writeOrder } from './api.ts';
import { asJson, bearer, type RawAnswer, sendRaw } from './http.ts';
import { type Route, startTestApiWithRoutes } from './routes.ts';

/** What the design says each address asks for. A HEAD asks for what its GET asks for. */
const access: Readonly<Record<string, string>> = {
  'GET /': 'public',
  'GET /health': 'public',
  'GET /ready': 'public',
  'GET /api/docs': 'public',
  'HEAD /api/docs/': 'public',
  'GET /api/docs/static/*': 'public',
  'GET /api/docs/json': 'public',
  'GET /api/docs/yaml': 'public',
  'GET /api/docs/static/index.html': 'public',
  'GET /api/docs/static/swagger-initializer.js': 'public',
  'GET /api/openapi.json': 'public',
  'GET /api/auth/set-up': 'public',
  'POST /api/auth/set-up': 'public',
  'POST /api/auth/sign-in': 'public',

  'POST /api/auth/sign-out': 'public',
  'POST /api/auth/password': 'signedIn',
  'GET /api/me': 'signedIn',
  'PATCH /api/me': 'signedIn',
  'GET /api/users/names': 'signedIn',
  'GET /api/me/sessions': 'signedIn',
  'DELETE /api/me/sessions': 'signedIn',
  'DELETE /api/me/sessions/:id': 'signedIn',
  'GET /api/search': 'signedIn',
  'GET /api/company': 'signedIn',
  'GET /api/events': 'signedIn',
  'GET /api/payment-terms': 'signedIn',
  'GET /api/payment-terms/:id': 'signedIn',
  'GET /api/payment-terms/:id/activities': 'settings:view',

  'GET /api/users': 'users:view',
  'POST /api/users': 'users:create',
  'GET /api/users/:id': 'users:view',
  'GET /api/users/:id/rights': 'users:view',
  'PATCH /api/users/:id': 'users:edit',
  'PUT /api/users/:id/roles': 'users:edit',
  'POST /api/users/:id/set-up-code': 'users:edit',
  'GET /api/users/:id/activities': 'users:view',
  'GET /api/permissions': 'users:view',
  'GET /api/roles': 'users:view',
  'POST /api/roles': 'users:create',
  'GET /api/roles/:id': 'users:view',
  'PATCH /api/roles/:id': 'users:edit',
  'PUT /api/roles/:id/permissions': 'users:edit',
  'DELETE /api/roles/:id': 'users:delete',
  'GET /api/roles/:id/activities': 'users:view',

  'PATCH /api/company': 'settings:edit',
  'GET /api/company/activities': 'settings:view',
  'POST /api/payment-terms': 'settings:create',
  'PATCH /api/payment-terms/:id': 'settings:edit',
  'DELETE /api/payment-terms/:id': 'settings:delete',

  'GET /api/dashboard': 'dashboard:view',
  'GET /api/dashboard/top': 'orders:view',

  'GET /api/accounts': 'accounts:view',
  'GET /api/accounts/totals': 'accounts:view',
  'GET /api/accounts/export.csv': 'accounts:export',
  'POST /api/accounts/export.csv': 'accounts:export',
  'GET /api/accounts/similar': 'accounts:view',
  'POST /api/accounts': 'accounts:create',
  'POST /api/accounts/bulk': 'accounts:edit',
  'GET /api/accounts/:id': 'accounts:view',
  'PATCH /api/accounts/:id': 'accounts:edit',
  'DELETE /api/accounts/:id': 'accounts:delete',
  'GET /api/accounts/:id/activities': 'accounts:view',

  'GET /api/products': 'products:view',
  'GET /api/products/totals': 'products:view',
  'GET /api/products/export.csv': 'products:export',
  'POST /api/products/export.csv': 'products:export',
  'POST /api/products': 'products:create',
  'POST /api/products/bulk': 'products:edit',
  'GET /api/products/:id': 'products:view',
  'PATCH /api/products/:id': 'products:edit',
  'DELETE /api/products/:id': 'products:delete',
  'GET /api/products/:id/activities': 'products:view',
  'GET /api/products/:id/prices': 'orders:view',
  'GET /api/products/:id/partners': 'orders:view',

  'GET /api/orders': 'orders:view',
  'GET /api/orders/totals': 'orders:view',
  'GET /api/orders/export.csv': 'orders:export',
  'POST /api/orders/export.csv': 'orders:export',
  'POST /api/orders': 'orders:create',
  'POST /api/orders/bulk': 'orders:edit',
  'GET /api/orders/:id': 'orders:view',
  'PATCH /api/orders/:id': 'orders:edit',
  'DELETE /api/orders/:id': 'orders:delete',
  'POST /api/orders/:id/duplicate': 'orders:create',
  'POST /api/orders/:id/confirm': 'orders:edit',
  'POST /api/orders/:id/reopen': 'orders:edit',
  'POST /api/orders/:id/cancel': 'orders:edit',
  'POST /api/orders/:id/restore': 'orders:edit',
  'GET /api/orders/:id/revisions': 'orders:view',
  'GET /api/orders/:id/revisions/:revision': 'orders:view',
  'GET /api/orders/:id/activities': 'orders:view',
};

const everyAction = ['view', 'create', 'edit', 'delete', 'export'];
const everyModule =
  'dashboard accounts orders products invoices contracts email reports users settings'.split(' ');
const all = (...modules: string[]) =>
  modules.flatMap((module) => everyAction.map((action) => `${module}:${action}`));

/** The four system roles as the design grants them, written out a second time on purpose. */
const grants: Readonly<Record<string, readonly string[]>> = {
  Admin: all(...everyModule),
  Sales: [...all('dashboard', 'accounts', 'orders', 'products', 'email'), 'reports:view', 'reports:export'],
  BackOffice: [
    ...all('dashboard', 'accounts', 'orders', 'products', 'contracts', 'email'),
    ...['invoices:view', 'invoices:create', 'invoices:edit'],
  ],
  Accountant: [
    ...['dashboard:view', 'invoices:view', 'invoices:create', 'invoices:edit', 'invoices:export'],
    ...['reports:view', 'reports:export', 'accounts:view', 'orders:view'],
  ],
};

let api: TestApi;
let admin: Caller;
let routes: Route[];

beforeAll(async () => {
  ({ api, routes } = await startTestApiWithRoutes());
  admin = await api.signIn('Admin');
});

afterAll(() => api.close());

test('every route names what it asks of its caller, and it is what the design says', () => {
  const found = Object.fromEntries(routes.map((route) => [route.name, route.access]));

  const wanted = Object.fromEntries(
    Object.entries(access).flatMap(([name, right]) =>
      name.startsWith('GET ')
        ? [
            [name, right],
            [name.replace('GET', 'HEAD'), right],
          ]
        : [[name, right]],
    ),
  );
  expect(found).toEqual(wanted);
});

test('a stranger gets 401 from everything that is not public', async () => {
  const wrong = await findWrong(
    (route) => ask(route, ''),
    (route) => (route.access === 'public' ? 'in' : 401),
  );

  expect(wrong).toEqual([]);
});

test.each(Object.keys(grants))('the role %s opens exactly the routes that it is granted', async (role) => {
  const rights = new Set(grants[role]);
  const { token } = await api.signIn(role);

  const wrong = await findWrong(
    (route) => ask(route, token),
    (route) => (isOpen(route) || rights.has(route.access ?? '') ? 'in' : 403),
  );

  expect(wrong).toEqual([]);
});

test('somebody without a role, or with a role that is switched off, gets 403 from every right', async () => {
  await addRole('Switched off', all(...everyModule));
  await api.pool.query(`UPDATE roles SET is_active = false WHERE name = 'Switched off'`);
  const nobody = await api.signIn();
  const formerly = await api.signIn('Switched off');

  const wrong = [
    ...(await findWrong((route) => ask(route, nobody.token), onlyOpen)),
    ...(await findWrong((route) => ask(route, formerly.token), onlyOpen)),
  ];

  expect(wrong).toEqual([]);
});

test('one right opens its routes and no other', async () => {
  const wrong: string[] = [];
  for (const right of new Set(Object.values(access).filter((one) => one.includes(':')))) {
    await addRole(`Only ${right}`, [right]);
    const { token } = await api.signIn(`Only ${right}`);
    const guarded = routes.filter((route) => !isOpen(route) && route.method !== 'HEAD');
    wrong.push(
      ...(await findWrong(
        (route) => ask(route, token),
        (route) => (route.access === right ? 'in' : 403),
        guarded,
      )),
    );
  }

  expect(wrong).toEqual([]);
});

test('the rights of several roles add up', async () => {
  const alone = await api.signIn('Accountant');
  const both = await api.signIn('Accountant', 'Sales');

  const answers = await Promise.all([
    alone.get('/api/products'),
    both.get('/api/products'),
    both.get('/api/users'),
  ]);

  expect(answers.map(({ status }) => status)).toEqual([403, 200, 403]);
});

test('rights are read anew for every request: nothing is remembered', async () => {
  const caller = await api.signIn('Sales');
  const change = async (statement: ReturnType<typeof sql>) => {
    await api.db.execute(statement);
    return (await caller.get('/api/orders')).status;
  };

  const statuses = [
    await change(sql`SELECT 1`),
    await change(sql`DELETE FROM user_roles WHERE clerk_user_id = ${caller.subject}`),
    await change(
      sql`INSERT INTO user_roles (clerk_user_id, role_id) SELECT ${caller.subject}, id FROM roles WHERE name = 'Sales'`,
    ),
    await change(sql`UPDATE roles SET is_active = false WHERE name = 'Sales'`),
    await change(sql`UPDATE roles SET is_active = true WHERE name = 'Sales'`),
    await change(sql`UPDATE users SET is_active = false WHERE id = ${caller.userId}`),
    await change(sql`UPDATE users SET is_active = true WHERE id = ${caller.userId}`),
    await change(sql`DELETE FROM auth_sessions WHERE token = ${caller.token}`),
  ];

  expect(statuses).toEqual([200, 403, 200, 403, 200, 401, 200, 401]);
});

test('rights are checked before a body is read: two megabytes from somebody without them are never awaited', async () => {
  const { token } = await api.signIn();
  const writing = routes.filter((route) => !isOpen(route) && !['GET', 'HEAD'].includes(route.method));

  const answers: [string, number, number][] = [];
  for (const route of writing) {
    const sendHalf = (as: string) =>
      sendRaw(api.baseUrl, {
        method: route.method,
        path: addressOf(route),
        headers: { ...bearer(as), ...asJson, 'content-length': 2_000_000 },
        body: Buffer.alloc(1000, 'x'),
        unfinished: true,
      });
    answers.push([route.name, (await sendHalf('')).status, (await sendHalf(token)).status]);
  }

  expect(answers.length).toBeGreaterThan(25);
  expect(answers).toEqual(writing.map((route) => [route.name, 401, 403]));
});

test('what a caller may do is told truly in their own profile', async () => {
  const caller = await api.signIn('BackOffice', 'Accountant');

  const me = await caller.get('/api/me');

  expect(me.body.permissions).toEqual(
    [...new Set([...(grants['BackOffice'] ?? []), ...(grants['Accountant'] ?? [])])].toSorted(),
  );
  expect(me.body.roles).toEqual(['Accountant', 'BackOffice']);
});

test.each([
  ['orders', (book: Book) => writeOrder(admin, book).then(({ id }) => id)],
  ['accounts', async (book: Book) => book.sellerId],
  ['products', async (book: Book) => book.productId],
  ['users', async () => (await api.signIn()).userId],
])('the right to edit %s reads none by naming a wrong version', async (module, make) => {
  const path = `/api/${module}/${await make(await openBook(admin))}`;
  await addRole(`Edits ${module}`, [`${module}:edit`]);
  await addRole(`Reads ${module} too`, [`${module}:view`, `${module}:edit`]);
  const [editor, reader] = [await api.signIn(`Edits ${module}`), await api.signIn(`Reads ${module} too`)];

  const [blind, seeing] = [await editor.patch(path, {}, 99), await reader.patch(path, {}, 99)];

  expect(blind.body).toMatchObject({ status: 412, code: 'record.stale' });
  expect(blind.body).not.toHaveProperty('current');
  expect(seeing.body.current.version).toBe(1);
});

test('nobody reads a person with more rights by naming a wrong version', async () => {
  await addRole('Edits people', ['users:view', 'users:edit']);
  const [editor, stronger] = [await api.signIn('Edits people'), await api.signIn('Sales')];

  const answer = await editor.patch(`/api/users/${stronger.userId}`, {}, 99);

  expect(answer.body).toMatchObject({ status: 403, code: 'user.has_more_rights' });
});

function isOpen(route: Route): boolean {
  return route.access === 'public' || route.access === 'signedIn';
}

function endsSession(route: Route): boolean {
  return route.name === 'POST /api/auth/sign-out';
}

function onlyOpen(route: Route): 'in' | 403 {
  return isOpen(route) ? 'in' : 403;
}

/** Asks every route and tells where the answer is not the wanted one. */
async function findWrong(
  answerOf: (route: Route) => Promise<RawAnswer>,
  wanted: (route: Route) => 'in' | 401 | 403,
  asked: readonly Route[] = routes,
): Promise<string[]> {
  const check = async (route: Route): Promise<string[]> => {
    const { status, text } = await answerOf(route);
    const got = status === 401 || status === 403 ? status : status < 500 ? 'in' : status;
    return got === wanted(route)
      ? []
      : [`${route.name} answered ${got} instead of ${wanted(route)}: ${text}`];
  };
  // What ends the session of whoever asks comes last, alone.
  const [last, others] = [asked.filter(endsSession), asked.filter((route) => !endsSession(route))];
  return [...(await Promise.all(others.map(check))), ...(await Promise.all(last.map(check)))].flat();
}

/** A well-formed request about nothing: what comes back tells whether the caller was let in. */
function ask(route: Route, token: string): Promise<RawAnswer> {
  const hasBody = route.schemas.body !== undefined;
  return sendRaw(api.baseUrl, {
    method: route.method,
    path: addressOf(route),
    headers: { ...bearer(token), 'if-match': '"1"', ...(hasBody && asJson) },
    ...(hasBody && { body: '{}' }),
  });
}

function addressOf(route: Route): string {
  return route.url.replace(':id', randomUUID()).replace(':revision', '1').replace('*', 'logo.svg');
}

async function addRole(name: string, rights: readonly string[]): Promise<void> {
  const created = await admin.post('/api/roles', { name, permissions: rights });
  expect(created.status).toBe(201);
}
