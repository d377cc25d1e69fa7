import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectForLocks, locks, tryLockShared } from '../embedded/locks.ts';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../test/database.ts';
import { verifyBackup } from './read-backup.ts';
import { restoreBackup } from './restore-backup.ts';
import { writeBackup } from './write-backup.ts';

let folder: string;
let file: string;
let source: TestDatabase;

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'pace-backup-'));
  file = path.join(folder, 'one.sql.zst');
  source = await createTestDatabase();
  await withClient(source.url, fill);
  await writeBackup(source.url, file, '0.0.0');
});

afterAll(async () => {
  await source.close();
  fs.rmSync(folder, { recursive: true });
});

test('a restored database equals the original in every row of every table', async () => {
  const target = await createEmptyDatabase();

  const { rows } = await restoreBackup(target.url, file, { replace: undefined });

  const original = await everything(source.url);
  expect(Object.keys(original).length).toBeGreaterThan(20);
  expect(original['order_lines']).toHaveLength(3000);
  expect(await everything(target.url)).toEqual(original);
  expect(rows).toBe(Object.values(original).flat().length);
  await target.close();
});

test('a restored database still guards itself', async () => {
  const target = await createEmptyDatabase();
  await restoreBackup(target.url, file, { replace: undefined });

  await withClient(target.url, async (client) => {
    await expect(client.query('update orders set total_amount = total_amount + 0.01')).rejects.toThrow(
      'add up',
    );
    await expect(client.query('truncate activities')).rejects.toThrow('truncated');
  });
  await target.close();
});

test('the script inside is one that psql could run, readable by its owner alone', async () => {
  const text = zstdDecompressSync(fs.readFileSync(file)).toString();

  expect(text).toMatch(/^-- PACE CRM backup \{"format":1,/);
  expect(text).toMatch(/\nCOPY public\."accounts" \("id", "name", .*\) FROM stdin;\n/);
  expect(text).not.toMatch(/COPY public\."order_lines" \([^)]*"net_weight"/); // the database computes it
  expect(fs.statSync(file).mode & 0o777).toBe(0o600);
});

test.each([
  ['cut off after half', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
  ['short of its last byte', (bytes: Buffer) => bytes.subarray(0, -1)],
  ['with one bit turned', (bytes: Buffer) => flipBit(bytes, bytes.length / 2)],
  ['with bytes behind its end', (bytes: Buffer) => Buffer.concat([bytes, Buffer.from('more')])],
  ['with text behind its end', (bytes: Buffer) => edit(bytes, /$/, 'DELETE FROM orders;\n')],
  ['with one letter of its text changed', (bytes: Buffer) => edit(bytes, 'Sunny', 'Funny')],
  ['without its footer', (bytes: Buffer) => edit(bytes, /-- PACE CRM end of backup .*\n$/, '')],
  ['of another format', (bytes: Buffer) => edit(bytes, '"format":1', '"format":2')],
  ['that is no backup', () => zstdCompressSync(Buffer.from('select 1;\n'))],
  ['that is not even compressed', () => Buffer.from('select 1;\n')],
  ['that is empty', () => Buffer.alloc(0)],
])('a file %s is refused before anything is touched', async (_what, spoil) => {
  const spoilt = path.join(folder, 'spoilt.sql.zst');
  fs.writeFileSync(spoilt, spoil(fs.readFileSync(file)));
  const target = await createTestDatabase();
  const before = await everything(target.url);

  await expect(restoreBackup(target.url, spoilt, { replace: async () => {} })).rejects.toMatchObject({
    name: 'Refusal',
  });

  expect(await everything(target.url)).toEqual(before);
  await target.close();
});

test('a missing file is refused in words', async () => {
  await expect(verifyBackup(path.join(folder, 'nothing'))).rejects.toThrow('cannot be read');
});

test('a database that holds something is replaced only when that is asked for', async () => {
  const target = await createTestDatabase();
  const before = await everything(target.url);

  await expect(restoreBackup(target.url, file, { replace: undefined })).rejects.toThrow('--replace');
  expect(await everything(target.url)).toEqual(before);

  const toGo: number[] = [];
  await restoreBackup(target.url, file, { replace: async (rows) => void toGo.push(rows) });
  expect(toGo).toEqual([Object.values(before).flat().length]);
  expect(await everything(target.url)).toEqual(await everything(source.url));
  await target.close();
});

test('while a server serves the database nothing is restored into it', async () => {
  const target = await createEmptyDatabase();
  const server = await connectForLocks(target.url, 'pace-crm server');
  await tryLockShared(server, locks.serve);

  await expect(restoreBackup(target.url, file, { replace: async () => {} })).rejects.toThrow('in use');

  await server.end();
  await restoreBackup(target.url, file, { replace: undefined });
  await target.close();
});

test('a backup of a newer version is refused', async () => {
  const newer = path.join(folder, 'newer.sql.zst');
  fs.writeFileSync(newer, resign(fs.readFileSync(file), /"migration":"\d+/, '"migration":"2999'));
  const target = await createEmptyDatabase();

  await expect(restoreBackup(target.url, newer, { replace: undefined })).rejects.toThrow('newer version');

  expect(await everything(target.url)).toEqual({});
  await target.close();
});

test('orders that do not equal their lines are not restored', async () => {
  const wrong = path.join(folder, 'wrong.sql.zst');
  fs.writeFileSync(wrong, resign(fs.readFileSync(file), '\t2500.00\t', '\t2500.01\t'));
  const target = await createEmptyDatabase();

  await expect(restoreBackup(target.url, wrong, { replace: undefined })).rejects.toThrow(
    'do not equal their lines',
  );
  await target.close();
});

test('a backup is one moment: what is committed while it is written is not in it', async () => {
  const busy = await createTestDatabase();
  await busy.pool.query(
    `insert into products (name) select 'Product ' || i from generate_series(1, 20000) i`,
  );
  const during = path.join(folder, 'during.sql.zst');

  const written = writeBackup(busy.url, during, '0.0.0');
  while (!fs.readdirSync(folder).some((name) => name.startsWith('during'))) await busy.pool.query('select');
  await busy.pool.query(`begin; insert into products (name) values ('late'); insert into users (clerk_user_id, email)
    values ('late', 'late@example.com'); commit`);
  await written;

  const { footer } = await verifyBackup(during);
  expect(footer.rows).toMatchObject({ products: 20000, users: 0 });
  await busy.close();
});

test('an existing file is not overwritten', async () => {
  const bytes = fs.readFileSync(file);

  await expect(writeBackup(source.url, file, '0.0.0')).rejects.toThrow('exists');

  expect(fs.readFileSync(file).equals(bytes)).toBe(true);
});

function flipBit(bytes: Buffer, at: number): Buffer {
  const changed = Buffer.from(bytes);
  changed.writeUInt8(changed.readUInt8(Math.floor(at)) ^ 1, Math.floor(at));
  return changed;
}

function edit(bytes: Buffer, from: string | RegExp, to: string): Buffer {
  const text = zstdDecompressSync(bytes).toString();
  const edited = text.replace(from, to);
  expect(edited).not.toBe(text);
  return zstdCompressSync(edited, { params: { [constants.ZSTD_c_checksumFlag]: 1 } });
}

/** The edited text under a footer that agrees with it. */
function resign(bytes: Buffer, from: string | RegExp, to: string): Buffer {
  const text = zstdDecompressSync(edit(bytes, from, to)).toString();
  const at = text.lastIndexOf('-- PACE CRM end');
  const sha256 = createHash('sha256').update(text.slice(0, at)).digest('hex');
  return zstdCompressSync(
    text.slice(0, at) + text.slice(at).replace(/"sha256":"\w+"/, `"sha256":"${sha256}"`),
  );
}

/** Every row of every table as text. */
async function everything(url: string): Promise<Record<string, string[]>> {
  return withClient(url, async (client) => {
    const tables = await client.query<{ name: string }>(
      `select tablename as name from pg_tables where schemaname = 'public' order by 1`,
    );
    const contents: Record<string, string[]> = {};
    for (const { name } of tables.rows) {
      const { rows } = await client.query<{ row: string }>(
        `select t::text as row from public."${name}" t order by 1`,
      );
      contents[name] = rows.map(({ row }) => row);
    }
    return contents;
  });
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Text that a copy could trip over, and enough rows for several chunks. */
async function fill(client: pg.Client): Promise<void> {
  const nasty = [
    'Sunny Farms',
    'a\tb\nc\\.\n\\.\r\nd\\N',
    '',
    '\\N',
    "O'Brien; DROP",
    'Łódź 杏仁 🥜',
    '\u2028"quoted"',
  ];
  await client.query('begin');
  for (const [index, text] of nasty.entries()) {
    await client.query(
      `insert into accounts (name, type, notes, code, created_at)
       values ($1, $2, $3, $4, '2026-01-02 03:04:05.678901')`,
      [`Account ${index}`, index % 2 ? 'buyer' : 'seller', text, index === 0 ? 'Sunny' : null],
    );
    await client.query(
      `insert into activities (entity_type, entity_id, source, action, changes)
       values ('account', gen_random_uuid(), 'api', 'create', $1)`,
      [JSON.stringify({ notes: [null, text] })],
    );
  }
  await client.query(`
    insert into contacts (account_id, name) select id, name from accounts;
    insert into products (name, price, pack_size, pack_unit) values ('Almonds', 1.10, 25.0000, 'lb');
    insert into users (clerk_user_id, email) values ('someone', 'someone@example.com');
    insert into user_roles (clerk_user_id, role_id) select 'someone', id from roles;
    insert into orders (order_no, status, total_amount, commission_total)
      select '2611-' || lpad(i::text, 4, '0'), 'draft', 2500, 75 from generate_series(1, 1000) i;
    insert into order_lines (order_id, product_id, line_no, quantity, pack_size, pack_unit,
        unit_price, line_total, commission_rate, commission_amount)
      select o.id, p.id, n, 100, 25, 'lb', l.price, 100 * l.price, 3, 3 * l.price
      from orders o, products p, unnest(array[10, 10, 5]) with ordinality as l (price, n)`);
  await client.query('commit');
}
