import type { OrderStatus } from '@pace/shared/orders';
import { isAmount, isDate, isId, isListOf, isOneOf, isText, isTrueOrFalse } from '../../lib/search-checks.ts';
import { readSearch, stringifySearch } from '../../lib/search-params.ts';

/** In the order of an order's life. */
export const statuses = [
  'draft',
  'confirmed',
  'posted_to_qb',
  'paid',
] as const satisfies readonly OrderStatus[];

const filterChecks = {
  q: isText(100),
  status: isListOf(...statuses),
  isCancelled: isTrueOrFalse,
  sellerId: isId,
  buyerId: isId,
  productId: isId,
  orderDateFrom: isDate,
  orderDateTo: isDate,
  shipDateFrom: isDate,
  shipDateTo: isDate,
  attention: isOneOf('old_draft', 'unposted', 'overdue_shipment'),
  amountMin: isAmount,
  amountMax: isAmount,
  mine: isTrueOrFalse,
};
export const orderChecks = {
  ...filterChecks,
  sort: isOneOf('-createdAt', 'createdAt', '-orderDate', 'orderDate', '-totalAmount', 'totalAmount'),
};

/** A list of orders as its address says it: texts, named as the API names them. */
export type OrderFilters = Partial<Record<keyof typeof filterChecks, string>>;
export type OrderListSearch = OrderFilters & { sort?: string | undefined };

/** Reads the address; what the API would refuse is left out. */
export function readOrderSearch(raw: Record<string, unknown>): OrderListSearch {
  return readSearch(raw, orderChecks);
}

/** The chosen statuses, in the order of an order's life. */
export function statusesOf({ status }: OrderFilters): OrderStatus[] {
  const chosen = status?.split(',') ?? [];
  return statuses.filter((one) => chosen.includes(one));
}

/** The parameter for some statuses: none and all of them are the same list. */
export function statusParam(chosen: readonly string[]): string | undefined {
  const inOrder = statuses.filter((one) => chosen.includes(one));
  return inOrder.length === 0 || inOrder.length === statuses.length ? undefined : inOrder.join(',');
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
