import type pg from 'pg';

export interface Table {
  name: string;
  /** Those that are stored, not computed. */
  columns: string[];
}

/** Every table of the product, each after the ones that it refers to. */
export async function tablesInOrder(client: pg.ClientBase): Promise<Table[]> {
  const { rows: tables } = await client.query<Table>(
    `select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
       from pg_class c join pg_attribute a on a.attrelid = c.oid
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
        and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
      group by c.relname
      order by c.relname`,
  );
  const { rows: references } = await client.query<{ from: string; to: string }>(
    `select f.relname as from, t.relname as to
       from pg_constraint k join pg_class f on f.oid = k.conrelid join pg_class t on t.oid = k.confrelid
      where k.contype = 'f' and f.relnamespace = 'public'::regnamespace and f.oid <> t.oid`,
  );
  return sortByReferences(tables, references);
}

export function sortByReferences(tables: Table[], references: { from: string; to: string }[]): Table[] {
  const sorted: Table[] = [];
  const placed = new Set<string>();
  while (sorted.length < tables.length) {
    const next = tables.filter(
      ({ name }) =>
        !placed.has(name) &&
        references.every((reference) => reference.from !== name || placed.has(reference.to)),
    );
    if (next.length === 0) {
      const left = tables.filter(({ name }) => !placed.has(name)).map(({ name }) => name);
      throw new Error(`These tables refer to each other in a circle: ${left.join(', ')}`);
    }
    for (const table of next) placed.add(table.name);
    sorted.push(...next);
  }
  return sorted;
}

export interface Sequence {
  name: string;
  value: string;
  isCalled: boolean;
}

/** What each sequence hands out next; `isCalled` tells whether `value` was handed out already. */
export async function sequences(client: pg.ClientBase): Promise<Sequence[]> {
  const { rows } = await client.query<Sequence>(
    `select sequencename as name, coalesce(last_value, start_value)::text as value,
            last_value is not null as "isCalled"
       from pg_sequences where schemaname = 'public' order by sequencename`,
  );
  return rows;
}

/** The newest migration that the database is at, or undefined for a database without our tables. */
export async function newestMigration(client: pg.ClientBase): Promise<string | undefined> {
  const { rows: found } = await client.query(`select from pg_tables where schemaname = 'drizzle'`);
  if (found.length === 0) return undefined;
  const { rows } = await client.query<{ name: string }>(
    'select name from drizzle.__drizzle_migrations order by name desc limit 1',
  );
  return rows[0]?.name;
}
