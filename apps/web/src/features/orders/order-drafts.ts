import { dropDraft, listDrafts, readDraft, writeDraft } from '../../lib/drafts.ts';
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
const draftShape = 1;

const newPrefix = 'order.new.';
export const newDraftName = (draftId: string) => `${newPrefix}${draftId}`;
export const editDraftName = (orderId: string) => `order.edit.${orderId}`;

export function readOrderDraft(userId: string, name: string) {
  return readDraft<OrderDraft>(userId, name, draftShape);
}

export function keepOrderDraft(userId: string, name: string, draft: OrderDraft): void {
  writeDraft(userId, name, draftShape, draft);
}

/** Gives unsaved work up; answers how it is brought back. */
export function discardOrderDraft(userId: string, name: string): () => void {
  const draft = readOrderDraft(userId, name);
  dropDraft(userId, name);
  return () => {
    if (draft !== undefined) keepOrderDraft(userId, name, draft.form);
  };
}

/** Orders that were begun on this browser and never saved, newest first. */
export function listNewDrafts(userId: string) {
  return listDrafts<OrderDraft>(userId, newPrefix, draftShape).map(({ name, draft }) => ({
    draftId: name.slice(newPrefix.length),
    savedAt: draft.savedAt,
    form: draft.form.form,
  }));
}
