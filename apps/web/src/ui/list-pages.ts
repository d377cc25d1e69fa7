import { useCallback, useMemo } from 'react';

/** What of an infinite query of the API's lists is read here. */
interface ListQuery<Item> {
  data: { pages: { items: Item[] }[] } | undefined;
  error: unknown;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
  refetch: () => unknown;
}

/** A paged list as a table takes it: the rows that have come so far, and how to ask for more. */
export function useListPages<Item>(list: ListQuery<Item>) {
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = list;
  const rows = useMemo(() => data?.pages.flatMap((page) => page.items), [data]);
  const onMore = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, isFetchingNextPage]);
  return { rows, hasMore: hasNextPage, onMore, error, onRetry: () => void refetch() };
}
