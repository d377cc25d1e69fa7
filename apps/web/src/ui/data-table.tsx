import './data-table.css';
import { Checkbox, Skeleton } from '@mantine/core';
import type { LinkProps } from '@tanstack/react-router';
import { useRouter } from '@tanstack/react-router';
import { useTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp } from 'lucide-react';
import {
  type CSSProperties,
  type MouseEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useHotkeys } from '../lib/hotkeys.ts';
import { isFlags, useStored } from '../lib/stored.ts';
import { ColumnChooser } from './column-chooser.tsx';
import { columnsOf, type DataColumns, dataTableFeatures } from './data-table-columns.ts';
import { DataTableRow } from './data-table-row.tsx';
import { ErrorBox } from './states.tsx';
import { useNarrow } from './use-narrow.ts';

export interface DataTableProps<Item extends object> {
  /** Of the list, for screen readers; with `name` its columns are remembered. */
  label: string;
  name: string;
  columns: DataColumns<Item>;
  /** Undefined while the first page is on its way. Must be the same array as long as nothing changed. */
  rows: readonly Item[] | undefined;
  rowId: (item: Item) => string;
  /** Where a row leads. */
  rowLink: (item: Item) => Pick<LinkProps, 'to' | 'params' | 'search'>;
  isMuted?: (item: Item) => boolean;
  /** A row on a phone. */
  card: (item: Item) => ReactNode;
  cardHeight?: number;
  sort?: string | undefined;
  onSort?: (sort: string) => void;
  hasMore: boolean;
  onMore: () => void;
  error?: unknown;
  onRetry?: () => void;
  empty: ReactNode;
  /** Totals of the whole filter, under their columns. */
  footer?: Readonly<Record<string, ReactNode>>;
  /** The same on a phone, in one line. */
  footerCard?: ReactNode;
  /** Filters and search, above the list. */
  toolbar?: ReactNode;
  /** Instead of the toolbar while rows are selected. Without it nothing can be selected. */
  bulk?: (selected: Item[], clear: () => void) => ReactNode;
}

const rowHeight = 36;
const pixels = (value: number) => `${value}px`;

/** A list of any length: virtual rows, sticky header and totals, everything by keyboard. */
export function DataTable<Item extends object>(props: DataTableProps<Item>) {
  const { columns, rows, rowId, rowLink, card, bulk, hasMore, onMore } = props;
  const router = useRouter();
  const narrow = useNarrow();
  const scroller = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState(0);
  const [shown, setShown] = useStored<Record<string, boolean>>(`pace.columns.${props.name}`, {}, isFlags);

  const isSelectable = bulk !== undefined;
  const allColumns = useMemo(
    () => (isSelectable ? [selectColumn<Item>(), ...columns] : columns),
    [columns, isSelectable],
  );
  const columnVisibility = useMemo(() => {
    const isShown = (column: DataColumns<Item>[number]) =>
      shown[column.id ?? ''] ?? column.meta?.isExtra !== true;
    return Object.fromEntries(allColumns.map((column) => [column.id ?? '', isShown(column)]));
  }, [allColumns, shown]);

  const table = useTable({
    features: dataTableFeatures,
    columns: allColumns,
    data: rows ?? noRows,
    getRowId: rowId,
    state: { columnVisibility },
  });
  const visible = table.getVisibleLeafColumns();
  const layout = visible.map((column) => column.id).join();
  const tableRows = table.getRowModel().rows;
  const height = narrow ? (props.cardHeight ?? 66) : rowHeight;

  const virtualizer = useVirtualizer({
    count: tableRows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 12,
    getItemKey: (index) => tableRows[index]?.id ?? index,
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
  const isNearEnd = rows !== undefined && lastIndex >= tableRows.length - 30;
  useEffect(() => {
    if (hasMore && isNearEnd) onMore();
  }, [hasMore, isNearEnd, onMore]);

  const latest = useRef({ tableRows, rowLink });
  useEffect(() => {
    latest.current = { tableRows, rowLink };
  });
  const open = useCallback(
    (index: number, inNewTab: boolean) => {
      const item = latest.current.tableRows[index]?.original;
      if (item === undefined) return;
      const link = latest.current.rowLink(item);
      // The link's parts fit together because rowLink's caller wrote them as one.
      const target = link as Parameters<typeof router.buildLocation>[0];
      if (inNewTab) window.open(router.buildLocation(target).href, '_blank', 'noopener');
      else void router.navigate(target);
    },
    [router],
  );
  const onOpen = useCallback(
    (index: number, event: MouseEvent) => {
      setCurrent(index);
      const inside = event.target instanceof Element ? event.target.closest('a, button, input, label') : null;
      if (inside !== null || event.button > 1) return;
      // Text that was just selected is to be copied, not left.
      if (window.getSelection()?.type === 'Range') return;
      open(index, event.button === 1 || event.ctrlKey || event.metaKey);
    },
    [open],
  );

  const focusRow = (index: number) => {
    const to = Math.max(0, Math.min(index, tableRows.length - 1));
    setCurrent(to);
    virtualizer.scrollToIndex(to, { align: 'auto' });
    // A row that was outside the view exists only after the next paint.
    requestAnimationFrame(() =>
      requestAnimationFrame(() =>
        scroller.current
          ?.querySelector<HTMLElement>(`tr[data-index="${to}"]`)
          ?.focus({ preventScroll: true }),
      ),
    );
  };
  const hasFocus = () => document.activeElement?.closest('tr[data-index]') != null;
  const step = (by: number) => focusRow(hasFocus() ? current + by : current);
  const toggleSelected = () => {
    if (bulk !== undefined && hasFocus()) tableRows[current]?.toggleSelected();
  };
  useHotkeys({
    j: () => step(1),
    k: () => step(-1),
    x: toggleSelected,
    '/': () => document.querySelector<HTMLInputElement>('[data-list-search]')?.focus(),
  });
  function onKeyDown(event: React.KeyboardEvent) {
    const isRow = event.target instanceof HTMLElement && event.target.matches('tr[data-index]');
    if (!isRow) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / height) - 2);
    const moves: Record<string, () => void> = {
      ArrowDown: () => step(1),
      ArrowUp: () => step(-1),
      PageDown: () => step(page),
      PageUp: () => step(-page),
      Home: () => focusRow(0),
      End: () => focusRow(tableRows.length - 1),
      Enter: () => open(current, event.ctrlKey || event.metaKey),
      ' ': toggleSelected,
    };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    move();
  }

  const selected = table.getSelectedRowModel().rows.map((row) => row.original);
  const clear = () => table.resetRowSelection();
  const gridStyle = {
    '--data-columns': narrow
      ? '1fr'
      : visible.map((column) => column.columnDef.meta?.width ?? '1fr').join(' '),
    minWidth: narrow ? undefined : pixels(visible.length * 88),
  } as CSSProperties; // React's type does not know custom properties.

  return (
    <>
      <div className="data-table-bar">
        {bulk !== undefined && selected.length > 0 ? bulk(selected, clear) : props.toolbar}
        {!narrow && (
          <>
            <span className="spacer" />
            <ColumnChooser
              choices={columns.map((column) => ({
                id: column.id ?? '',
                label: column.meta?.label ?? '',
                isVisible: columnVisibility[column.id ?? ''] !== false,
              }))}
              onToggle={(id, isVisible) => setShown({ ...shown, [id]: isVisible })}
            />
          </>
        )}
      </div>
      {props.error != null && (
        <ErrorBox error={props.error} {...(props.onRetry && { retry: props.onRetry })} />
      )}
      <div className="data-table-frame">
        <section
          className="data-table-scroll"
          ref={scroller}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
          tabIndex={0}
          aria-label={props.label}
        >
          <table
            className="data-table"
            style={gridStyle}
            aria-label={props.label}
            aria-rowcount={hasMore ? -1 : tableRows.length + 1}
            aria-busy={rows === undefined}
            onKeyDown={onKeyDown}
          >
            <thead hidden={narrow}>
              <tr aria-rowindex={1}>
                {visible.map((column) => (
                  <HeaderCell
                    key={column.id}
                    meta={column.columnDef.meta}
                    sort={props.sort}
                    onSort={props.onSort}
                  >
                    {column.id === selectId ? (
                      <SelectBox
                        label="Select all loaded rows"
                        isChecked={table.getIsAllRowsSelected()}
                        isPartly={table.getIsSomeRowsSelected()}
                        onChange={() => table.toggleAllRowsSelected()}
                      />
                    ) : null}
                  </HeaderCell>
                ))}
              </tr>
            </thead>
            <tbody style={{ height: rows === undefined ? 'auto' : virtualizer.getTotalSize() }}>
              {items.map((item) => {
                const row = tableRows[item.index];
                if (row === undefined) return null;
                return (
                  <DataTableRow
                    key={item.key}
                    row={row}
                    index={item.index}
                    top={item.start}
                    height={height}
                    isSelected={row.getIsSelected()}
                    isMuted={props.isMuted?.(row.original) ?? false}
                    isCurrent={item.index === current}
                    layout={layout}
                    card={narrow ? card : undefined}
                    renderCell={(cell) => <table.FlexRender cell={cell} />}
                    onOpen={onOpen}
                  />
                );
              })}
            </tbody>
            {props.footer !== undefined && tableRows.length > 0 && (
              <tfoot>
                <tr>
                  {narrow ? (
                    <td>{props.footerCard}</td>
                  ) : (
                    visible.map((column) => (
                      <td key={column.id} data-align={column.columnDef.meta?.align}>
                        {props.footer?.[column.id]}
                      </td>
                    ))
                  )}
                </tr>
              </tfoot>
            )}
          </table>
          {rows === undefined && props.error == null && <RowSkeletons height={height} />}
          {rows?.length === 0 && props.empty}
        </section>
      </div>
    </>
  );
}

const noRows: never[] = [];
const selectId = 'select';

function selectColumn<Item extends object>() {
  return columnsOf<Item>().display({
    id: selectId,
    cell: ({ row }) => (
      <SelectBox
        label="Select this row"
        isChecked={row.getIsSelected()}
        onChange={row.getToggleSelectedHandler()}
      />
    ),
    meta: { label: 'Select', width: '2.6rem' },
  });
}

function SelectBox(props: {
  label: string;
  isChecked: boolean;
  isPartly?: boolean;
  onChange: (event: unknown) => void;
}) {
  return (
    <span className="data-table-check">
      <Checkbox
        size="xs"
        tabIndex={-1}
        aria-label={props.label}
        checked={props.isChecked}
        indeterminate={props.isPartly === true && !props.isChecked}
        onChange={props.onChange}
      />
    </span>
  );
}

function HeaderCell({
  meta,
  sort,
  onSort,
  children,
}: {
  meta: DataColumns<object>[number]['meta'];
  sort: string | undefined;
  onSort: ((sort: string) => void) | undefined;
  children: ReactNode;
}) {
  const by = meta?.sort;
  const direction = by?.ascending === sort ? 'ascending' : by?.descending === sort ? 'descending' : undefined;
  const isSortable = by !== undefined && onSort !== undefined;
  const next = () => {
    if (by === undefined) return '';
    if (direction === undefined) return by[by.first ?? 'ascending'];
    return direction === 'ascending' ? by.descending : by.ascending;
  };
  return (
    <th data-align={meta?.align} aria-sort={isSortable ? (direction ?? 'none') : undefined}>
      {children}
      {children === null && isSortable && (
        <button
          type="button"
          className="data-table-sort"
          data-sorted={direction}
          onClick={() => onSort(next())}
        >
          {meta?.label}
          {direction === 'ascending' && <ArrowUp size={12} aria-hidden />}
          {direction === 'descending' && <ArrowDown size={12} aria-hidden />}
        </button>
      )}
      {children === null && !isSortable && meta?.label}
    </th>
  );
}

function RowSkeletons({ height }: { height: number }) {
  return (
    <div aria-hidden>
      {Array.from({ length: 14 }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: fourteen grey bars have no other name
        <div key={index} style={{ height, padding: '0 0.75rem', display: 'flex', alignItems: 'center' }}>
          <Skeleton height={10} width={`${60 + ((index * 17) % 35)}%`} />
        </div>
      ))}
    </div>
  );
}
