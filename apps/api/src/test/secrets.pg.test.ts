import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Caller, openBook, type TestApi, writeOrder } from './api.ts';
import { bearer, sendRaw } from './http.ts';
import { type Route, startTestApiWithRoutes } from './routes.ts';

let api: TestApi;
let routes: Route[];
let admin: Caller;
/** What no answer to anybody may contain. */
let secrets: Record<string, string>;
let ids: Record<string, string>;

beforeAll(async () => {
  ({ api, routes } = await startTestApiWithRoutes());
  admin = await api.signIn('Admin');
  const book = await openBook(admin);
  const order = await writeOrder(admin, book);
  await admin.command(`/api/orders/${order.id}/confirm`, order.version);
  const email = `${randomUUID()}@example.com`;
  const { user, setUp } = (await admin.post('/api/users', { email })).body;
  const { token } = (
    await api.stranger.post('/api/auth/set-up', { code: setUp.code, password: 'a long password of mine' })
  ).body;
  const { rows } = await api.pool.query(
    `SELECT u.clerk_user_id, c.password FROM users u JOIN auth_credentials c ON c.account_id = u.clerk_user_id WHERE u.id = $1`,
    [user.id],
  );
  await api.pool.query(`UPDATE users SET mfa_enabled = true, mfa_secret = 'THE-MFA-SECRET'`);
  await api.pool.query(`UPDATE accounts SET qbo_customer_id = '77', qbo_sync_token = 'THE-SYNC-TOKEN'`);
  await api.pool.query(`UPDATE products SET qbo_item_id = '78', qbo_sync_token = 'THE-SYNC-TOKEN'`);
  secrets = {
    'MFA secret': 'THE-MFA-SECRET',
    'sync token': 'THE-SYNC-TOKEN',
    'subject of the sign-in': rows[0].clerk_user_id,
    'own subject of the sign-in': admin.subject,
    'password hash': rows[0].password,
    'own session': admin.token,
    'session of another': token,
    'used code': setUp.code,
  };
  const role = (await admin.get('/api/roles')).body.items[0];
  const terms = (await admin.post('/api/payment-terms', { name: 'Net 30', days: 30 })).body;
  ids = {
    orders: order.id,
    accounts: book.sellerId,
    products: book.productId,
    users: user.id,
    roles: role.id,
    'payment-terms': terms.id,
  };
});

afterAll(() => api.close());

test('no answer to a GET lets a secret through', async () => {
  const found: string[] = [];
  for (const route of routes.filter((one) => one.method === 'GET')) {
    const path = route.url
      .replace(':id', ids[route.url.split('/')[2] ?? ''] ?? '')
      .replace(':revision', '1')
      .replace('*', 'logo.svg');
    const query = route.url.endsWith('/similar') ? '?name=x' : '';
    const answer = await sendRaw(api.baseUrl, {
      method: 'GET',
      path: path + query,
      headers: bearer(admin.token),
    });
    expect(answer.status, route.name).toBeLessThan(400);
    for (const [name, secret] of Object.entries(secrets)) {
      if (answer.text.includes(secret)) found.push(`${route.name} tells the ${name}`);
    }
  }

  expect(found).toEqual([]);
});

test('no field of any answer is named like a secret', async () => {
  const document = (await admin.get('/api/openapi.json')).text;

  expect(
    document.match(
      /"(mfaSecret|clerkUserId|subject|syncToken|qboSyncToken|passwordHash|nameKey|accessToken|refreshToken)"/g,
    ),
  ).toBeNull();
});

test('a refused change of a person shows nothing that reading them would not', async () => {
  const stale = await admin.patch(`/api/users/${ids['users']}`, { firstName: 'x' }, 99);

  expect(stale.body.current).toEqual((await admin.get(`/api/users/${ids['users']}`)).body);
});
