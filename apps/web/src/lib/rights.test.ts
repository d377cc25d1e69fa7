import { permissions } from '@pace/shared/permissions';
import { describe, expect, test } from 'vitest';
import {
  describeRights,
  diffRights,
  effectOn,
  type GivingRole,
  isNoDiff,
  rightsOf,
  sortRights,
} from './rights.ts';

const role = (id: string, rights: string[], isActive = true): GivingRole => ({
  id,
  name: id,
  isActive,
  permissions: rights,
});

describe('diffRights', () => {
  test('names what is gained and what is lost, in the order of the matrix', () => {
    expect(
      diffRights(['orders:view', 'reports:view'], ['settings:edit', 'orders:view', 'dashboard:view']),
    ).toEqual({ added: ['dashboard:view', 'settings:edit'], removed: ['reports:view'] });
  });

  test('the same rights in another order are no difference', () => {
    expect(isNoDiff(diffRights(['orders:edit', 'orders:view'], ['orders:view', 'orders:edit']))).toBe(true);
    expect(isNoDiff(diffRights([], ['orders:view']))).toBe(false);
  });

  test('what is no right is neither gained nor lost', () => {
    expect(diffRights(['orders:fly'], ['planets:view'])).toEqual({ added: [], removed: [] });
  });

  test('from nothing to everything is all fifty', () => {
    expect(diffRights([], permissions).added).toEqual(permissions);
  });
});

test('sortRights puts rights into the order of the matrix and drops doubles', () => {
  expect(sortRights(['users:view', 'orders:view', 'users:view', 'nonsense'])).toEqual([
    'orders:view',
    'users:view',
  ]);
});

test('describeRights reads module by module', () => {
  const rights = ['reports:view', 'orders:edit', 'orders:create'];
  expect(describeRights(rights)).toBe('Orders: create, edit; Reports: view');
  expect(describeRights(permissions.filter((right) => right.startsWith('email')))).toBe('E-mail: all');
  expect(describeRights([])).toBe('');
});

test('rightsOf adds up active roles only', () => {
  expect(
    rightsOf([role('a', ['orders:view']), role('b', ['orders:edit']), role('c', ['users:edit'], false)]),
  ).toEqual(['orders:view', 'orders:edit']);
});

describe('effectOn', () => {
  const sales = role('sales', ['orders:view', 'orders:edit']);
  const desk = role('desk', ['orders:edit', 'reports:view']);
  const person = (...ids: string[]) => ({ isActive: true, roles: ids.map((id) => ({ id })) });

  test('somebody with this role alone gains and loses all of it', () => {
    expect(effectOn(person('sales'), sales, ['orders:view', 'reports:view'], [sales, desk])).toEqual({
      added: ['reports:view'],
      removed: ['orders:edit'],
    });
  });

  test('what another active role gives is neither gained nor lost', () => {
    const effect = effectOn(person('sales', 'desk'), sales, ['orders:view', 'reports:view'], [sales, desk]);
    expect(isNoDiff(effect)).toBe(true);
  });

  test('a role that is switched off keeps nobody from losing', () => {
    const off = role('desk', desk.permissions.slice(), false);
    expect(effectOn(person('sales', 'desk'), sales, ['orders:view'], [sales, off]).removed).toEqual([
      'orders:edit',
    ]);
  });

  test('nothing changes for a deactivated person, nor by a role that is switched off', () => {
    expect(isNoDiff(effectOn({ ...person('sales'), isActive: false }, sales, [], [sales]))).toBe(true);
    const off = role('sales', ['orders:view'], false);
    expect(isNoDiff(effectOn(person('sales'), off, [], [off]))).toBe(true);
  });
});
