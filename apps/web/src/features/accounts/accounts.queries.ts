import type { QueryOf, Schemas } from '@pace/api-client';
import type { AccountCreate, AccountUpdate } from '@pace/shared/accounts';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { agreedOrders } from '../../lib/agreed-orders.ts';
import { answer, api, idempotent, ifMatch } from '../../lib/api.ts';
import { liveListQuery } from '../../lib/live-list.ts';
import { type AccountListSearch, filterOnly } from './account-filters.ts';

export type AccountSummary = Schemas['AccountSummary'];
export type Account = Schemas['Account'];
export type Contact = Account['contacts'][number];
export type Address = Account['addresses'][number];

const pageSize = 100;

/** Pages of accounts, by name unless the search says otherwise. */
export function accountListQuery(search: AccountListSearch) {
  return liveListQuery(['accounts', 'list', search], (ask, signal) => {
    // The search was read with the API's own checks: its texts are the values that the schema names.
    const query = { ...search, limit: pageSize, ...ask } as QueryOf<'/api/accounts'>;
    return answer(api.GET('/api/accounts', { params: { query }, signal }));
  });
}

/** How many the whole filter finds; the list does not wait for it. */
export function accountTotalsQuery(search: AccountListSearch) {
  const filters = filterOnly(search);
  return queryOptions({
    queryKey: ['accounts', 'totals', filters],
    queryFn: ({ signal }) => {
      // As above.
      const query = filters as QueryOf<'/api/accounts/totals'>;
      return answer(api.GET('/api/accounts/totals', { params: { query }, signal }));
    },
    placeholderData: keepPreviousData,
  });
}

export function accountQuery(id: string) {
  return queryOptions({
    queryKey: ['accounts', 'record', id],
    queryFn: ({ signal }) => answer(api.GET('/api/accounts/{id}', { params: { path: { id } }, signal })),
  });
}

export function accountHistoryQuery(id: string) {
  return infiniteQueryOptions({
    queryKey: ['accounts', 'record', id, 'activities'],
    queryFn: ({ pageParam, signal }) =>
      answer(
        api.GET('/api/accounts/{id}/activities', {
          params: { path: { id }, query: { limit: 25, ...(pageParam !== null && { after: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** Accounts that are already called nearly like this. */
export function similarAccountsQuery(name: string) {
  return queryOptions({
    queryKey: ['accounts', 'list', 'similar', name],
    queryFn: ({ signal }) =>
      answer(api.GET('/api/accounts/similar', { params: { query: { name } }, signal })),
    placeholderData: keepPreviousData,
  });
}

export type OrderRole = 'seller' | 'buyer';

/** The orders of an account in one of its roles, as parameters of the list of orders. */
export function ordersOf(id: string, role: OrderRole) {
  return role === 'seller' ? { sellerId: id } : { buyerId: id };
}

/** Those of them that figures count: binding, and not cancelled. */
export function agreedOrdersOf(id: string, role: OrderRole) {
  return { ...agreedOrders, ...ordersOf(id, role) };
}

export function recentOrdersQuery(id: string, role: OrderRole) {
  return queryOptions({
    queryKey: ['accounts', 'orders', id, role, 'recent'],
    queryFn: ({ signal }) =>
      answer(api.GET('/api/orders', { params: { query: { ...ordersOf(id, role), limit: 8 } }, signal })),
  });
}

export function agreedTotalsQuery(id: string, role: OrderRole) {
  return queryOptions({
    queryKey: ['accounts', 'orders', id, role, 'totals'],
    queryFn: ({ signal }) =>
      answer(api.GET('/api/orders/totals', { params: { query: agreedOrdersOf(id, role) }, signal })),
  });
}

export function createAccount(body: AccountCreate): Promise<Account> {
  return answer(api.POST('/api/accounts', { body }));
}

export type AccountChange = Omit<AccountUpdate, 'acknowledge'> & { acknowledge?: string[] };

/** Changes the version of an account that the person sees. */
export function changeAccount(
  account: Pick<Account, 'id' | 'version'>,
  change: AccountChange,
): Promise<Account> {
  return answer(
    api.PATCH('/api/accounts/{id}', {
      params: { path: { id: account.id } },
      headers: ifMatch(account.version),
      body: change,
    }),
  );
}

export function deleteAccount(account: Pick<Account, 'id' | 'version'>): Promise<unknown> {
  return answer(
    api.DELETE('/api/accounts/{id}', {
      params: { path: { id: account.id } },
      headers: ifMatch(account.version),
    }),
  );
}

/** Activates or deactivates many; each answers for itself. */
export function bulkAccounts(
  action: 'activate' | 'deactivate',
  items: { id: string; version: number }[],
  key: string,
) {
  return answer(api.POST('/api/accounts/bulk', { headers: idempotent(key), body: { action, items } }));
}

/** Chosen accounts as a file. */
export function chosenAccountsFile(id: string[]): Promise<Blob> {
  return answer(api.POST('/api/accounts/export.csv', { body: { id }, parseAs: 'blob' }));
}
