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
