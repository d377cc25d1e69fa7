import type { InvalidateQueryFilters, Query, QueryClient } from '@tanstack/react-query';

/**
 * Asks again for what is on screen and marks the rest as outdated. An answer that is on its way may have been read before
 * the change, and the cache would take it for current: it is asked for once more when it is there.
 */
export async function refresh(queryClient: QueryClient, filters: InvalidateQueryFilters = {}): Promise<void> {
  const onTheirWay = queryClient
    .getQueryCache()
    .findAll({ ...filters, fetchStatus: 'fetching' })
    // The cache itself starts the others over.
    .filter((query) => query.state.data === undefined || !query.isActive());
  await Promise.all([
    queryClient.invalidateQueries(filters),
    ...onTheirWay.map(async (query) => {
      await settled(query);
      await queryClient.invalidateQueries({ queryKey: query.queryKey, exact: true });
    }),
  ]);
}

/** Resolves when nothing is being fetched for the query; how that ended is on the query itself. */
export async function settled(query: Query): Promise<void> {
  if (query.state.fetchStatus !== 'idle') await query.promise?.catch(() => undefined);
}
