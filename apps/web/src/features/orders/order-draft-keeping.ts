import { useEffect, useRef } from 'react';
import { dropDraft, writeDraft } from '../../lib/drafts.ts';
import { draftShape, type OrderDraft } from './order-drafts.ts';
import { isBlankLine, type OrderForm } from './order-form.ts';
import type { OrderFormStore } from './order-form-store.ts';
import { isChanged } from './order-wire.ts';

/** Keeping two hundred lines is work: seldom while somebody types, between two keys, and at once when the page goes. */
const draftPauseMs = 1000;
/** Somebody who types without a pause must not keep it from being kept. */
const draftPatienceMs = 1000;

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
    // What was kept meanwhile, because the page went, is not kept again.
    const keepIfDue = () => timer !== undefined && keep();
    const unsubscribe = store.subscribe(() => {
      timer ??= window.setTimeout(() => whenIdle(keepIfDue), draftPauseMs);
    });
    // A reload or a closed tab does not wait for the pause.
    window.addEventListener('pagehide', keepIfDue);
    return () => {
      unsubscribe();
      window.removeEventListener('pagehide', keepIfDue);
      keepIfDue();
    };
  }, [store]);
}

function whenIdle(run: () => void): void {
  // Safari has no idle time to offer.
  if ('requestIdleCallback' in window) window.requestIdleCallback(run, { timeout: draftPatienceMs });
  else run();
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
