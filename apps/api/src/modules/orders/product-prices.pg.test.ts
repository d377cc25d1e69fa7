import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  almondLine,
  type Book,
  type Caller,
  type Json,
  openBook,
  startTestApi,
  type TestApi,
  writeOrder,
} from '../../test/api.ts';

let api: TestApi;
let admin: Caller;
let book: Book;

beforeAll(async () => {
  api = await startTestApi();
  admin = await api.signIn('Admin');
});

afterAll(() => api.close());

beforeEach(async () => {
  book = await openBook(admin);
});

test('prices are those of binding orders, newest first, as they were agreed', async () => {
  const first = await confirm({ orderDate: '2026-01-05' });
  await writeOrder(admin, book);
  const cancelled = await confirm({});
  await admin.command(`/api/orders/${cancelled.id}/cancel`, cancelled.version);
  const second = await confirm({
    orderDate: '2026-02-05',
    lines: [{ productId: book.productId, quantity: '40', price: '0.905', priceUnit: 'lb' }],
  });

  const { items, nextCursor } = (await prices()).body;

  expect(nextCursor).toBeNull();
  expect(items.map((item: Json) => item.order.id)).toEqual([second.id, first.id]);
  expect(items[0]).toMatchObject({
    order: { id: second.id, orderNo: second.orderNo },
    orderDate: '2026-02-05',
    seller: { id: book.sellerId, name: expect.stringMatching(/^Seller/) },
    buyer: { id: book.buyerId, name: expect.stringMatching(/^Buyer/) },
    quantity: '40.00',
    price: '0.905',
    priceUnit: 'lb',
    unitPrice: '22.63',
    lineTotal: '905.00',
    packSize: '25',
    packUnit: 'lb',
  });
});

test('prices come in pages without a gap, also when many lines share a moment', async () => {
  const other = await openBook(admin);
  const lines = Array.from({ length: 23 }, (_, n) => ({
    ...almondLine(n % 2 === 0 ? book.productId : other.productId),
    quantity: String(n + 1),
  }));
  await confirm({ lines });
  await confirm({ lines });

  const seen: Json[] = [];
  let after = '';
  do {
    const { body } = await prices(`?limit=5${after}`);
    seen.push(...body.items);
    expect(body.items.length).toBeLessThanOrEqual(5);
    after = body.nextCursor === null ? '' : `&after=${body.nextCursor}`;
  } while (after !== '');

  expect(new Set(seen.map((item) => item.lineId)).size).toBe(24);
  expect(seen).toHaveLength(24);
});

test('partners are counted by orders, summed by the lines of the product alone, most first', async () => {
  const big = await openBook(admin);
  const two = [almondLine(book.productId), { ...almondLine(book.productId), quantity: '1', price: '9' }];
  await confirm({ orderDate: '2026-03-05', lines: [almondLine(book.productId), almondLine(big.productId)] });
  await confirm({ orderDate: '2026-03-01', lines: two });
  await confirm({
    orderDate: '2026-01-01',
    buyerId: big.buyerId,
    lines: [{ ...almondLine(book.productId), quantity: '9999' }],
  });

  const { body } = await admin.get(`/api/products/${book.productId}/partners`);

  expect(body.buyers).toMatchObject([
    { id: big.buyerId, count: 1, productAmount: '1024897.50', lastOrderDate: '2026-01-01' },
    {
      id: book.buyerId,
      count: 2,
      productAmount: '20725.00',
      lastPrice: '4.10',
      lastPriceUnit: 'lb',
      lastOrderDate: '2026-03-05',
    },
  ]);
  expect(body.sellers).toMatchObject([{ id: book.sellerId, count: 3, productAmount: '1045622.50' }]);
  const limited = await admin.get(`/api/products/${book.productId}/partners?limit=1`);
  expect(limited.body.buyers).toEqual(body.buyers.slice(0, 1));
});

test('a product without orders has no prices and no partners; one that does not exist is not found', async () => {
  const of = (id: string) => `/api/products/${id}`;
  const answers = [
    await admin.get(`${of(book.productId)}/prices`),
    await admin.get(`${of(book.productId)}/partners`),
    await admin.get(`${of(randomUUID())}/prices`),
    await admin.get(`${of(randomUUID())}/partners`),
  ];

  expect(answers.map(({ body }) => body.code ?? body)).toEqual([
    { items: [], nextCursor: null },
    { buyers: [], sellers: [] },
    'product.not_found',
    'product.not_found',
  ]);
});

test('who may see products and no orders sees no prices of orders', async () => {
  await admin.post('/api/roles', { name: 'Products only', permissions: ['products:view'] });
  const caller = await api.signIn('Products only');

  const answers = [
    await caller.get(`/api/products/${book.productId}`),
    await caller.get(`/api/products/${book.productId}/prices`),
    await caller.get(`/api/products/${book.productId}/partners`),
  ];

  expect(answers.map(({ status }) => status)).toEqual([200, 403, 403]);
});

function prices(query = '') {
  return admin.get(`/api/products/${book.productId}/prices${query}`);
}

async function confirm(more: object): Promise<Json> {
  const order = await writeOrder(admin, book, more);
  const answer = await admin.command(`/api/orders/${order.id}/confirm`, order.version);
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
}
