import { type SQL, sql } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';

/** Shorter than a trigram: only the beginning can be looked up in an index. */
const trigram = 3;

/** Text in a column, case ignored: anywhere from three characters on, below that at the beginning. Each has its index. */
export function contains(column: AnyPgColumn, text: string): SQL {
  return [...text].length < trigram ? startsWith(column, text) : sql`${column} ILIKE ${`%${literal(text)}%`}`;
}

/** The beginning of a column, case ignored. */
export function startsWith(column: AnyPgColumn, text: string): SQL {
  return sql`lower(${column}) LIKE lower(${`${literal(text)}%`})`;
}

/** What any branch finds, once. Joined by UNION and not by OR, so that each branch uses its own index. */
export function anyOf(branches: SQL[]): SQL {
  return sql.join(branches, sql` UNION `);
}

/** The characters that LIKE reads as more than themselves. */
function literal(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
