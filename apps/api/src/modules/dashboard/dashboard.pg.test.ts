import { afterAll, beforeAll, expect, test } from 'vitest';
import { insertSampleBook } from '../../db/sample-book.ts';
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

/** The evening before in California, where the company is. */
const clock = () => Temporal.Instant.from('2026-04-01T05:00:00Z');

let api: TestApi;
let admin: Caller;
let book: Book;

beforeAll(async () => {
  api = await startTestApi({ clock });
  admin = await api.signIn('Admin');
  book = await openBook(admin);
});

afterAll(() => api.close());

test('counts binding orders of thirteen months by the day of the company, and nothing else', async () => {
  await confirmed({ orderDate: '2026-03-31' });
  await confirmed({ orderDate: '2026-03-01' });
  await confirmed({ orderDate: '2026-04-01' }); // Tomorrow.
  await confirmed({ orderDate: '2026-02-28' });
  await confirmed({ orderDate: '2025-03-31' });
  await confirmed({ orderDate: '2025-02-28' }); // The fourteenth month.
  await writeOrder(admin, book, { orderDate: '2026-03-15' });
  const cancelled = await confirmed({ orderDate: '2026-03-15' });
  await admin.command(`/api/orders/${cancelled.id}/cancel`, cancelled.version);

  const { body } = await admin.get('/api/dashboard');

  expect(body.today).toBe('2026-03-31');
  expect(body.months.map((one: Json) => one.month)).toEqual([
    ...['2025-03', '2025-04', '2025-05', '2025-06', '2025-07', '2025-08', '2025-09', '2025-10', '2025-11'],
    ...['2025-12', '2026-01', '2026-02', '2026-03'],
  ]);
  expect(body.months.map((one: Json) => one.count)).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2]);
  expect(body.monthToDate).toEqual({
    month: '2026-03',
    count: 2,
    totalAmount: '20500.00',
    commissionTotal: '1025.00',
    filter: {
      status: 'confirmed,posted_to_qb,paid',
      isCancelled: 'false',
      orderDateFrom: '2026-03-01',
      orderDateTo: '2026-03-31',
    },
  });
  expect(body.attention.oldDrafts.count).toBe(1);
  expect(body.attention.unposted).toMatchObject({ count: 6, totalAmount: '61500.00' });
  expect((await admin.get('/api/dashboard/top')).body).toMatchObject({
    from: '2025-04-01',
    to: '2026-03-31',
    buyers: [{ id: book.buyerId, count: 3, totalAmount: '30750.00', commissionTotal: '1537.50' }],
    sellers: [{ id: book.sellerId, name: expect.stringMatching(/^Seller/) }],
    products: [{ id: book.productId, count: 3, productAmount: '30750.00' }],
  });
});

test('every number is the total of the list that it leads to', async () => {
  await api.db.transaction((tx) => insertSampleBook(tx, clock));
  const twice = [almondLine(book.productId), { ...almondLine(book.productId), quantity: '7' }];
  await confirmed({ orderDate: '2026-03-30', shipDate: '2026-03-30', lines: twice });

  const { body } = await admin.get('/api/dashboard');

  const { buyers, sellers, products } = (await admin.get('/api/dashboard/top')).body;
  expect([buyers, sellers, products].map((list) => list.length)).toEqual([5, 5, 5]);
  const figures = [
    ...body.months,
    body.monthToDate,
    ...Object.values<Json>(body.attention),
    ...[...buyers, ...sellers, ...products],
  ];
  for (const { filter, ...figure } of figures) {
    const { items } = (await admin.get(`/api/orders?limit=200&${new URLSearchParams(filter)}`)).body;
    const totals = (await admin.get(`/api/orders/totals?${new URLSearchParams(filter)}`)).body;
    expect(figure.count).toBeGreaterThan(0);
    expect(items).toHaveLength(figure.count);
    expect(totals).toMatchObject(
      'productAmount' in figure
        ? { count: figure.count, productAmount: figure.productAmount }
        : {
            count: figure.count,
            totalAmount: figure.totalAmount,
            commissionTotal: figure.commissionTotal,
          },
    );
  }
});

test('the largest are the largest of all', async () => {
  const { rows } = await api.pool.query(`
    SELECT l.product_id AS id, sum(l.line_total)::text AS amount FROM order_lines l JOIN orders o ON o.id = l.order_id
    WHERE o.status <> 'draft' AND o.cancelled_at IS NULL AND o.order_date BETWEEN '2025-04-01' AND '2026-03-31'
    GROUP BY 1 ORDER BY sum(l.line_total) DESC LIMIT 5`);

  const { products, buyers } = (await admin.get('/api/dashboard/top')).body;

  expect(products.map((one: Json) => ({ id: one.id, amount: one.productAmount }))).toEqual(rows);
  expect(buyers.map((one: Json) => Number(one.totalAmount))).toEqual(
    buyers.map((one: Json) => Number(one.totalAmount)).toSorted((a: number, b: number) => b - a),
  );
});

test('who may not read orders sees figures and no names', async () => {
  await admin.post('/api/roles', { name: 'Figures', permissions: ['dashboard:view'] });
  const caller = await api.signIn('Figures');

  const [figures, top] = [await caller.get('/api/dashboard'), await caller.get('/api/dashboard/top')];

  expect(figures.body.months).toHaveLength(13);
  expect(top.body.code).toBe('permission.missing');
});

async function confirmed(more: object): Promise<Json> {
  const order = await writeOrder(admin, book, more);
  const answer = await admin.command(`/api/orders/${order.id}/confirm`, order.version);
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
}
