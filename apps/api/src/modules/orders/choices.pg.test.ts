import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  almondLine,
  type Book,
  type Caller,
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
  book = await openBook(admin);
});

afterAll(() => api.close());

test('an inactive product is not chosen any more, but stays on the lines that have it', async () => {
  const order = await writeOrder(admin, book);
  const inactive = (await admin.post('/api/products', { name: randomUUID() })).body;
  const kept = await writeOrder(admin, book, { lines: [almondLine(inactive.id)] });
  await admin.patch(`/api/products/${inactive.id}`, { isActive: false }, 1);
  const line = { id: kept.lines[0].id, ...almondLine(inactive.id), quantity: '7' };

  const chosen = await admin.patch(`/api/orders/${order.id}`, { lines: [almondLine(inactive.id)] }, 1);
  const edited = await admin.patch(`/api/orders/${kept.id}`, { lines: [line] }, 1);

  expect(chosen.status).toBe(422);
  expect(chosen.body.errors).toEqual([{ path: 'lines.0.productId', message: 'is not active' }]);
  expect(edited.status, edited.text).toBe(200);
});

test('inactive payment terms are not chosen any more, but stay where they are', async () => {
  const terms = (await admin.post('/api/payment-terms', { name: randomUUID(), days: 10 })).body;
  const kept = await writeOrder(admin, book, { paymentTermsId: terms.id, orderDate: '2026-11-01' });
  await admin.patch(`/api/payment-terms/${terms.id}`, { isActive: false }, 1);

  const chosen = await admin.post('/api/orders', { paymentTermsId: terms.id });
  const edited = await admin.patch(`/api/orders/${kept.id}`, { orderDate: '2026-11-05' }, 1);

  expect(chosen.body.errors).toEqual([{ path: 'paymentTermsId', message: 'are not active' }]);
  expect(edited.body.dueDate).toBe('2026-11-15');
});

test('the days of payment terms that an order names stay what was agreed', async () => {
  const terms = (await admin.post('/api/payment-terms', { name: randomUUID(), days: 30 })).body;
  const path = `/api/payment-terms/${terms.id}`;
  expect((await admin.patch(path, { days: 31 }, 1)).status).toBe(200);
  await writeOrder(admin, book, { paymentTermsId: terms.id });

  const refused = await admin.patch(path, { days: 45 }, 2);

  expect(refused.status).toBe(409);
  expect(refused.body).toMatchObject({ code: 'payment_term.in_use', errors: [{ path: 'days' }] });
  expect((await admin.get(path)).body.days).toBe(31);
});

test('why a confirmed order was changed is in its history, printed or not', async () => {
  const order = await writeOrder(admin, book);
  await admin.command(`/api/orders/${order.id}/confirm`, 1);

  await admin.patch(
    `/api/orders/${order.id}`,
    { engagedBy: 'buyer', reason: 'The buyer called us first' },
    2,
  );

  const [newest] = (await admin.get(`/api/orders/${order.id}/activities`)).body.items;
  expect(newest.changes).toEqual({
    engagedBy: { from: 'seller', to: 'buyer' },
    reason: { from: null, to: 'The buyer called us first' },
  });
});

test('the history of a deleted draft has everything it said', async () => {
  const order = await writeOrder(admin, book);

  await admin.delete(`/api/orders/${order.id}`, 1);

  const [newest] = (await admin.get(`/api/orders/${order.id}/activities`)).body.items;
  const { allowedActions: _, ...said } = order;
  expect(newest).toMatchObject({ action: 'deleted', changes: { order: { from: said, to: null } } });
});

test('who may write orders but not read them gets no copy of one to read', async () => {
  const order = await writeOrder(admin, book);
  const name = randomUUID();
  await admin.post('/api/roles', { name, permissions: ['orders:create'] });
  const writer = await api.signIn(name);

  const refused = await writer.post(`/api/orders/${order.id}/duplicate`);

  expect([refused.status, refused.body.permission]).toEqual([403, 'orders:view']);
  expect(refused.text).not.toContain(order.commissionTotal);
});

test('a copy that would be too large without the scale weight is refused with the path', async () => {
  const line = {
    productId: book.productId,
    quantity: '99999999',
    packSize: '99999999',
    packUnit: 'lb',
    actualWeight: '1',
    price: '100',
    priceUnit: 'lb',
  };
  const order = await writeOrder(admin, book, { lines: [line] });

  const copy = await admin.post(`/api/orders/${order.id}/duplicate`);

  expect(copy.status).toBe(422);
  expect(copy.body.errors).toContainEqual({ path: 'lines.0.lineTotal', message: 'would be too large' });
});
