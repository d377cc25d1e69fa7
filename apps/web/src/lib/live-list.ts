import { maxListIds } from '@pace/shared/live-limits';
import {
  infiniteQueryOptions,
  keepPreviousData,
  type Query,
  type QueryClient,
  type QueryFilters,
  type QueryKey,
} from '@tanstack/react-query';
import {
  firstPages,
  type ListPage,
  type ListRow,
  type LoadedPages,
  mergePages,
  strangersIn,
  withoutDoubles,
} from './live-pages.ts';
import { recordsNaming } from './named-in.ts';
import { freshForMs } from './query-client.ts';
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

/**
 * A list that is loaded page by page, and kept current by what changed however many pages there are. A long one is static
 * for the cache, which knows only how to fetch all of it: what it needs is asked for here.
 */
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
    staleTime: (query) => (isLongList(query) ? 'static' : freshForMs),
    select: withoutDoubles,
    meta: { readList },
  });
}

/** Up to so many pages are fetched again when something changed; more of them would be a storm of requests. */
const maxWholePages = 2;
/** The person may scroll on meanwhile; then what was read is read again. */
const maxAttempts = 3;

/** What a long list has missed: these records, or more than can be named. */
const missed = new WeakMap<Query, ReadonlySet<string> | 'more'>();

/** Brings what is kept under a key up to date after these records changed: long lists by the records, the rest anew. */
export function refreshChanged(
  queryClient: QueryClient,
  queryKey: QueryKey,
  ids: ReadonlySet<string>,
): Promise<void> {
  return refreshFound(queryClient, { queryKey }, async (query) => {
    if (query.isActive()) return bringUpToDate(queryClient, query, ids);
    const before = missed.get(query);
    missed.set(query, before === 'more' ? before : new Set([...(before ?? []), ...ids]));
  });
}

/** The same after nobody knows what: long lists begin again. */
export function refreshAll(
  queryClient: QueryClient,
  filters: Pick<QueryFilters, 'queryKey' | 'predicate'>,
): Promise<void> {
  return refreshFound(queryClient, filters, (query) => startAgain(queryClient, query));
}

/** What shows other records by their names: lists, single records, and what a record's page lists of others. */
const naming: ReadonlySet<unknown> = new Set(['list', 'record', 'orders', 'trade']);

/** Reads again what shows one of these records by its name: a list of orders says who buys. */
export async function refreshNaming(queryClient: QueryClient, ids: ReadonlySet<string>): Promise<void> {
  // Not what was said at a time: history and confirmed versions stand deeper.
  const isView = ({ queryKey: [, kind, ...rest] }: Query) => naming.has(kind) && rest.length <= 1;
  const found = queryClient.getQueryCache().findAll({ predicate: isView });
  await Promise.all(
    found.map(async (query) => {
      const records = recordsNaming(query.state.data, ids);
      if (records.length === 0) return;
      if (!isLongList(query)) return refresh(queryClient, { queryKey: query.queryKey, exact: true });
      // A long list is made of rows with ids.
      const rows = new Set((records as ListRow[]).map(({ id }) => id));
      if (query.isActive() && rows.size <= maxListIds) return bringUpToDate(queryClient, query, rows);
      // More than can be asked for: somebody reads it, and it begins again when they come back to it.
      missed.set(query, 'more');
    }),
  );
}

async function refreshFound(
  queryClient: QueryClient,
  { queryKey = [], predicate = () => true }: Pick<QueryFilters, 'queryKey' | 'predicate'>,
  refreshLong: (query: Query) => Promise<void>,
): Promise<void> {
  const longLists = queryClient
    .getQueryCache()
    .findAll({ queryKey, predicate: (query) => isLongList(query) && predicate(query) });
  await Promise.all([
    refresh(queryClient, {
      queryKey,
      predicate: (query) => predicate(query) && !longLists.includes(query),
    }),
    ...longLists.map(refreshLong),
  ]);
}

async function bringUpToDate(
  queryClient: QueryClient,
  query: Query,
  ids: ReadonlySet<string>,
): Promise<void> {
  const isDone =
    ids.size <= maxListIds && (await refreshLongList(queryClient, query, ids).catch(() => false));
  if (!isDone) await startAgain(queryClient, query);
}

/** A long list becomes a short one, which is fetched anew; its later pages come when somebody scrolls to them. */
export async function startAgain(queryClient: QueryClient, query: Query): Promise<void> {
  missed.delete(query);
  const loaded = pagesOf(query);
  if (loaded !== undefined) {
    const { dataUpdatedAt } = query.state;
    queryClient.setQueryData(query.queryKey, firstPages(loaded, maxWholePages), { updatedAt: dataUpdatedAt });
  }
  await refresh(queryClient, { queryKey: query.queryKey, exact: true });
}

/** A list that somebody comes back to: the cache sees to the short ones. */
export async function catchUp(queryClient: QueryClient, query: Query): Promise<void> {
  if (!isLongList(query)) return;
  const ids = missed.get(query);
  missed.delete(query);
  if (ids === 'more') await startAgain(queryClient, query);
  else if (ids !== undefined) await bringUpToDate(queryClient, query, ids);
  // Marked by a change of our own that no stream has told of yet.
  else if (query.state.isInvalidated) await startAgain(queryClient, query);
  else await lookAgain(queryClient, query);
}

/** For what no stream tells of, such as the end of a day, the beginning of a long list is read after a while. */
export async function lookAgain(queryClient: QueryClient, query: Query): Promise<void> {
  if (!isLongList(query)) return;
  if (Date.now() - query.state.dataUpdatedAt >= freshForMs) await bringUpToDate(queryClient, query, nothing);
}
const nothing: ReadonlySet<string> = new Set();

/** Whether it is up to date; false: not without fetching all of it. */
async function refreshLongList(
  queryClient: QueryClient,
  query: Query,
  asked: ReadonlySet<string>,
): Promise<boolean> {
  const readList = query.meta?.readList;
  if (readList === undefined) return false;
  const id = [...asked].join();
  for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
    // A page that is on its way would be put behind the rows that there were when it was asked for.
    await settled(query);
    const loaded = pagesOf(query);
    if (!loaded) return false;
    const [first, { items: found }] = await Promise.all([
      readList({}),
      id === '' ? { items: [] } : readList({ id }),
    ]);
    const merged = mergePages(loaded, { first, asked, found });
    const isWhole = await areAllBehind(readList, loaded, strangersIn(loaded, { first, found }));
    if (pagesOf(query) !== loaded || query.state.fetchStatus !== 'idle') continue;
    if (!merged || !isWhole) return false;
    queryClient.setQueryData(query.queryKey, merged);
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

function isLongList(query: Kept): boolean {
  return (pagesOf(query)?.pages.length ?? 0) > maxWholePages;
}

/** A query of any data. */
type Kept = { readonly meta: Query['meta']; readonly state: { readonly data: unknown } };

function pagesOf(query: Kept): LoadedPages<ListRow> | undefined {
  // Only liveListQuery gives a query a readList, and its data are these.
  return query.meta?.readList && (query.state.data as LoadedPages<ListRow> | undefined);
}
