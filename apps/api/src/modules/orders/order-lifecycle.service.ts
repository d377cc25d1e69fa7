import type { OrderStep } from '@pace/shared/orders';
import { AppError, refuseFields } from '../../lib/app-error.ts';
import { type BulkItem, type BulkResult, inBulk } from '../../lib/bulk.ts';
import { type Ctx, inTx, type Tx } from '../../lib/db.ts';
import { must } from '../../lib/must.ts';
import { record } from '../activities/activities.service.ts';
import { orderChanges, toSnapshot } from './order-history.ts';
import { listMissing } from './order-readiness.service.ts';
import { differsFromLastRevision, storeRevision } from './order-revisions.service.ts';
import * as repo from './orders.repo.ts';
import { getForChange } from './orders.service.ts';
import { isDeletable, type Move, nextStatus, possibleActions, whyNotDeletable } from './orders.status.ts';
import { toOrderView } from './orders.view.ts';

/** A step of an order: what it was seen as, and why it is taken. */
export interface Command {
  id: string;
  version: number;
  reason?: string | undefined;
}

/** Makes the order binding. The first confirmation is revision 1; a changed one that was reopened is the next. */
export function confirmOrder(ctx: Ctx, command: Command): Promise<repo.Order> {
  return inTx(ctx, (tx) => confirm(tx, ctx, command));
}

/** Back to draft, before anything was posted. */
export function reopenOrder(ctx: Ctx, command: Command): Promise<repo.Order> {
  return inTx(ctx, (tx) => reopen(tx, ctx, command));
}

/** Takes the order out of the book without deleting it. */
export function cancelOrder(ctx: Ctx, command: Command): Promise<repo.Order> {
  return inTx(ctx, (tx) => cancel(tx, ctx, command));
}

/** Puts a cancelled order back as it was. */
export function restoreOrder(ctx: Ctx, command: Command): Promise<repo.Order> {
  return inTx(ctx, (tx) => restore(tx, ctx, command));
}

const steps = { confirm, reopen, cancel, restore } as const;

/** Takes one step with many orders, each on its own. */
export function bulkOrders(
  ctx: Ctx,
  action: OrderStep,
  items: BulkItem[],
  reason: string | undefined,
): Promise<BulkResult> {
  const command = steps[action];
  return inBulk(ctx, items, repo.lockWithParties, (tx, item) => command(tx, ctx, { ...item, reason }));
}

/** Deletes a draft that was never confirmed; its number is retired, so that the book has no gap. */
export async function deleteOrder(ctx: Ctx, id: string, version: number): Promise<void> {
  await inTx(ctx, async (tx) => {
    const order = await getForChange(tx, ctx, id, version);
    if (!isDeletable(order)) {
      throw new AppError('order.not_deletable', {
        from: order.status,
        reason: whyNotDeletable(order),
        possibleActions: possibleActions(order),
      });
    }
    await repo.remove(tx, order, ctx.actor.id);
    await record(tx, ctx, {
      entityType: 'order',
      entityId: id,
      action: 'deleted',
      // What the history says of it from now on is all there is.
      changes: { order: { from: toSnapshot(toOrderView(order, ctx.rights)), to: null } },
    });
  });
}

async function confirm(tx: Tx, ctx: Ctx, command: Command): Promise<repo.Order> {
  const order = await getForChange(tx, ctx, command.id, command.version);
  const status = nextStatus(order, 'confirm');
  refuseFields(await listMissing(tx, order), 'order.not_ready');
  const confirmed = await write(tx, order, { status, confirmedAt: repo.now, updatedBy: ctx.actor.id });
  const isNews = await differsFromLastRevision(tx, ctx, confirmed);
  const after = isNews ? await storeRevision(tx, ctx, confirmed, command.reason) : confirmed;
  await recordMove(tx, ctx, 'confirmed', order, after, command.reason);
  return after;
}

function reopen(tx: Tx, ctx: Ctx, command: Command): Promise<repo.Order> {
  return move(tx, ctx, command, 'reopen', { confirmedAt: null });
}

function cancel(tx: Tx, ctx: Ctx, command: Command): Promise<repo.Order> {
  return move(tx, ctx, command, 'cancel', { cancelledAt: repo.now });
}

function restore(tx: Tx, ctx: Ctx, command: Command): Promise<repo.Order> {
  return move(tx, ctx, command, 'restore', { cancelledAt: null });
}

const pastTense: Readonly<Record<Move, string>> = {
  confirm: 'confirmed',
  reopen: 'reopened',
  cancel: 'cancelled',
  restore: 'restored',
};

async function move(
  tx: Tx,
  ctx: Ctx,
  command: Command,
  step: Move,
  changes: Parameters<typeof write>[2],
): Promise<repo.Order> {
  const order = await getForChange(tx, ctx, command.id, command.version);
  const status = nextStatus(order, step);
  const after = await write(tx, order, { ...changes, status, updatedBy: ctx.actor.id });
  await recordMove(tx, ctx, pastTense[step], order, after, command.reason);
  return after;
}

async function write(
  tx: Tx,
  order: repo.Order,
  changes: Parameters<typeof repo.update>[2],
): Promise<repo.Order> {
  await repo.update(tx, order.id, changes);
  return must(await repo.find(tx, order.id), 'The order that was just locked has gone');
}

async function recordMove(
  tx: Tx,
  ctx: Ctx,
  action: string,
  before: repo.Order,
  after: repo.Order,
  reason: string | undefined,
): Promise<void> {
  const changes = orderChanges(toOrderView(before, ctx.rights), toOrderView(after, ctx.rights));
  await record(tx, ctx, {
    entityType: 'order',
    entityId: after.id,
    action,
    changes: { ...changes, ...(reason !== undefined && { reason: { from: null, to: reason } }) },
  });
}
