import type { Schemas } from '@pace/api-client';
import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../lib/api.ts';

/** What many screens refer to and few change. */
const staleTime = 5 * 60_000;

export const companyQuery = queryOptions({
  queryKey: ['company'],
  queryFn: ({ signal }) => answer(api.GET('/api/company', { signal })),
  staleTime,
});

export const paymentTermsQuery = queryOptions({
  queryKey: ['payment-terms'],
  queryFn: async ({ signal }) => (await answer(api.GET('/api/payment-terms', { signal }))).items,
  staleTime,
});

/** The names of everybody at the brokerage. */
export const peopleQuery = queryOptions({
  queryKey: ['users', 'picker'],
  queryFn: async ({ signal }) => (await answer(api.GET('/api/users/names', { signal }))).items,
  staleTime,
});

/** Nobody keeps two thousand roles; a loop still needs an end. */
const rolePagesAtMost = 10;

/** All roles by name: the list, the choices of a person's page and the reckoning of rights need them whole. */
export const rolesQuery = queryOptions({
  queryKey: ['roles', 'list'],
  queryFn: async ({ signal }) => {
    const roles: Schemas['Role'][] = [];
    let after: string | null = null;
    for (let pages = 0; pages < rolePagesAtMost; pages++) {
      const query: { limit: number; after?: string } = { limit: 200, ...(after !== null && { after }) };
      const page: { items: Schemas['Role'][]; nextCursor: string | null } = await answer(
        api.GET('/api/roles', { params: { query }, signal }),
      );
      roles.push(...page.items);
      after = page.nextCursor;
      if (after === null) break;
    }
    return roles;
  },
});
