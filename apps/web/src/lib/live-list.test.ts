import { InfiniteQueryObserver, QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ListAsk, liveListQuery, refreshChanged } from './live-list.ts';
import { refresh } from './refresh.ts';

interface Row {
  id: string;
  says: string;
}
const key = ['orders', 'list', {}] as const;

/** A list on a server, in the order of the array. */
let server: Row[];
let asked: ListAsk[];
/** What somebody does while a request is answered. */
let meanwhile: (() => void) | undefined;
/** What the requests that are sent now wait for. */
let hold: Promise<void> | undefined;
let client: QueryClient;
let stopWatching: () => void;

const pageSize = 3;
const query = liveListQuery(key, async (ask) => {
  asked.push(ask);
  const ids = ask.id?.split(',');
  const behind = server.slice(
    ask.after === undefined ? 0 : 1 + server.findIndex(({ id }) => id === ask.after),
  );
  const found = behind.filter(({ id }) => ids?.includes(id) ?? true);
  const items = found.slice(0, ids ? 100 : pageSize);
  await hold;
  meanwhile?.();
  meanwhile = undefined;
  return { items, nextCursor: found.length > items.length ? (items.at(-1)?.id ?? null) : null };
});

beforeEach(() => {
  server = Array.from({ length: 30 }, (_, n) => ({ id: `r${n}`, says: '' }));
  asked = [];
  client = new QueryClient();
});
afterEach(() => {
  stopWatching();
  client.clear();
});

test('up to three pages are fetched again', async () => {
  const list = await openList(3);

  change('r4');
  await refreshChanged(client, ['orders', 'list'], new Set(['r4']));

  expect(asked).toEqual([{}, { after: 'r2' }, { after: 'r5' }]);
  expect(list()).toEqual(server.slice(0, 9));
});

test('of more, the first page and what changed', async () => {
  const list = await openList(5);

  change('r7');
  server = [{ id: 'new', says: '' }, ...server.filter(({ id }) => id !== 'r10')];
  await refreshChanged(client, ['orders', 'list'], new Set(['r7', 'r10', 'new']));

  expect(asked).toEqual([{}, { id: 'r7,r10,new' }]);
  expect(list()).toEqual(server.slice(0, 15));
});

test('a changed record that has its place behind what is loaded stays there', async () => {
  const list = await openList(5);

  change('r20');
  await refreshChanged(client, ['orders', 'list'], new Set(['r20']));

  expect(asked).toEqual([{}, { id: 'r20' }, { id: 'r20', after: 'r14' }]);
  expect(list()).toEqual(server.slice(0, 15));
});

test('one that is new in the middle is found by fetching everything', async () => {
  const list = await openList(5);

  server = server.toSpliced(8, 0, { id: 'new', says: '' });
  await refreshChanged(client, ['orders', 'list'], new Set(['new']));

  expect(asked).toHaveLength(3 + 5);
  expect(list()).toEqual(server.slice(0, 15));
});

test('more changes than one request may name fetch everything', async () => {
  const list = await openList(5);

  change('r7');
  const ids = Array.from({ length: 51 }, (_, n) => `r${n}`);
  await refreshChanged(client, ['orders', 'list'], new Set(ids));

  expect(asked).toHaveLength(5);
  expect(list()).toEqual(server.slice(0, 15));
});

test('a page that is fetched meanwhile is not lost, and neither is the change', async () => {
  const observer = new InfiniteQueryObserver(client, query);
  const list = await openList(5, observer);

  change('r7');
  meanwhile = () => void observer.fetchNextPage();
  await refreshChanged(client, ['orders', 'list'], new Set(['r7']));

  expect(list()).toEqual(server.slice(0, 18));
});

test('a page that was asked for before is waited for', async () => {
  const observer = new InfiniteQueryObserver(client, query);
  const list = await openList(5, observer);
  const { promise, resolve } = Promise.withResolvers<void>();
  hold = promise;

  void observer.fetchNextPage();
  change('r7');
  const refreshing = refreshChanged(client, ['orders', 'list'], new Set(['r7']));
  hold = undefined;
  await new Promise((done) => setTimeout(done));
  resolve();
  await refreshing;

  expect(asked).toEqual([{ after: 'r14' }, {}, { id: 'r7' }]);
  expect(list()).toEqual(server.slice(0, 18));
});

test('a list whose first answer is on its way is asked for once more: it may have been read before the change', async () => {
  const observer = new InfiniteQueryObserver(client, query);
  stopWatching = observer.subscribe(() => undefined);
  meanwhile = () => change('r1');

  await refresh(client);

  expect(asked).toEqual([{}, {}]);
  expect(rowsOf(observer)).toEqual(server.slice(0, 3));
});

test('so is one that nobody looks at, when somebody looks', async () => {
  meanwhile = () => change('r1');
  const loading = client.prefetchInfiniteQuery(query);
  await refresh(client);
  await loading;

  expect(client.getQueryState(key)?.isInvalidated).toBe(true);
});

/** A list of so many pages on screen, whose requests are counted from here on. */
async function openList(pages: number, observer = new InfiniteQueryObserver(client, query)) {
  await client.prefetchInfiniteQuery({ ...query, pages });
  stopWatching = observer.subscribe(() => undefined);
  await refresh(client);
  expect(observer.getCurrentResult().data?.pages).toHaveLength(pages);
  asked = [];
  return () => rowsOf(observer);
}

function rowsOf(observer: { getCurrentResult: () => { data: { pages: { items: Row[] }[] } | undefined } }) {
  return observer.getCurrentResult().data?.pages.flatMap((page) => page.items);
}

function change(id: string) {
  server = server.map((row) => (row.id === id ? { id, says: 'changed' } : row));
}
