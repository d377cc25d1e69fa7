import type { QueryOf, Schemas } from '@pace/api-client';
import type { ProductCreate, ProductUpdate } from '@pace/shared/products';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { agreedOrders } from '../../lib/agreed-orders.ts';
import { answer, api, idempotent, ifMatch } from '../../lib/api.ts';
import { liveListQuery } from '../../lib/live-list.ts';
import { filterOnly, type ProductListSearch } from './product-filters.ts';

export type Product = Schemas['Product'];
export type AgreedPrice = Schemas['AgreedPrice'];
export type Partner = Schemas['ProductPartner'];

const pageSize = 100;

/** Pages of products, by name unless the search says otherwise. */
export function productListQuery(search: ProductListSearch) {
  return liveListQuery(['products', 'list', search], (ask, signal) => {
    // The search was read with the API's own checks: its texts are the values that the schema names.
    const query = { ...search, limit: pageSize, ...ask } as QueryOf<'/api/products'>;
    return answer(api.GET('/api/products', { params: { query }, signal }));
  });
}

/** How many the whole filter finds; the list does not wait for it. */
export function productTotalsQuery(search: ProductListSearch) {
  const filters = filterOnly(search);
  return queryOptions({
    queryKey: ['products', 'totals', filters],
    queryFn: ({ signal }) => {
      // As above.
      const query = filters as QueryOf<'/api/products/totals'>;
      return answer(api.GET('/api/products/totals', { params: { query }, signal }));
    },
    placeholderData: keepPreviousData,
  });
}

export function productQuery(id: string) {
  return queryOptions({
    queryKey: ['products', 'record', id],
    queryFn: ({ signal }) => answer(api.GET('/api/products/{id}', { params: { path: { id } }, signal })),
  });
}

export function productHistoryQuery(id: string) {
  return infiniteQueryOptions({
    queryKey: ['products', 'record', id, 'activities'],
    queryFn: ({ pageParam, signal }) =>
      answer(
        api.GET('/api/products/{id}/activities', {
          params: { path: { id }, query: { limit: 25, ...(pageParam !== null && { after: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** What the product was agreed at, newest first. */
export function productPricesQuery(id: string) {
  return infiniteQueryOptions({
    queryKey: ['products', 'trade', id, 'prices'],
    queryFn: ({ pageParam, signal }) =>
      answer(
        api.GET('/api/products/{id}/prices', {
          params: { path: { id }, query: { limit: 50, ...(pageParam !== null && { after: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** One more than is shown, so that it can be said that there are more; and what the API answers at most. */
export const partnersAsked = { first: 9, most: 50 };

/** Who buys and who sells it, most first; `limit` of each. */
export function productPartnersQuery(id: string, limit = partnersAsked.first) {
  return queryOptions({
    queryKey: ['products', 'trade', id, 'partners', limit],
    queryFn: ({ signal }) =>
      answer(api.GET('/api/products/{id}/partners', { params: { path: { id }, query: { limit } }, signal })),
    placeholderData: keepPreviousData,
  });
}

/** The orders that count in a product's figures, as parameters of the list of orders. */
export function tradeFilter(productId: string, partner: { sellerId?: string; buyerId?: string } = {}) {
  return { ...agreedOrders, productId, ...partner };
}

export function createProduct(body: ProductCreate): Promise<Product> {
  return answer(api.POST('/api/products', { body }));
}

/** Changes the version of a product that the person sees. */
export function changeProduct(
  product: Pick<Product, 'id' | 'version'>,
  change: ProductUpdate,
): Promise<Product> {
  return answer(
    api.PATCH('/api/products/{id}', {
      params: { path: { id: product.id } },
      headers: ifMatch(product.version),
      body: change,
    }),
  );
}

export function deleteProduct(product: Pick<Product, 'id' | 'version'>): Promise<unknown> {
  return answer(
    api.DELETE('/api/products/{id}', {
      params: { path: { id: product.id } },
      headers: ifMatch(product.version),
    }),
  );
}

/** Activates or deactivates many; each answers for itself. */
export function bulkProducts(
  action: 'activate' | 'deactivate',
  items: { id: string; version: number }[],
  key: string,
) {
  return answer(api.POST('/api/products/bulk', { headers: idempotent(key), body: { action, items } }));
}

/** Chosen products as a file. */
export function chosenProductsFile(id: string[]): Promise<Blob> {
  return answer(api.POST('/api/products/export.csv', { body: { id }, parseAs: 'blob' }));
}
