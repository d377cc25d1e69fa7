import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Answer, type Caller, type Json, startTestApi, type TestApi } from '../../test/api.ts';

let api: TestApi;
let admin: Caller;
let roles: Record<string, string>;

beforeAll(async () => {
  api = await startTestApi();
  admin = await api.signIn('Admin');
  await admin.post('/api/roles', { name: 'Clerk', permissions: ['users:create', 'users:edit'] });
  roles = Object.fromEntries(
    (await admin.get('/api/roles')).body.items.map((role: Json) => [role.name, role.id]),
  );
});

afterAll(() => api.close());

test('a request that waits behind the loss of its caller’s rights finds them gone, whatever it asks', async () => {
  const leaving = await api.signIn('Admin');
  const [person, role] = [await addPerson(), await addRole()];

  const answers = await askBehind(loseRoles(leaving), [
    () => leaving.post('/api/users', { email: anyEmail() }),
    () => leaving.patch(`/api/users/${person}`, { isActive: false }, 1),
    () => leaving.put(`/api/users/${person}/roles`, { roleIds: [] }, 1),
    () => leaving.put(`/api/users/${leaving.userId}/roles`, { roleIds: [roles['Admin']] }, 1),
    () => leaving.command(`/api/users/${person}/set-up-code`, 1),
    () => leaving.post('/api/roles', { name: randomUUID() }),
    () => leaving.patch(`/api/roles/${role}`, { description: 'x' }, 1),
    () => leaving.put(`/api/roles/${role}/permissions`, { permissions: ['orders:view'] }, 1),
    () => leaving.delete(`/api/roles/${role}`, 1),
  ]);

  expect(answers.map(({ status, body }) => [status, body?.code])).toEqual(
    answers.map(() => [403, 'permission.missing']),
  );
  expect((await admin.get(`/api/users/${person}`)).body).toMatchObject({ isActive: true, version: 1 });
  expect((await admin.get(`/api/roles/${role}`)).body.version).toBe(1);
});

test('who keeps some rights hands on no other, though the request came with more', async () => {
  const demoted = await api.signIn('Admin', 'Clerk');
  const stronger = await api.signIn('Sales');
  const person = await addPerson();

  const answers = await askBehind(
    `DELETE FROM user_roles WHERE clerk_user_id = '${demoted.subject}' AND role_id = '${roles['Admin']}'`,
    [
      () => demoted.post('/api/users', { email: anyEmail(), roleIds: [roles['Admin']] }),
      () => demoted.put(`/api/users/${person}/roles`, { roleIds: [roles['Admin']] }, 1),
      () => demoted.post('/api/roles', { name: randomUUID(), permissions: ['settings:edit'] }),
      () => demoted.command(`/api/users/${stronger.userId}/set-up-code`, 1),
    ],
  );

  expect(answers.map(({ body }) => body.code)).toEqual([
    'role.grants_more',
    'role.grants_more',
    'role.grants_more',
    'user.has_more_rights',
  ]);
});

test('who was deactivated meanwhile is nobody', async () => {
  const leaving = await api.signIn('Admin');

  const [answer] = await askBehind(`UPDATE users SET is_active = false WHERE id = '${leaving.userId}'`, [
    () => leaving.post('/api/users', { email: anyEmail(), roleIds: [roles['Admin']] }),
  ]);

  expect(answer?.body).toMatchObject({ status: 401, code: 'auth.required' });
});

/** Sends requests that came with the rights of before and wait for the lock behind a change of them. */
async function askBehind(change: string, requests: (() => Promise<Answer>)[]): Promise<Answer[]> {
  const client = await api.pool.connect();
  try {
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock(7402553)');
    const answers = requests.map((request) => request());
    await expect.poll(countWaiting).toBe(requests.length);
    await client.query(change);
    await client.query('COMMIT');
    return await Promise.all(answers);
  } finally {
    client.release();
  }
}

function loseRoles({ subject }: Caller): string {
  return `DELETE FROM user_roles WHERE clerk_user_id = '${subject}'`;
}

async function countWaiting(): Promise<number> {
  const { rows } = await api.pool.query(
    `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory'`,
  );
  return rows.length;
}

async function addPerson(): Promise<string> {
  return (await admin.post('/api/users', { email: anyEmail() })).body.user.id;
}

async function addRole(): Promise<string> {
  return (await admin.post('/api/roles', { name: randomUUID() })).body.id;
}

function anyEmail(): string {
  return `${randomUUID()}@example.com`;
}
