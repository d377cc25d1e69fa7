import type { ChangeEntity } from '@pace/shared/events';
import type { activityView } from '@pace/shared/fields';
import type { z } from 'zod';
import type { Changes } from '../../db/schema/activities.ts';
import { decodeCursor, toPage } from '../../lib/cursor.ts';
import type { Ctx, Db, Tx } from '../../lib/db.ts';
import { toInstant } from '../../lib/instants.ts';
import { personName } from '../../lib/person-name.ts';
import * as repo from './activities.repo.ts';

export type EntityType = ChangeEntity;

/** One thing that was done to one record. */
export interface Event {
  entityType: EntityType;
  entityId: string;
  action: string;
  changes?: Changes;
}

/** Writes history in the transaction of its cause: who, what, when, old and new values. Who listens hears of it. */
export async function record(tx: Tx, ctx: Ctx, ...events: Event[]): Promise<void> {
  if (events.length === 0) return;
  await repo.insert(
    tx,
    events.map(({ changes = {}, ...event }) => ({
      ...event,
      changes,
      actorId: ctx.actor.id,
      source: ctx.actor.source,
      requestId: ctx.requestId,
    })),
  );
}

/** How many milliseconds ago anybody last changed anything; null when nobody ever did. */
export function ageOfLastChange(db: Db): Promise<number | null> {
  return repo.ageOfNewest(db);
}

/** Which of the fields differ, with both values. Lists and objects are compared by content. */
export function changesBetween(before: Record<string, unknown>, after: Record<string, unknown>): Changes {
  const changes: Changes = {};
  for (const [field, to] of Object.entries(after)) {
    const from = before[field] ?? null;
    if (to !== undefined && JSON.stringify(from) !== JSON.stringify(to)) changes[field] = { from, to };
  }
  return changes;
}

/** A page of a record's history, newest first. */
export async function listActivities(
  ctx: Ctx,
  of: { entityType: EntityType; entityId: string },
  page: { limit: number; after?: string | undefined },
): Promise<{ items: z.infer<typeof activityView>[]; nextCursor: string | null }> {
  const after = decodeCursor(page.after, 'activities', repo.newestFirst);
  const found = await repo.list(ctx.db, { ...of, after, limit: page.limit });
  const { rows, nextCursor } = toPage(found, page.limit, 'activities');
  const items = rows.map((row) => ({
    id: row.id,
    action: row.action,
    actor: { id: row.actorId, name: personName(row) ?? 'System' },
    source: row.source,
    changes: row.changes,
    requestId: row.requestId,
    at: toInstant(row.createdAt),
  }));
  return { items, nextCursor };
}
