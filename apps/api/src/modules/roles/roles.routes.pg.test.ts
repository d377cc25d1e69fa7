import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Caller, type Json, startTestApi, type TestApi } from '../../test/api.ts';

let api: TestApi;
let admin: Caller;
/** May edit roles and orders, and nothing else. */
let clerk: Caller;
const systemNames = ['Admin', 'Sales', 'BackOffice', 'Accountant'];

beforeAll(async () => {
  api = await startTestApi();
  admin = await api.signIn('Admin');
  await addRole(
    ['users:view', 'users:create', 'users:edit', 'users:delete', 'orders:view', 'orders:edit'],
    'Clerk',
  );
  clerk = await api.signIn('Clerk');
});

afterAll(() => api.close());

test('a role is created with rights, holders and history', async () => {
  const body = { name: '  Buyer desk ', description: '', permissions: ['orders:view', 'accounts:view'] };

  const { status, body: role, headers } = await admin.post('/api/roles', body);

  expect([status, headers.get('etag')]).toEqual([201, '"1"']);
  expect(role).toMatchObject({
    name: 'Buyer desk',
    description: null,
    isSystem: false,
    isActive: true,
    userCount: 0,
    permissions: ['accounts:view', 'orders:view'],
  });
  expect(await historyOf(role.id)).toMatchObject([
    {
      action: 'created',
      actor: { id: admin.userId },
      changes: { permissions: { from: null, to: ['accounts:view', 'orders:view'] } },
    },
  ]);
  expect((await admin.get(`/api/roles/${role.id}`)).body).toEqual(role);
});

test('the fifty rights are listed', async () => {
  const { items } = (await admin.get('/api/permissions')).body;

  expect(items).toHaveLength(50);
  expect(new Set(items.map((item: Json) => item.permission)).size).toBe(50);
});

test.each(systemNames)(
  'the system role %s keeps its name and cannot be deleted, but may be described and change its rights',
  async (name) => {
    const role = await find(name);

    const renamed = await admin.patch(`/api/roles/${role.id}`, { name: 'Other' }, role.version);
    const deleted = await admin.delete(`/api/roles/${role.id}`, role.version);
    const described = await admin.patch(`/api/roles/${role.id}`, { name, description: 'Ours' }, role.version);

    expect([renamed.body.code, deleted.body.code]).toEqual(['role.is_system', 'role.is_system']);
    expect(described.body).toMatchObject({ name, description: 'Ours', isSystem: true });
  },
);

test('two roles never share a name', async () => {
  const role = await addRole(['orders:view']);

  const created = await admin.post('/api/roles', { name: 'Sales' });
  const renamed = await admin.patch(`/api/roles/${role.id}`, { name: 'Sales' }, 1);

  expect([created.body, renamed.body]).toMatchObject([
    { status: 409, code: 'role.name_taken', errors: [{ path: 'name' }] },
    { status: 409, code: 'role.name_taken' },
  ]);
});

test('nobody grants what they do not hold: not by a new role, not by more rights, not by switching one on', async () => {
  const own = await addRole(['orders:view']);
  const sleeping = await addRole(['settings:edit']);
  await admin.patch(`/api/roles/${sleeping.id}`, { isActive: false }, 1);

  const refused = [
    await clerk.post('/api/roles', { name: randomUUID(), permissions: ['orders:view', 'settings:edit'] }),
    await clerk.put(`/api/roles/${own.id}/permissions`, { permissions: ['orders:view', 'settings:edit'] }, 1),
    await clerk.patch(`/api/roles/${sleeping.id}`, { isActive: true }, 2),
  ];
  const allowed = await clerk.put(
    `/api/roles/${own.id}/permissions`,
    { permissions: ['orders:view', 'orders:edit'] },
    1,
  );

  expect(refused.map(({ status, body }) => [status, body.code, body.permissions])).toEqual(
    refused.map(() => [403, 'role.grants_more', ['settings:edit']]),
  );
  expect([allowed.status, allowed.body.permissions]).toEqual([200, ['orders:edit', 'orders:view']]);
  expect(await historyOf(sleeping.id)).toHaveLength(2);
});

test('a clerk cannot make a role mightier by way of their own', async () => {
  const clerkRole = await find('Clerk');

  const answer = await clerk.put(
    `/api/roles/${clerkRole.id}/permissions`,
    { permissions: [...clerkRole.permissions, 'users:export'] },
    clerkRole.version,
  );

  expect(answer.body.code).toBe('role.grants_more');
});

test('a role that people hold cannot be deleted; one that nobody holds can, and its history stays', async () => {
  const role = await addRole(['orders:view']);
  const holder = (
    await admin.post('/api/users', { email: `${randomUUID()}@example.com`, roleIds: [role.id] })
  ).body.user;

  const refused = await admin.delete(`/api/roles/${role.id}`, 1);
  await admin.put(`/api/users/${holder.id}/roles`, { roleIds: [] }, 1);
  const deleted = await admin.delete(`/api/roles/${role.id}`, 1);

  expect(refused.body).toMatchObject({ status: 409, code: 'role.in_use', userCount: 1 });
  expect(deleted.status).toBe(204);
  expect((await admin.get(`/api/roles/${role.id}`)).body.code).toBe('role.not_found');
  expect((await historyOf(role.id))[0]).toMatchObject({
    action: 'deleted',
    changes: { name: { from: role.name, to: null } },
  });
});

test('a role is not deleted while it is being handed out', async () => {
  for (let round = 0; round < 5; round += 1) {
    const role = await addRole(['orders:view']);
    const person = (await admin.post('/api/users', { email: `${randomUUID()}@example.com` })).body.user;

    const [given, deleted] = await Promise.all([
      admin.put(`/api/users/${person.id}/roles`, { roleIds: [role.id] }, 1),
      admin.delete(`/api/roles/${role.id}`, 1),
    ]);

    expect([
      [200, 409],
      [422, 204],
    ]).toContainEqual([given.status, deleted.status]);
    const held = (await admin.get(`/api/users/${person.id}`)).body.roles;
    expect(held).toHaveLength(given.status === 200 ? 1 : 0);
  }
});

test('every change is in the history with both values', async () => {
  const role = await addRole(['orders:view'], 'Desk');
  await admin.patch(`/api/roles/${role.id}`, { name: 'Front desk', description: 'x' }, 1);
  await admin.put(`/api/roles/${role.id}/permissions`, { permissions: ['orders:edit'] }, 2);
  await admin.patch(`/api/roles/${role.id}`, { isActive: false }, 3);
  await admin.patch(`/api/roles/${role.id}`, { isActive: false }, 4);

  const history = await historyOf(role.id);

  expect(history.map(({ action, changes }: Json) => [action, changes])).toEqual([
    ['changed', { isActive: { from: true, to: false } }],
    ['permissions changed', { permissions: { from: ['orders:view'], to: ['orders:edit'] } }],
    ['changed', { name: { from: 'Desk', to: 'Front desk' }, description: { from: null, to: 'x' } }],
    ['created', expect.anything()],
  ]);
});

test('the last administrator survives every change of the role that makes them one', async () => {
  const role = await find('Admin');
  const without = (right: string) => role.permissions.filter((one: string) => one !== right);

  const refused = [
    await admin.patch(`/api/roles/${role.id}`, { isActive: false }, role.version),
    await admin.put(
      `/api/roles/${role.id}/permissions`,
      { permissions: without('users:edit') },
      role.version,
    ),
    await admin.put(
      `/api/roles/${role.id}/permissions`,
      { permissions: without('settings:edit') },
      role.version,
    ),
    await admin.put(`/api/roles/${role.id}/permissions`, { permissions: [] }, role.version),
  ];
  const harmless = await admin.put(
    `/api/roles/${role.id}/permissions`,
    { permissions: without('reports:export') },
    role.version,
  );

  expect(refused.map(({ status, body }) => [status, body.code])).toEqual(
    refused.map(() => [409, 'role.last_administrator']),
  );
  expect(harmless.status).toBe(200);
  const back = await api.pool.query(
    `INSERT INTO role_permissions (role_id, permission_id) SELECT $1, id FROM permissions WHERE module = 'reports' AND action = 'export'`,
    [role.id],
  );
  expect(back.rowCount).toBe(1);
});

test('nobody takes away what he does not hold, by rights or by the switch', async () => {
  const manager = await api.signIn((await addRole(['users:view', 'users:edit'])).name);
  const mighty = await addRole(['orders:view', 'users:view']);

  const emptied = await manager.put(
    `/api/roles/${mighty.id}/permissions`,
    { permissions: ['users:view'] },
    1,
  );
  const switchedOff = await manager.patch(`/api/roles/${mighty.id}`, { isActive: false }, 1);

  expect([emptied.body.code, switchedOff.body.code]).toEqual(['role.grants_more', 'role.grants_more']);
});

test('a code that was given out before its role grew opens nothing', async () => {
  const admin = await api.signIn('Admin');
  const role = await addRole(['users:view']);
  const { setUp } = (
    await admin.post('/api/users', { email: `${randomUUID()}@example.com`, roleIds: [role.id] })
  ).body;

  const grown = await admin.put(
    `/api/roles/${role.id}/permissions`,
    { permissions: ['users:view', 'settings:edit'] },
    1,
  );
  const used = await api.stranger.post('/api/auth/set-up', { code: setUp.code, password: 'a long password' });

  expect([grown.status, used.status, used.body.code]).toEqual([200, 422, 'auth.set_up_code_invalid']);
});

test('both rights may come from two roles, and neither role may then be taken', async () => {
  const [users, settings] = [await addRole(['users:edit']), await addRole(['settings:edit'])];
  const only = await api.signIn(users.name, settings.name);
  const adminRole = await find('Admin');

  const admin = await api.signIn('Admin');
  const notTheirs = await only.patch(`/api/roles/${adminRole.id}`, { isActive: false }, adminRole.version);
  const switchedOff = await admin.patch(`/api/roles/${adminRole.id}`, { isActive: false }, adminRole.version);
  const refused = await only.patch(`/api/roles/${settings.id}`, { isActive: false }, 1);
  const alsoRefused = await only.put(`/api/roles/${users.id}/permissions`, { permissions: [] }, 1);

  expect(notTheirs.body.code).toBe('role.grants_more');
  expect(switchedOff.status).toBe(200);
  expect([refused.body.code, alsoRefused.body.code]).toEqual([
    'role.last_administrator',
    'role.last_administrator',
  ]);
  await api.pool.query(`UPDATE roles SET is_active = true`);
});

test('of two who switch off each other’s administrator role at the same moment one is refused', async () => {
  for (let round = 0; round < 5; round += 1) {
    const [first, second] = [
      await addRole(['users:edit', 'settings:edit']),
      await addRole(['users:edit', 'settings:edit']),
    ];
    const [ann, bob] = [await api.signIn(first.name), await api.signIn(second.name)];
    await api.pool.query('UPDATE users SET is_active = false WHERE id <> ALL($1)', [
      [ann.userId, bob.userId],
    ]);

    const answers = await Promise.all([
      ann.patch(`/api/roles/${second.id}`, { isActive: false }, 1),
      bob.patch(`/api/roles/${first.id}`, { isActive: false }, 1),
    ]);

    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    await api.pool.query('UPDATE users SET is_active = true');
  }
});

test('a stale role answers with what it is now', async () => {
  const role = await addRole(['orders:view']);
  await admin.patch(`/api/roles/${role.id}`, { description: 'newer' }, 1);

  const stale = await admin.put(`/api/roles/${role.id}/permissions`, { permissions: [] }, 1);

  expect(stale.body).toMatchObject({
    status: 412,
    code: 'record.stale',
    current: { id: role.id, version: 2, description: 'newer' },
  });
});

test.each(['PST', 'SystemV/PST8', 'US/Pacific-New', 'Mars/Olympus'])(
  'the company does not move to %s, in which no day could be worked out',
  async (timeZone) => {
    const { version } = (await admin.get('/api/company')).body;

    const answer = await admin.patch('/api/company', { timeZone }, version);

    expect(answer.body).toMatchObject({ status: 422, errors: [{ path: 'timeZone' }] });
    expect((await admin.get('/api/company')).body.version).toBe(version);
  },
);

test('the company and payment terms have a history too', async () => {
  const { version, name } = (await admin.get('/api/company')).body;
  await admin.patch('/api/company', { name: 'Golden State Brokers', defaultEngagedBy: 'buyer' }, version);

  const [change] = (await admin.get('/api/company/activities')).body.items;

  expect(change).toMatchObject({
    action: 'changed',
    actor: { id: admin.userId },
    changes: {
      name: { from: name, to: 'Golden State Brokers' },
      defaultEngagedBy: { from: 'seller', to: 'buyer' },
    },
  });
});

async function addRole(
  permissions: string[],
  name: string = randomUUID(),
): Promise<{ id: string; name: string }> {
  const answer = await admin.post('/api/roles', { name, permissions });
  expect(answer.status, answer.text).toBe(201);
  return answer.body;
}

async function find(name: string): Promise<Json> {
  return (await admin.get('/api/roles?limit=200')).body.items.find((role: Json) => role.name === name);
}

async function historyOf(id: string): Promise<Json> {
  return (await admin.get(`/api/roles/${id}/activities`)).body.items;
}
