import { expect, test } from 'vitest';
import { mayReadCommission, toConfirmation } from './confirmation.ts';
import type { Order } from './orders.queries.ts';

const order = {
  orderNo: '2611-0001',
  engagedBy: 'seller',
  commissionTotal: '512.50',
  notes: 'internal note',
  lines: [
    {
      id: 'a',
      commissionBasis: 'percent',
      commissionPrice: '5',
      commissionAmount: '512.50',
      commissionRate: '5.00',
    },
  ],
  // Only what decides who may read what.
} as unknown as Order;

test.each([
  ['seller', 'seller', true],
  ['buyer', 'seller', false],
  ['buyer', 'buyer', true],
  ['seller', 'buyer', false],
  ['buyer', 'both', true],
  ['file', 'seller', true],
] as const)('a print for the %s, engaged by %s: commission %s', (recipient, engagedBy, isShown) => {
  expect(mayReadCommission(recipient, engagedBy)).toBe(isShown);
});

test('what a recipient may not read is not even in what is printed', () => {
  const text = JSON.stringify(toConfirmation(order, 'buyer'));
  expect(text).not.toContain('512.50');
  expect(text).not.toContain('5.00');
  expect(text).not.toContain('internal note');
  expect(JSON.stringify(toConfirmation(order, 'seller'))).not.toContain('internal note');
  expect(toConfirmation(order, 'file').notes).toBe('internal note');
});
