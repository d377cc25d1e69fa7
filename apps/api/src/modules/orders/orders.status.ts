import type { OrderAction, OrderStatus } from '@pace/shared/orders';
import type { Permission } from '@pace/shared/permissions';
import { AppError } from '../../lib/app-error.ts';

/** What decides which steps an order may take. */
export interface OrderState {
  readonly status: OrderStatus;
  readonly cancelledAt: string | null;
  /** The live document in QuickBooks. */
  readonly qboDocId: string | null;
  /** 0 until the first confirmation. */
  readonly revision: number;
}

export type Move = 'confirm' | 'reopen' | 'cancel' | 'restore';

/** Every way an order may move; what needs more data than its state is checked in the service. */
export const moves: Readonly<Record<OrderStatus, Readonly<Partial<Record<Move, OrderStatus>>>>> = {
  draft: { confirm: 'confirmed', cancel: 'draft' },
  confirmed: { reopen: 'draft', cancel: 'confirmed' },
  posted_to_qb: {},
  paid: {},
};

/** Steps that need QuickBooks to hold nothing of the order. */
const needsNoDocument: ReadonlySet<Move> = new Set(['reopen', 'cancel']);

/** Where a step leads, or `order.illegal_transition` with the reason and the steps that are possible now. */
export function nextStatus(state: OrderState, move: Move): OrderStatus {
  const to = destination(state, move);
  if (to === undefined) {
    throw new AppError('order.illegal_transition', {
      action: move,
      from: state.status,
      isCancelled: state.cancelledAt !== null,
      reason: whyNot(state, move),
      possibleActions: possibleActions(state),
    });
  }
  return to;
}

/** Whether any field may change. Paid and cancelled orders are read-only. */
export function isEditable(state: OrderState): boolean {
  return state.cancelledAt === null && state.status !== 'paid';
}

/** Whether the order may vanish: nobody was ever told of it. */
export function isDeletable(state: OrderState): boolean {
  return state.status === 'draft' && state.revision === 0 && state.cancelledAt === null;
}

/** Why an order that may not vanish may not. */
export function whyNotDeletable(state: OrderState): string {
  if (state.cancelledAt !== null) return 'The order is cancelled: it can only be restored.';
  return state.status === 'draft'
    ? 'The order was confirmed before and is part of the history.'
    : 'The order is no draft. Cancel it instead.';
}

/** What may be done to the order now, by anybody. */
export function possibleActions(state: OrderState): OrderAction[] {
  const isPossible: Readonly<Record<OrderAction, boolean>> = {
    edit: isEditable(state),
    confirm: destination(state, 'confirm') !== undefined,
    reopen: destination(state, 'reopen') !== undefined,
    cancel: destination(state, 'cancel') !== undefined,
    restore: destination(state, 'restore') !== undefined,
    duplicate: true,
    delete: isDeletable(state),
  };
  // Object.keys loses the type of the record above.
  return (Object.keys(isPossible) as OrderAction[]).filter((action) => isPossible[action]);
}

/** What each action asks of the person. */
const needed: Readonly<Record<OrderAction, Permission>> = {
  edit: 'orders:edit',
  confirm: 'orders:edit',
  reopen: 'orders:edit',
  cancel: 'orders:edit',
  restore: 'orders:edit',
  duplicate: 'orders:create',
  delete: 'orders:delete',
};

/** What this person may do to the order now. */
export function allowedActions(state: OrderState, rights: ReadonlySet<Permission>): OrderAction[] {
  return possibleActions(state).filter((action) => rights.has(needed[action]));
}

function destination(state: OrderState, move: Move): OrderStatus | undefined {
  if (state.cancelledAt !== null) return move === 'restore' ? state.status : undefined;
  if (state.qboDocId !== null && needsNoDocument.has(move)) return undefined;
  return moves[state.status][move];
}

function whyNot(state: OrderState, move: Move): string {
  if (state.cancelledAt !== null) return 'The order is cancelled: it can only be restored.';
  if (move === 'restore') return 'The order is not cancelled.';
  if (state.qboDocId !== null && needsNoDocument.has(move))
    return 'QuickBooks holds a document for this order.';
  const words = {
    draft: 'still a draft',
    confirmed: 'already confirmed',
    posted_to_qb: 'posted to QuickBooks',
    paid: 'paid',
  };
  return `The order is ${words[state.status]}.`;
}
