import { orderFilter, orderSorts, orderStatuses } from '@pace/shared/orders';
import { checksOf, readSearch, stringifySearch } from '../../lib/search-params.ts';

const checks = checksOf(orderFilter.shape);
const sorts: readonly string[] = orderSorts;

/** A list of orders as its address says it: texts, named as the API names them. */
export type OrderFilters = Partial<Record<keyof typeof checks, string>>;
export type OrderListSearch = OrderFilters & { sort?: string | undefined };

/** Reads the address; what the API would refuse is left out. */
export function readOrderSearch(raw: Record<string, unknown>): OrderListSearch {
  return readSearch(raw, { ...checks, sort: (value) => sorts.includes(value) });
}

/** The chosen statuses, in the order of an order's life. */
export function statusesOf({ status }: OrderFilters): (typeof orderStatuses)[number][] {
  const chosen = status?.split(',') ?? [];
  return orderStatuses.filter((one) => chosen.includes(one));
}

/** The parameter for some statuses: none and all of them are the same list. */
export function statusParam(chosen: readonly string[]): string | undefined {
  const inOrder = orderStatuses.filter((one) => chosen.includes(one));
  return inOrder.length === 0 || inOrder.length === orderStatuses.length ? undefined : inOrder.join(',');
}

/** What the list is sorted by when the address does not say: as the API decides it. */
export function effectiveSort({ sort, orderDateFrom, orderDateTo }: OrderListSearch): string {
  return sort ?? ((orderDateFrom ?? orderDateTo) === undefined ? '-createdAt' : '-orderDate');
}

/** The part of a search that decides which orders are in it. */
export function filterOnly({ sort: _, ...filters }: OrderListSearch): OrderFilters {
  return filters;
}

export function isFiltered(search: OrderListSearch): boolean {
  return Object.values(filterOnly(search)).some((value) => value !== undefined);
}

/** Where the same orders are as a file. */
export function exportAddress(filters: OrderFilters): string {
  return `/api/orders/export.csv${stringifySearch(filters)}`;
}
