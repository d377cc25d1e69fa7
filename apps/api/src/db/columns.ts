import { randomUUIDv7 } from 'node:crypto';
import { type SQL, sql } from 'drizzle-orm';
import { type AnyPgColumn, check, integer, timestamp, uuid } from 'drizzle-orm/pg-core';

/** The application sends UUIDv7, which keeps indexes dense; SQL written by hand gets a random one. */
export const primaryId = () =>
  uuid('id')
    .primaryKey()
    .default(sql`gen_random_uuid()`)
    .$defaultFn(() => randomUUIDv7());

/** A UTC instant without zone, as the specification writes it; read as text so that microseconds survive. */
export const instant = (name: string) => timestamp(name, { mode: 'string' });

export const createdAt = () => instant('created_at').notNull().defaultNow();
export const updatedAt = () => instant('updated_at').notNull().defaultNow();

/** Counts the changes of a record; `If-Match` compares it. */
export const version = () => integer('version').notNull().default(1);

/** Closes a column's values. NULL passes: whether a value is needed is another question. */
export function oneOf(name: string, column: AnyPgColumn, values: readonly string[]) {
  return check(name, sql`${column} IN (${sql.raw(values.map((value) => `'${value}'`).join(', '))})`);
}

/** Bounds a number. NULL passes, NaN (larger than every number in PostgreSQL) does not. */
export function between(name: string, column: AnyPgColumn, low: string, high: string) {
  return check(name, sql`${column} BETWEEN ${sql.raw(low)} AND ${sql.raw(high)}`);
}

/** Bounds the length of a text, in characters. */
export function atMost(name: string, column: AnyPgColumn, characters: number) {
  return check(name, sql`char_length(${column}) <= ${sql.raw(String(characters))}`);
}

/** Names sort as people expect in every language, the same on every operating system. */
export const byName = (column: AnyPgColumn): SQL => sql`${column} COLLATE "und-x-icu"`;
