import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
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
let sales: Caller;
let book: Book;
/** An hour at which it is still the day before in California. */
let now = Temporal.Instant.from('2026-11-22T07:00:00Z');

beforeAll(async () => {
  api = await startTestApi({ clock: () => now });
  sales = await api.signIn('Sales', 'Admin');
  book = await openBook(sales);
});

afterAll(() => api.close());

test('attention finds what waits for somebody, by the day of the company and not of the server', async () => {
  const write = (more: object) => writeOrder(sales, book, more);
  const confirm = async (more: object) => {
    const order = await write(more);
    return (await sales.command(`/api/orders/${order.id}/confirm`, 1)).body;
  };
  const yesterday = { orderDate: '2026-11-20', shipDate: '2026-11-20' };
  const today = { orderDate: '2026-11-21', shipDate: '2026-11-21' };
  const oldDraft = await write(yesterday);
  const newDraft = await write(today);
  const cancelled = await write(yesterday);
  await sales.command(`/api/orders/${cancelled.id}/cancel`, 1);
  const shipped = await confirm(yesterday);
  const shipping = await confirm(today);
  const undated = await confirm({ orderDate: '2026-11-20' });
  const found = async (attention: string) => {
    const { items } = (await sales.get(`/api/orders?attention=${attention}`)).body;
    const { count } = (await sales.get(`/api/orders/totals?attention=${attention}`)).body;
    expect(count).toBe(items.length);
    return items.map(({ id }: { id: string }) => id).toSorted();
  };

  expect(await found('old_draft')).toEqual([oldDraft.id]);
  expect(await found('unposted')).toEqual([shipped.id, shipping.id, undated.id].toSorted());
  expect(await found('overdue_shipment')).toEqual([shipped.id]);

  now = now.add({ hours: 2 }); // Past midnight in California.
  expect(await found('old_draft')).toEqual([oldDraft.id, newDraft.id].toSorted());
  expect(await found('overdue_shipment')).toEqual([shipped.id, shipping.id].toSorted());
});

test('the totals of a product say what its own lines add up to', async () => {
  const other = await openBook(sales);
  const two = [
    almondLine(other.productId),
    almondLine(book.productId),
    { ...almondLine(other.productId), quantity: '1' },
  ];
  await writeOrder(sales, other, { lines: two });

  const totals = async (query: string) =>
    (await sales.get(`/api/orders/totals?sellerId=${other.sellerId}&${query}`)).body;

  expect(await totals(`productId=${other.productId}`)).toEqual({
    count: 1,
    totalAmount: '20602.50',
    commissionTotal: '1030.13',
    productAmount: '10352.50',
    named: [
      { id: other.sellerId, name: expect.stringMatching(/^Seller /) },
      { id: other.productId, name: expect.stringMatching(/^Almonds /) },
    ],
  });
  expect((await totals(`productId=${other.productId}&q=seller`)).productAmount).toBe('10352.50');
  expect((await totals('isCancelled=false')).productAmount).toBeNull();
  expect((await totals(`productId=${other.productId}&isCancelled=true`)).productAmount).toBe('0.00');
});

test('the totals name what their filter names, also when it finds nothing, to those who may view it', async () => {
  const named = async (caller: Caller, query: string) =>
    (await caller.get(`/api/orders/totals?${query}`)).body.named;
  const nothing = `amountMin=9999999&buyerId=${book.buyerId}&productId=${book.productId}`;
  const signInWith = async (name: string, permissions: string[]) => {
    await sales.post('/api/roles', { name, permissions });
    return api.signIn(name);
  };
  const buyer = { id: book.buyerId, name: expect.stringMatching(/^Buyer /) };
  const product = { id: book.productId, name: expect.stringMatching(/^Almonds /) };

  expect(await named(sales, nothing)).toEqual([buyer, product]);
  expect(await named(await signInWith('Orders', ['orders:view']), nothing)).toEqual([]);
  expect(await named(await signInWith('Products', ['orders:view', 'products:view']), nothing)).toEqual([
    product,
  ]);
  expect(await named(sales, `sellerId=${randomUUID()}`)).toEqual([]);
});

// As many lines as each of the three ways of finding them is for.
test.each([40, 2000, 10_400])(
  'the orders of a product on %i lines come in order, page after page',
  async (lines) => {
    const own = await openBook(sales);
    const orderCount = 40;
    const { rows } = await api.pool.query<{ id: string }>(
      `WITH written AS (
       INSERT INTO orders (order_no, order_date, status, seller_id, created_at)
       SELECT 'P' || $2 || '-' || n, '2026-11-01', CASE WHEN n % 2 = 0 THEN 'draft' ELSE 'confirmed' END, $3,
              timestamp '2026-11-01' + n * interval '1 minute'
       FROM generate_series(1, $1::int) AS n RETURNING id, created_at, status
     ), filled AS (
       INSERT INTO order_lines (order_id, product_id, line_no)
       SELECT id, $4, n FROM written, generate_series(1, $2::int / $1::int) AS n
     )
     SELECT id FROM written WHERE status = 'draft' ORDER BY created_at DESC`,
      [orderCount, lines, own.sellerId, own.productId],
    );

    const found: string[] = [];
    let after: string | null = '';
    while (after !== null) {
      const page: Json = (
        await sales.get(
          `/api/orders?productId=${own.productId}&status=draft&limit=7${after === '' ? '' : `&after=${after}`}`,
        )
      ).body;
      found.push(...page.items.map(({ id }: Json) => id));
      after = page.nextCursor;
    }

    expect(found).toEqual(rows.map(({ id }) => id));
  },
);
