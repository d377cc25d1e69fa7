import {
  columnVisibilityFeature,
  createColumnHelper,
  metaHelper,
  rowSelectionFeature,
  type TableOptions,
  tableFeatures,
} from '@tanstack/react-table';

/** What the directions of a sort are called, by what is sorted. */
export const directionWords = {
  text: { ascending: 'A to Z', descending: 'Z to A' },
  time: { ascending: 'oldest first', descending: 'newest first' },
  amount: { ascending: 'smallest first', descending: 'largest first' },
} as const;

export interface ColumnMeta {
  /** Of the column chooser and the sort button. */
  label: string;
  /** A CSS grid track: `7rem`, `minmax(10rem, 2fr)`. */
  width: string;
  align?: 'right';
  /** The values of the list's `sort` parameter, when it can be sorted by this column. */
  sort?: { of: keyof typeof directionWords; ascending: string; descending: string };
  /** Not shown until the person asks for it in the column chooser. */
  isExtra?: boolean;
}

export const dataTableFeatures = tableFeatures({
  columnVisibilityFeature,
  rowSelectionFeature,
  columnMeta: metaHelper<ColumnMeta>(),
});
export type DataTableFeatures = typeof dataTableFeatures;

export type DataColumns<Row extends object> = TableOptions<DataTableFeatures, Row>['columns'];

/** `const column = columnsOf<OrderSummary>(); column.display({ id, cell, meta: { label, width } })` */
export function columnsOf<Row extends object>() {
  return createColumnHelper<DataTableFeatures, Row>();
}
