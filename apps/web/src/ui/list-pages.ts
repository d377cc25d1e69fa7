import { focusManager, hashKey, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo } from 'react';
import { catchUp, type liveListQuery, lookAgain, startAgain } from '../lib/live-list.ts';
import type { ListRow } from '../lib/live-pages.ts';

/** A paged list on screen as a table takes it: the rows that have come so far, and how to ask for more. */
export function useListPages<Row extends ListRow, Key extends readonly unknown[]>(
  query: ReturnType<typeof liveListQuery<Row, Key>>,
) {
  const queryClient = useQueryClient();
  const list = useInfiniteQuery(query);
  const hash = hashKey(query.queryKey);
  const run = useCallback(
    (work: typeof catchUp) => {
      const kept = queryClient.getQueryCache().get(hash);
      if (kept !== undefined) void work(queryClient, kept);
    },
    [queryClient, hash],
  );
  useEffect(() => {
    run(catchUp);
    return focusManager.subscribe((isFocused) => {
      if (isFocused) run(lookAgain);
    });
  }, [run]);

  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage, isFetchNextPageError } = list;
  const rows = useMemo(() => data?.pages.flatMap((page) => page.items), [data]);
  const onMore = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, isFetchingNextPage]);
  const onRetry = () => {
    if (isFetchNextPageError) void fetchNextPage();
    else run(startAgain);
  };
  return {
    pages: { rows, hasMore: hasNextPage, onMore, error, onRetry },
    /** Whether these are the rows of the query, and not those shown until they come. */
    isListed: list.isSuccess && !list.isPlaceholderData,
  };
}
