import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Caller, type Json, startTestApi, type TestApi } from '../../test/api.ts';

let api: TestApi;
let admin: Caller;
let sellerId: string;

beforeAll(async () => {
  api = await startTestApi();
  admin = await api.signIn('Admin');
  const create = async (path: string, body: object) => (await admin.post(path, body)).body;
  sellerId = (
    await create('/api/accounts', {
      name: 'Marigold Orchards',
      type: 'seller',
      code: 'MG-1',
      addresses: [{ kind: 'billing', city: 'Chico' }],
    })
  ).id;
  for (let n = 0; n < 7; n += 1) {
    await create('/api/products', { name: `Marigold seed ${n}`, variety: 'Bolero' });
    await create('/api/orders', { sellerId, poNumber: `PO-${n}` });
  }
  await create('/api/users', { email: 'mary@example.com', firstName: 'Mary', lastName: 'Marigold' });
});

afterAll(() => api.close());

test('finds a few of every kind, as the lists would', async () => {
  const { body } = await admin.get('/api/search?q=marigold');

  expect(body.accounts).toEqual([
    {
      id: sellerId,
      name: 'Marigold Orchards',
      code: 'MG-1',
      city: 'Chico',
      isSeller: true,
      isBuyer: false,
      isActive: true,
    },
  ]);
  expect([body.orders.length, body.products.length]).toEqual([5, 5]);
  const { items } = (await admin.get('/api/orders?q=marigold&limit=5')).body;
  expect(body.orders.map((order: Json) => order.id)).toEqual(items.map((order: Json) => order.id));
  expect(body.orders[0]).toMatchObject({
    orderNo: items[0].orderNo,
    status: 'draft',
    isCancelled: false,
    seller: { id: sellerId, name: 'Marigold Orchards' },
    buyer: null,
    poNumber: 'PO-6',
    totalAmount: '0.00',
  });
  expect(body.products[0]).toMatchObject({ name: 'Marigold seed 0', variety: 'Bolero' });
  expect(body.people).toMatchObject([{ name: 'Mary Marigold', email: 'mary@example.com', isActive: true }]);
});

test('finds as many of each kind as asked', async () => {
  const { body } = await admin.get('/api/search?q=marigold&limit=7');

  expect([body.orders.length, body.products.length]).toEqual([7, 7]);
});

test('an order is found by its number', async () => {
  const { orderNo } = (await admin.get('/api/orders?q=PO-3')).body.items[0];

  const { body } = await admin.get(`/api/search?q=${orderNo}`);

  expect(body.orders.map((order: Json) => order.orderNo)).toEqual([orderNo]);
});

test('shows nobody what they may not view', async () => {
  const kinds = async (...roles: string[]) => {
    const caller = await api.signIn(...roles);
    const { body } = await caller.get('/api/search?q=marigold');
    return Object.entries<Json[]>(body).flatMap(([kind, found]) => (found.length > 0 ? [kind] : []));
  };

  expect(await kinds()).toEqual([]);
  expect(await kinds('Sales')).toEqual(['accounts', 'orders', 'products']);
  expect(await kinds('Accountant')).toEqual(['accounts', 'orders']);
  expect(await kinds('Admin')).toEqual(['accounts', 'orders', 'products', 'people']);
});

test.each(['', '?q=', '?q=%20'])('nothing is found without a text: %j', async (query) => {
  const { status, body } = await admin.get(`/api/search${query}`);

  expect([status, body]).toEqual([200, { accounts: [], orders: [], products: [], people: [] }]);
});
