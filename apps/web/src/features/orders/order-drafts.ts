import { listDrafts, readDraft } from '../../lib/drafts.ts';
import type { OrderForm } from './order-form.ts';

/** Unsaved work on an order. */
export interface OrderDraft {
  form: OrderForm;
  /** What the work started from; absent for a new order. */
  base: { form: OrderForm; version: number } | undefined;
  /** Makes a new order that is sent twice one order. */
  createKey: string;
}

/** To be raised whenever the form gets another shape. */
export const draftShape = 1;

const newPrefix = 'order.new.';
export const newDraftName = (draftId: string) => `${newPrefix}${draftId}`;
export const editDraftName = (orderId: string) => `order.edit.${orderId}`;

export function readOrderDraft(userId: string, name: string) {
  return readDraft<OrderDraft>(userId, name, draftShape);
}

/** Orders that were begun on this browser and never saved, newest first. */
export function listNewDrafts(userId: string) {
  return listDrafts<OrderDraft>(userId, newPrefix, draftShape).map(({ name, draft }) => ({
    draftId: name.slice(newPrefix.length),
    savedAt: draft.savedAt,
    form: draft.form.form,
  }));
}
