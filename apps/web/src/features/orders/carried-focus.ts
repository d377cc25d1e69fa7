import { useEffect } from 'react';
import type { OrderForm } from './order-form.ts';
import type { OrderFormStore } from './order-form-store.ts';
import { sentLines } from './order-wire.ts';

/** Saving a new order leads to its own address; the cell somebody was in is found again there. */
let carried: { index: number; field: string } | undefined;

export function carryFocus(form: OrderForm): void {
  const cell = document.activeElement instanceof HTMLElement ? document.activeElement.dataset : {};
  const field = cell['field'];
  // Lines nobody typed in are not stored; from one of those it goes to the last.
  const index = sentLines(form).findIndex(({ key }) => key === cell['line']);
  carried = field === undefined ? undefined : { index, field };
}

/** The line that will get the focus. */
export function carriedLine(form: OrderForm): string | undefined {
  return carried && form.lines.at(carried.index)?.key;
}

export function useCarriedFocus(store: OrderFormStore) {
  useEffect(() => {
    if (carried === undefined) return;
    const key = carriedLine(store.get());
    document.querySelector<HTMLElement>(`[data-line="${key}"][data-field="${carried.field}"]`)?.focus();
    carried = undefined;
  }, [store]);
}
