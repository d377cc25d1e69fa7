import './data-table.css';
import { Skeleton } from '@mantine/core';
import { useTable } from '@tanstack/react-table';
import { type CSSProperties, type ReactNode, useMemo, useState } from 'react';
import { isFlags, useStored } from '../lib/stored.ts';
import { ColumnChooser } from './column-chooser.tsx';
import { DataTableBody } from './data-table-body.tsx';
import { columnsOf, type DataColumns, dataTableFeatures } from './data-table-columns.ts';
import { CardHead, HeaderCell, SelectAll } from './data-table-head.tsx';
import { type Found, FoundCount } from './found-count.tsx';
import { SelectBox } from './select-box.tsx';
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
  /** The same on a phone, as far as they are known. */
  footerCard?: readonly string[];
  found: Found;
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
    const gone = new Set(ids);
    if (ids === undefined) table.resetRowSelection();
    else {
      table.setRowSelection((before) =>
        Object.fromEntries(Object.entries(before).filter(([id]) => !gone.has(id))),
      );
    }
    // The button that was pressed may go with the selection; where one was, one can go on.
    requestAnimationFrame(() => {
      if (document.activeElement !== document.body) return;
      scroller?.querySelector<HTMLElement>('tr[tabindex="0"]')?.focus({ preventScroll: true });
    });
  };
  const selection = isSelectable
    ? {
        isAll: table.getIsAllRowsSelected(),
        isSome: table.getIsSomeRowsSelected(),
        onToggle: () => table.toggleAllRowsSelected(),
      }
    : undefined;
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
      <FoundCount {...props.found} />
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
            {narrow ? (
              <CardHead columns={columns} sort={props.sort} onSort={props.onSort} selection={selection} />
            ) : (
              <thead>
                <tr aria-rowindex={1}>
                  {visible.map((column) => (
                    <HeaderCell
                      key={column.id}
                      meta={column.columnDef.meta}
                      sort={props.sort}
                      onSort={props.onSort}
                    >
                      {column.id === selectId && selection !== undefined ? (
                        <SelectAll {...selection} />
                      ) : null}
                    </HeaderCell>
                  ))}
                </tr>
              </thead>
            )}
            {rows !== undefined && scroller !== null && (
              <DataTableBody
                rows={tableRows}
                layout={visible.map((column) => column.id).join()}
                height={height}
                scroller={scroller}
                rowHref={props.rowHref}
                isMuted={props.isMuted}
                card={narrow ? card : undefined}
                onSelectAll={selection?.onToggle}
                hasMore={hasMore}
                onMore={props.onMore}
              />
            )}
            {props.footer !== undefined && tableRows.length > 0 && (
              <tfoot>
                <tr>
                  {narrow ? (
                    <td className="data-table-card-foot">
                      {props.footerCard?.map((part) => (
                        <span key={part}>{part}</span>
                      ))}
                    </td>
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
        tabIndex={-1}
        isChecked={row.getIsSelected()}
        onChange={row.getToggleSelectedHandler()}
      />
    ),
    meta: { label: 'Select', width: '2.6rem' },
  });
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
