import { randomUUID } from 'node:crypto';
import { permissions } from '@pace/shared/permissions';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Caller, type Json, startTestApi, type TestApi } from '../../test/api.ts';

let api: TestApi;
let admin: Caller;

beforeAll(async () => {
  api = await startTestApi();
  admin = await api.signIn('Admin');
});

afterAll(() => api.close());

test('says of each of the fifty rights whether a person holds it and through which roles', async () => {
  const { body: clerk } = await admin.post('/api/roles', {
    name: 'Clerk',
    permissions: ['orders:view', 'users:view'],
  });
  const person = await api.signIn('Accountant', 'Clerk');

  const { body } = await admin.get(`/api/users/${person.userId}/rights`);

  expect(body.permissions.map((one: Json) => one.permission)).toEqual(permissions);
  const held = body.permissions.filter((one: Json) => one.isHeld).map((one: Json) => one.permission);
  expect(held.toSorted()).toEqual((await person.get('/api/me')).body.permissions);
  expect(of(body, 'orders:view').roles.map((role: Json) => role.name)).toEqual(['Accountant', 'Clerk']);
  expect(of(body, 'users:view')).toEqual({
    permission: 'users:view',
    module: 'users',
    action: 'view',
    isHeld: true,
    roles: [{ id: clerk.id, name: 'Clerk' }],
    inactiveRoles: [],
  });
  expect(of(body, 'settings:edit')).toMatchObject({ isHeld: false, roles: [] });
});

test('a role that is switched off is named as giving nothing', async () => {
  const role = (await admin.post('/api/roles', { name: 'Off', permissions: ['email:view', 'orders:view'] }))
    .body;
  const person = await api.signIn('Accountant', 'Off');
  await admin.patch(`/api/roles/${role.id}`, { isActive: false }, 1);

  const { body } = await admin.get(`/api/users/${person.userId}/rights`);

  expect(body.inactiveRoles).toEqual([{ id: role.id, name: 'Off' }]);
  expect(of(body, 'email:view')).toMatchObject({
    isHeld: false,
    roles: [],
    inactiveRoles: [{ name: 'Off' }],
  });
  expect(of(body, 'orders:view')).toMatchObject({
    isHeld: true,
    roles: [{ name: 'Accountant' }],
    inactiveRoles: [{ name: 'Off' }],
  });
});

test('a person who was deactivated holds nothing, whatever their roles give', async () => {
  const person = await api.signIn('Sales');
  await admin.patch(`/api/users/${person.userId}`, { isActive: false }, 1);

  const { body } = await admin.get(`/api/users/${person.userId}/rights`);

  expect(body.isActive).toBe(false);
  expect(body.permissions.filter((one: Json) => one.isHeld)).toEqual([]);
  expect(of(body, 'orders:view').roles).toMatchObject([{ name: 'Sales' }]);
});

test('a person without roles holds nothing; one that does not exist is not found', async () => {
  const nobody = await api.signIn();

  const { body } = await admin.get(`/api/users/${nobody.userId}/rights`);
  const missing = await admin.get(`/api/users/${randomUUID()}/rights`);

  expect(body.permissions.filter((one: Json) => one.isHeld || one.roles.length > 0)).toEqual([]);
  expect(missing.body.code).toBe('user.not_found');
});

function of(rights: Json, permission: string): Json {
  return rights.permissions.find((one: Json) => one.permission === permission);
}
