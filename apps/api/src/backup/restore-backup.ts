import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { migrateDatabase, migrationNames } from '../db/migrate.ts';
import { Refusal } from '../embedded/refusal.ts';
import { claimForRestore } from '../embedded/server-claim.ts';
import { type Footer, type Header, quoted } from './backup-format.ts';
import { connectForBackup } from './backup-session.ts';
import { checkCounts, readBackup, verifyBackup } from './read-backup.ts';
import { type Table, tablesInOrder } from './tables.ts';

export interface RestoreOptions {
  /** Empties a database that holds something; called first, with the number of rows that will go. */
  replace: ((rows: number) => Promise<void>) | undefined;
}

/** Makes the database what the backup says. Until the file has proven complete and fitting, nothing is touched. */
export async function restoreBackup(
  url: string,
  file: string,
  { replace }: RestoreOptions,
): Promise<{ header: Header; rows: number }> {
  const { header, footer } = await verifyBackup(file);
  if (!(await migrationNames()).includes(header.migration)) {
    throw new Refusal(
      `${file} was written by a newer version of PACE CRM (${header.productVersion}, migration ${header.migration}).\n` +
        'Nothing was changed. Restore it with that version.',
    );
  }
  const claim = await claimForRestore(url);
  const client = await connectForBackup(url);
  try {
    const present = await countRows(client);
    if (present > 0 && replace === undefined) {
      throw new Refusal(
        `The database is not empty (${present} rows); nothing was changed.\n` +
          'Add --replace to put the backup in its place; what is there now is backed up first.',
      );
    }
    if (present > 0) await replace?.(present);
    await emptyDatabase(client);
    await migrateDatabase(url, { upTo: header.migration });
    const rows = await load(client, file, footer);
    await migrateDatabase(url);
    await client.query('analyze');
    return { header, rows };
  } finally {
    await client.end();
    await claim.release();
  }
}

/** The rows of every table, whoever made it: what a restore would delete. */
async function countRows(client: pg.Client): Promise<number> {
  let rows = 0;
  for (const { name } of await tablesInOrder(client)) {
    const counted = await client.query<{ rows: string }>(
      `select count(*) as rows from public.${quoted(name)}`,
    );
    rows += Number(counted.rows[0]?.rows);
  }
  return rows;
}

async function emptyDatabase(client: pg.Client): Promise<void> {
  try {
    await client.query(
      `begin;
       drop schema public cascade;
       drop schema if exists drizzle cascade;
       create schema public;
       grant usage on schema public to public; -- as in a new database
       commit`,
    );
  } catch (error) {
    await client.query('rollback');
    if (error instanceof pg.DatabaseError && error.code === '42501') {
      throw new Refusal('Only the owner of the database may restore into it. Nothing was changed.', {
        cause: error,
      });
    }
    throw error;
  }
}

/** All rows in one transaction, in an order that keeps every foreign key true on the way. */
async function load(client: pg.Client, file: string, footer: Footer): Promise<number> {
  const tables = await tablesInOrder(client);
  await client.query('begin');
  try {
    // Triggers guard what people and programs write. Here they would refuse to empty what the migrations filled, and
    // compare every order with its lines once per line; the same is asked of all orders in one query below.
    await eachTable(client, tables, (name) => `alter table public.${name} disable trigger user`);
    await client.query(`truncate ${tables.map(({ name }) => `public.${quoted(name)}`).join(', ')}`);
    const loaded: Record<string, number> = {};
    for await (const part of readBackup(file)) {
      if (part.kind === 'table') loaded[part.table] = await loadTable(client, tables, part);
    }
    checkCounts(file, loaded, footer.rows);
    for (const [name, { value, isCalled }] of Object.entries(footer.sequences)) {
      await client.query('select setval($1::regclass, $2::bigint, $3)', [
        `public.${quoted(name)}`,
        value,
        isCalled,
      ]);
    }
    await eachTable(client, tables, (name) => `alter table public.${name} enable trigger user`);
    await checkTotals(client);
    await client.query('commit');
    return Object.values(loaded).reduce((sum, rows) => sum + rows, 0);
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

async function eachTable(
  client: pg.Client,
  tables: Table[],
  statement: (name: string) => string,
): Promise<void> {
  for (const { name } of tables) await client.query(statement(quoted(name)));
}

async function loadTable(
  client: pg.Client,
  tables: Table[],
  { table, columns, rows }: { table: string; columns: string[]; rows: AsyncGenerator<Buffer> },
): Promise<number> {
  const known = tables.find(({ name }) => name === table);
  const unknown = columns.filter((column) => !known?.columns.includes(column));
  if (!known || unknown.length > 0) {
    throw new Refusal(
      `The backup has ${table} (${unknown.join(', ')}), which this version of PACE CRM does not know.`,
    );
  }
  const copy = client.query(
    copyFrom(`copy public.${quoted(table)} (${columns.map(quoted).join(', ')}) from stdin`),
  );
  await pipeline(Readable.from(rows), copy);
  return copy.rowCount;
}

/** Headers are sums of their lines, to the cent. */
async function checkTotals(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ order: string }>(
    `select o.order_no as order
       from orders o
       left join (select order_id, sum(line_total) as total, sum(commission_amount) as commission
                    from order_lines group by order_id) l on l.order_id = o.id
      where coalesce(o.total_amount, 0) <> coalesce(l.total, 0)
         or coalesce(o.commission_total, 0) <> coalesce(l.commission, 0)
      limit 5`,
  );
  if (rows.length > 0) {
    throw new Refusal(
      `In the backup these orders do not equal their lines: ${rows.map((row) => row.order).join(', ')}.`,
    );
  }
}
