import './data-table.css';
import { Skeleton } from '@mantine/core';
import { useTable } from '@tanstack/react-table';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { type CSSProperties, type ReactNode, useMemo, useState } from 'react';
import { isFlags, useStored } from '../lib/stored.ts';
import { ColumnChooser } from './column-chooser.tsx';
import { DataTableBody } from './data-table-body.tsx';
import { columnsOf, type DataColumns, dataTableFeatures } from './data-table-columns.ts';
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
  /** The address a row leads to; its first cell shows it as a `RowLink`. */
  rowHref: (item: Item) => string;
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
  bulk?: (selected: Item[], deselect: Deselect) => ReactNode;
}

/** Takes these rows out of the selection, or all of them. */
export type Deselect = (ids?: readonly string[]) => void;

const pixels = (value: number) => `${value}px`;

/** A list of any length: virtual rows, sticky header and totals, everything by keyboard. */
export function DataTable<Item extends object>(props: DataTableProps<Item>) {
  const { columns, rows, rowId, card, bulk, hasMore } = props;
  const narrow = useNarrow();
  // The element and not a reference to it: the rows inside are there before a reference would be set.
  const [scroller, setScroller] = useState<HTMLElement | null>(null);
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
  const tableRows = table.getRowModel().rows;
  const height = narrow ? (props.cardHeight ?? 66) : rowHeight;

  const selected = table.getSelectedRowModel().rows.map((row) => row.original);
  const deselect: Deselect = (ids) => {
    if (ids === undefined) return table.resetRowSelection();
    const gone = new Set(ids);
    table.setRowSelection((before) =>
      Object.fromEntries(Object.entries(before).filter(([id]) => !gone.has(id))),
    );
  };
  const gridStyle = {
    '--data-columns': narrow
      ? '1fr'
      : visible.map((column) => column.columnDef.meta?.width ?? '1fr').join(' '),
    minWidth: narrow ? undefined : pixels(visible.length * 88),
  } as CSSProperties; // React's type does not know custom properties.

  return (
    <>
      <div className="data-table-bar">
        {bulk !== undefined && selected.length > 0 ? bulk(selected, deselect) : props.toolbar}
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
          ref={setScroller}
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
            {rows !== undefined && scroller !== null && (
              <DataTableBody
                rows={tableRows}
                layout={visible.map((column) => column.id).join()}
                height={height}
                scroller={scroller}
                rowHref={props.rowHref}
                isMuted={props.isMuted}
                card={narrow ? card : undefined}
                isSelectable={isSelectable}
                hasMore={hasMore}
                onMore={props.onMore}
              />
            )}
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

const rowHeight = 36;
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
  const isPartly = props.isPartly === true && !props.isChecked;
  return (
    // All of the cell can be hit; beside it the row would open. The box is the browser's own: a list draws hundreds
    // of them while it is scrolled.
    <label className="data-table-check">
      <input
        type="checkbox"
        tabIndex={-1}
        aria-label={props.label}
        checked={props.isChecked}
        ref={(box) => {
          if (box) box.indeterminate = isPartly;
        }}
        onChange={props.onChange}
      />
    </label>
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
