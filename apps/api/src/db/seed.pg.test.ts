import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../lib/clock.ts';
import { openBook, startTestApi, type TestApi, writeOrder } from '../test/api.ts';
import { insertSampleBook } from './sample-book.ts';
import { seedRoles } from './seed-roles.ts';

let api: TestApi;

beforeAll(async () => {
  api = await startTestApi();
  await seedSample();
});

afterAll(() => api.close());

function seedSample(): Promise<boolean> {
  return api.db.transaction((tx) => insertSampleBook(tx, systemClock));
}

async function count(sql: string): Promise<number> {
  const { rows } = await api.pool.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${sql}`);
  return rows[0]?.count ?? -1;
}

test('the sample brokerage has what it promises, over eighteen months and in all four states', async () => {
  expect(await count('accounts')).toBe(40);
  expect(await count('accounts a WHERE EXISTS (SELECT FROM contacts c WHERE c.account_id = a.id)')).toBe(40);
  expect(await count('accounts a WHERE EXISTS (SELECT FROM addresses d WHERE d.account_id = a.id)')).toBe(40);
  expect(await count('products')).toBe(60);
  expect(await count('orders')).toBe(300);
  expect(await count('(SELECT DISTINCT status FROM orders) s')).toBe(4);
  expect(
    await count('orders WHERE order_date > current_date - 560 AND order_date < current_date - 520'),
  ).toBeGreaterThan(0);
  expect(await count("orders WHERE status <> 'draft' AND revision = 0")).toBe(0);
});

test('a second run changes nothing', async () => {
  const before = await api.pool.query('SELECT md5(string_agg(o::text, $1 ORDER BY id)) FROM orders o', ['']);

  expect(await seedSample()).toBe(false);
  await seedRoles(api.db);

  const after = await api.pool.query('SELECT md5(string_agg(o::text, $1 ORDER BY id)) FROM orders o', ['']);
  expect(after.rows).toEqual(before.rows);
  expect(await count('permissions')).toBe(50);
  expect(await count('roles')).toBe(4);
});

test('the columns that mirror QuickBooks agree with the mappings of the sample company', async () => {
  const mirrors = `(
    SELECT 'account' AS type, id, 'customer' AS qbo_type, qbo_customer_id AS qbo_id FROM accounts WHERE qbo_customer_id IS NOT NULL
    UNION ALL SELECT 'product', id, 'item', qbo_item_id FROM products WHERE qbo_item_id IS NOT NULL
    UNION ALL SELECT 'order', id, qbo_doc_type, qbo_doc_id FROM orders WHERE qbo_doc_id IS NOT NULL) m`;
  const maps = `(SELECT local_entity_type, local_entity_id, qbo_entity_type, qbo_entity_id FROM sync_maps
    WHERE state = 'linked' AND realm_id = 'sample') s`;

  expect(await count(mirrors)).toBeGreaterThan(300);
  expect(await count(`(SELECT * FROM ${mirrors} EXCEPT SELECT * FROM ${maps}) d`)).toBe(0);
  expect(await count(`(SELECT * FROM ${maps} EXCEPT SELECT * FROM ${mirrors}) d`)).toBe(0);
});

test('the next order of the month goes on where the sample ends', async () => {
  const sales = await api.signIn('Sales');

  const order = await writeOrder(sales, await openBook(sales));

  expect(await count(`(SELECT order_no FROM orders WHERE order_no = '${order.orderNo}') o`)).toBe(1);
  const [period] = order.orderNo.split('-');
  expect(await count(`orders WHERE order_no LIKE '${period}-%'`)).toBe(Number(order.orderNo.split('-')[1]));
});
