import { useEffect, useRef } from 'react';
import type { OrderForm } from './order-form.ts';
import type { OrderFormStore } from './order-form-store.ts';
import { joinWishes, type SaveWish } from './save-queue.ts';

/*
 * Saving a new order leads to its own address. Somebody types on meanwhile: the screen there begins with the form as it
 * is at that moment, in the field they are in, and hears the key that asked to save once more.
 */

let underWay: { orderId: string; store: OrderFormStore; wish: SaveWish | undefined } | undefined;

/** The order goes on at its own address; this screen is still in view until that one is there. */
export function carryOver(orderId: string, store: OrderFormStore, wish: SaveWish | undefined): void {
  underWay = { orderId, store, wish };
}

/** A key to save that was pressed on the screen that is on its way out. */
export function wishAfterwards(wish: SaveWish): void {
  if (underWay !== undefined) underWay.wish = joinWishes(underWay.wish, wish);
}

interface CarriedOver {
  form: OrderForm;
  /** The field somebody is in, of the header or of a line. */
  place: Place | undefined;
}
interface Place {
  field: string;
  line: string | undefined;
  selection: readonly [number | null, number | null];
}

/** What another screen has of this order, as long as that one is in view. */
export function readCarriedOver(orderId: string | undefined): CarriedOver | undefined {
  if (underWay === undefined || underWay.orderId !== orderId) return undefined;
  const form = underWay.store.get();
  const field = document.activeElement;
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) {
    return { form, place: undefined };
  }
  const { line, field: cell, formField, unsettled } = field.dataset;
  const name = cell ?? formField;
  const selection = [field.selectionStart, field.selectionEnd] as const;
  return {
    // A name that is still being typed is nowhere but in its field.
    form: cell === 'product' && unsettled ? withProductText(form, line, field.value) : form,
    place: name === undefined ? undefined : { field: name, line, selection },
  };
}

function withProductText(form: OrderForm, key: string | undefined, productText: string): OrderForm {
  const typed = { product: null, productText };
  return { ...form, lines: form.lines.map((line) => (line.key === key ? { ...line, ...typed } : line)) };
}

/** Goes on where the other screen was. */
export function useCarriedOver(carried: CarriedOver | undefined, onWish: (wish: SaveWish) => void): void {
  const latest = useRef(onWish);
  useEffect(() => {
    latest.current = onWish;
  });
  useEffect(() => {
    if (carried !== undefined) {
      focusPlace(carried.place);
      const wish = underWay?.wish;
      if (wish !== undefined) latest.current(wish);
    }
    // The screens change places at once: what was not taken over by then belongs to nobody.
    return () => queueMicrotask(() => (underWay = undefined));
  }, [carried]);
}

function focusPlace(place: Place | undefined): void {
  if (place === undefined) return;
  const { field, line, selection } = place;
  const found = document.querySelector<HTMLInputElement | HTMLTextAreaElement>(
    line === undefined ? `[data-form-field="${field}"]` : `[data-line="${line}"][data-field="${field}"]`,
  );
  found?.focus();
  if (selection[0] !== null) found?.setSelectionRange(...selection);
}
