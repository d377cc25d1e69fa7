import { InfiniteQueryObserver, QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  catchUp,
  type ListAsk,
  liveListQuery,
  refreshAll,
  refreshChanged,
  refreshNaming,
} from './live-list.ts';
import { refresh, settled } from './refresh.ts';

interface Row {
  id: string;
  says: string;
  buyer?: { id: string };
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
  server = Array.from({ length: 30 }, (_, n) => ({
    id: `r${n}`,
    says: '',
    buyer: { id: `buyer-${n}` },
  }));
  asked = [];
  client = new QueryClient();
});
afterEach(() => {
  stopWatching();
  client.clear();
});

test('up to two pages are fetched again', async () => {
  const list = await openList(2);

  change('r4');
  await refreshChanged(client, ['orders', 'list'], new Set(['r4']));

  expect(asked).toEqual([{}, { after: 'r2' }]);
  expect(list()).toEqual(server.slice(0, 6));
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

test('one that is new in the middle has the list begin again', async () => {
  const list = await openList(5);

  server = server.toSpliced(8, 0, { id: 'new', says: '' });
  await refreshChanged(client, ['orders', 'list'], new Set(['new']));

  expect(asked.slice(-2)).toEqual([{}, { after: 'r2' }]);
  expect(asked).toHaveLength(3 + 2);
  expect(list()).toEqual(server.slice(0, 6));
});

test('so do more changes than one request may name, and those that nobody names', async () => {
  const list = await openList(5);

  change('r7');
  const ids = Array.from({ length: 51 }, (_, n) => `r${n}`);
  await refreshChanged(client, ['orders', 'list'], new Set(ids));

  expect(asked).toEqual([{}, { after: 'r2' }]);
  expect(list()).toEqual(server.slice(0, 6));

  stopWatching();
  client.clear();
  const other = await openList(5);
  change('r2');
  await refreshAll(client, {});

  expect(asked).toEqual([{}, { after: 'r2' }]);
  expect(other()).toEqual(server.slice(0, 6));
});

test('nothing but these functions fetches a long list again, however old or outdated it is', async () => {
  const observer = new InfiniteQueryObserver(client, query);
  const list = await openList(5, observer);
  client.setQueryData(key, (pages) => pages, { updatedAt: 1 });

  await client.invalidateQueries();
  await client.prefetchInfiniteQuery(query);
  stopWatching();
  stopWatching = observer.subscribe(() => undefined);

  expect(asked).toEqual([]);
  expect(list()).toHaveLength(15);
});

describe('a long list that somebody comes back to', () => {
  test('asks for what changed meanwhile', async () => {
    const observer = new InfiniteQueryObserver(client, query);
    const list = await openList(5, observer);
    stopWatching();
    change('r7');
    await refreshChanged(client, ['orders', 'list'], new Set(['r7']));
    change('r8');
    await refreshChanged(client, ['orders', 'list'], new Set(['r8']));
    expect(asked).toEqual([]);

    await comeBack(observer);

    expect(asked).toEqual([{}, { id: 'r7,r8' }]);
    expect(list()).toEqual(server.slice(0, 15));
  });

  test('asks for nothing when nothing changed, and for its beginning after a while', async () => {
    const observer = new InfiniteQueryObserver(client, query);
    const list = await openList(5, observer);
    stopWatching();

    await comeBack(observer);
    expect(asked).toEqual([]);

    stopWatching();
    client.setQueryData(key, (pages) => pages, { updatedAt: Date.now() - 31_000 });
    change('r1');
    await comeBack(observer);
    expect(asked).toEqual([{}]);
    expect(list()).toEqual(server.slice(0, 15));
  });

  test.each([
    ['a name in it changed', () => refreshNaming(client, new Set(['buyer-4']))],
    ['changes may have been missed', () => refreshAll(client, {})],
    ['a change of our own is not told of yet', () => client.invalidateQueries({ queryKey: ['orders'] })],
  ])('begins again when %s', async (_, mark) => {
    const observer = new InfiniteQueryObserver(client, query);
    const list = await openList(5, observer);
    stopWatching();
    change('r4');
    await mark();
    expect(asked).toEqual([]);

    await comeBack(observer);

    expect(asked).toEqual([{}, { after: 'r2' }]);
    expect(list()).toEqual(server.slice(0, 6));
  });
});

test('rows of a long list that say a name are read again when it changes, and no others', async () => {
  const list = await openList(5);

  change('r4');
  await refreshNaming(client, new Set(['buyer-4', 'r5']));

  expect(asked).toEqual([{}, { id: 'r4' }]);
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
  await client.prefetchInfiniteQuery(query);
  stopWatching = observer.subscribe(() => undefined);
  for (let page = 2; page <= pages; page += 1) await observer.fetchNextPage();
  expect(observer.getCurrentResult().data?.pages).toHaveLength(pages);
  asked = [];
  return () => rowsOf(observer);
}

/** On screen again, as a list's screen does it. */
async function comeBack(observer: { subscribe: (listener: () => void) => () => void }) {
  stopWatching = observer.subscribe(() => undefined);
  const kept = client.getQueryCache().find({ queryKey: key });
  if (kept === undefined) return;
  await catchUp(client, kept);
  await settled(kept);
}

function rowsOf(observer: { getCurrentResult: () => { data: { pages: { items: Row[] }[] } | undefined } }) {
  return observer.getCurrentResult().data?.pages.flatMap((page) => page.items);
}

function change(id: string) {
  server = server.map((row) => (row.id === id ? { id, says: 'changed' } : row));
}
