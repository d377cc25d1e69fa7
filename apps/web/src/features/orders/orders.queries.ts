import type { Schemas } from '@pace/api-client';
import type { OrderStep } from '@pace/shared/orders';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answer, api, idempotent, ifMatch } from '../../lib/api.ts';
import { liveListQuery } from '../../lib/live-list.ts';
import { filterOnly, type OrderListSearch } from './order-filters.ts';

export type OrderSummary = Schemas['OrderSummary'];
export type Order = Schemas['Order'];
export type OrderLine = Schemas['OrderLine'];

const pageSize = 100;

type ListParams = NonNullable<Parameters<typeof api.GET<'/api/orders', object>>[1]>;
type ListQuery =
  NonNullable<NonNullable<ListParams extends { params?: infer P } ? P : never>> extends {
    query?: infer Q;
  }
    ? NonNullable<Q>
    : never;

/** Pages of orders, newest first unless the search says otherwise. */
export function orderListQuery(search: OrderListSearch) {
  return liveListQuery(['orders', 'list', search], (ask, signal) => {
    // The search was read with the API's own checks: its texts are the values that the schema names.
    const query = { ...search, limit: pageSize, ...ask } as ListQuery;
    return answer(api.GET('/api/orders', { params: { query }, signal }));
  });
}

/** Exact sums of the whole filter; the list does not wait for them. */
export function orderTotalsQuery(search: OrderListSearch) {
  const filters = filterOnly(search);
  return queryOptions({
    queryKey: ['orders', 'totals', filters],
    queryFn: ({ signal }) => {
      // As above.
      const query = filters as Omit<ListQuery, 'sort' | 'limit' | 'after'>;
      return answer(api.GET('/api/orders/totals', { params: { query }, signal }));
    },
    placeholderData: keepPreviousData,
  });
}

export function orderQuery(id: string) {
  return queryOptions({
    queryKey: ['orders', 'record', id],
    queryFn: ({ signal }) => answer(api.GET('/api/orders/{id}', { params: { path: { id } }, signal })),
  });
}

export function orderHistoryQuery(id: string) {
  return infiniteQueryOptions({
    queryKey: ['orders', 'record', id, 'activities'],
    queryFn: ({ pageParam, signal }) =>
      answer(
        api.GET('/api/orders/{id}/activities', {
          params: { path: { id }, query: { limit: 25, ...(pageParam !== null && { after: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

export function orderRevisionsQuery(id: string) {
  return queryOptions({
    queryKey: ['orders', 'record', id, 'revisions'],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/orders/{id}/revisions', { params: { path: { id }, query: { limit: 100 } }, signal }),
      ),
  });
}

/** How an address names a confirmed version. */
export const isVersion = (value: string) => /^[1-9]\d{0,8}$/.test(value);

/** A snapshot is everything an order's page said at that moment, without what could be done to it. */
export function snapshotOf({ snapshot }: { snapshot: unknown }): Order {
  return snapshot as Order;
}

export function orderRevisionQuery(id: string, revision: number) {
  return queryOptions({
    queryKey: ['orders', 'record', id, 'revisions', revision],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/orders/{id}/revisions/{revision}', { params: { path: { id, revision } }, signal }),
      ),
    // What was confirmed once never changes.
    staleTime: Number.POSITIVE_INFINITY,
  });
}

type Versioned = Pick<OrderSummary, 'id' | 'version'>;

/** One step of an order's life, made to the version the person sees. */
export function takeStep(step: OrderStep, order: Versioned, reason?: string): Promise<Order> {
  const request = {
    params: { path: { id: order.id } },
    headers: ifMatch(order.version),
    body: reason === undefined ? {} : { reason },
  };
  const calls = {
    confirm: () => api.POST('/api/orders/{id}/confirm', request),
    reopen: () => api.POST('/api/orders/{id}/reopen', request),
    cancel: () => api.POST('/api/orders/{id}/cancel', request),
    restore: () => api.POST('/api/orders/{id}/restore', request),
  };
  return answer(calls[step]());
}

export function duplicateOrder(id: string): Promise<Order> {
  return answer(
    api.POST('/api/orders/{id}/duplicate', {
      params: { path: { id } },
      headers: idempotent(crypto.randomUUID()),
    }),
  );
}

export function deleteOrder(order: Versioned): Promise<unknown> {
  return answer(
    api.DELETE('/api/orders/{id}', { params: { path: { id: order.id } }, headers: ifMatch(order.version) }),
  );
}

/** Takes a step with many; each answers for itself. */
export function bulkOrders(action: OrderStep, orders: readonly Versioned[], key: string, reason?: string) {
  const items = orders.map(({ id, version }) => ({ id, version }));
  return answer(
    api.POST('/api/orders/bulk', {
      headers: idempotent(key),
      body: { action, items, ...(reason !== undefined && { reason }) },
    }),
  );
}

/** Chosen orders as a file. */
export function chosenOrdersFile(id: string[]): Promise<Blob> {
  return answer(api.POST('/api/orders/export.csv', { body: { id }, parseAs: 'blob' }));
}
