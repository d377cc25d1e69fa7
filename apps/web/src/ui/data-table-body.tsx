import { useRouter } from '@tanstack/react-router';
import type { Row } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { describeKey, useHotkeys } from '../lib/hotkeys.ts';
import { keepPlace, placeAt } from '../lib/list-place.ts';
import type { DataTableFeatures } from './data-table-columns.ts';
import { DataTableRow } from './data-table-row.tsx';

interface BodyProps<Item extends object> {
  rows: Row<DataTableFeatures, Item>[];
  /** Changes when other columns are shown. */
  layout: string;
  height: number;
  /** What they scroll in. */
  scroller: HTMLElement;
  rowHref: (item: Item) => string;
  isMuted: ((item: Item) => boolean) | undefined;
  /** Instead of cells, on a phone. */
  card: ((item: Item) => ReactNode) | undefined;
  /** Chooses all rows or none; absent where none can be. */
  onSelectAll: (() => void) | undefined;
  hasMore: boolean;
  onMore: () => void;
}

/** The rows of a list, as far as they are in view. Scrolling renders this and nothing around it. */
export function DataTableBody<Item extends object>(props: BodyProps<Item>) {
  const { rows, layout, height, scroller, rowHref, isMuted, card, onSelectAll, hasMore, onMore } = props;
  const router = useRouter();
  const latest = useRef({ rows, rowHref });
  useEffect(() => {
    latest.current = { rows, rowHref };
  });
  const isSelectable = onSelectAll !== undefined;
  const [place] = useState(() => placeAt(router.history.location));
  // Rows come and go above it while somebody works: the row that has the focus is known by its id.
  const [at, setAt] = useState({ id: place?.rowId, index: 0 });
  const found = useMemo(() => rows.findIndex(({ id }) => id === at.id), [rows, at.id]);
  const current = found === -1 ? Math.max(0, Math.min(at.index, rows.length - 1)) : found;
  const setCurrent = useCallback((index: number) => setAt({ id: latest.current.rows[index]?.id, index }), []);

  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller,
    estimateSize: () => height,
    overscan: 12,
    initialOffset: place !== undefined && found !== -1 ? place.scrollTop : 0,
    getItemKey: (index) => rows[index]?.id ?? index,
  });
  const items = virtualizer.getVirtualItems();
  const measured = useRef(height);
  useEffect(() => {
    if (measured.current === height) return;
    measured.current = height;
    virtualizer.measure();
  }, [virtualizer, height]);

  // The next page is asked for well before its place is scrolled into view.
  const lastIndex = items.at(-1)?.index ?? 0;
  const isNearEnd = lastIndex >= rows.length - 30;
  useEffect(() => {
    if (hasMore && isNearEnd) onMore();
  }, [hasMore, isNearEnd, onMore]);

  const open = useCallback(
    (index: number, inNewTab: boolean) => {
      const item = latest.current.rows[index]?.original;
      if (item === undefined) return;
      const href = latest.current.rowHref(item);
      if (inNewTab) {
        window.open(href, '_blank', 'noopener');
        return;
      }
      const rowId = latest.current.rows[index]?.id ?? '';
      keepPlace(router.history.location, { rowId, scrollTop: scroller.scrollTop });
      router.history.push(href);
    },
    [router, scroller],
  );
  const onOpen = useCallback(
    (index: number, event: MouseEvent) => {
      setCurrent(index);
      const inside = event.target instanceof Element ? event.target.closest('a, button, input, label') : null;
      const isElsewhere = event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey;
      if (inside?.matches('[data-row-link]') && !isElsewhere) event.preventDefault();
      else if (inside !== null || event.button > 1) return;
      // Text that was just selected is to be copied, not left.
      if (window.getSelection()?.type === 'Range') return;
      open(index, isElsewhere);
    },
    [open, setCurrent],
  );

  const focusRow = (index: number) => {
    const to = Math.max(0, Math.min(index, rows.length - 1));
    setCurrent(to);
    virtualizer.scrollToIndex(to, { align: 'auto' });
    // A row that was outside the view exists only after the next paint.
    afterPaint(() => {
      const row = scroller.querySelector<HTMLElement>(`tr[data-index="${to}"]`);
      row?.focus({ preventScroll: true });
      // The virtualizer does not know of the head and the totals, which stay in view over the rows.
      row?.scrollIntoView({ block: 'nearest' });
    });
  };
  // Back from a record, the focus is where one went there from.
  useEffect(() => {
    if (place === undefined || !latest.current.rows.some(({ id }) => id === place.rowId)) return;
    afterPaint(() => {
      // A screen that is opened puts the focus on its heading.
      const isElsewhere = document.activeElement?.matches('body, h1') === false;
      if (isElsewhere) return;
      scroller.querySelector<HTMLElement>('tr[tabindex="0"]')?.focus({ preventScroll: true });
    });
  }, [place, scroller]);

  const hasFocus = () => document.activeElement?.closest('tr[data-index]') != null;
  const step = (by: number) => focusRow(hasFocus() ? current + by : current);
  const toggleSelected = () => {
    if (isSelectable && hasFocus()) rows[current]?.toggleSelected();
  };
  useHotkeys({
    j: () => step(1),
    k: () => step(-1),
    x: toggleSelected,
    '/': () => document.querySelector<HTMLInputElement>('[data-list-search]')?.focus(),
  });
  const isRow = (target: EventTarget): target is HTMLElement =>
    target instanceof HTMLElement && target.matches('tr[data-index]');
  function onFocus(event: FocusEvent) {
    if (isRow(event.target)) setCurrent(Number(event.target.dataset['index']));
  }
  function onKeyDown(event: KeyboardEvent) {
    if (!isRow(event.target)) return;
    const page = Math.max(1, Math.floor(scroller.clientHeight / height) - 2);
    const moves: Record<string, () => void> = {
      ArrowDown: () => step(1),
      ArrowUp: () => step(-1),
      PageDown: () => step(page),
      PageUp: () => step(-page),
      Home: () => focusRow(0),
      End: () => focusRow(rows.length - 1),
      Enter: () => open(current, event.ctrlKey || event.metaKey),
      ' ': toggleSelected,
      ...(onSelectAll !== undefined && { 'mod+a': onSelectAll }),
    };
    const move = moves[describeKey(event)] ?? moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    move();
  }

  return (
    <tbody style={{ height: virtualizer.getTotalSize() }} onKeyDown={onKeyDown} onFocus={onFocus}>
      {items.map((item) => {
        const row = rows[item.index];
        if (row === undefined) return null;
        return (
          <DataTableRow
            key={item.key}
            row={row}
            index={item.index}
            top={item.start}
            height={height}
            isSelectable={isSelectable}
            isSelected={row.getIsSelected()}
            isMuted={isMuted?.(row.original) ?? false}
            isCurrent={item.index === current}
            layout={layout}
            card={card}
            onOpen={onOpen}
          />
        );
      })}
    </tbody>
  );
}

function afterPaint(run: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(run));
}
