import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectDb } from '../lib/db.ts';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../test/database.ts';
import { migrateDatabase, migrationsFolder } from './migrate.ts';

/** One documented column: its type, whether it must stay nullable, its default. */
type Column = [type: string, rule?: 'NOT NULL' | 'key' | undefined, fallback?: string];

const id: Column = ['uuid', 'NOT NULL'];
const text: Column = ['text'];
const required: Column = ['text', 'NOT NULL'];
const now: Column = ['timestamp without time zone', undefined, 'now()'];
const stamps = { created_at: now, updated_at: now };

/**
 * The documented tables, word for word. Columns that are nullable there may be NOT NULL here only where they have a
 * default or are a `key` of lines, of pairs of roles and rights, or of people and roles.
 */
const documented: Readonly<Record<string, Readonly<Record<string, Column>>>> = {
  accounts: {
    id,
    name: required,
    type: required,
    email: text,
    phone: text,
    qbo_customer_id: text,
    qbo_sync_token: text,
    ...stamps,
  },
  products: {
    id,
    name: required,
    description: text,
    variety: text,
    grade: text,
    price: ['numeric(10,2)'],
    unit: text,
    qbo_item_id: text,
    qbo_sync_token: text,
    ...stamps,
  },
  orders: {
    id,
    order_no: required,
    seller_id: ['uuid'],
    buyer_id: ['uuid'],
    status: required,
    total_amount: ['numeric(12,2)'],
    qbo_doc_id: text,
    qbo_doc_number: text,
    qbo_doc_type: text,
    ...stamps,
  },
  order_lines: {
    id,
    order_id: ['uuid', 'key'],
    product_id: ['uuid', 'key'],
    quantity: ['numeric(10,2)'],
    unit_price: ['numeric(10,2)'],
    line_total: ['numeric(12,2)'],
    commission_rate: ['numeric(5,2)'],
    commission_amount: ['numeric(12,2)'],
    created_at: now,
  },
  roles: { id, name: required, description: text, is_active: ['boolean', undefined, 'true'], ...stamps },
  permissions: { id, module: required, action: required, description: text, created_at: now },
  role_permissions: { id, role_id: ['uuid', 'key'], permission_id: ['uuid', 'key'], created_at: now },
  user_roles: { id, clerk_user_id: required, role_id: ['uuid', 'key'], created_at: now },
  sync_maps: {
    id,
    local_entity_type: required,
    local_entity_id: ['uuid', 'NOT NULL'],
    qbo_entity_type: required,
    qbo_entity_id: required,
    qbo_sync_token: text,
    synced_at: now,
    created_at: now,
  },
  emails: {
    id,
    to_address: required,
    subject: required,
    body: required,
    sent_at: ['timestamp without time zone'],
    status: text,
    error_message: text,
    created_at: now,
  },
  users: {
    id,
    clerk_user_id: required,
    email: required,
    first_name: text,
    last_name: text,
    phone: text,
    mfa_enabled: ['boolean', undefined, 'false'],
    mfa_secret: text,
    ...stamps,
  },
};

/** Documented foreign keys with what a deletion does. */
const documentedKeys = [
  'order_lines.order_id → orders CASCADE',
  'order_lines.product_id → products NO ACTION',
  'orders.buyer_id → accounts NO ACTION',
  'orders.seller_id → accounts NO ACTION',
  'role_permissions.permission_id → permissions CASCADE',
  'role_permissions.role_id → roles CASCADE',
  'user_roles.role_id → roles CASCADE',
];

const documentedUniques = ['orders(order_no)', 'roles(name)', 'users(clerk_user_id)'];

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(() => database.close());

describe.each(Object.entries(documented))('%s', (table, columns) => {
  test('has every documented column as it is written', async () => {
    const found = await columnsOf(table);

    for (const [name, [type, rule, fallback]] of Object.entries(columns)) {
      const column = found.get(name);
      expect(column?.type, name).toBe(type);
      if (name !== 'id') expect(column?.fallback, name).toBe(fallback ?? null);
      if (rule === 'NOT NULL') expect(column?.required, name).toBe(true);
      // With a default, an INSERT that leaves the column out works either way.
      else if (rule !== 'key' && fallback === undefined) expect(column?.required, name).toBe(false);
      expect(column?.generated, name).toBe('');
    }
    expect(await primaryKeyOf(table)).toEqual(['id']);
  });

  test('asks nothing more of an INSERT that names only the documented columns', async () => {
    const added = [...(await columnsOf(table))].filter(([name]) => !(name in columns));

    for (const [name, column] of added) {
      const isFilledIn = !column.required || column.fallback !== null || column.generated !== '';
      expect(isFilledIn, `${table}.${name}`).toBe(true);
    }
  });
});

test('every documented foreign key does on deletion what is written', async () => {
  const keys = await foreignKeys();

  for (const key of documentedKeys) expect(keys.map((found) => found.rule)).toContain(key);
  const ofDocumentedColumns = keys.filter(({ table, column }) => column in (documented[table] ?? {}));
  expect(ofDocumentedColumns.map(({ rule }) => rule).sort()).toEqual(documentedKeys);
});

test('contacts and addresses go with their account', async () => {
  const rules = (await foreignKeys()).map(({ rule }) => rule);

  expect(rules).toContain('contacts.account_id → accounts CASCADE');
  expect(rules).toContain('addresses.account_id → accounts CASCADE');
});

test('every documented unique key stands', async () => {
  const { rows } = await database.pool.query(`
    SELECT format('%s(%s)', conrelid::regclass, string_agg(attname, ',' ORDER BY attnum)) AS key
    FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = ANY (conkey)
    WHERE contype = 'u' GROUP BY conrelid, conname`);

  expect(rows.map(({ key }) => key)).toEqual(expect.arrayContaining(documentedUniques));
});

test('every foreign key is indexed from its own column on', async () => {
  const { rows } = await database.pool.query(`
    SELECT c.conrelid::regclass || '.' || a.attname AS unindexed
    FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
    WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.conrelid AND i.indkey[0] = c.conkey[1]
        AND i.indpred IS NULL AND i.indisvalid)`);

  expect(rows).toEqual([]);
});

test('every table says when a row was made and changed, in UTC without a zone', async () => {
  const { rows } = await database.pool.query(`
    SELECT t.relname AS "table", count(a.attname)::int AS stamps
    FROM pg_class t
    LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attname IN ('created_at', 'updated_at')
      AND a.attnotnull AND format_type(a.atttypid, a.atttypmod) = 'timestamp without time zone'
    WHERE t.relnamespace = 'public'::regnamespace AND t.relkind = 'r'
    GROUP BY t.relname`);

  expect(rows.length).toBeGreaterThanOrEqual(Object.keys(documented).length);
  expect(rows.filter(({ stamps: count }) => count !== 2)).toEqual([]);
});

test('every table has a UUID as its key, which SQL written by hand need not name', async () => {
  const { rows } = await database.pool.query(`
    SELECT t.relname AS "table" FROM pg_class t
    WHERE t.relnamespace = 'public'::regnamespace AND t.relkind = 'r' AND NOT EXISTS (
      SELECT FROM pg_attribute a JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        JOIN pg_index i ON i.indrelid = t.oid AND i.indisprimary AND i.indkey[0] = a.attnum AND i.indnatts = 1
      WHERE a.attrelid = t.oid AND a.attname = 'id' AND a.atttypid = 'uuid'::regtype
        AND pg_get_expr(d.adbin, d.adrelid) = 'gen_random_uuid()')`);

  expect(rows).toEqual([]);
});

test.each<[string, string[]]>([
  ['accounts.type', ['seller', 'buyer']],
  ['addresses.kind', ['billing', 'shipping', 'warehouse', 'pickup']],
  ['orders.status', ['draft', 'confirmed', 'posted_to_qb', 'paid']],
  ['orders.qbo_doc_type', ['invoice', 'estimate']],
  ['orders.freight_term', ['fob', 'delivered']],
  ['orders.billing_mode', ['goods', 'commission']],
  ['orders.engaged_by', ['seller', 'buyer', 'both']],
  ['order_lines.pack_unit', ['lb', 'kg']],
  ['order_lines.price_unit', ['package', 'each', 'lb', 'cwt', 'ton', 'kg', 'tonne']],
  ['order_lines.commission_basis', ['percent', 'flat', 'per_package', 'per_weight']],
  ['order_lines.commission_unit', ['lb', 'cwt', 'ton', 'kg', 'tonne']],
  ['products.pack_unit', ['lb', 'kg']],
  ['permissions.action', ['view', 'create', 'edit', 'delete', 'export']],
  ['emails.status', ['pending', 'sent', 'failed']],
  ['company.default_billing_mode', ['goods', 'commission']],
  ['company.default_engaged_by', ['seller', 'buyer', 'both']],
  ['sync_maps.local_entity_type', ['account', 'product', 'order', 'estimate', 'payment', 'vendor', 'term']],
  ['sync_maps.qbo_entity_type', ['customer', 'item', 'invoice', 'estimate', 'payment', 'vendor', 'term']],
])('%s holds only its words', async (name, words) => {
  const [table = '', column = ''] = name.split('.');
  const { rows } = await database.pool.query(
    `SELECT pg_get_constraintdef(oid) AS definition FROM pg_constraint
     WHERE contype = 'c' AND conrelid = $1::regclass AND array_length(conkey, 1) = 1
       AND conkey[1] = (SELECT attnum FROM pg_attribute WHERE attrelid = conrelid AND attname = $2)
       AND pg_get_constraintdef(oid) LIKE '%ANY (ARRAY[%'`,
    [table, column],
  );

  const allowed = [...String(rows[0]?.definition).matchAll(/'([^']*)'::text/g)].map(([, word]) => word);
  expect(allowed).toEqual(words);
});

test('a migrated database speaks UTC to whoever connects', async () => {
  const empty = await createEmptyDatabase();
  try {
    const { db: before, pool: earlier } = connectDb(empty.url);
    await before.execute(`ALTER DATABASE "${new URL(empty.url).pathname.slice(1)}" RESET timezone`);
    await earlier.end();
    await migrateDatabase(empty.url);

    const { rows } = await database.pool.query(
      `SELECT setconfig FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase WHERE datname = $1`,
      [new URL(empty.url).pathname.slice(1)],
    );
    expect(rows).toEqual([{ setconfig: ['TimeZone=UTC'] }]);
  } finally {
    await empty.close();
  }
});

test('the migrations make exactly what the schema says', async () => {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'pace-drift-'));
  try {
    await fs.cp(migrationsFolder, folder, { recursive: true });
    // The package does not export its own command.
    const drizzleKit = path.join(
      path.dirname(createRequire(import.meta.url).resolve('drizzle-kit')),
      'bin.cjs',
    );
    const schema = path.join(import.meta.dirname, 'schema', '*.ts');

    const { stdout } = await promisify(execFile)(process.execPath, [
      drizzleKit,
      'generate',
      '--dialect=postgresql',
      `--schema=${schema}`,
      `--out=${folder}`,
    ]);

    expect(await fs.readdir(folder), stdout).toEqual(await fs.readdir(migrationsFolder));
  } finally {
    await fs.rm(folder, { recursive: true });
  }
}, 60_000);

interface FoundColumn {
  type: string;
  required: boolean;
  fallback: string | null;
  generated: string;
}

async function columnsOf(table: string): Promise<Map<string, FoundColumn>> {
  const { rows } = await database.pool.query<FoundColumn & { name: string }>(
    `SELECT a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull AS required,
       CASE WHEN a.attgenerated = '' THEN pg_get_expr(d.adbin, d.adrelid) END AS fallback, a.attgenerated::text AS generated
     FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
     WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped`,
    [table],
  );
  return new Map(rows.map((row) => [row.name, row]));
}

async function primaryKeyOf(table: string): Promise<string[]> {
  const { rows } = await database.pool.query<{ name: string }>(
    `SELECT a.attname AS name FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
     WHERE i.indisprimary AND i.indrelid = $1::regclass`,
    [table],
  );
  return rows.map(({ name }) => name);
}

async function foreignKeys(): Promise<{ table: string; column: string; rule: string }[]> {
  const { rows } = await database.pool.query(`
    SELECT c.conrelid::regclass::text AS "table", a.attname AS "column",
      format('%s.%s → %s %s', c.conrelid::regclass, a.attname, c.confrelid::regclass,
        CASE c.confdeltype WHEN 'a' THEN 'NO ACTION' WHEN 'c' THEN 'CASCADE' ELSE c.confdeltype::text END) AS rule
    FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
    WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace`);
  return rows;
}
