import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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

const clientCount = 32;

let api: TestApi;
let sales: Caller;
let book: Book;

beforeAll(async () => {
  api = await startTestApi();
  sales = await api.signIn('Sales');
  book = await openBook(sales);
});

afterAll(() => api.close());

const clients = <T>(run: (client: number) => Promise<T>) =>
  Promise.all(Array.from({ length: clientCount }, (_, client) => run(client)));

test('32 clients creating, failing and deleting at once leave no gap and no duplicate among the numbers', async () => {
  const until = Date.now() + 2000;
  const answers = await clients(async (client) => {
    const statuses: number[] = [];
    for (let turn = 0; Date.now() < until; turn += 1) {
      const wrong = (client + turn) % 5 === 4 && { salespersonId: randomUUID() };
      const created = await sales.post('/api/orders', {
        sellerId: book.sellerId,
        buyerId: book.buyerId,
        lines: [almondLine(book.productId), almondLine(book.productId)],
        ...wrong,
      });
      statuses.push(created.status);
      if (created.status === 201 && (client + turn) % 4 === 0) {
        statuses.push((await sales.delete(`/api/orders/${created.body.id}`, 1)).status);
      }
    }
    return statuses;
  });

  const seen = new Set(answers.flat());
  expect([...seen].sort()).toEqual([201, 204, 422]);
  expect(await gapsAndDuplicates()).toEqual({ gaps: 0, duplicates: 0, wrong_headers: 0 });
}, 30_000);

test('an order that is read while it is changed is of one moment: its total is the sum of its lines', async () => {
  const order = await writeOrder(sales, book);
  const path = `/api/orders/${order.id}`;
  let isWriting = true;
  const write = async () => {
    for (let version = 1; version <= 60; version += 1) {
      const lines = Array.from({ length: 1 + (version % 5) }, () => almondLine(book.productId));
      expect((await sales.patch(path, { lines }, version)).status).toBe(200);
    }
    isWriting = false;
  };
  const read = async () => {
    const torn: Json[] = [];
    let reads = 0;
    for (; isWriting; reads += 1) {
      const { body } = await sales.get(path);
      if (body.totalAmount !== `${10_250 * body.lines.length}.00`) torn.push(body);
    }
    expect(reads).toBeGreaterThan(0);
    return torn;
  };

  const [, ...torn] = await Promise.all([write(), ...Array.from({ length: 6 }, read)]);

  expect(torn.flat()).toEqual([]);
});

test('a number that was written by hand and deleted again is not given a second time', async () => {
  const next = await writeOrder(sales, book);
  const [period, number] = next.orderNo.split('-');
  const byHand = `${period}-${String(Number(number) + 1).padStart(4, '0')}`;
  const id = randomUUID();
  await api.pool.query(`INSERT INTO orders (id, order_no, status) VALUES ($1, $2, 'draft')`, [id, byHand]);
  expect((await sales.delete(`/api/orders/${id}`, 1)).status).toBe(204);

  const after = await writeOrder(sales, book);

  expect(after.orderNo).toBe(`${period}-${String(Number(number) + 2).padStart(4, '0')}`);
  expect((await sales.delete(`/api/orders/${after.id}`, 1)).status).toBe(204);
});

describe('32 clients editing one order', () => {
  test('who saw the same version: one is heard, the others get what it wrote', async () => {
    const order = await writeOrder(sales, book);

    const answers = await clients((client) =>
      sales.patch(`/api/orders/${order.id}`, { notes: `Client ${client}` }, 1),
    );

    const accepted = answers.filter(({ status }) => status === 200);
    const refused = answers.filter(({ status }) => status === 412);
    expect([accepted.length, refused.length]).toEqual([1, clientCount - 1]);
    for (const { body } of refused) {
      expect(body).toMatchObject({ code: 'record.stale', current: accepted[0]?.body });
    }
    expect((await sales.get(`/api/orders/${order.id}`)).body).toEqual(accepted[0]?.body);
  });

  test('who each add a line to what they read: no accepted line is lost', async () => {
    const order = await writeOrder(sales, book, { lines: [] });
    const path = `/api/orders/${order.id}`;

    const accepted = await clients(async (client) => {
      const versions: number[] = [];
      let current: Json = (await sales.get(path)).body;
      for (let turn = 0; turn < 4; turn += 1) {
        const kept = current.lines.map((line: Json) => ({
          id: line.id,
          productId: line.product.id,
          quantity: line.quantity,
          price: line.price,
          description: line.description,
        }));
        const added = {
          productId: book.productId,
          quantity: '1',
          price: '1',
          description: `${client}.${turn}`,
        };
        const answer = await sales.patch(path, { lines: [...kept, added] }, current.version);
        expect([200, 412]).toContain(answer.status);
        if (answer.status === 200) versions.push(answer.body.version);
        current = answer.status === 200 ? answer.body : answer.body.current;
      }
      return versions;
    });

    const versions = accepted.flat().sort((a, b) => a - b);
    const final = (await sales.get(path)).body;
    expect(versions).toEqual(versions.map((_, index) => index + 2));
    expect(final.version).toBe(versions.length + 1);
    expect(final.lines).toHaveLength(versions.length);
    expect(final.totalAmount).toBe(`${versions.length}.00`);
  });

  test('who take different steps: each step is taken once', async () => {
    const order = await writeOrder(sales, book);
    const steps = ['confirm', 'cancel'];

    const answers = await clients((client) =>
      sales.command(`/api/orders/${order.id}/${steps[client % 2]}`, 1),
    );

    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await sales.get(`/api/orders/${order.id}`)).body.version).toBe(2);
    expect((await sales.get(`/api/orders/${order.id}/activities`)).body.items).toHaveLength(2);
  });
});

describe('an Idempotency-Key', () => {
  const body = () => ({ sellerId: book.sellerId, notes: randomUUID(), lines: [almondLine(book.productId)] });
  const send = (content: object, key: string, as: Caller = sales) =>
    as.post('/api/orders', content, { 'idempotency-key': key });
  const countWith = async (notes: string) =>
    (await api.pool.query('SELECT count(*)::int FROM orders WHERE notes = $1', [notes])).rows[0].count;

  test('of 32 identical requests makes one order and one answer', async () => {
    const order = body();
    const key = randomUUID();

    const answers = await clients(() => send(order, key));

    for (const answer of answers)
      expect(answer, answer.text).toMatchObject({ status: 201, body: answers[0]?.body });
    expect(await countWith(order.notes)).toBe(1);
    expect(answers[0]?.headers.get('etag')).toBe('"1"');
  });

  test('of another person is another key', async () => {
    const order = body();
    const key = randomUUID();
    const colleague = await api.signIn('Sales');

    await send(order, key);
    await send(order, key, colleague);

    expect(await countWith(order.notes)).toBe(2);
  });

  test('with another body or for another address is refused', async () => {
    const order = body();
    const key = randomUUID();
    const first = await send(order, key);

    expect(await send({ ...order, memo: 'x' }, key)).toMatchObject({
      status: 422,
      body: { code: 'idempotency.key_reused' },
    });
    expect(
      await sales.post(`/api/orders/${first.body.id}/duplicate`, undefined, { 'idempotency-key': key }),
    ).toMatchObject({ status: 422, body: { code: 'idempotency.key_reused' } });
    expect(await countWith(order.notes)).toBe(1);
  });

  test('of a refused command may be used again', async () => {
    const order = body();
    const key = randomUUID();

    expect((await send({ ...order, sellerId: randomUUID() }, key)).status).toBe(422);
    expect((await send(order, key)).status).toBe(201);
    expect((await send(order, key)).status).toBe(201);
    expect(await countWith(order.notes)).toBe(1);
  });

  test('of a step repeats its answer instead of taking it twice', async () => {
    const order = await writeOrder(sales, book);
    const confirm = () =>
      sales.post(`/api/orders/${order.id}/confirm`, undefined, {
        'idempotency-key': order.id,
        'if-match': '"1"',
      });

    const [first, second] = [await confirm(), await confirm()];

    expect(first.status).toBe(200);
    expect(second).toMatchObject({ status: 200, body: first.body });
  });
});

describe('two people at once', () => {
  test('a seller who is just being deactivated cannot be bound', async () => {
    const seller = await newAccount('seller');
    const order = await writeOrder(sales, book, { sellerId: seller.id });

    const answer = await whileUncommitted(
      (client) => client.query('UPDATE accounts SET is_active = false WHERE id = $1', [seller.id]),
      () => sales.command(`/api/orders/${order.id}/confirm`, 1),
    );

    expect(answer).toMatchObject({
      status: 422,
      body: { code: 'order.not_ready', errors: [{ path: 'sellerId' }] },
    });
  });

  test('an order naming an account that is just being deleted is a bad field and takes no number', async () => {
    const seller = await newAccount('seller');

    const answer = await whileUncommitted(
      (client) => client.query('DELETE FROM accounts WHERE id = $1', [seller.id]),
      () => sales.post('/api/orders', { sellerId: seller.id }),
    );

    expect(answer, answer.text).toMatchObject({ status: 422, body: { errors: [{ path: 'sellerId' }] } });
    expect(await gapsAndDuplicates()).toMatchObject({ gaps: 0, duplicates: 0 });
  });

  test('an account that an order is just naming cannot be deleted', async () => {
    const seller = await newAccount('seller');

    const answer = await whileUncommitted(
      (client) =>
        client.query(`INSERT INTO orders (order_no, status, seller_id) VALUES ($1, 'draft', $2)`, [
          `HAND-${randomUUID()}`,
          seller.id,
        ]),
      () => sales.delete(`/api/accounts/${seller.id}`, 1),
    );

    expect(answer).toMatchObject({ status: 409, body: { code: 'account.in_use' } });
  });

  test('a stale caller sees the record as it is now, parties’ names included', async () => {
    const order = await writeOrder(sales, book);
    const seller = await newAccount('seller');

    const answer = await whileUncommitted(
      (client) =>
        client.query('UPDATE orders SET seller_id = $2, version = 2 WHERE id = $1', [order.id, seller.id]),
      () => sales.patch(`/api/orders/${order.id}`, { notes: 'x' }, 1),
    );

    expect(answer).toMatchObject({
      status: 412,
      body: {
        current: {
          version: 2,
          seller: { id: seller.id, name: seller.name },
          lines: [{ quantity: '100.00' }],
        },
      },
    });
  });

  test('bulk commands over the same orders in opposite order do not stand in each other’s way', async () => {
    const drafts = await Promise.all(Array.from({ length: 20 }, () => writeOrder(sales, book)));
    const items = drafts.map(({ id }) => ({ id, version: 1 }));
    const bulk = (list: object[]) => sales.post('/api/orders/bulk', { action: 'confirm', items: list });
    api.statements.length = 0;

    const answers = await Promise.all([bulk(items), bulk(items.toReversed())]);

    const results = answers.flatMap((answer) => answer.body.results);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(results.filter((result: Json) => result.ok)).toHaveLength(items.length);
    expect(results.filter((result: Json) => result.error?.code === 'record.stale')).toHaveLength(
      items.length,
    );
    // A deadlock would have been tried again.
    expect(api.statements.filter((statement) => /^begin/i.test(statement))).toHaveLength(2);
  });

  test('bulk commands over orders and over their accounts, crosswise, do not stand in each other’s way', async () => {
    const sellers = await Promise.all(Array.from({ length: 20 }, () => newAccount('seller')));
    const crossed = sellers.toSorted((a, b) => (a.id < b.id ? 1 : -1));
    const drafts: Json[] = [];
    for (const { id } of crossed) drafts.push(await writeOrder(sales, book, { sellerId: id }));
    const orderItems = drafts.map(({ id }) => ({ id, version: 1 }));
    const accountItems = sellers.map(({ id }) => ({ id, version: 1 }));
    api.statements.length = 0;

    const [confirmed, deactivated] = await Promise.all([
      sales.post('/api/orders/bulk', { action: 'confirm', items: orderItems }),
      sales.post('/api/accounts/bulk', { action: 'deactivate', items: accountItems }),
    ]);

    expect([confirmed.status, deactivated.status]).toEqual([200, 200]);
    expect(deactivated.body.results.every((result: Json) => result.ok)).toBe(true);
    // Whoever came first was waited for, whole: all orders are confirmed with active sellers, or none is.
    expect(new Set(confirmed.body.results.map((result: Json) => result.ok)).size).toBe(1);
    // A deadlock would have been tried again.
    expect(api.statements.filter((statement) => /^begin/i.test(statement))).toHaveLength(2);
  });
});

describe('a connection that is killed', () => {
  test('in the middle of creating leaves no order and takes no number', async () => {
    const before = await writeOrder(sales, book);
    const notes = randomUUID();
    const holder = await api.pool.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT FROM order_number_counters FOR UPDATE');
    const waiting = sales.post('/api/orders', { notes });
    await holder.query('SELECT pg_terminate_backend($1)', [await blockedBackend()]);

    const answer = await waiting;
    await holder.query('ROLLBACK');
    holder.release();

    expect(answer, answer.text).toMatchObject({ status: 503, body: { code: 'server.unavailable' } });
    expect((await api.pool.query('SELECT FROM orders WHERE notes = $1', [notes])).rowCount).toBe(0);
    const after = await writeOrder(sales, book);
    expect(numberOf(after)).toBe(numberOf(before) + 1);
  });

  test('without a word from PostgreSQL is no promise that nothing was changed', async () => {
    const byProcess = new Map<number, Json>();
    api.pool.on('acquire', (client: Json) => byProcess.set(client.processID, client));
    const holder = await api.pool.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT FROM order_number_counters FOR UPDATE');
    const waiting = sales.post('/api/orders', {});
    byProcess.get(await blockedBackend()).connection.stream.destroy();

    const answer = await waiting;
    await holder.query('ROLLBACK');
    holder.release();

    expect(answer, answer.text).toMatchObject({ status: 503, body: { code: 'server.unavailable' } });
  });

  test('while nobody uses it is replaced', async () => {
    await api.pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'`,
    );

    const answers = await clients(() => sales.get('/api/orders?limit=1'));

    // Who took a dying connection is told so; nobody waits for ever, and the next request works.
    for (const { status } of answers) expect([200, 503]).toContain(status);
    expect((await sales.get('/api/orders?limit=1')).status).toBe(200);
  });
});

const numberOf = (order: Json) => Number(order.orderNo.split('-')[1]);

async function newAccount(type: 'seller' | 'buyer'): Promise<Json> {
  return (await sales.post('/api/accounts', { name: randomUUID(), type })).body;
}

/** Sends a request while somebody else's change is not committed, and commits once the request waits for it. */
async function whileUncommitted(
  change: (client: pg.PoolClient) => Promise<unknown>,
  request: () => Promise<Answer>,
): Promise<Answer> {
  const client = await api.pool.connect();
  try {
    await client.query('BEGIN');
    await change(client);
    const waiting = request();
    await blockedBackend();
    await client.query('COMMIT');
    return await waiting;
  } finally {
    client.release();
  }
}

/** The backend that waits for a lock, as soon as there is one. */
async function blockedBackend(): Promise<number> {
  for (let attempt = 0; attempt < 5000; attempt += 1) {
    const { rows } = await api.pool.query(
      `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    if (rows[0]) return rows[0].pid;
  }
  throw new Error('Nobody waited for the lock');
}

/** Numbers given but on no order and not retired, numbers on two, and headers that are not the sum of their lines. */
async function gapsAndDuplicates(): Promise<Record<string, number>> {
  const { rows } = await api.pool.query(`
    WITH known AS (
      SELECT order_no FROM orders WHERE order_no ~ '^[0-9]{4}-' UNION ALL SELECT order_no FROM retired_order_numbers
    ), given AS (
      SELECT period || '-' || lpad(n::text, greatest(4, length(n::text)), '0') AS order_no
      FROM order_number_counters, generate_series(1, last_number) AS n
    )
    SELECT (SELECT count(*) FROM given FULL JOIN known USING (order_no) WHERE given IS NULL OR known IS NULL)::int AS gaps,
      (SELECT count(*) - count(DISTINCT order_no) FROM known)::int AS duplicates,
      (SELECT count(*) FROM orders o WHERE coalesce(total_amount, 0) IS DISTINCT FROM
        (SELECT coalesce(sum(line_total), 0) FROM order_lines WHERE order_id = o.id))::int AS wrong_headers`);
  return rows[0];
}
