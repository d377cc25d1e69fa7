import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Book, type Caller, openBook, startTestApi, type TestApi, writeOrder } from '../../test/api.ts';

let api: TestApi;
let sales: Caller;
let book: Book;

beforeAll(async () => {
  api = await startTestApi();
  sales = await api.signIn('Sales');
  book = await openBook(sales);
});

afterAll(() => api.close());

test.each([
  {
    title: '100 cases of 25 lb at $4.10 per lb with 5 %',
    line: {
      quantity: '100',
      packSize: '25',
      packUnit: 'lb',
      price: '4.10',
      priceUnit: 'lb',
      commissionPrice: '5',
    },
    expected: { netWeight: '2500', lineTotal: '10250.00', unitPrice: '102.50', commissionAmount: '512.50' },
  },
  {
    title: '1,733 packages of 1 lb at $0.905 per lb round half away from zero',
    line: { quantity: '1733', packSize: '1', packUnit: 'lb', price: '0.905', priceUnit: 'lb' },
    expected: { netWeight: '1733', lineTotal: '1568.37', unitPrice: '0.91', commissionAmount: null },
  },
  {
    title: '440 bags of 50 lb at $41.25 per cwt',
    line: { quantity: '440', packSize: '50', packUnit: 'lb', price: '41.25', priceUnit: 'cwt' },
    expected: { netWeight: '22000', lineTotal: '9075.00', unitPrice: '20.63', commissionAmount: null },
  },
])('$title', async ({ line, expected }) => {
  const order = await writeOrder(sales, book, { lines: [{ productId: book.productId, ...line }] });

  expect(order.lines[0]).toMatchObject(expected);
  expect(order.totalAmount).toBe(expected.lineTotal);
  expect(order.commissionTotal).toBe(expected.commissionAmount ?? '0.00');
  expect((await sales.get(`/api/orders/${order.id}`)).body).toEqual(order);
});

test('a confirmed order is binding and remembers what was confirmed', async () => {
  const draft = await writeOrder(sales, book);

  const confirmed = await sales.command(`/api/orders/${draft.id}/confirm`, draft.version);

  expect(confirmed.status).toBe(200);
  expect(confirmed.body).toMatchObject({ status: 'confirmed', revision: 1, version: 2 });
  const revision = await sales.get(`/api/orders/${draft.id}/revisions/1`);
  expect(revision.body.snapshot).toMatchObject({
    orderNo: draft.orderNo,
    totalAmount: '10250.00',
    lines: draft.lines,
  });
});
