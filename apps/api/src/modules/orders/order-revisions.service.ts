import type { OrderView, revisionSummary } from '@pace/shared/orders';
import type { z } from 'zod';
import { AppError, fieldOutcome } from '../../lib/app-error.ts';
import { decodeCursor, toPage } from '../../lib/cursor.ts';
import type { Ctx, Tx } from '../../lib/db.ts';
import { toInstant } from '../../lib/instants.ts';
import { personName } from '../../lib/person-name.ts';
import { differsInPrint, toSnapshot } from './order-history.ts';
import * as repo from './orders.repo.ts';
import { toOrderView } from './orders.view.ts';

/**
 * Stores what both parties are told as the next revision of an order that was just written. The first needs no
 * reason; every later one does.
 */
export async function storeRevision(
  tx: Tx,
  ctx: Ctx,
  order: repo.Order,
  reason: string | undefined,
): Promise<repo.Order> {
  if (order.revision > 0 && reason === undefined) {
    throw fieldOutcome('order.reason_required', 'reason');
  }
  const revision = order.revision + 1;
  await repo.setRevision(tx, order.id, revision);
  const revised = { ...order, revision };
  await repo.insertRevision(tx, {
    orderId: order.id,
    revision,
    reason: reason ?? null,
    snapshot: toSnapshot(toOrderView(revised, ctx.rights)),
    createdBy: ctx.actor.id,
  });
  return revised;
}

/** Whether an order says something else than its newest revision, or has none. */
export async function differsFromLastRevision(tx: Tx, ctx: Ctx, order: repo.Order): Promise<boolean> {
  const last = await repo.findRevision(tx, order.id, order.revision);
  // The snapshot is what toSnapshot made of an order.
  return last === undefined || differsInPrint(last.snapshot as OrderView, toOrderView(order, ctx.rights));
}

/** A page of an order's revisions, newest first, without what they say. */
export async function listRevisions(
  ctx: Ctx,
  orderId: string,
  page: { limit: number; after?: string | undefined },
) {
  const after = decodeCursor(page.after, 'revisions', repo.newestRevision);
  const found = await repo.listRevisions(ctx.db, orderId, { after, limit: page.limit });
  // A draft has none yet; only then is it worth asking whether the order is there.
  if (found.length === 0 && !(await repo.find(ctx.db, orderId))) {
    throw new AppError('order.not_found', { id: orderId });
  }
  const { rows, nextCursor } = toPage(found, page.limit, 'revisions');
  return { items: rows.map(toSummary), nextCursor };
}

/** One revision with everything the order said then. */
export async function getRevision(ctx: Ctx, orderId: string, revision: number) {
  const row = await repo.findRevision(ctx.db, orderId, revision);
  if (!row) throw new AppError('order.revision_not_found', { id: orderId, revision });
  return { ...toSummary(row), snapshot: row.snapshot };
}

type RevisionRow = Awaited<ReturnType<typeof repo.listRevisions>>[number];

function toSummary(row: RevisionRow): z.infer<typeof revisionSummary> {
  return {
    revision: row.revision,
    reason: row.reason,
    by: { id: row.actorId, name: personName(row) ?? 'System' },
    at: toInstant(row.createdAt),
  };
}
