import { and, eq, sql } from 'drizzle-orm';
import { activities } from '../../db/schema/activities.ts';
import { users } from '../../db/schema/users.ts';
import { changeChannel } from '../../lib/change-feed.ts';
import { isAfter, orderBy, type Position, positionValue, type SortKey } from '../../lib/cursor.ts';
import type { Tx } from '../../lib/db.ts';

export const newestFirst: SortKey = {
  expression: sql`${activities.createdAt}`,
  direction: 'desc',
  type: 'timestamp',
};

export type NewActivity = Omit<typeof activities.$inferInsert, 'createdAt'>;

const writtenAt = sql`statement_timestamp()`;

/**
 * Adds to the history; all rows of a command in one statement, which also tells every process that listens. PostgreSQL
 * delivers at commit: nobody hears of a change that was rolled back, or before it can be read. The time is that of the
 * statement and not of the transaction's begin: one that waited for a lock was written after the one it waited for.
 */
export async function insert(tx: Tx, rows: NewActivity[]): Promise<void> {
  await tx
    .insert(activities)
    .values(rows.map((row) => ({ ...row, createdAt: writtenAt })))
    .returning({
      told: sql`pg_notify(${changeChannel}, json_build_object('entity', ${activities.entityType}, 'id', ${activities.entityId},
        'action', ${activities.action}, 'actorId', ${activities.actorId})::text)`,
    });
}

/** The history of one record, newest first, one row more than asked. */
export function list(
  tx: Tx,
  query: { entityType: string; entityId: string; after: Position | undefined; limit: number },
) {
  return tx
    .select({
      id: activities.id,
      position: positionValue(newestFirst),
      action: activities.action,
      actorId: activities.actorId,
      firstName: users.firstName,
      lastName: users.lastName,
      email: users.email,
      source: activities.source,
      changes: activities.changes,
      requestId: activities.requestId,
      createdAt: activities.createdAt,
    })
    .from(activities)
    .leftJoin(users, eq(users.id, activities.actorId))
    .where(
      and(
        eq(activities.entityType, query.entityType),
        eq(activities.entityId, query.entityId),
        isAfter(newestFirst, sql`${activities.id}`, query.after),
      ),
    )
    .orderBy(orderBy(newestFirst, sql`${activities.id}`))
    .limit(query.limit + 1);
}

/** How many milliseconds ago the newest entry was written, by the database's own clock; null for an empty history. */
export async function ageOfNewest(tx: Tx): Promise<number | null> {
  // The greatest alone is looked up in its index, however long the history is.
  const [row] = await tx
    .select({
      ageMs: sql<
        number | null
      >`floor(extract(epoch FROM clock_timestamp()::timestamp - max(${activities.createdAt})) * 1000)::float8`,
    })
    .from(activities);
  return row?.ageMs ?? null;
}
