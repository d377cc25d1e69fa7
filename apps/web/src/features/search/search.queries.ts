import { keepPreviousData, queryOptions, skipToken } from '@tanstack/react-query';
import { answer, api } from '../../lib/api.ts';

const search = (q: string, signal: AbortSignal) =>
  answer(api.GET('/api/search', { params: { query: { q, limit: 5 } }, signal }));

export type Found = Awaited<ReturnType<typeof search>>;

/** The best few of every kind the person may see. */
export function searchQuery(q: string) {
  return queryOptions({
    queryKey: ['search', q],
    queryFn: q === '' ? skipToken : ({ signal }: { signal: AbortSignal }) => search(q, signal),
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  });
}
