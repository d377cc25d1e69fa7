import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
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

beforeAll(async () => {
  api = await startTestApi();
  sales = await api.signIn('Sales');
  book = await openBook(sales);
});

afterAll(() => api.close());

test('every step that many orders take at once has one that takes it back', async () => {
  let items = await writeItems(3);
  const states: string[] = [];
  for (const action of ['confirm', 'reopen', 'cancel', 'restore']) {
    const { status, body } = await bulk(action, items);
    expect([status, body.results.map(({ ok }: Json) => ok)]).toEqual([200, [true, true, true]]);
    items = body.results.map(({ id, version }: Json) => ({ id, version }));
    const orders: Json[] = await Promise.all(items.map(async ({ id }) => (await read(id)).body));
    expect(orders.map(({ version }) => version)).toEqual(items.map(({ version }) => version));
    states.push(...new Set(orders.map((o) => `${o.status}${o.cancelledAt === null ? '' : ', cancelled'}`)));
  }
  expect(states).toEqual(['confirmed', 'draft', 'draft, cancelled', 'draft']);
});

test('what is refused says which fields want attention, as the answer to one command does', async () => {
  const whole = await writeOrder(sales, book);
  const incomplete = await writeOrder(sales, book, {
    sellerId: null,
    lines: [{ productId: book.productId }],
  });
  const alone = (await sales.command(`/api/orders/${incomplete.id}/confirm`, 1)).body;

  const { body } = await bulk('confirm', [
    { id: incomplete.id, version: 1 },
    { id: whole.id, version: 1 },
    { id: randomUUID(), version: 1 },
  ]);

  expect(body.results).toEqual([
    {
      id: incomplete.id,
      ok: false,
      version: null,
      error: { code: 'order.not_ready', detail: alone.title, errors: alone.errors },
    },
    { id: whole.id, ok: true, version: 2, error: null },
    expect.objectContaining({
      ok: false,
      error: { code: 'order.not_found', detail: 'There is no such order.' },
    }),
  ]);
  expect(alone.errors.map(({ path }: Json) => path)).toEqual(['sellerId', 'lines.0.quantity']);
});

test('a step that cannot be taken says why, not which fields', async () => {
  const items = await writeItems(1);

  const { body } = await bulk('restore', items);

  expect(body.results[0].error).toEqual({
    code: 'order.illegal_transition',
    detail: 'The order cannot take this step now. The order is not cancelled.',
  });
});

test('a bulk command whose answer was lost is sent again under its key and does nothing twice', async () => {
  const items = await writeItems(3);
  const headers = { 'idempotency-key': randomUUID() };

  const first = await bulk('cancel', items, headers);
  const again = await bulk('cancel', items, headers);

  expect(again.body).toEqual(first.body);
  expect(first.body.results.map(({ version }: Json) => version)).toEqual([2, 2, 2]);
  expect((await read(items[0]?.id ?? '')).body.version).toBe(2);
});

function bulk(action: string, items: object[], headers?: Record<string, string>) {
  return sales.post('/api/orders/bulk', { action, items }, headers);
}

const read = (id: string) => sales.get(`/api/orders/${id}`);

async function writeItems(count: number): Promise<{ id: string; version: number }[]> {
  const orders = await Promise.all(Array.from({ length: count }, () => writeOrder(sales, book)));
  return orders.map(({ id, version }) => ({ id, version }));
}
