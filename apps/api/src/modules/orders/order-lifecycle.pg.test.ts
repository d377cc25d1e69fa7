import type { OrderAction, OrderStatus } from '@pace/shared/orders';
import { eq, sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { orders } from '../../db/schema/orders.ts';
import { must } from '../../lib/must.ts';
import {
  type Answer,
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

beforeAll(async () => {
  api = await startTestApi();
  sales = await api.signIn('Sales');
  book = await openBook(sales);
});

afterAll(() => api.close());

/** What an order should be by now: a simpler order than the real one, kept beside it. */
interface Model {
  id: string;
  status: OrderStatus;
  isCancelled: boolean;
  hasDocument: boolean;
  version: number;
  revision: number;
  notes: string | null;
  engagedBy: string;
  /** What was done, oldest first. */
  history: string[];
  quantities: number[];
  memo: string | null;
  /** What the newest revision printed. */
  printed: string;
  isDeleted: boolean;
}

const print = ({ quantities, memo }: Model) => JSON.stringify([quantities, memo]);

type Step =
  | { do: 'confirm' | 'reopen' | 'cancel' | 'restore'; reason: boolean }
  | { do: 'edit'; quantities: number[]; reason: boolean }
  | { do: 'memo'; text: string; reason: boolean }
  | { do: 'notes'; text: string }
  | { do: 'party' }
  | { do: 'stale'; by: 'edit' | 'confirm' | 'delete' }
  | { do: 'duplicate' }
  | { do: 'delete' }
  | { do: 'post' | 'settle' | 'void' };

const reason = fc.boolean();
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constantFrom('confirm', 'reopen', 'cancel', 'restore'), reason }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('edit'),
      quantities: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 }),
      reason,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('memo'),
      text: fc.constantFrom('Call first', 'Lift gate'),
      reason,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('notes'), text: fc.constantFrom('Slow payer', 'Nice people') }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('party') }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('stale'), by: fc.constantFrom('edit', 'confirm', 'delete') }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('duplicate') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('delete') }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('post', 'settle', 'void') }) },
) as fc.Arbitrary<Step>; // fast-check widens the literals of each record.

test('whatever is done in whatever order, an order is what the rules say', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 16 }), async (steps) => {
      const model = await start();
      for (const one of steps) {
        if (model.isDeleted) return;
        await take(model, one);
        await compare(model);
      }
    }),
    { numRuns: 25, endOnFailure: true },
  );
}, 60_000);

test('what QuickBooks holds may change with a reason, but not whom it bills', async () => {
  const order = await writeOrder(sales, book);
  const confirmed = (await sales.command(`/api/orders/${order.id}/confirm`, 1)).body;
  await setState(order.id, 'posted_to_qb');

  for (const change of [
    { sellerId: null },
    { buyerId: null },
    { billingMode: 'commission' },
    { engagedBy: 'buyer' },
  ]) {
    const refused = await sales.patch(
      `/api/orders/${order.id}`,
      { ...change, reason: 'Asked for' },
      confirmed.version,
    );
    expect(refused).toMatchObject({ status: 409, body: { code: 'order.frozen' } });
    expect(refused.body.errors).toEqual([{ path: Object.keys(change)[0], message: expect.any(String) }]);
  }
  // Saying what already is, is no change.
  const same = { sellerId: book.sellerId, billingMode: 'goods', memo: 'Lift gate', reason: 'Asked for' };
  const changed = await sales.patch(`/api/orders/${order.id}`, same, confirmed.version);
  expect(changed).toMatchObject({ status: 200, body: { status: 'posted_to_qb', revision: 2 } });
});

test('a live estimate freezes the parties of a confirmed order and blocks reopening and cancelling', async () => {
  const order = await writeOrder(sales, book);
  const { version } = (await sales.command(`/api/orders/${order.id}/confirm`, 1)).body;
  await api.db.update(orders).set({ qboDocId: '9', qboDocType: 'estimate' }).where(eq(orders.id, order.id));

  expect((await sales.get(`/api/orders/${order.id}`)).body.allowedActions).toEqual(['edit', 'duplicate']);
  for (const move of ['reopen', 'cancel']) {
    expect(await sales.command(`/api/orders/${order.id}/${move}`, version)).toMatchObject({
      status: 409,
      body: { code: 'order.illegal_transition', reason: expect.stringContaining('QuickBooks') },
    });
  }
  expect(await sales.patch(`/api/orders/${order.id}`, { engagedBy: 'buyer' }, version)).toMatchObject({
    status: 409,
  });
});

async function start(): Promise<Model> {
  const order = await writeOrder(sales, book);
  return {
    id: order.id,
    status: 'draft',
    isCancelled: false,
    hasDocument: false,
    version: 1,
    revision: 0,
    notes: null,
    engagedBy: 'seller',
    history: ['created'],
    quantities: [100],
    memo: null,
    printed: '',
    isDeleted: false,
  };
}

async function take(model: Model, one: Step): Promise<void> {
  const path = `/api/orders/${model.id}`;
  const why = 'reason' in one && one.reason ? { reason: 'The buyer called' } : {};
  switch (one.do) {
    case 'confirm':
    case 'reopen':
    case 'cancel':
    case 'restore':
      return move(model, one.do, why, await sales.command(`${path}/${one.do}`, model.version, why));
    case 'edit': {
      const lines = one.quantities.map((quantity) => ({
        ...almondLine(book.productId),
        quantity: String(quantity),
      }));
      const answer = await sales.patch(path, { lines, ...why }, model.version);
      return edit(model, { quantities: one.quantities }, 'reason' in why, answer);
    }
    case 'memo':
      return edit(
        model,
        { memo: one.text },
        'reason' in why,
        await sales.patch(path, { memo: one.text, ...why }, model.version),
      );
    case 'notes': {
      const answer = await sales.patch(path, { notes: one.text }, model.version);
      return edit(model, { notes: one.text }, false, answer);
    }
    case 'party': {
      const answer = await sales.patch(path, { engagedBy: 'buyer' }, model.version);
      if (mayEdit(model) && model.hasDocument && model.engagedBy !== 'buyer') {
        expect(answer).toMatchObject({ status: 409, body: { code: 'order.frozen' } });
        return;
      }
      return edit(model, { engagedBy: 'buyer' }, false, answer);
    }
    case 'stale': {
      const old = model.version - 1;
      const answer = {
        edit: () => sales.patch(path, { memo: 'Too late' }, old),
        confirm: () => sales.command(`${path}/confirm`, old),
        delete: () => sales.delete(path, old),
      }[one.by];
      expect(await answer()).toMatchObject({
        status: 412,
        body: { code: 'record.stale', current: { id: model.id, version: model.version } },
      });
      return;
    }
    case 'duplicate': {
      const copy = await sales.post(`${path}/duplicate`);
      expect(copy).toMatchObject({
        status: 201,
        body: { status: 'draft', revision: 0, version: 1, cancelledAt: null },
      });
      expect(copy.body.lines.map((line: Json) => Number(line.quantity))).toEqual(model.quantities);
      return;
    }
    case 'delete': {
      const answer = await sales.delete(path, model.version);
      if (model.status === 'draft' && model.revision === 0 && !model.isCancelled) {
        expect(answer.status).toBe(204);
        expect((await sales.get(path)).status).toBe(404);
        model.isDeleted = true;
        return;
      }
      expect(answer).toMatchObject({
        status: 409,
        body: { code: 'order.not_deletable', possibleActions: allowed(model) },
      });
      return;
    }
    // What QuickBooks answers arrives from outside and bumps no version.
    case 'post':
      if (model.status !== 'confirmed' || model.isCancelled) return;
      await setState(model.id, 'posted_to_qb');
      Object.assign(model, { status: 'posted_to_qb', hasDocument: true });
      return;
    case 'settle':
      if (model.status !== 'posted_to_qb') return;
      await setState(model.id, 'paid');
      model.status = 'paid';
      return;
    case 'void':
      if (model.status !== 'posted_to_qb') return;
      await setState(model.id, 'confirmed');
      Object.assign(model, { status: 'confirmed', hasDocument: false });
  }
}

type Move = 'confirm' | 'reopen' | 'cancel' | 'restore';

function move(model: Model, name: Move, why: { reason?: string }, answer: Answer): void {
  if (!allowed(model).includes(name)) {
    expect(answer).toMatchObject({
      status: 409,
      body: {
        code: 'order.illegal_transition',
        action: name,
        from: model.status,
        isCancelled: model.isCancelled,
        reason: expect.stringMatching(/^The order|^QuickBooks/),
        possibleActions: allowed(model),
      },
    });
    return;
  }
  const isNews = name === 'confirm' && print(model) !== model.printed;
  if (isNews && model.revision > 0 && why.reason === undefined) {
    expect(answer).toMatchObject({
      status: 422,
      body: { code: 'order.reason_required', errors: [{ path: 'reason' }] },
    });
    return;
  }
  expect(answer.status, answer.text).toBe(200);
  model.version += 1;
  model.history.push(
    { confirm: 'confirmed', reopen: 'reopened', cancel: 'cancelled', restore: 'restored' }[name],
  );
  if (isNews) {
    model.revision += 1;
    model.printed = print(model);
  }
  if (name === 'confirm') model.status = 'confirmed';
  if (name === 'reopen') model.status = 'draft';
  if (name === 'cancel') model.isCancelled = true;
  if (name === 'restore') model.isCancelled = false;
}

const mayEdit = (model: Model) => !model.isCancelled && model.status !== 'paid';

function refusedAsReadOnly(answer: Answer, model: Model): void {
  expect(answer).toMatchObject({
    status: 409,
    body: { code: 'order.read_only', possibleActions: allowed(model) },
  });
}

function edit(model: Model, changes: Partial<Model>, hasReason: boolean, answer: Answer): void {
  if (!mayEdit(model)) {
    refusedAsReadOnly(answer, model);
    return;
  }
  const after = { ...model, ...changes };
  const isNews = model.status !== 'draft' && print(after) !== print(model);
  if (isNews && !hasReason) {
    expect(answer).toMatchObject({
      status: 422,
      body: { code: 'order.reason_required', errors: [{ path: 'reason' }] },
    });
    return;
  }
  expect(answer.status, answer.text).toBe(200);
  // Lines sent without their ids are new lines, even where they print as the old ones did.
  const isChange = changes.quantities !== undefined || JSON.stringify(after) !== JSON.stringify(model);
  if (!isChange) return; // Saying what is so already is no change, and nobody else becomes stale by it.
  model.history.push('changed');
  Object.assign(model, changes, { version: model.version + 1 });
  if (!isNews) return;
  model.revision += 1;
  model.printed = print(model);
}

function allowed(model: Model): OrderAction[] {
  if (model.isCancelled) return ['restore', 'duplicate'];
  const isFree = !model.hasDocument;
  return (['edit', 'confirm', 'reopen', 'cancel', 'duplicate', 'delete'] as const).filter(
    (action) =>
      ({
        edit: model.status !== 'paid',
        confirm: model.status === 'draft',
        reopen: model.status === 'confirmed' && isFree,
        cancel: (model.status === 'draft' || model.status === 'confirmed') && isFree,
        duplicate: true,
        delete: model.status === 'draft' && model.revision === 0,
      })[action],
  );
}

/** Holds everything that can be read of the order against the model. */
async function compare(model: Model): Promise<void> {
  const answer = await sales.get(`/api/orders/${model.id}`);
  if (model.isDeleted) {
    expect(answer.status).toBe(404);
    return;
  }
  const order = answer.body;
  expect(order).toMatchObject({
    status: model.status,
    version: model.version,
    revision: model.revision,
    memo: model.memo,
    notes: model.notes,
    engagedBy: model.engagedBy,
    allowedActions: allowed(model),
  });
  expect(answer.headers.get('etag')).toBe(`"${model.version}"`);
  expect(order.cancelledAt !== null).toBe(model.isCancelled);
  expect(order.lines.map((line: Json) => Number(line.quantity))).toEqual(model.quantities);
  // 25 lb at 4.10 a package, and 5 % of it.
  const cents = model.quantities.reduce((sum, quantity) => sum + quantity * 10_250, 0);
  expect(Math.round(Number(order.totalAmount) * 100)).toBe(cents);
  const history = (await sales.get(`/api/orders/${model.id}/activities`)).body.items;
  expect(history.map((activity: Json) => activity.action).reverse()).toEqual(model.history);
  const { rows } = await api.pool.query(
    `SELECT (SELECT count(*)::int FROM order_revisions WHERE order_id = $1) AS revisions,
       (SELECT sum(line_total) = o.total_amount AND coalesce(sum(commission_amount), 0) = o.commission_total
          FROM order_lines WHERE order_id = $1) AS adds_up
     FROM orders o WHERE id = $1`,
    [model.id],
  );
  expect(rows[0]).toEqual({ revisions: model.revision, adds_up: true });
}

/** What the synchronisation will write when QuickBooks has answered. */
async function setState(id: string, status: 'posted_to_qb' | 'paid' | 'confirmed'): Promise<void> {
  const document =
    status === 'confirmed'
      ? { qboDocId: null, qboDocNumber: null, qboDocType: null, postedAt: null }
      : { qboDocId: '17', qboDocNumber: 'D-17', qboDocType: 'invoice' as const, postedAt: sql`now()` };
  const changed = await api.db
    .update(orders)
    .set({ status, ...document, ...(status === 'paid' && { paidAt: sql`now()` }) })
    .where(eq(orders.id, id))
    .returning({ id: orders.id });
  must(changed[0], 'The order is gone');
}
