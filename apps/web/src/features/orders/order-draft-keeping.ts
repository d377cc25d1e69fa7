import { useEffect, useRef } from 'react';
import { dropDraft, writeDraft } from '../../lib/drafts.ts';
import { draftShape, type OrderDraft } from './order-drafts.ts';
import { isBlankLine, type OrderForm } from './order-form.ts';
import type { OrderFormStore } from './order-form-store.ts';
import { isChanged } from './order-wire.ts';

/** Keeping two hundred lines costs more than a key may: seldom while somebody types, and at once when the page goes. */
const draftPauseMs = 1000;

/** Keeps unsaved work on this browser, a moment after the last key. */
export function useDraftKeeping(of: {
  store: OrderFormStore;
  userId: string;
  name: string;
  base: OrderDraft['base'];
  createKey: string;
}) {
  const latest = useRef(of);
  useEffect(() => {
    latest.current = of;
  });
  const { store } = of;
  useEffect(() => {
    let timer: number | undefined;
    const keep = () => {
      window.clearTimeout(timer);
      timer = undefined;
      const { userId, name, base, createKey } = latest.current;
      const form = store.get();
      const isEmpty = base === undefined ? isUntouched(form) : !isChanged(form, base.form);
      if (isEmpty) dropDraft(userId, name);
      else writeDraft(userId, name, draftShape, { form, base, createKey } satisfies OrderDraft);
    };
    const unsubscribe = store.subscribe(() => {
      timer ??= window.setTimeout(keep, draftPauseMs);
    });
    // A reload or a closed tab does not wait for the pause.
    const flush = () => timer !== undefined && keep();
    window.addEventListener('pagehide', flush);
    return () => {
      unsubscribe();
      window.removeEventListener('pagehide', flush);
      flush();
    };
  }, [store]);
}

/** A new order in which nothing was typed. */
function isUntouched(form: OrderForm): boolean {
  const texts = [form.poNumber, form.memo, form.notes, form.shipDate, form.deliveryDate, form.freightPlace];
  return (
    form.seller === null &&
    form.buyer === null &&
    texts.every((text) => text === '') &&
    form.lines.every(isBlankLine)
  );
}
