import type { OrderView, revisionSummary } from '@pace/shared/orders';
import type { z } from 'zod';
import { AppError } from '../../lib/app-error.ts';
import type { Ctx, Tx } from '../../lib/db.ts';
import { toInstant } from '../../lib/instants.ts';
import { must } from '../../lib/must.ts';
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
    const missing = new AppError('order.reason_required');
    throw new AppError('order.reason_required', { errors: [{ path: 'reason', message: missing.message }] });
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
  const [last] = await repo.listRevisions(tx, order.id, order.revision);
  // The snapshot is what toSnapshot made of an order.
  return last === undefined || differsInPrint(last.snapshot as OrderView, toOrderView(order, ctx.rights));
}

/** The revisions of an order, newest first, without what they say. */
export async function listRevisions(ctx: Ctx, orderId: string): Promise<z.infer<typeof revisionSummary>[]> {
  if (!(await repo.find(ctx.db, orderId))) throw new AppError('order.not_found', { id: orderId });
  return (await repo.listRevisions(ctx.db, orderId)).map(toSummary);
}

/** One revision with everything the order said then. */
export async function getRevision(ctx: Ctx, orderId: string, revision: number) {
  const [row] = await repo.listRevisions(ctx.db, orderId, revision);
  if (!row) throw new AppError('order.revision_not_found', { id: orderId, revision });
  return { ...toSummary(row), snapshot: must(row.snapshot, 'A revision has a snapshot') };
}

function toSummary(
  row: Awaited<ReturnType<typeof repo.listRevisions>>[number],
): z.infer<typeof revisionSummary> {
  return {
    revision: row.revision,
    reason: row.reason,
    by: { id: row.actorId, name: personName(row) ?? 'System' },
    at: toInstant(row.createdAt),
  };
}
