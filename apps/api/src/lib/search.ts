import { type SQL, sql } from 'drizzle-orm';
import type { AnyPgColumn, PgTable } from 'drizzle-orm/pg-core';
import { orderBy, type SortKey } from './cursor.ts';

/**
 * Whether pg_trgm finds three characters to look up: three letters or digits in a row, or a word's edge beside one of
 * them. "---" has none, and looking it up anywhere would read the whole index.
 */
const trigram = /[\p{L}\p{N}]{3}|[^\p{L}\p{N}][\p{L}\p{N}]|[\p{L}\p{N}]{2}[^\p{L}\p{N}]/u;

/** Whether a text can be looked up anywhere in a column by its trigram index. */
export function hasTrigram(text: string): boolean {
  return [...text].length >= 3 && trigram.test(text);
}

/** Text in a column, case ignored: anywhere from three characters on, below that at the beginning. Each has its index. */
export function contains(column: AnyPgColumn, text: string): SQL {
  return hasTrigram(text) ? sql`${column} ILIKE ${`%${literal(text)}%`}` : startsWith(column, text);
}

/** The beginning of a column, case ignored. */
export function startsWith(column: AnyPgColumn, text: string): SQL {
  return sql`lower(${column}) LIKE lower(${`${literal(text)}%`})`;
}

/** What any branch finds, once. Joined by UNION and not by OR, so that each branch uses its own index. */
export function anyOf(branches: SQL[]): SQL {
  return sql.join(branches, sql` UNION `);
}

/** A page of a list: what is listed, in which order, how much of it. */
export interface Page {
  table: PgTable;
  id: AnyPgColumn;
  sort: SortKey;
  limit: number;
}

/** The first of what a condition finds, in the order of a list; PostgreSQL may walk the list until it has enough. */
export function firstOf({ table, id, sort, limit }: Page, where: SQL | undefined): SQL {
  return sql`(SELECT ${id} FROM ${table} WHERE ${where} ORDER BY ${orderBy(sort, sql`${id}`)} LIMIT ${limit})`;
}

/**
 * The same, but everything that is found is collected before it is sorted. Left alone, PostgreSQL takes what is found to
 * be spread evenly over the list; names that begin with the text, or the numbers of one month, are all in one place, and
 * it would walk half the list to get there. The fence is OFFSET 0.
 */
export function firstCollected({ table, id, sort, limit }: Page, where: SQL | undefined): SQL {
  const direction = sql.raw(sort.direction);
  return sql`(SELECT id FROM (
    SELECT ${id} AS id, ${sort.expression} AS key FROM ${table} WHERE ${where} OFFSET 0
  ) AS hits ORDER BY key ${direction}, id ${direction} LIMIT ${limit})`;
}

/** The characters that LIKE reads as more than themselves. */
export function literal(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
