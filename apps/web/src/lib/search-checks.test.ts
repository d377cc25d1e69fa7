import { accountFilter, accountSorts } from '@pace/shared/accounts';
import { orderFilter, orderSorts, orderStatuses } from '@pace/shared/orders';
import { productFilter, productSorts } from '@pace/shared/products';
import { userQuery } from '@pace/shared/users';
import { expect, test } from 'vitest';
import { accountChecks } from '../features/accounts/account-filters.ts';
import { orderChecks, statuses } from '../features/orders/order-filters.ts';
import { productChecks } from '../features/products/product-filters.ts';
import { userChecks } from '../features/users/user-filters.ts';
import type { Check } from './search-checks.ts';

const { limit: _, after: __, ...userFilter } = userQuery.shape;

/** What people and old links put into addresses, right and wrong. */
const samples = [
  'almonds',
  ' spaces ',
  'x'.repeat(100),
  'x'.repeat(101),
  'x'.repeat(256),
  'half a pair \ud800',
  'nul \0',
  'true',
  'false',
  'yes',
  '2026-11-22',
  '2026-02-29',
  '2024-02-29',
  '2026-13-01',
  '1899-12-31',
  '2200-12-31',
  '0',
  '100.50',
  '100.505',
  '-1',
  '1e3',
  '12345678901',
  '1234567890',
  '019a2045-84f1-751b-a5fe-f949b77f95ef',
  '019A2045-84F1-751B-A5FE-F949B77F95EF',
  '019a2045-84f1-751b-a5fe-f949b77f95e',
  'draft',
  'draft,paid',
  'draft,',
  'lost',
  'seller',
  'buyer',
  'old_draft',
  'unposted',
  'overdue_shipment',
];

interface Schema {
  safeParse: (value: unknown) => { success: boolean };
}

const lists: readonly [
  string,
  Readonly<Record<string, Check>>,
  Readonly<Record<string, Schema>>,
  readonly string[],
][] = [
  ['orders', orderChecks, orderFilter.shape, orderSorts],
  ['accounts', accountChecks, accountFilter.shape, accountSorts],
  ['products', productChecks, productFilter.shape, productSorts],
  ['people', userChecks, userFilter, []],
];

test.each(lists)('the addresses of %s take exactly what the API takes', (_name, checks, all, sorts) => {
  const { sort, ...filters } = checks;
  // Single records are asked for to keep a list current, never by an address.
  const { id: _, ...shape } = all;
  expect(Object.keys(filters).toSorted()).toEqual(Object.keys(shape).toSorted());
  for (const [key, check] of Object.entries(filters)) {
    const taken = samples.filter(check);
    expect(taken, key).toEqual(samples.filter((value) => shape[key]?.safeParse(value).success));
  }
  expect(sorts.filter((value) => sort?.(value) !== true)).toEqual([]);
  expect(samples.filter((value) => sort?.(value))).toEqual([]);
});

test('the statuses are those of the API', () => {
  expect(statuses).toEqual(orderStatuses);
});
