import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Answer, type Caller, type Json, startTestApi, type TestApi } from '../../test/api.ts';

let api: TestApi;
let admin: Caller;
/** May edit people and orders, and nothing else. */
let clerk: Caller;
let roles: Record<string, string>;

beforeAll(async () => {
  api = await startTestApi();
  admin = await api.signIn('Admin');
  await admin.post('/api/roles', {
    name: 'Clerk',
    permissions: ['users:view', 'users:create', 'users:edit', 'orders:view'],
  });
  await admin.post('/api/roles', { name: 'Viewer', permissions: ['orders:view'] });
  roles = Object.fromEntries(
    (await admin.get('/api/roles')).body.items.map((role: Json) => [role.name, role.id]),
  );
  clerk = await api.signIn('Clerk');
});

afterAll(() => api.close());

test('a person is added without a password, with roles, a code and a history', async () => {
  const body = {
    email: ' Ann@Example.com ',
    firstName: 'Ann',
    lastName: '',
    phone: '555',
    roleIds: [roles['Sales'], roles['Viewer']],
  };

  const answer = await admin.post('/api/users', body);

  expect(answer.status).toBe(201);
  expect(answer.headers.get('etag')).toBe('"1"');
  expect(answer.body.user).toMatchObject({
    email: 'ann@example.com',
    firstName: 'Ann',
    lastName: null,
    isActive: true,
    mfaEnabled: false,
    lastLoginAt: null,
    roles: [{ name: 'Sales' }, { name: 'Viewer' }],
  });
  expect(answer.body.setUp.code).toMatch(/^[\w-]{24}$/);
  const history = await historyOf(answer.body.user.id);
  expect(history).toMatchObject([
    {
      action: 'created',
      actor: { id: admin.userId },
      changes: { email: { from: null, to: 'ann@example.com' } },
    },
  ]);
  expect(JSON.stringify(history)).not.toContain(answer.body.setUp.code);
});

test('two people never share an address, however it is written', async () => {
  await addUser('twice@example.com');

  const answers = await Promise.all(
    ['TWICE@example.com', 'fresh@example.com', 'Fresh@Example.com'].map((email) =>
      admin.post('/api/users', { email }),
    ),
  );

  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409]);
  expect(answers[0]?.body).toMatchObject({ code: 'user.email_taken', errors: [{ path: 'email' }] });
});

test('a role that does not exist is a bad field, and nobody is added', async () => {
  const email = `${randomUUID()}@example.com`;

  const answer = await admin.post('/api/users', { email, roleIds: [roles['Sales'], randomUUID()] });

  expect(answer.body).toMatchObject({ status: 422, errors: [{ path: 'roleIds.1' }] });
  expect((await admin.get(`/api/users?q=${email}`)).body.items).toEqual([]);
});

test('an id in capitals is the same id', async () => {
  const { id } = await addUser();

  const answer = await admin.put(
    `/api/users/${id.toUpperCase()}/roles`,
    { roleIds: [roles['Sales']?.toUpperCase()] },
    1,
  );
  const twice = await admin.put(
    `/api/users/${id}/roles`,
    { roleIds: [roles['Sales'], roles['Sales']?.toUpperCase()] },
    2,
  );

  expect(answer.body.roles).toMatchObject([{ name: 'Sales' }]);
  expect(twice.body).toMatchObject({ status: 422, errors: [{ path: 'roleIds' }] });
});

test('every change of a person is in their history: who, what, from, to', async () => {
  const { id } = await addUser();
  await admin.patch(`/api/users/${id}`, { firstName: 'Ann', phone: '1' }, 1);
  await admin.patch(`/api/users/${id}`, { phone: null }, 2);
  await admin.put(`/api/users/${id}/roles`, { roleIds: [roles['Sales']] }, 3);
  await admin.command(`/api/users/${id}/set-up-code`, 4);
  await admin.patch(`/api/users/${id}`, { isActive: false }, 5);

  const history = await historyOf(id);

  expect(history.map(({ action, changes }: Json) => [action, changes])).toEqual([
    ['changed', { isActive: { from: true, to: false } }],
    ['set-up code issued', {}],
    ['roles changed', { roles: { from: [], to: ['Sales'] } }],
    ['changed', { phone: { from: '1', to: null } }],
    ['changed', { firstName: { from: null, to: 'Ann' }, phone: { from: null, to: '1' } }],
    ['created', { email: { from: null, to: expect.any(String) }, roles: { from: null, to: [] } }],
  ]);
  expect(new Set(history.map((one: Json) => one.actor.id))).toEqual(new Set([admin.userId]));
});

test('a change that changes nothing is neither a version nor history', async () => {
  const { id } = await addUser();

  const answer = await admin.patch(`/api/users/${id}`, { firstName: null, isActive: true }, 1);

  expect([answer.status, answer.body.version]).toEqual([200, 1]);
  expect(await historyOf(id)).toHaveLength(1);
});

test('nobody hands out a role with rights that they do not hold', async () => {
  const { id } = await addUser();

  const answers = [
    await clerk.post('/api/users', { email: `${randomUUID()}@example.com`, roleIds: [roles['Sales']] }),
    await clerk.put(`/api/users/${id}/roles`, { roleIds: [roles['Admin']] }, 1),
    await clerk.put(`/api/users/${clerk.userId}/roles`, { roleIds: [roles['Clerk'], roles['Admin']] }, 1),
  ];

  expect(answers.map(({ body }) => body.code)).toEqual([
    'role.grants_more',
    'role.grants_more',
    'role.grants_more',
  ]);
  expect((await clerk.put(`/api/users/${id}/roles`, { roleIds: [roles['Viewer']] }, 1)).status).toBe(200);
});

test('a role that is switched off cannot be handed out by somebody without its rights either', async () => {
  const sleeping = await admin.post('/api/roles', { name: randomUUID(), permissions: ['settings:edit'] });
  await admin.patch(`/api/roles/${sleeping.body.id}`, { isActive: false }, 1);
  const { id } = await addUser();

  const answer = await clerk.put(`/api/users/${id}/roles`, { roleIds: [sleeping.body.id] }, 1);

  expect(answer.body.code).toBe('role.grants_more');
});

test.each([
  ['a code to choose a new password', (path: string) => clerk.command(`${path}/set-up-code`, 1)],
  ['another name', (path: string) => clerk.patch(path, { firstName: 'Mallory' }, 1)],
  ['being locked out', (path: string) => clerk.patch(path, { isActive: false }, 1)],
  ['losing their roles', (path: string) => clerk.put(`${path}/roles`, { roleIds: [] }, 1)],
])('somebody with more rights is safe from %s', async (_, attack) => {
  const stronger = await api.signIn('Sales');

  const answer = await attack(`/api/users/${stronger.userId}`);

  expect(answer.body).toMatchObject({ status: 403, code: 'user.has_more_rights' });
  expect(await historyOf(stronger.userId)).toEqual([]);
});

test('a code is for others who may sign in: neither for oneself nor for who is deactivated', async () => {
  const [boss, gone] = [await api.signIn('Admin'), await addUser()];
  await admin.patch(`/api/users/${gone.id}`, { isActive: false }, 1);

  const answers = [
    await boss.command(`/api/users/${boss.userId}/set-up-code`, 1),
    await admin.command(`/api/users/${gone.id}/set-up-code`, 2),
  ];

  expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
    [409, 'user.is_yourself'],
    [409, 'user.deactivated'],
  ]);
  await admin.patch(`/api/users/${boss.userId}`, { isActive: false }, 1);
});

test('rights that sleep in a role that is switched off protect a person too: the role may be switched on again', async () => {
  const role = await admin.post('/api/roles', { name: randomUUID(), permissions: ['settings:edit'] });
  const { id } = await addUser(undefined, [role.body.id]);
  await admin.patch(`/api/roles/${role.body.id}`, { isActive: false }, 1);

  const answer = await clerk.command(`/api/users/${id}/set-up-code`, 1);

  expect(answer.body.code).toBe('user.has_more_rights');
});

test('a code somebody handed out before a person got more rights is worth nothing afterwards', async () => {
  const invited = await clerk.post('/api/users', { email: `${randomUUID()}@example.com` });
  const { user, setUp } = invited.body;
  await admin.put(`/api/users/${user.id}/roles`, { roleIds: [roles['Admin']] }, 1);

  const taken = await api.stranger.post('/api/auth/set-up', {
    code: setUp.code,
    password: 'the clerk chooses it',
  });

  expect(taken.body.code).toBe('auth.set_up_code_invalid');
  await admin.patch(`/api/users/${user.id}`, { isActive: false }, 2);
});

test.each([
  [
    'deactivated',
    (id: string, version: number) => admin.patch(`/api/users/${id}`, { isActive: false }, version),
  ],
  [
    'stripped of roles',
    (id: string, version: number) =>
      admin.put(`/api/users/${id}/roles`, { roleIds: [roles['Sales']] }, version),
  ],
])('the last administrator cannot be %s, not even by themselves', async (_, attack) => {
  const refused = await attack(admin.userId, await versionOf(admin.userId));

  expect(refused.body).toMatchObject({ status: 409, code: 'role.last_administrator' });
  expect((await admin.get('/api/me')).body.roles).toEqual(['Admin']);
});

test('an administrator who is locked out does not count', async () => {
  const second = await api.signIn('Admin');
  await admin.patch(`/api/users/${second.userId}`, { isActive: false }, 1);

  const refused = await admin.put(
    `/api/users/${admin.userId}/roles`,
    { roleIds: [] },
    await versionOf(admin.userId),
  );

  expect(refused.body.code).toBe('role.last_administrator');
});

test('an administrator who was added and has not chosen a password yet does not count', async () => {
  const invited = await admin.post('/api/users', {
    email: `${randomUUID()}@example.com`,
    roleIds: [roles['Admin']],
  });
  const leave = async () =>
    admin.put(`/api/users/${admin.userId}/roles`, { roleIds: [] }, await versionOf(admin.userId));

  const refused = await leave();
  const code = { code: invited.body.setUp.code, password: 'a long password of mine' };
  await api.stranger.post('/api/auth/set-up', code);
  const accepted = await leave();

  expect([refused.body.code, accepted.status]).toEqual(['role.last_administrator', 200]);
  await api.pool.query('INSERT INTO user_roles (clerk_user_id, role_id) VALUES ($1, $2)', [
    admin.subject,
    roles['Admin'],
  ]);
});

test.each([
  [
    'take each other’s roles',
    (by: Caller, id: string) => by.put(`/api/users/${id}/roles`, { roleIds: [] }, 1),
  ],
  ['lock each other out', (by: Caller, id: string) => by.patch(`/api/users/${id}`, { isActive: false }, 1)],
])('of administrators who %s at the same moment one remains', async (_, attack) => {
  for (let round = 0; round < 5; round += 1) {
    const [ann, bob] = [await api.signIn('Admin'), await api.signIn('Admin')];
    await api.pool.query('UPDATE users SET is_active = false WHERE id <> ALL($1)', [
      [ann.userId, bob.userId],
    ]);

    const answers = await Promise.all([attack(ann, bob.userId), attack(bob, ann.userId)]);

    const statuses = answers.map(({ status }) => status);
    expect(
      statuses.filter((status) => status === 200),
      JSON.stringify(statuses),
    ).toHaveLength(1);
    expect(await countAdministrators()).toBe(1);
  }
  await api.pool.query('UPDATE users SET is_active = true');
});

test('an administrator who leaves at the moment another loses the role stays', async () => {
  const [ann, bob] = [await api.signIn('Admin'), await api.signIn('Admin')];
  await api.pool.query('UPDATE users SET is_active = false WHERE id <> ALL($1)', [[ann.userId, bob.userId]]);

  const answers = await Promise.all([
    ann.put(`/api/users/${ann.userId}/roles`, { roleIds: [] }, 1),
    bob.patch(`/api/users/${bob.userId}`, { isActive: false }, 1),
  ]);

  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  expect(await countAdministrators()).toBe(1);
  await api.pool.query('UPDATE users SET is_active = true');
});

test('everybody changes their own name and phone, and nothing else of themselves', async () => {
  const caller = await api.signIn('Viewer');

  const changed = await caller.patch('/api/me', { firstName: 'Vi', phone: '555' }, 1);
  const more = await Promise.all(
    [
      { isActive: true },
      { email: 'x@example.com' },
      { roleIds: [roles['Admin']] },
      { permissions: ['users:edit'] },
    ].map((body) => caller.patch('/api/me', body, 2)),
  );
  const stale = await caller.patch('/api/me', { firstName: 'Old' }, 1);

  expect(changed.body).toMatchObject({ firstName: 'Vi', phone: '555', version: 2 });
  expect(changed.headers.get('etag')).toBe('"2"');
  expect(more.map(({ status }) => status)).toEqual([422, 422, 422, 422]);
  expect(stale.body).toMatchObject({ status: 412, current: { firstName: 'Vi', version: 2 } });
});

test('of many who edit one person at once, each change builds on the one before or is refused', async () => {
  const { id } = await addUser();

  const answers = await Promise.all(
    Array.from({ length: 16 }, (_, n) => admin.patch(`/api/users/${id}`, { firstName: `n${n}` }, 1)),
  );

  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(answers.filter(({ status }) => status === 412)).toHaveLength(15);
  expect(await versionOf(id)).toBe(2);
});

async function addUser(
  email = `${randomUUID()}@example.com`,
  roleIds: string[] = [],
): Promise<{ id: string }> {
  const answer: Answer = await admin.post('/api/users', { email, roleIds });
  expect(answer.status, answer.text).toBe(201);
  return answer.body.user;
}

async function versionOf(id: string): Promise<number> {
  return (await admin.get(`/api/users/${id}`)).body.version;
}

async function historyOf(id: string): Promise<Json> {
  return (await admin.get(`/api/users/${id}/activities`)).body.items;
}

/** Counted by hand: active people who hold both rights through active roles. */
async function countAdministrators(): Promise<number> {
  const { rows } = await api.pool.query(`
    SELECT u.id FROM users u
    JOIN user_roles ur ON ur.clerk_user_id = u.clerk_user_id JOIN roles r ON r.id = ur.role_id AND r.is_active
    JOIN role_permissions rp ON rp.role_id = r.id JOIN permissions p ON p.id = rp.permission_id
    WHERE u.is_active AND p.module || ':' || p.action IN ('users:edit', 'settings:edit')
    GROUP BY u.id HAVING count(DISTINCT p.id) = 2`);
  return rows.length;
}
