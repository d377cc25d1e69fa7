import { ArrowDown, ArrowUp } from 'lucide-react';
import type { ReactNode } from 'react';
import { modKey } from '../lib/hotkeys.ts';
import { type ColumnMeta, type DataColumns, directionWords } from './data-table-columns.ts';
import { SelectBox } from './select-box.tsx';

type Sort = { sort: string | undefined; onSort: ((sort: string) => void) | undefined };

interface Selection {
  isAll: boolean;
  isSome: boolean;
  onToggle: () => void;
  children?: ReactNode;
}

/** All rows that are loaded; the box can be reached with Tab, those of the rows by the keys of their row. */
export function SelectAll({ isAll, isSome, onToggle, children }: Selection) {
  return (
    <SelectBox
      label="Select all loaded rows"
      title={`Select all loaded rows (on a row: ${modKey} A)`}
      tabIndex={0}
      isChecked={isAll}
      isPartly={isSome}
      onChange={onToggle}
    >
      {children}
    </SelectBox>
  );
}

/** The name of a column, which sorts by it where the list can. */
export function HeaderCell({
  meta,
  sort,
  onSort,
  children,
}: Sort & { meta: ColumnMeta | undefined; children: ReactNode }) {
  const by = meta?.sort;
  const direction = by?.ascending === sort ? 'ascending' : by?.descending === sort ? 'descending' : undefined;
  const isSortable = by !== undefined && onSort !== undefined;
  const next = () => {
    if (by === undefined) return '';
    if (direction === undefined) return by.of === 'text' ? by.ascending : by.descending;
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

/** What stands above cards instead of columns: the choice of all of them, and what they are sorted by. */
export function CardHead<Item extends object>({
  columns,
  sort,
  onSort,
  selection,
}: Sort & { columns: DataColumns<Item>; selection: Selection | undefined }) {
  const sorts = onSort === undefined ? [] : columns.flatMap(({ meta }) => (meta ? sortsOf(meta) : []));
  if (selection === undefined && sorts.length === 0) return null;
  return (
    <thead>
      <tr aria-rowindex={1}>
        <th className="data-table-card-head">
          {selection !== undefined && <SelectAll {...selection}>Select all</SelectAll>}
          {onSort !== undefined && sorts.length > 0 && (
            <select
              className="data-table-card-sort"
              aria-label="Sort by"
              value={sort}
              onChange={(event) => onSort(event.currentTarget.value)}
            >
              {sorts.map(({ value, words }) => (
                <option key={value} value={value}>
                  {words}
                </option>
              ))}
            </select>
          )}
        </th>
      </tr>
    </thead>
  );
}

/** `Date, newest first`; the direction one would take first stands first. */
function sortsOf({ label, sort }: ColumnMeta): { value: string; words: string }[] {
  if (sort === undefined) return [];
  const both = (['ascending', 'descending'] as const).map((direction) => ({
    value: sort[direction],
    words: `${label}, ${directionWords[sort.of][direction]}`,
  }));
  const inOrder = sort.of === 'text' ? both : both.toReversed();
  return inOrder.filter(({ value }, at) => inOrder.findIndex((other) => other.value === value) === at);
}
