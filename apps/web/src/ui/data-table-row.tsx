import { flexRender, type Row } from '@tanstack/react-table';
import { type CSSProperties, type MouseEvent, memo, type ReactNode } from 'react';
import type { DataTableFeatures } from './data-table-columns.ts';
import { SelectBox } from './select-box.tsx';

interface RowProps<Item extends object> {
  row: Row<DataTableFeatures, Item>;
  /** From the top of the whole list: screen readers say "row 31 of 204". */
  index: number;
  top: number;
  height: number;
  isSelectable: boolean;
  isSelected: boolean;
  isMuted: boolean;
  /** Takes the focus when the table is reached with Tab. */
  isCurrent: boolean;
  /** Changes when other columns are shown. */
  layout: string;
  /** Instead of cells, on a phone. */
  card: ((item: Item) => ReactNode) | undefined;
  onOpen: (index: number, event: MouseEvent) => void;
}

function DataTableRowInner<Item extends object>(props: RowProps<Item>) {
  const { row, index, top, height, isSelectable, isSelected, isMuted, isCurrent, card, onOpen } = props;
  const style: CSSProperties = { top, height };
  return (
    // The row is a short cut for the mouse and for j, k and Enter; its first cell has the same link for everybody.
    <tr
      style={style}
      data-index={index}
      data-muted={isMuted || undefined}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      tabIndex={isCurrent ? 0 : -1}
      onClick={(event) => onOpen(index, event)}
      onAuxClick={(event) => onOpen(index, event)}
    >
      {card === undefined ? (
        row.getVisibleCells().map((cell) => (
          <td key={cell.id} data-align={cell.column.columnDef.meta?.align}>
            {flexRender(cell.column.columnDef.cell, cell.getContext())}
          </td>
        ))
      ) : (
        <td className="data-table-card">
          {isSelectable && (
            <SelectBox
              label="Select this row"
              tabIndex={-1}
              isChecked={isSelected}
              onChange={row.getToggleSelectedHandler()}
            />
          )}
          <div>{card(row.original)}</div>
        </td>
      )}
    </tr>
  );
}

/** Scrolling moves rows in and out; one that stays is not rendered again. */
export const DataTableRow = memo(DataTableRowInner, (a, b) => {
  const keys = [
    'index',
    'top',
    'height',
    'isSelectable',
    'isSelected',
    'isMuted',
    'isCurrent',
    'layout',
    'card',
    'onOpen',
  ] as const;
  return a.row.original === b.row.original && keys.every((key) => a[key] === b[key]);
}) as typeof DataTableRowInner; // memo forgets that the function is generic.
