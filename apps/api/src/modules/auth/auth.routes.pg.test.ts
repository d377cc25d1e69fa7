import { randomUUID } from 'node:crypto';
import { hashPassword } from 'better-auth/crypto';
import type { FastifyInstance } from 'fastify';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { buildApp } from '../../app.ts';
import { type Answer, type Caller, startTestApi, type TestApi, testConfig } from '../../test/api.ts';
import { asJson, bearer, sendRaw } from '../../test/http.ts';

const password = 'a long password of mine';

let api: TestApi;
let admin: Caller;
let passwordHash: string;
/** A second process on the same database. */
let twin: FastifyInstance;
let twinUrl: string;

beforeAll(async () => {
  api = await startTestApi();
  admin = await api.signIn('Admin');
  passwordHash = await hashPassword(password);
  twin = await buildApp({
    config: testConfig,
    db: api.db,
    pool: api.pool,
    secret: 'a secret that only tests use, long enough',
  });
  twinUrl = await twin.listen({ port: 0, host: '127.0.0.1' });
});

afterEach(() => api.pool.query('DELETE FROM rate_limits'));

afterAll(async () => {
  await twin.close();
  await api.close();
});

test('a right password opens a session, as a cookie for browsers and as a token for scripts', async () => {
  const { email } = await addPerson('Sales');

  const answer = await signIn(email.toUpperCase(), password);

  expect(answer.status).toBe(200);
  expect(answer.body).toMatchObject({ user: { email, roles: ['Sales'] } });
  const [cookie = ''] = answer.headers.getSetCookie();
  expect(cookie).toContain(`pace_session=${answer.body.token};`);
  expect((await api.stranger.get('/api/me', { cookie: cookie.split(';')[0] ?? '' })).body.email).toBe(email);
  expect((await api.stranger.get('/api/me', bearer(answer.body.token))).body.email).toBe(email);
});

test('the cookie is out of reach for scripts and other sites, and secure behind https', async () => {
  const { email } = await addPerson();
  const cookieOf = async (headers: Record<string, string>) =>
    (await api.stranger.post('/api/auth/sign-in', { email, password }, headers)).headers
      .getSetCookie()
      .join();

  const [plain, behindHttps] = [await cookieOf({}), await cookieOf({ 'x-forwarded-proto': 'https' })];

  expect(plain).toMatch(/^pace_session=[\w-]{32,}; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax$/);
  expect(behindHttps).toMatch(/; HttpOnly; Secure; SameSite=Lax$/);
});

test('signing out ends the session wherever it is used, and only that one', async () => {
  const { email } = await addPerson();
  const [first, second] = [
    (await signIn(email, password)).body.token,
    (await signIn(email, password)).body.token,
  ];

  const out = await api.stranger.post('/api/auth/sign-out', undefined, bearer(first));

  expect(out.status).toBe(204);
  expect(out.headers.getSetCookie().join()).toMatch(
    /^pace_session=; Max-Age=0; Path=\/; Expires=Thu, 01 Jan 1970/,
  );
  expect(await statusOf('/api/me', first)).toBe(401);
  expect(await statusOf('/api/me', second)).toBe(200);
});

test('signing in ends the session whose cookie the browser had, and only once it succeeds', async () => {
  const [ann, bob] = [await addPerson(), await addPerson()];
  const { token } = (await signIn(ann.email, password)).body;
  const from = (cookie: string, tried: string) =>
    api.stranger.post('/api/auth/sign-in', { email: bob.email, password: tried }, { cookie });

  await from(`pace_session=${token}`, 'a wrong password');
  const afterWrong = await statusOf('/api/me', token);
  const next = await from(`pace_session=${token}`, password);
  const again = await from('pace_session=%00', password);

  expect([afterWrong, next.status, again.status]).toEqual([200, 200, 200]);
  expect(await statusOf('/api/me', token)).toBe(401);
  expect(await statusOf('/api/me', next.body.token)).toBe(200);
});

test('signing out once more, or without a session, only takes the cookie away', async () => {
  const { email } = await addPerson();
  const { token } = (await signIn(email, password)).body;
  const cookie = { cookie: `pace_session=${token}` };
  const signOut = (headers?: Record<string, string>) =>
    api.stranger.post('/api/auth/sign-out', undefined, headers);

  const forged = await signOut({ ...cookie, 'sec-fetch-site': 'cross-site' });
  const answers = [await signOut(cookie), await signOut(cookie), await signOut()];

  expect(forged.body.code).toBe('request.cross_site');
  expect(answers.map(({ status }) => status)).toEqual([204, 204, 204]);
  for (const { headers } of answers) {
    expect(headers.getSetCookie().join()).toMatch(/^pace_session=; Max-Age=0; /);
  }
});

test('a wrong password, an unknown address, a person who has set none and one who was deactivated look alike', async () => {
  const known = await addPerson();
  const gone = await addPerson();
  await admin.patch(`/api/users/${gone.id}`, { isActive: false }, await versionOf(gone.id));
  const invited = `${randomUUID()}@example.com`;
  await admin.post('/api/users', { email: invited });
  const attempts: [email: string, password: string][] = [
    [known.email, 'a wrong password'],
    [`${randomUUID()}@example.com`, password],
    [invited, password],
    [gone.email, password],
    [gone.email, 'a wrong password'],
  ];

  const answers = [];
  for (const [email, tried] of attempts) answers.push(await signIn(email, tried));

  for (const { status, body, headers } of answers) {
    expect({ status, ...body, requestId: '' }).toEqual({
      type: 'urn:pace-crm:problem:auth.wrong_credentials',
      title: 'E-mail or password is wrong.',
      status: 401,
      code: 'auth.wrong_credentials',
      requestId: '',
    });
    expect(headers.getSetCookie()).toEqual([]);
  }
  expect(await countSessions(gone.id)).toBe(0);
});

test('an unknown address takes as long to refuse as a wrong password', async () => {
  const known = await addPerson();
  const invited = `${randomUUID()}@example.com`;
  await admin.post('/api/users', { email: invited });
  const timed = async (email: string) => {
    const times: number[] = [];
    for (let i = 0; i < 3; i += 1) {
      const start = performance.now();
      await signIn(email, 'a wrong password');
      times.push(performance.now() - start);
    }
    return Math.min(...times);
  };

  const [wrong, unknown, unset] = [
    await timed(known.email),
    await timed(`${randomUUID()}@example.com`),
    await timed(invited),
  ];

  // Hashing is nearly all of it; without it the answer would come ten times as fast.
  expect(unknown).toBeGreaterThan(wrong / 3);
  expect(unset).toBeGreaterThan(wrong / 3);
});

test('the eleventh wrong password for one address is not even looked at, on whichever process it arrives', async () => {
  const { email } = await addPerson();
  const guess = (at: string, tried: string) =>
    sendRaw(at, {
      method: 'POST',
      path: '/api/auth/sign-in',
      headers: asJson,
      body: JSON.stringify({ email, password: tried }),
    });

  const statuses = [];
  for (let i = 0; i < 10; i += 1)
    statuses.push((await guess(i % 2 === 0 ? api.baseUrl : twinUrl, 'wrong')).status);
  const blocked = [await guess(api.baseUrl, 'wrong'), await guess(twinUrl, password)];

  expect(statuses).toEqual(Array.from({ length: 10 }, () => 401));
  for (const answer of blocked) {
    expect(answer.body).toMatchObject({ status: 429, code: 'request.too_many' });
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(answer.headers['retry-after'])).toBeLessThanOrEqual(15 * 60);
  }
});

test('a hundred guesses at once are no more than ten', async () => {
  const { email } = await addPerson();

  const answers = await Promise.all(Array.from({ length: 30 }, () => signIn(email, 'a wrong password')));

  expect(answers.filter(({ status }) => status === 401)).toHaveLength(10);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(20);
});

test('one address may be guessed at from elsewhere, and another person signs in from here', async () => {
  const [mine, other] = [await addPerson(), await addPerson()];
  await signIn(mine.email, 'a wrong password');
  await addAttempts(10);

  const elsewhere = await api.stranger.post(
    '/api/auth/sign-in',
    { email: mine.email, password },
    { 'x-forwarded-for': '192.0.2.7' },
  );

  expect((await signIn(other.email, password)).status).toBe(200);
  expect(elsewhere.status).toBe(200);
});

test('signing in successfully is never counted', async () => {
  const { email } = await addPerson();

  const statuses = [];
  for (let i = 0; i < 12; i += 1) statuses.push((await signIn(email, password)).status);

  expect(statuses).toEqual(Array.from({ length: 12 }, () => 200));
});

test('the wait ends when the window does', async () => {
  const { email } = await addPerson();
  await signIn(email, 'a wrong password');
  await addAttempts(10);
  expect((await signIn(email, password)).status).toBe(429);
  await api.pool.query(`UPDATE rate_limits SET window_ends_at = now() - interval '1 second'`);

  expect((await signIn(email, password)).status).toBe(200);
});

test('a new password ends the other sessions, keeps this one and works from then on', async () => {
  const { email } = await addPerson();
  const [here, there] = [
    (await signIn(email, password)).body.token,
    (await signIn(email, password)).body.token,
  ];
  const change = { currentPassword: password, newPassword: 'another long password' };

  const answer = await api.stranger.post('/api/auth/password', change, bearer(here));

  expect(answer.status).toBe(204);
  expect([await statusOf('/api/me', here), await statusOf('/api/me', there)]).toEqual([200, 401]);
  expect((await signIn(email, password)).status).toBe(401);
  expect((await signIn(email, change.newPassword)).status).toBe(200);
});

test.each([
  [
    'the password is changed',
    `UPDATE auth_credentials SET password = 'another' WHERE account_id = (SELECT clerk_user_id FROM users WHERE id = $1)`,
  ],
  ['the person is deactivated', 'UPDATE users SET is_active = false WHERE id = $1'],
])('a sign-in that is under way while %s opens no session', async (_, change) => {
  const { id, email } = await addPerson();

  const [answer] = await behind(change, id, [() => signIn(email, password)]);

  expect(answer?.body).toMatchObject({ status: 401, code: 'auth.wrong_credentials' });
  expect(await countSessions(id)).toBe(1); // The one that the person had before.
});

test('of two changes with the same current password at once, one finds it changed', async () => {
  const { id, email } = await addPerson();
  const { token } = (await signIn(email, password)).body;
  const change = (newPassword: string) => () =>
    api.stranger.post('/api/auth/password', { currentPassword: password, newPassword }, bearer(token));

  const answers = await behind(
    'SELECT FROM auth_credentials WHERE account_id = (SELECT clerk_user_id FROM users WHERE id = $1) FOR UPDATE',
    id,
    [change('mine, long enough'), change('theirs, long enough')],
  );

  expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 422]);
  const refused = answers.find(({ status }) => status === 422);
  expect(refused?.body).toMatchObject({
    code: 'auth.wrong_password',
    errors: [{ path: 'currentPassword' }],
  });
});

test('a new password needs the current one, and guessing that is limited too', async () => {
  const { email } = await addPerson();
  const { token } = (await signIn(email, password)).body;
  const guess = (currentPassword: string) =>
    api.stranger.post(
      '/api/auth/password',
      { currentPassword, newPassword: 'another long password' },
      bearer(token),
    );

  const wrong = await guess('a wrong password');
  await addAttempts(9);
  const blocked = await guess(password);

  expect(wrong.body).toMatchObject({
    status: 422,
    code: 'auth.wrong_password',
    errors: [{ path: 'currentPassword' }],
  });
  expect(blocked.body).toMatchObject({ status: 429, code: 'request.too_many' });
  expect((await signIn(email, password)).status).toBe(200);
});

test.each(['💥'.repeat(128), '  spaces around  ', 'e\u0301'.repeat(20), 'x'.repeat(128)])(
  'a password that can be set can be used: %s',
  async (chosen) => {
    const email = `${randomUUID()}@example.com`;
    const { setUp } = (await admin.post('/api/users', { email })).body;

    // Setting it signs in with it.
    expect((await api.stranger.post('/api/auth/set-up', { code: setUp.code, password: chosen })).status).toBe(
      201,
    );
  },
);

test('a session ends a week after the last visit', async () => {
  const { email } = await addPerson();
  const { token } = (await signIn(email, password)).body;
  await api.pool.query(`UPDATE auth_sessions SET expires_at = now() - interval '1 second' WHERE token = $1`, [
    token,
  ]);

  expect(await statusOf('/api/me', token)).toBe(401);
});

test('a visit moves the end of a session, at most once an hour, and tells the browser', async () => {
  const { email } = await addPerson();
  const { token } = (await signIn(email, password)).body;
  const cookie = `pace_session=${token}`;
  const shift = `UPDATE auth_sessions SET updated_at = updated_at - interval '2 hours', expires_at = now() + interval '1 day' WHERE token = $1`;
  await api.pool.query(shift, [token]);

  const [first, second] = [
    await api.stranger.get('/api/me', { cookie }),
    await api.stranger.get('/api/me', { cookie }),
  ];

  const { rows } = await api.pool.query(
    `SELECT expires_at > now() + interval '6 days' AS "isMoved" FROM auth_sessions WHERE token = $1`,
    [token],
  );
  expect(rows).toEqual([{ isMoved: true }]);
  expect(first.headers.getSetCookie().join()).toMatch(
    new RegExp(`^pace_session=${token}; Max-Age=604800; .*HttpOnly; SameSite=Lax$`),
  );
  expect(second.headers.getSetCookie()).toEqual([]);
});

test.each(['cross-site', 'same-site'])('a %s page cannot make a browser change anything', async (site) => {
  const post = await admin.post('/api/products', { name: 'Forged' }, { 'sec-fetch-site': site });
  const read = await admin.get('/api/products', { 'sec-fetch-site': site });

  expect(post.body).toMatchObject({ status: 403, code: 'request.cross_site' });
  expect(post.headers.get('x-request-id')).toBe(post.body.requestId);
  expect(read.status).toBe(200);
  expect(read.body.items).toEqual([]);
  expect(read.headers.get('access-control-allow-origin')).toBeNull();
});

test.each(['same-origin', 'none'])('a %s request is carried out', async (site) => {
  const answer = await admin.patch(
    '/api/company',
    { name: `From ${site}` },
    (await admin.get('/api/company')).body.version,
    {
      'sec-fetch-site': site,
    },
  );

  expect(answer.status).toBe(200);
});

test('nothing of the library behind the sign-in is reachable', async () => {
  const paths = [
    ...[
      'sign-up/email',
      'sign-in/email',
      'sign-in/social',
      'get-session',
      'list-sessions',
      'revoke-sessions',
      'revoke-session',
    ],
    ...[
      'forget-password',
      'request-password-reset',
      'reset-password',
      'reset-password/x',
      'change-password',
      'change-email',
    ],
    ...[
      'update-user',
      'delete-user',
      'verify-email',
      'send-verification-email',
      'callback/github',
      'error',
      'ok',
      'link-social',
    ],
    ...[
      'list-accounts',
      'admin/list-users',
      'sign-up',
      'register',
      'token',
      'jwks',
      'refresh-token',
      'account-info',
    ],
  ];

  for (const path of paths) {
    for (const method of ['GET', 'POST']) {
      const body =
        method === 'POST'
          ? { headers: asJson, body: JSON.stringify({ email: 'a@example.com', password, name: 'A' }) }
          : {};
      const answer = await sendRaw(api.baseUrl, { method, path: `/api/auth/${path}`, ...body });
      expect([path, answer.status, answer.body?.code]).toEqual([path, 404, 'request.not_found']);
    }
  }
});

test.each([
  ['a token of garbage', { authorization: 'Bearer not-a-token-of-anybody-at-all' }],
  ['another scheme', { authorization: 'Basic YWRtaW46YWRtaW4=' }],
  ['SQL', { authorization: `Bearer ' OR 1=1 --` }],
  ['a cookie of garbage', { cookie: 'pace_session=not-a-token-of-anybody-at-all' }],
  ['an empty cookie', { cookie: 'pace_session=' }],
  ['a cookie of another name', { cookie: 'better-auth.session_token=x; xpace_session=y' }],
])('%s is nobody', async (_, headers) => {
  const answer = await api.stranger.get('/api/me', headers);

  expect(answer.body).toMatchObject({ status: 401, code: 'auth.required' });
});

test('deactivating a person ends their sessions for good, and brings no old one back', async () => {
  const person = await addPerson('Sales');
  const { token } = (await signIn(person.email, password)).body;

  await admin.patch(`/api/users/${person.id}`, { isActive: false }, await versionOf(person.id));
  const whileOut = await statusOf('/api/me', token);
  await admin.patch(`/api/users/${person.id}`, { isActive: true }, await versionOf(person.id));

  expect([whileOut, await statusOf('/api/me', token)]).toEqual([401, 401]);
  expect((await signIn(person.email, password)).status).toBe(200);
});

test('no password, token or code is kept for an Idempotency-Key', async () => {
  const person = await addPerson();
  const { token } = (await signIn(person.email, password)).body;
  const as = (key: string) => ({ ...bearer(token), 'idempotency-key': key });
  const { body: invited } = await admin.post(
    '/api/users',
    { email: `${randomUUID()}@example.com` },
    { 'idempotency-key': 'k0' },
  );

  const answers = [
    await api.stranger.post('/api/auth/sign-in', { email: person.email, password }, as('k1')),
    await api.stranger.post('/api/auth/sign-in', { email: person.email, password }, as('k1')),
    await api.stranger.post(
      '/api/auth/password',
      { currentPassword: password, newPassword: `new ${password}` },
      as('k2'),
    ),
    await api.stranger.post('/api/auth/set-up', { code: invited.setUp.code, password }, as('k3')),
    await admin.post(`/api/users/${person.id}/set-up-code`, undefined, {
      'idempotency-key': 'k4',
      'if-match': `"${await versionOf(person.id)}"`,
    }),
  ];

  expect(answers.map(({ status }) => status)).toEqual([200, 200, 204, 201, 201]);
  expect(answers[0]?.body.token).not.toBe(answers[1]?.body.token);
  expect((await api.pool.query('SELECT route FROM idempotency_keys')).rows).toEqual([]);
});

function signIn(email: string, tried: string): Promise<Answer> {
  return api.stranger.post('/api/auth/sign-in', { email, password: tried });
}

async function statusOf(path: string, token: string): Promise<number> {
  return (await api.stranger.get(path, bearer(token))).status;
}

async function versionOf(id: string): Promise<number> {
  return (await admin.get(`/api/users/${id}`)).body.version;
}

/** Somebody who has chosen the password; hashing it anew for each would take most of the time. */
async function addPerson(role?: string): Promise<{ id: string; email: string }> {
  const { userId, subject } = await api.signIn(...(role === undefined ? [] : [role]));
  await api.pool.query('UPDATE auth_credentials SET password = $2 WHERE account_id = $1', [
    subject,
    passwordHash,
  ]);
  return { id: userId, email: (await admin.get(`/api/users/${userId}`)).body.email };
}

/** Sends requests while a change of a person is being made, and makes it once all of them wait for it. */
async function behind(
  change: string,
  userId: string,
  requests: (() => Promise<Answer>)[],
): Promise<Answer[]> {
  const client = await api.pool.connect();
  try {
    await client.query('BEGIN');
    await client.query(change, [userId]);
    const answers = requests.map((request) => request());
    await expect.poll(countWaiting).toBe(requests.length);
    await client.query('COMMIT');
    return await Promise.all(answers);
  } finally {
    client.release();
  }
}

async function countWaiting(): Promise<number> {
  const { rows } = await api.pool.query(
    `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return rows.length;
}

async function countSessions(userId: string): Promise<number> {
  const { rows } = await api.pool.query(
    'SELECT FROM auth_sessions s JOIN users u ON u.clerk_user_id = s.user_id::text WHERE u.id = $1',
    [userId],
  );
  return rows.length;
}

/** As if that many wrong passwords had been tried since the last one. */
async function addAttempts(attempts: number): Promise<void> {
  await api.pool.query('UPDATE rate_limits SET attempts = attempts + $1', [attempts]);
}
