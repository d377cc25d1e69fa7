import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import {
  type ClipboardEvent,
  type KeyboardEvent,
  useCallback,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { flushSync } from 'react-dom';
import { count } from '../../lib/format.ts';
import { modKey } from '../../lib/hotkeys.ts';
import { announce } from '../../lib/undo.tsx';
import type { NearLines } from './near-lines.ts';
import { createLineKeys, type OrderFormStore } from './order-form-store.ts';
import { OrderLineRow } from './order-line-row.tsx';
import type { FormErrors } from './order-wire.ts';
import { type GridField, gridFields, isTable, parseCells, readPastedLines } from './paste-lines.ts';
import { resolveProducts } from './resolve-products.ts';

/** Enter goes through what every line needs; Tab stops at every cell. */
const enterStops: readonly GridField[] = ['product', 'quantity', 'price', 'commissionPrice'];

const columns = [
  '',
  'Product',
  'Size',
  'Qty',
  'Package',
  'Pack',
  'Unit',
  'Price',
  'Per',
  'Comm.',
  'In',
  'Description',
  'Net weight',
  'Total',
  '',
] as const;

/** The spreadsheet of the lines: everything by keyboard, and rows from any other spreadsheet by paste. */
export function OrderLinesGrid({
  store,
  near,
  errors,
}: {
  store: OrderFormStore;
  near: NearLines;
  errors: FormErrors;
}) {
  const queryClient = useQueryClient();
  const grid = useRef<HTMLTableElement>(null);
  const [readKeys] = useState(() => createLineKeys(store));
  const keys = useSyncExternalStore(store.subscribe, readKeys);

  // The way back leads into this order as it is on this screen: it goes with it.
  const waysBack = useRef<(() => void)[]>([]);
  useEffect(
    () => () => {
      for (const hide of waysBack.current) hide();
    },
    [],
  );
  const offerWayBack = useCallback((message: string, undo: () => void) => {
    waysBack.current.push(announce(message, { run: async () => undo() }));
  }, []);

  const focusCell = useCallback(
    (key: string | undefined, field: string) => {
      near.bring(key);
      grid.current?.querySelector<HTMLElement>(`[data-line="${key}"][data-field="${field}"]`)?.focus();
    },
    [near],
  );

  const addLine = useCallback(
    (after?: string) => {
      // Rendered at once: the next key typed belongs into the new line.
      const key = flushSync(() => store.addLine(after));
      focusCell(key, 'product');
    },
    [store, focusCell],
  );

  const goOn = useCallback(
    (key: string, field: GridField) => {
      const at = gridFields.indexOf(field);
      const next = enterStops.find((stop) => gridFields.indexOf(stop) > at);
      if (next !== undefined) return focusCell(key, next);
      const lines = store.get().lines;
      const below = lines[lines.findIndex((line) => line.key === key) + 1];
      if (below === undefined) addLine(key);
      else focusCell(below.key, 'product');
    },
    [store, focusCell, addLine],
  );

  const removeLine = useCallback(
    (key: string, field = 'product') => {
      const lineNo = store.get().lines.findIndex((line) => line.key === key) + 1;
      const { next, undo } = flushSync(() => store.removeLine(key));
      focusCell(next, field);
      offerWayBack(`Line ${lineNo} removed`, undo);
    },
    [store, focusCell, offerWayBack],
  );
  const onRemove = useCallback((key: string) => removeLine(key), [removeLine]);

  function onKeyDown(event: KeyboardEvent<HTMLTableElement>) {
    const cell = cellOf(event.target);
    if (cell === undefined || event.defaultPrevented) return;
    const isMod = event.ctrlKey || event.metaKey;
    if (isMod && event.key.toLowerCase() === 'd') {
      event.preventDefault();
      store.copyAbove(cell.key);
    } else if (isMod && event.key === 'Backspace') {
      event.preventDefault();
      removeLine(cell.key, cell.field);
    } else if (event.key === 'Enter' && !isMod) {
      event.preventDefault();
      goOn(cell.key, cell.field);
    } else if (event.key === 'Tab') {
      // The line was scrolled away, perhaps, and the next stop is not written out.
      const lines = store.get().lines;
      const at = lines.findIndex((line) => line.key === cell.key);
      near.bring(lines[at - 1]?.key, lines[at + 1]?.key);
    } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      // In a list of choices the arrows choose.
      if (event.target instanceof HTMLSelectElement || event.altKey) return;
      const lines = store.get().lines;
      const at = lines.findIndex((line) => line.key === cell.key);
      const to = lines[at + (event.key === 'ArrowDown' ? 1 : -1)];
      if (to === undefined) return;
      event.preventDefault();
      focusCell(to.key, cell.field);
    }
  }

  function onPaste(event: ClipboardEvent<HTMLTableElement>) {
    const cell = cellOf(event.target);
    const text = event.clipboardData.getData('text/plain');
    if (cell === undefined || !isTable(text)) return;
    event.preventDefault();
    const rows = readPastedLines(parseCells(text), cell.field);
    if (rows.length === 0) return;
    const room = mostLines - store.get().lines.findIndex((line) => line.key === cell.key);
    const { keys: pasted, undo } = flushSync(() => store.paste(cell.key, rows.slice(0, room)));
    focusCell(pasted.at(-1), cell.field);
    const left = rows.length - pasted.length;
    const words = left === 0 ? '' : `; ${left} left out: an order has at most ${mostLines}`;
    offerWayBack(`${count(pasted.length, 'line')} pasted${words}`, undo);
    void resolveProducts(queryClient, store, pasted);
  }

  return (
    <div className="lines-scroll">
      <table className="lines-grid" ref={grid} onKeyDown={onKeyDown} onPaste={onPaste} aria-label="Lines">
        <thead>
          <tr>
            {columns.map((name, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns never move
              <th key={index} scope="col" className={numeric.has(name) ? 'number' : undefined}>
                {name || <span className="visually-hidden">{index === 0 ? 'Line' : 'Remove'}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {keys.map((key, index) => (
            <OrderLineRow
              key={key}
              store={store}
              near={near}
              lineKey={key}
              index={index}
              isEdge={index === 0 || index === keys.length - 1}
              errors={errors}
              onEnter={goOn}
              onRemove={onRemove}
            />
          ))}
        </tbody>
      </table>
      <div className="lines-foot">
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<Plus size={14} aria-hidden />}
          onClick={() => addLine()}
        >
          Add a line
        </Button>
        <span>
          <kbd>Enter</kbd> next <kbd>Tab</kbd> every cell
        </span>
        <span>
          <kbd>{modKey} D</kbd> copies the line above
        </span>
        <span>
          <kbd>{modKey} ⌫</kbd> removes the line
        </span>
        <span>
          <kbd>{modKey} V</kbd> rows from a spreadsheet
        </span>
      </div>
    </div>
  );
}

/** What the API takes in one order. */
const mostLines = 500;
const numeric: ReadonlySet<string> = new Set(['Qty', 'Pack', 'Price', 'Comm.', 'Net weight', 'Total']);

function cellOf(target: EventTarget): { key: string; field: GridField } | undefined {
  if (!(target instanceof HTMLElement)) return undefined;
  const { line, field } = target.dataset;
  const known = gridFields.find((one) => one === field);
  return line === undefined || known === undefined ? undefined : { key: line, field: known };
}
