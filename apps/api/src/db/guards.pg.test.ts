import { randomUUID } from 'node:crypto';
import { kgPer } from '@pace/shared/units';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databaseError } from '../lib/db.ts';
import type { Json } from '../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../test/database.ts';

let database: TestDatabase;
let productId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  productId = (await one("INSERT INTO products (name) VALUES ('Almonds') RETURNING id")).id;
});

afterAll(() => database.close());

describe('the header is the sum of its lines at every commit', () => {
  const lineColumns =
    'order_id, product_id, quantity, unit_price, line_total, commission_rate, commission_amount';

  /** An order of 30.00 with 3.00 commission, in two lines. */
  async function order(): Promise<{ id: string; lineIds: string[] }> {
    const id = randomUUID();
    const lineIds = [randomUUID(), randomUUID()];
    const outcome = await commit(
      `INSERT INTO orders (id, order_no, status, total_amount, commission_total) VALUES ('${id}', '${id}', 'draft', 30, 3)`,
      `INSERT INTO order_lines (id, ${lineColumns}) VALUES
         ('${lineIds[0]}', '${id}', '${productId}', 1, 10, 10, 10, 1), ('${lineIds[1]}', '${id}', '${productId}', 2, 10, 20, 10, 2)`,
    );
    expect(outcome).toBe('committed');
    return { id, lineIds };
  }

  test('whatever temporary tables a session has', async () => {
    const { id } = await order();

    const outcome = await commit(
      'CREATE TEMP TABLE order_lines (order_id uuid, line_total numeric, commission_amount numeric) ON COMMIT DROP',
      `INSERT INTO order_lines VALUES ('${id}', 777.77, 3)`,
      `UPDATE orders SET total_amount = 777.77 WHERE id = '${id}'`,
    );

    expect(outcome).not.toBe('committed');
  });

  const newLine = (orderId: string) =>
    `INSERT INTO order_lines (${lineColumns}) VALUES ('${orderId}', '${productId}', 1, 5, 5, 10, 0.5)`;

  test.each<[string, (id: string, lineIds: string[]) => string[]]>([
    ['a total one cent too high', (id) => [`UPDATE orders SET total_amount = 30.01 WHERE id = '${id}'`]],
    ['a total one cent too low', (id) => [`UPDATE orders SET total_amount = 29.99 WHERE id = '${id}'`]],
    ['no total where there are lines', (id) => [`UPDATE orders SET total_amount = NULL WHERE id = '${id}'`]],
    ['a commission one cent off', (id) => [`UPDATE orders SET commission_total = 3.01 WHERE id = '${id}'`]],
    [
      'no commission where lines earn one',
      (id) => [`UPDATE orders SET commission_total = NULL WHERE id = '${id}'`],
    ],
    ['a line added without the header', (id) => [newLine(id)]],
    [
      'a line added with the total but not the commission',
      (id) => [newLine(id), `UPDATE orders SET total_amount = 35 WHERE id = '${id}'`],
    ],
    [
      'a line added with the commission but not the total',
      (id) => [newLine(id), `UPDATE orders SET commission_total = 3.5 WHERE id = '${id}'`],
    ],
    ['a line deleted', (_, [first]) => [`DELETE FROM order_lines WHERE id = '${first}'`]],
    ['all lines deleted', (id) => [`DELETE FROM order_lines WHERE order_id = '${id}'`]],
    [
      'a line changed',
      (_, [first]) => [
        `UPDATE order_lines SET unit_price = 11, line_total = 11, commission_amount = 1.1 WHERE id = '${first}'`,
      ],
    ],
    [
      'only the commission of a line changed',
      (_, [first]) => [
        `UPDATE order_lines SET commission_rate = 20, commission_amount = 2 WHERE id = '${first}'`,
      ],
    ],
    [
      'a line deleted and only the total corrected',
      (id, [first]) => [
        `DELETE FROM order_lines WHERE id = '${first}'`,
        `UPDATE orders SET total_amount = 20, commission_total = 3 WHERE id = '${id}'`,
      ],
    ],
    [
      'a line replaced through ON CONFLICT',
      (id, [first]) => [
        `INSERT INTO order_lines (id, ${lineColumns}) VALUES ('${first}', '${id}', '${productId}', 7, 10, 70, 10, 7)
         ON CONFLICT (id) DO UPDATE SET quantity = 7, line_total = 70, commission_amount = 7`,
      ],
    ],
    [
      'the wrong header behind a savepoint that was released',
      (id) => ['SAVEPOINT s', `UPDATE orders SET total_amount = 31 WHERE id = '${id}'`, 'RELEASE s'],
    ],
  ])('refused: %s', async (_title, statements) => {
    const { id, lineIds } = await order();

    expect(await commit(...statements(id, lineIds))).toBe('orders_totals_are_sums');

    expect(await one(`SELECT total_amount, commission_total FROM orders WHERE id = '${id}'`)).toEqual({
      total_amount: '30.00',
      commission_total: '3.00',
    });
  });

  test('refused: a line moved to another order, whichever of the two headers is left wrong', async () => {
    const from = await order();
    const to = await order();
    const move = `UPDATE order_lines SET order_id = '${to.id}' WHERE id = '${from.lineIds[0]}'`;
    const less = `UPDATE orders SET total_amount = 20, commission_total = 2 WHERE id = '${from.id}'`;
    const more = `UPDATE orders SET total_amount = 40, commission_total = 4 WHERE id = '${to.id}'`;

    expect(await commit(move)).toBe('orders_totals_are_sums');
    expect(await commit(move, less)).toBe('orders_totals_are_sums');
    expect(await commit(move, more)).toBe('orders_totals_are_sums');
    expect(await commit(more, move, less)).toBe('committed');
  });

  test('refused: an order that says a total and has no lines', async () => {
    const insert = (total: string, commission: string) =>
      `INSERT INTO orders (order_no, status, total_amount, commission_total) VALUES ('${randomUUID()}', 'draft', ${total}, ${commission})`;

    expect(await commit(insert('1', 'NULL'))).toBe('orders_totals_are_sums');
    expect(await commit(insert('0', '0.01'))).toBe('orders_totals_are_sums');
    expect(await commit(insert('NULL', 'NULL'))).toBe('committed');
    expect(await commit(insert('0', '0'))).toBe('committed');
  });

  test.each(['NaN', '-0.01', '10000000000'])('refused at once: a total of %s', async (total) => {
    const { id } = await order();

    for (const column of ['total_amount', 'commission_total']) {
      expect(await commit(`UPDATE orders SET ${column} = '${total}' WHERE id = '${id}'`)).not.toBe(
        'committed',
      );
    }
  });

  test('refused: TRUNCATE of the lines, of the orders, and of what they depend on', async () => {
    await order();

    const everything = [
      'order_lines',
      'orders, order_lines, order_revisions',
      'orders CASCADE',
      'accounts CASCADE',
      'products CASCADE',
    ];
    for (const tables of everything) {
      expect(await commit(`TRUNCATE ${tables}`), tables).toBe('integrity_constraint_violation');
    }
  });

  test('accepted: changes that keep header and lines together, in either order', async () => {
    const { id, lineIds } = await order();
    const header = `UPDATE orders SET total_amount = 35, commission_total = 3.5 WHERE id = '${id}'`;

    expect(await commit(header, newLine(id))).toBe('committed');
    expect(
      await commit(
        `DELETE FROM order_lines WHERE id = '${lineIds[0]}'`,
        `UPDATE orders SET total_amount = 25, commission_total = 2.5 WHERE id = '${id}'`,
      ),
    ).toBe('committed');
    expect(await commit(`UPDATE order_lines SET description = 'Bulk bins' WHERE order_id = '${id}'`)).toBe(
      'committed',
    );
  });

  test('accepted: an order deleted with its lines', async () => {
    const { id } = await order();

    expect(await commit(`DELETE FROM orders WHERE id = '${id}'`)).toBe('committed');
    expect(await one(`SELECT count(*)::int FROM order_lines WHERE order_id = '${id}'`)).toEqual({ count: 0 });
  });

  test.each(['READ COMMITTED', 'REPEATABLE READ'])(
    'two people at once, at %s, cannot leave a wrong header',
    async (level) => {
      const { id } = await order();
      const clients = await Promise.all([connect(), connect()]);
      const write = async (client: pg.Client) => {
        await client.query(`BEGIN ISOLATION LEVEL ${level}`);
        const { rows } =
          await client.query(`SELECT total_amount + 5 AS total, commission_total + 0.5 AS commission
        FROM orders WHERE id = '${id}'`);
        await client.query(newLine(id));
        return rows[0];
      };
      const finish = (client: pg.Client, { total, commission }: { total: string; commission: string }) =>
        client
          .query(
            `UPDATE orders SET total_amount = ${total}, commission_total = ${commission} WHERE id = '${id}'`,
          )
          .then(() => client.query('COMMIT'))
          .then(() => 'committed', stateOf);

      const seen = [await write(clients[0]), await write(clients[1])];
      const outcomes = await Promise.all([finish(clients[0], seen[0]), finish(clients[1], seen[1])]);

      expect(outcomes.filter((outcome) => outcome === 'committed')).toHaveLength(1);
      expect(
        await one(`SELECT total_amount, (SELECT sum(line_total) FROM order_lines WHERE order_id = orders.id) AS lines
      FROM orders WHERE id = '${id}'`),
      ).toEqual({ total_amount: '35.00', lines: '35.00' });
      await Promise.all(clients.map((client) => client.end()));
    },
  );

  test('two people at once who each replace a line without changing the sum agree in the end', async () => {
    const { id, lineIds } = await order();
    const clients = await Promise.all([connect(), connect()]);
    const swap = async (client: pg.Client, lineId: string) => {
      await client.query('BEGIN');
      await client.query(
        `WITH gone AS (DELETE FROM order_lines WHERE id = '${lineId}' RETURNING *)
         INSERT INTO order_lines (${lineColumns}) SELECT ${lineColumns} FROM gone`,
      );
    };
    const [first = '', second = ''] = lineIds;

    await swap(clients[0], first);
    await swap(clients[1], second);
    await Promise.all(clients.map((client) => client.query('COMMIT')));

    expect(await one(`SELECT sum(line_total) FROM order_lines WHERE order_id = '${id}'`)).toEqual({
      sum: '30.00',
    });
    await Promise.all(clients.map((client) => client.end()));
  });
});

describe('an INSERT that names only the documented columns works', () => {
  const account = randomUUID();
  const order = randomUUID();
  const role = randomUUID();
  const permission = randomUUID();

  test.each<[string, string]>([
    [
      'accounts',
      `INSERT INTO accounts (id, name, type, email, phone, qbo_customer_id, qbo_sync_token, created_at, updated_at)
       VALUES ('${account}', 'Sunny Nuts', 'seller', 'a@example.com', '555', '1', '0', now(), now())`,
    ],
    [
      'accounts, the least',
      `INSERT INTO accounts (id, name, type) VALUES ('${randomUUID()}', 'Dry Fruits', 'buyer')`,
    ],
    [
      'products',
      `INSERT INTO products (id, name, description, variety, grade, price, unit, qbo_item_id, qbo_sync_token)
       VALUES ('${randomUUID()}', 'Almonds', 'Shelled', 'Nonpareil', 'Extra No. 1', 4.10, 'lb', '1', '0')`,
    ],
    [
      'orders',
      `INSERT INTO orders (id, order_no, seller_id, buyer_id, status, total_amount, qbo_doc_id, qbo_doc_number, qbo_doc_type)
       VALUES ('${order}', 'H-1', '${account}', NULL, 'draft', NULL, '17', 'H-1', 'invoice')`,
    ],
    [
      'orders with order_lines',
      `WITH o AS (INSERT INTO orders (id, order_no, status, total_amount) VALUES (gen_random_uuid(), 'H-2', 'draft', 1025) RETURNING id)
       INSERT INTO order_lines (id, order_id, product_id, quantity, unit_price, line_total)
       SELECT gen_random_uuid(), o.id, p.id, 100, 10.25, 1025 FROM o, (SELECT id FROM products LIMIT 1) p`,
    ],
    [
      'order_lines not agreed yet',
      `INSERT INTO order_lines (id, order_id, product_id) SELECT gen_random_uuid(), '${order}', id FROM products LIMIT 1`,
    ],
    [
      'roles',
      `INSERT INTO roles (id, name, description, is_active) VALUES ('${role}', 'Night shift', 'x', true)`,
    ],
    [
      'permissions',
      `INSERT INTO permissions (id, module, action, description) VALUES ('${permission}', 'weather', 'view', 'x')`,
    ],
    [
      'role_permissions',
      `INSERT INTO role_permissions (id, role_id, permission_id) VALUES (gen_random_uuid(), '${role}', '${permission}')`,
    ],
    [
      'user_roles',
      `INSERT INTO user_roles (id, clerk_user_id, role_id) VALUES (gen_random_uuid(), 'user_2x', '${role}')`,
    ],
    [
      'sync_maps',
      `INSERT INTO sync_maps (id, local_entity_type, local_entity_id, qbo_entity_type, qbo_entity_id, qbo_sync_token)
       VALUES (gen_random_uuid(), 'account', '${account}', 'customer', '1', '0')`,
    ],
    [
      'emails',
      `INSERT INTO emails (id, to_address, subject, body, sent_at, status, error_message)
       VALUES (gen_random_uuid(), 'a@example.com', 'Confirmation', 'Attached', now(), 'sent', NULL)`,
    ],
    [
      'users',
      `INSERT INTO users (id, clerk_user_id, email, first_name, last_name, phone, mfa_enabled, mfa_secret)
       VALUES (gen_random_uuid(), 'user_2x', 'ann@example.com', 'Ann', 'Lee', '555', false, NULL)`,
    ],
  ])('%s', async (_table, statement) => {
    expect(await commit(statement)).toBe('committed');
  });
});

test('history is only added to', async () => {
  const orderId = randomUUID();
  await commit(
    `INSERT INTO orders (id, order_no, status) VALUES ('${orderId}', 'H-9', 'confirmed')`,
    `INSERT INTO order_revisions (order_id, revision, snapshot) VALUES ('${orderId}', 1, '{}')`,
    `INSERT INTO activities (entity_type, entity_id, source, action, changes) VALUES ('order', '${orderId}', 'api', 'confirmed', '{}')`,
  );

  for (const table of ['order_revisions', 'activities']) {
    expect(await commit(`UPDATE ${table} SET created_at = now()`)).toBe('integrity_constraint_violation');
    expect(await commit(`DELETE FROM ${table}`)).toBe('integrity_constraint_violation');
    expect(await commit(`TRUNCATE ${table}`)).toBe('integrity_constraint_violation');
  }
  // An order that was confirmed keeps its revisions, so it stays too.
  expect(await commit(`DELETE FROM orders WHERE id = '${orderId}'`)).toBe(
    'order_revisions_order_id_orders_id_fkey',
  );
});

test('the database weighs as the application does', async () => {
  const { rows } = await database.pool.query(
    `SELECT unit, kg_per(unit)::text AS kg FROM unnest($1::text[]) AS unit`,
    [[...Object.keys(kgPer), 'oz', '']],
  );

  const expected = Object.entries(kgPer).map(([unit, kg]) => ({ unit, kg: kg.toFixed() }));
  expect(rows).toEqual([...expected, { unit: 'oz', kg: null }, { unit: '', kg: null }]);
});

test('a month has one counter, and a number is retired once', async () => {
  expect(await commit(`INSERT INTO order_number_counters (period, last_number) VALUES ('2611', 1)`)).toBe(
    'committed',
  );
  expect(await commit(`INSERT INTO order_number_counters (period, last_number) VALUES ('2611', 7)`)).toBe(
    'order_number_counters_period_key',
  );
  expect(await commit(`INSERT INTO order_number_counters (period, last_number) VALUES ('26-1', 1)`)).toBe(
    'order_number_counters_period_check',
  );
  expect(await commit(`INSERT INTO retired_order_numbers (order_no) VALUES ('2611-0001')`)).toBe('committed');
  expect(await commit(`INSERT INTO retired_order_numbers (order_no) VALUES ('2611-0001')`)).toBe(
    'retired_order_numbers_order_no_key',
  );
});

test('there is one company', async () => {
  expect(await commit('INSERT INTO company DEFAULT VALUES')).toBe('company_only_one_row');
});

test('a record is linked once per company, and an order’s document belongs to one order', async () => {
  const link = (
    realm: string,
    localId: string,
    qboId: string,
    state = 'linked',
    type = 'order',
    qboType = 'invoice',
  ) =>
    `INSERT INTO sync_maps (realm_id, local_entity_type, local_entity_id, qbo_entity_type, qbo_entity_id, state)
     VALUES (${realm}, '${type}', '${localId}', '${qboType}', '${qboId}', '${state}')`;
  const [a, b] = [randomUUID(), randomUUID()];

  expect(await commit(link("'r1'", a, '100'))).toBe('committed');
  expect(await commit(link("'r1'", a, '101'))).toBe('sync_maps_linked_key');
  expect(await commit(link("'r2'", a, '100'))).toBe('committed');
  expect(await commit(link("'r1'", a, '102', 'unlinked'))).toBe('committed');
  expect(await commit(link("'r1'", b, '100'))).toBe('sync_maps_order_document_key');
  expect(await commit(link('NULL', a, '200'))).toBe('committed');
  expect(await commit(link('NULL', a, '201'))).toBe('sync_maps_linked_key');
  // Two accounts may be one customer.
  expect(await commit(link("'r1'", a, '1', 'linked', 'account', 'customer'))).toBe('committed');
  expect(await commit(link("'r1'", b, '1', 'linked', 'account', 'customer'))).toBe('committed');
});

/** Runs statements in one transaction; answers "committed", or the violated constraint or else the SQLSTATE. */
async function commit(...statements: string[]): Promise<string> {
  const client = await database.pool.connect();
  try {
    await client.query('BEGIN');
    for (const statement of statements) await client.query(statement);
    await client.query('COMMIT');
    return 'committed';
  } catch (error) {
    await client.query('ROLLBACK');
    return stateOf(error);
  } finally {
    client.release();
  }
}

function stateOf(error: unknown): string {
  const { constraint, code } = databaseError(error) ?? {};
  if (constraint !== undefined) return constraint;
  return code === '23000' ? 'integrity_constraint_violation' : (code ?? String(error));
}

async function one(statement: string): Promise<Json> {
  const { rows } = await database.pool.query(statement);
  return rows[0];
}

async function connect(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  return client;
}
