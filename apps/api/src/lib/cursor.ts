import { type SQL, sql } from 'drizzle-orm';
import { AppError } from './app-error.ts';

/** One way to order a list: the indexed expression, its direction, and how its value travels in a cursor. */
export interface SortKey {
  readonly expression: SQL;
  readonly direction: 'asc' | 'desc';
  /** The PostgreSQL type a cursor's text is cast back to. */
  readonly type: 'timestamp' | 'text' | 'date' | 'numeric';
}

/** What a cursor says: the list goes on after this value and id. */
export interface Position {
  readonly value: string;
  readonly id: string;
}

/** The sort value of each row as text, microseconds and trailing zeros included. */
export function positionValue(sort: SortKey): SQL<string> {
  return sql<string>`(${sort.expression})::text`;
}

/** The condition that continues a list: a row comparison, which the index on (expression, id) answers directly. */
export function isAfter(sort: SortKey, id: SQL, position: Position | undefined): SQL | undefined {
  if (!position) return undefined;
  const operator = sql.raw(sort.direction === 'asc' ? '>' : '<');
  return sql`(${sort.expression}, ${id}) ${operator} (${position.value}::${sql.raw(sort.type)}, ${position.id}::uuid)`;
}

export function orderBy(sort: SortKey, id: SQL): SQL {
  const direction = sql.raw(sort.direction);
  return sql`${sort.expression} ${direction}, ${id} ${direction}`;
}

/** Cursors name the sort they belong to, so that one cannot continue a list of another order. */
export function encodeCursor(sortName: string, position: Position): string {
  return Buffer.from(JSON.stringify([sortName, position.value, position.id])).toString('base64url');
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const shapes: Readonly<Record<SortKey['type'], RegExp>> = {
  // PostgreSQL knows no year zero.
  timestamp: /^(?!0000)\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(\.\d{1,6})?$/,
  // Text that PostgreSQL cannot store never came from a list of ours.
  text: /^[^\0]{0,500}$/u,
  date: /^(?!0000)\d{4}-\d{2}-\d{2}$/,
  numeric: /^\d{1,20}(\.\d{1,20})?$/,
};

/** Reads a cursor of ours; anything else is a bad field. */
export function decodeCursor(
  cursor: string | undefined,
  sortName: string,
  sort: SortKey,
): Position | undefined {
  if (cursor === undefined) return undefined;
  try {
    const [name, value, id]: unknown[] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (
      name === sortName &&
      typeof value === 'string' &&
      typeof id === 'string' &&
      uuid.test(id) &&
      shapes[sort.type].test(value) &&
      value.isWellFormed() &&
      isRealDay(sort, value)
    ) {
      return { value, id };
    }
  } catch {
    // Not ours: answered below like every other wrong cursor.
  }
  throw new AppError('request.invalid', {
    errors: [{ path: 'after', message: 'must be the nextCursor of a page of this list in this order' }],
  });
}

function isRealDay(sort: SortKey, value: string): boolean {
  if (sort.type === 'date') return Temporal.PlainDate.from(value) !== null;
  if (sort.type === 'timestamp') return Temporal.PlainDateTime.from(value) !== null;
  return true;
}

/** Cuts the extra row off a page and says where the next one starts. */
export function toPage<Row extends { id: string; position: string }>(
  rows: Row[],
  limit: number,
  sortName: string,
): { rows: Row[]; nextCursor: string | null } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const hasMore = rows.length > limit && last !== undefined;
  return {
    rows: page,
    nextCursor: hasMore ? encodeCursor(sortName, { value: last.position, id: last.id }) : null,
  };
}
