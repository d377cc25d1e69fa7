import { useCallback, useSyncExternalStore } from 'react';
import { blankLine, type HeaderField, type LineForm, type OrderForm } from './order-form.ts';
import type { PastedLine } from './paste-lines.ts';
import { noPackage } from './product-package.ts';

/**
 * The order being typed, outside React: a key in one cell renders that line and the totals, not two hundred lines.
 * Forms are replaced, never changed, so that what was rendered can be compared with what is.
 */
export interface OrderFormStore {
  get: () => OrderForm;
  subscribe: (listener: () => void) => () => void;
  replace: (form: OrderForm) => void;
  setHeader: <Field extends HeaderField>(field: Field, value: OrderForm[Field]) => void;
  setLine: (key: string, change: Partial<LineForm>) => void;
  /** Adds a line after the one named, or at the end; answers its key. */
  addLine: (after?: string) => string;
  /** Fills a line with what the one above says; on the first line there is nothing to copy. */
  copyAbove: (key: string) => void;
  /** Takes a line away; the only one is emptied. Answers the key to go to, and the way back. */
  removeLine: (key: string) => { next: string; undo: () => void };
  /**
   * Fills lines from the one named on, adding as many as it takes. Answers their keys, and the way back: added lines
   * go, filled ones are what they were, and everything typed elsewhere since stays.
   */
  paste: (key: string, rows: readonly PastedLine[]) => { keys: string[]; undo: () => void };
}

export function createOrderFormStore(initial: OrderForm): OrderFormStore {
  let form = initial;
  const listeners = new Set<() => void>();

  function replace(next: OrderForm) {
    form = next;
    for (const listener of listeners) listener();
  }
  const setLines = (lines: readonly LineForm[]) => replace({ ...form, lines });
  const indexOf = (key: string) => form.lines.findIndex((line) => line.key === key);

  return {
    get: () => form,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    replace,
    setHeader: (field, value) => replace({ ...form, [field]: value }),
    setLine(key, change) {
      const at = indexOf(key);
      const line = form.lines[at];
      if (line !== undefined) setLines(form.lines.with(at, { ...line, ...change }));
    },
    addLine(after) {
      const at = after === undefined ? form.lines.length - 1 : indexOf(after);
      const line = blankLine(form.lines[at]);
      setLines(form.lines.toSpliced(at + 1, 0, line));
      return line.key;
    },
    copyAbove(key) {
      const at = indexOf(key);
      const above = form.lines[at - 1];
      const line = form.lines[at];
      if (above === undefined || line === undefined) return;
      // The weight on the scale belongs to one load only.
      setLines(form.lines.with(at, { ...above, key: line.key, id: line.id, actualWeight: '' }));
    },
    removeLine(key) {
      const before = form.lines;
      const at = indexOf(key);
      const rest = before.toSpliced(at, 1);
      const lines = rest.length === 0 ? [blankLine()] : rest;
      setLines(lines);
      const removed = before[at];
      return {
        next: (lines[at] ?? lines.at(-1))?.key ?? key,
        undo() {
          if (removed === undefined || indexOf(removed.key) !== -1) return;
          setLines(form.lines.toSpliced(Math.min(at, form.lines.length), 0, removed));
        },
      };
    },
    paste(key, rows) {
      const at = indexOf(key);
      const before = new Map(form.lines.map((line) => [line.key, line]));
      const lines = [...form.lines];
      for (const [offset, row] of rows.entries()) {
        const line = lines[at + offset] ?? blankLine(lines[at + offset - 1]);
        lines[at + offset] = {
          ...line,
          ...(row.productText !== undefined && { product: null, ...noPackage }),
          ...row,
        };
      }
      setLines(lines);
      const keys = lines.slice(at, at + rows.length).map((line) => line.key);
      return {
        keys,
        undo() {
          const pasted = new Set(keys);
          const rest = form.lines.flatMap((line) =>
            pasted.has(line.key) ? (before.get(line.key) ?? []) : line,
          );
          setLines(rest.length === 0 ? [blankLine()] : rest);
        },
      };
    },
  };
}

/** A part of the form; the component is rendered again only when that part is another. */
export function useForm<Part>(store: OrderFormStore, select: (form: OrderForm) => Part): Part {
  return useSyncExternalStore(store.subscribe, () => select(store.get()));
}

/** One line. Every line asks after every change, so that it is looked up and not searched. */
export function useLine(store: OrderFormStore, key: string): LineForm | undefined {
  const find = useCallback(() => byKey(store.get().lines).get(key), [store, key]);
  return useSyncExternalStore(store.subscribe, find);
}

const maps = new WeakMap<readonly LineForm[], Map<string, LineForm>>();

function byKey(lines: readonly LineForm[]): Map<string, LineForm> {
  const known = maps.get(lines) ?? new Map(lines.map((line) => [line.key, line]));
  maps.set(lines, known);
  return known;
}

/** The keys of all lines, the same array until one is added, removed or moved. */
export function createLineKeys(store: OrderFormStore): () => readonly string[] {
  let keys: readonly string[] = [];
  return () => {
    const now = store.get().lines;
    if (now.length !== keys.length || now.some((line, index) => line.key !== keys[index])) {
      keys = now.map((line) => line.key);
    }
    return keys;
  };
}
