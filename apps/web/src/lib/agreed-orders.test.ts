import { figureStatuses } from '@pace/shared/dashboard';
import { orderFilter } from '@pace/shared/orders';
import { expect, test } from 'vitest';
import { agreedOrders } from './agreed-orders.ts';

test('screens count the orders that the API counts', () => {
  expect(agreedOrders.status.split(',')).toEqual(figureStatuses);
  expect(orderFilter.safeParse(agreedOrders).success).toBe(true);
});
