import { maxListIds } from '@pace/shared/live-limits';
import {
  infiniteQueryOptions,
  keepPreviousData,
  type Query,
  type QueryClient,
  type QueryKey,
} from '@tanstack/react-query';
import {
  type ListPage,
  type ListRow,
  type LoadedPages,
  mergePages,
  strangersIn,
  withoutDoubles,
} from './live-pages.ts';
import { refresh, settled } from './refresh.ts';

/** What a list is asked for beside its own filters: a later page, some of its records, or both. */
export interface ListAsk {
  after?: string;
  id?: string;
}
type ReadList<Row extends ListRow> = (ask: ListAsk, signal?: AbortSignal) => Promise<ListPage<Row>>;

declare module '@tanstack/react-query' {
  interface Register {
    queryMeta: { readList?: ReadList<ListRow> };
  }
}

/** A list that is loaded page by page, and kept current by what changed however many pages there are. */
export function liveListQuery<Row extends ListRow, Key extends QueryKey>(
  queryKey: Key,
  readList: ReadList<Row>,
) {
  return infiniteQueryOptions({
    queryKey,
    queryFn: ({ pageParam, signal }) => readList(pageParam === null ? {} : { after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    select: withoutDoubles,
    meta: { readList },
  });
}

/** Up to so many pages are fetched again when something changed; more of them would be a storm of requests. */
const maxWholePages = 3;
/** The person may scroll on meanwhile; then what was read is read again. */
const maxAttempts = 3;

/** Brings what is kept under a key up to date after these records changed: long lists by the records, the rest anew. */
export async function refreshChanged(
  queryClient: QueryClient,
  queryKey: QueryKey,
  ids: ReadonlySet<string>,
): Promise<void> {
  const isLong = (query: Query) => ids.size <= maxListIds && query.isActive() && isLongList(query);
  const longLists = queryClient.getQueryCache().findAll({ queryKey, predicate: isLong });
  await Promise.all([
    refresh(queryClient, { queryKey, predicate: (query) => !longLists.includes(query) }),
    ...longLists.map(async (query) => {
      const isDone = await refreshLongList(queryClient, query, ids).catch(() => false);
      if (!isDone) await refresh(queryClient, { queryKey: query.queryKey, exact: true });
    }),
  ]);
}

/** Whether it is up to date; false: not without fetching all of it. */
async function refreshLongList(
  queryClient: QueryClient,
  query: Query,
  asked: ReadonlySet<string>,
): Promise<boolean> {
  const readList = query.meta?.readList;
  if (readList === undefined) return false;
  for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
    // A page that is on its way would be put behind the rows that there were when it was asked for.
    await settled(query);
    const loaded = pagesOf(query);
    if (!loaded) return false;
    const id = [...asked].join();
    const [first, { items: found }] = await Promise.all([readList({}), readList({ id })]);
    const merged = mergePages(loaded, { first, asked, found });
    const isWhole = await areAllBehind(readList, loaded, strangersIn(loaded, { first, found }));
    if (pagesOf(query) !== loaded || query.state.fetchStatus !== 'idle') continue;
    if (!merged || !isWhole) return false;
    // Not everything was asked for again: it grows old as before.
    const { dataUpdatedAt } = query.state;
    queryClient.setQueryData(query.queryKey, merged, { updatedAt: dataUpdatedAt });
    return true;
  }
  return false;
}

/** Whether records that are new to the list have their place after everything that is loaded. */
async function areAllBehind(
  readList: ReadList<ListRow>,
  loaded: LoadedPages<ListRow>,
  strangers: readonly ListRow[],
): Promise<boolean> {
  if (strangers.length === 0) return true;
  const after = loaded.pages.at(-1)?.nextCursor;
  if (after == null) return false;
  const behind = await readList({ id: strangers.map(({ id }) => id).join(), after });
  return behind.items.length === strangers.length;
}

function isLongList(query: Query): boolean {
  return query.meta?.readList !== undefined && (pagesOf(query)?.pages.length ?? 0) > maxWholePages;
}

function pagesOf(query: Query): LoadedPages<ListRow> | undefined {
  // Only liveListQuery gives a query a readList, and its data are these.
  return query.meta?.readList && (query.state.data as LoadedPages<ListRow> | undefined);
}
