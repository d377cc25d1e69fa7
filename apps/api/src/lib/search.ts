import { type SQL, sql } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';

/** Shorter than a trigram: only the beginning can be looked up in an index. */
const trigram = 3;

/** Text in a column, case ignored: anywhere from three characters on, below that at the beginning. Each has its index. */
export function contains(column: AnyPgColumn, text: string): SQL {
  const pattern = text.replace(/[\\%_]/g, '\\$&');
  return [...text].length < trigram
    ? sql`lower(${column}) LIKE lower(${`${pattern}%`})`
    : sql`${column} ILIKE ${`%${pattern}%`}`;
}

/**
 * The ids that any branch finds. Branches are joined by UNION and not by OR, so that each uses its own index.
 */
export function idsOfAny(branches: SQL[]): SQL {
  return sql.join(branches, sql` UNION `);
}
