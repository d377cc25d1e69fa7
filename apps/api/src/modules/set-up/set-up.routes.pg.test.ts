import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Answer, startTestApi, type TestApi } from '../../test/api.ts';
import { prepareFirstAdministrator } from './first-administrator.ts';

const password = 'a long password of mine';

let api: TestApi;

// Nobody is there yet: every test needs a database of its own.
beforeEach(async () => {
  api = await startTestApi();
});

afterEach(() => api.close());

describe('the first administrator', () => {
  test('is created once, with every right and a session, by the code of the terminal', async () => {
    const code = await firstCode();
    const before = await api.stranger.get('/api/auth/set-up');

    const created = await use(code, { email: 'Ann@Example.com', firstName: ' Ann ', lastName: 'Lee' });

    expect(before.body).toEqual({ needed: true });
    expect(created.status).toBe(201);
    expect(created.body.user).toMatchObject({ email: 'ann@example.com', firstName: 'Ann', roles: ['Admin'] });
    expect(created.body.user.permissions).toHaveLength(50);
    expect(created.headers.getSetCookie().join()).toContain(`pace_session=${created.body.token};`);
    expect((await api.stranger.get('/api/auth/set-up')).body).toEqual({ needed: false });
    expect((await signIn('ann@example.com')).status).toBe(200);
  });

  test('is one, however many use the code at the same moment', async () => {
    const code = await firstCode();

    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, n) => use(code, { email: `p${n}@example.com` })),
    );

    expect(statuses(answers)).toEqual([201, ...Array.from({ length: 7 }, () => 422)]);
    expect(await countPeople()).toBe(1);
  });

  test('is one, even when several servers have each printed a code', async () => {
    const codes = [await firstCode(), await firstCode(), await firstCode()];

    const answers = await Promise.all(codes.map((code, n) => use(code, { email: `p${n}@example.com` })));

    expect(statuses(answers)[0]).toBe(201);
    expect(statuses(answers).filter((status) => status === 201)).toHaveLength(1);
    expect(await countPeople()).toBe(1);
    const late = await Promise.all(codes.map((code) => use(code, { email: 'late@example.com' })));
    expect(late.map(({ body }) => body.code)).toEqual(codes.map(() => 'auth.set_up_code_invalid'));
  });

  test('needs an address, and a refused attempt does not use up the code', async () => {
    const code = await firstCode();

    const [withoutAddress, weak] = [
      await use(code),
      await use(code, { email: 'ann@example.com', password: 'short' }),
    ];

    expect(withoutAddress.body).toMatchObject({ status: 422, errors: [{ path: 'email' }] });
    expect(weak.body).toMatchObject({ status: 422, errors: [{ path: 'password' }] });
    expect(await countPeople()).toBe(0);
    expect((await use(code, { email: 'ann@example.com' })).status).toBe(201);
  });

  test('cannot be made with a code that has expired or was never ours', async () => {
    const code = await firstCode();
    await api.pool.query(`UPDATE auth_verifications SET expires_at = now() - interval '1 second'`);

    const [expired, foreign] = [
      await use(code, { email: 'a@example.com' }),
      await use('x'.repeat(24), { email: 'a@example.com' }),
    ];

    for (const { body } of [expired, foreign]) {
      expect(body).toMatchObject({
        status: 422,
        code: 'auth.set_up_code_invalid',
        errors: [{ path: 'code' }],
      });
    }
    expect(await countPeople()).toBe(0);
  });

  test('is not asked for again once there is anybody', async () => {
    await api.signIn('Accountant');

    expect(await prepareFirstAdministrator(api.db, { firstAdministrator: undefined })).toEqual({
      kind: 'exists',
    });
    expect(
      await prepareFirstAdministrator(api.db, { firstAdministrator: { email: 'x@example.com', password } }),
    ).toEqual({ kind: 'exists' });
    expect(await countPeople()).toBe(1);
  });

  test('may be named by the configuration, by several servers at once', async () => {
    const firstAdministrator = { email: 'Boss@Example.com', password };

    const started = await Promise.all(
      Array.from({ length: 4 }, () => prepareFirstAdministrator(api.db, { firstAdministrator })),
    );

    expect(started.map(({ kind }) => kind).toSorted()).toEqual(['created', 'exists', 'exists', 'exists']);
    expect((await signIn('boss@example.com')).body.user.roles).toEqual(['Admin']);
  });

  test('says at once who the brokerage is, and that is in its history', async () => {
    const code = await firstCode();
    const company = {
      name: ' Valley Brokerage ',
      timeZone: 'America/Denver',
      defaultBillingMode: 'commission',
      defaultEngagedBy: 'buyer',
    };

    const { body } = await use(code, { email: 'ann@example.com', firstName: 'Ann', company });

    const as = { authorization: `Bearer ${body.token}` };
    const answer = await api.stranger.get('/api/company', as);
    expect(answer.body).toMatchObject({ ...company, name: 'Valley Brokerage', version: 2 });
    const history = await api.stranger.get('/api/company/activities', as);
    expect(history.body.items).toMatchObject([
      { action: 'changed', actor: { id: body.user.id, name: 'Ann' } },
    ]);
    expect((await api.stranger.get('/api/orders/totals', as)).body.count).toBe(0);
  });

  test('may start with the sample brokerage, dated in the zone of the company and belonging to them', async () => {
    const code = await firstCode();
    const company = { timeZone: 'Pacific/Kiritimati' };

    const { body } = await use(code, { email: 'ann@example.com', company, sampleData: true });

    const as = { authorization: `Bearer ${body.token}` };
    expect((await api.stranger.get('/api/orders/totals?mine=true', as)).body.count).toBe(300);
    expect((await api.stranger.get('/api/accounts/totals', as)).body.count).toBe(40);
    const newest = (await api.stranger.get('/api/orders?sort=-orderDate&limit=1', as)).body.items[0];
    expect(newest.orderDate).toBe(Temporal.Now.plainDateISO('Pacific/Kiritimati').toString());
  });

  test('is not there when their brokerage is refused: all or nothing, and the code still works', async () => {
    const code = await firstCode();
    const split = { defaultBillingMode: 'commission', defaultEngagedBy: 'both' };

    const answers = [
      await use(code, { email: 'a@example.com', company: split, sampleData: true }),
      await use(code, { email: 'a@example.com', company: { timeZone: 'Mars/Olympus' } }),
      await use(code, { email: 'a@example.com', company: { timeZone: 'US/Pacific-New' } }),
    ];

    expect(answers.map(({ body }) => [body.status, body.errors[0].path])).toEqual([
      [422, 'company.defaultEngagedBy'],
      [422, 'company.timeZone'],
      [422, 'company.timeZone'],
    ]);
    expect(await countPeople()).toBe(0);
    expect((await api.pool.query('SELECT FROM accounts')).rows).toHaveLength(0);
    expect((await use(code, { email: 'a@example.com' })).status).toBe(201);
  });

  test('cannot be guessed at: after a hundred wrong codes an address waits, and nobody else does', async () => {
    const code = await firstCode();
    await use('wrong', { email: 'a@example.com' });
    await api.pool.query('UPDATE rate_limits SET attempts = attempts + 99');

    const answer = await use(code, { email: 'a@example.com' });
    const elsewhere = await api.stranger.post(
      '/api/auth/set-up',
      { code, password, email: 'a@example.com' },
      { 'x-forwarded-for': '192.0.2.7' },
    );

    expect(answer.body).toMatchObject({ status: 429, code: 'request.too_many' });
    expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(elsewhere.status).toBe(201);
  });

  test('is kept out by no wrong codes of others', async () => {
    const code = await firstCode();
    for (let i = 0; i < 25; i += 1) await use(`wrong ${i}`, { email: 'a@example.com' });

    expect((await use(code, { email: 'a@example.com' })).status).toBe(201);
  });
});

describe('an added person', () => {
  test('chooses a password with their code, once, and signs in with the address they were added with', async () => {
    const { code } = await invite('bob@example.com');

    const used = await use(code, { email: 'somebody.else@example.com', firstName: 'Bob' });
    const again = await use(code);

    expect(used.body.user).toMatchObject({ email: 'bob@example.com', firstName: 'Bob' });
    expect(again.body.code).toBe('auth.set_up_code_invalid');
    expect((await signIn('bob@example.com')).status).toBe(200);
    expect((await signIn('somebody.else@example.com')).status).toBe(401);
  });

  test('cannot say who the brokerage is, and keeps their code', async () => {
    const { code } = await invite('bob@example.com');

    const refused = await use(code, { company: { name: 'Mine' }, sampleData: true });

    expect(refused.body).toMatchObject({
      status: 422,
      errors: [{ path: 'company' }, { path: 'sampleData' }],
    });
    expect((await api.pool.query('SELECT name FROM company')).rows).toEqual([{ name: 'My brokerage' }]);
    expect((await use(code)).status).toBe(201);
  });

  test('keeps the name an administrator typed unless they give another', async () => {
    const admin = await api.signIn('Admin');
    const body = { email: 'bob@example.com', firstName: 'Bob', lastName: 'Typed' };
    const { setUp } = (await admin.post('/api/users', body)).body;

    const used = await use(setUp.code, { firstName: null, lastName: 'Chosen' });

    expect(used.body.user).toMatchObject({ firstName: 'Bob', lastName: 'Chosen' });
  });

  test('has in their history that they used their code and changed their password, and neither of them', async () => {
    const { admin, id, code } = await invite('bob@example.com');
    const { token } = (await use(code, { firstName: 'Bob' })).body;
    const change = { currentPassword: password, newPassword: 'another long password' };
    const as = { authorization: `Bearer ${token}` };
    await api.stranger.post('/api/auth/password', change, as);

    const { body, text } = await admin.get(`/api/users/${id}/activities`);

    expect(body.items).toMatchObject([
      { action: 'password changed', actor: { id, name: 'Bob' }, changes: {} },
      { action: 'set-up code used', actor: { id }, changes: { firstName: { from: null, to: 'Bob' } } },
      { action: 'created', actor: { id: admin.userId } },
    ]);
    for (const secret of [code, password, change.newPassword]) expect(text).not.toContain(secret);
  });

  test('gets a new code that ends the old one, and using it ends every session', async () => {
    const { admin, id, code } = await invite('bob@example.com');
    const { token } = (await use(code)).body;
    const { version } = (await admin.get(`/api/users/${id}`)).body;
    const first = (await admin.command(`/api/users/${id}/set-up-code`, version)).body;
    const second = (await admin.command(`/api/users/${id}/set-up-code`, version + 1)).body;

    const [old, fresh] = [
      await use(first.code),
      await use(second.code, { password: 'another long password' }),
    ];

    expect([old.status, fresh.status]).toEqual([422, 201]);
    expect((await api.stranger.get('/api/me', { authorization: `Bearer ${token}` })).status).toBe(401);
    expect((await signIn('bob@example.com')).status).toBe(401);
    expect((await signIn('bob@example.com', 'another long password')).status).toBe(200);
  });

  test('who was deactivated cannot come in with their code', async () => {
    const { admin, id, code } = await invite('bob@example.com');
    await admin.patch(`/api/users/${id}`, { isActive: false }, 1);

    expect((await use(code)).body.code).toBe('auth.set_up_code_invalid');
    expect((await signIn('bob@example.com')).status).toBe(401);
  });

  test('uses a code once, even when it arrives eight times at once', async () => {
    const { code } = await invite('bob@example.com');

    const answers = await Promise.all(Array.from({ length: 8 }, () => use(code)));

    expect(statuses(answers)).toEqual([201, ...Array.from({ length: 7 }, () => 422)]);
  });

  test('has a code that is stored as a hash, answered once and written nowhere else', async () => {
    const { code } = await invite('bob@example.com');

    const { rows: tables } = await api.pool.query<{ name: string }>(
      `SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public'`,
    );
    const found = await Promise.all(
      tables.map(
        async ({ name }) =>
          (await api.pool.query(`SELECT FROM ${name} t WHERE t::text LIKE $1`, [`%${code}%`])).rows.length,
      ),
    );

    expect(found.reduce((sum, rows) => sum + rows, 0)).toBe(0);
    expect(code).toMatch(/^[\w-]{24}$/);
  });
});

async function firstCode(): Promise<string> {
  const prepared = await prepareFirstAdministrator(api.db, { firstAdministrator: undefined });
  return prepared.kind === 'code' ? prepared.code : '';
}

function use(code: string, more: object = {}): Promise<Answer> {
  return api.stranger.post('/api/auth/set-up', { code, password, ...more });
}

function signIn(email: string, tried = password): Promise<Answer> {
  return api.stranger.post('/api/auth/sign-in', { email, password: tried });
}

async function invite(email: string) {
  const admin = await api.signIn('Admin');
  const { user, setUp } = (await admin.post('/api/users', { email })).body;
  return { admin, id: user.id, code: setUp.code };
}

function statuses(answers: Answer[]): number[] {
  return answers.map(({ status }) => status).toSorted((a, b) => a - b);
}

async function countPeople(): Promise<number> {
  return (await api.pool.query('SELECT FROM users')).rows.length;
}
