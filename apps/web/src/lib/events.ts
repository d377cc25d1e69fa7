import { type QueryClient, type QueryKey, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { refreshAll, refreshChanged, refreshNaming } from './live-list.ts';
import { openPacer } from './pacer.ts';
import { refresh } from './refresh.ts';
import { meQuery, useMe } from './session.ts';

/** One change somewhere in the book, as the API tells it. */
export interface ChangeEvent {
  entity: string;
  id: string;
  action: string;
  actorId: string | null;
}

/**
 * What each kind of record is shown in. Query keys begin with the feature's name: ['orders', 'list', …],
 * ['orders', 'record', id, …].
 */
const lists: Readonly<Record<string, QueryKey[]>> = {
  order: [
    ['orders', 'list'],
    ['orders', 'totals'],
    ['dashboard', 'figures'],
    ['dashboard', 'top'],
    ['accounts', 'orders'],
    ['products', 'trade'],
  ],
  account: [
    ['accounts', 'list'],
    ['accounts', 'totals'],
    ['accounts', 'picker'],
  ],
  product: [
    ['products', 'list'],
    ['products', 'totals'],
    ['products', 'picker'],
  ],
  // How many people hold a role is shown with the role.
  user: [['users', 'list'], ['users', 'picker'], ['roles'], ['me']],
  role: [['roles'], ['users'], ['me']],
  company: [['company']],
  payment_terms: [['payment-terms']],
};
/** Records whose names stand in others: whatever on screen shows one of them is read again with it. */
const namedElsewhere: ReadonlySet<string> = new Set(['account', 'product', 'user', 'payment_terms']);
const features: Readonly<Record<string, string>> = {
  order: 'orders',
  account: 'accounts',
  product: 'products',
  user: 'users',
  role: 'roles',
};

/** Sums over everything cost more than lists: so seldom they are asked for again, however often something changes. */
const intervalsMs: Readonly<Record<string, number>> = {
  [nameOf(['orders', 'totals'])]: 2_000,
  [nameOf(['accounts', 'totals'])]: 2_000,
  [nameOf(['products', 'totals'])]: 2_000,
  [nameOf(['dashboard', 'figures'])]: 2_000,
  [nameOf(['dashboard', 'top'])]: 30_000,
};

/** Long enough for a bulk change to be one refresh, short enough to feel live. */
const gatherMs = 250;
/** After an interruption, and after an answer that was an error. */
const reopenMs = 1_000;
const retryMs = 5_000;

type Listener = (event: ChangeEvent) => void;
const listeners = new Set<Listener>();

/** For screens that say more about a change than a refresh does, such as an order somebody is editing. */
export function useChanges(listener: Listener): void {
  useEffect(() => {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }, [listener]);
}

/** Keeps every open list and record current, for as long as the person is signed in. */
export function useLiveUpdates(): void {
  const queryClient = useQueryClient();
  const { id } = useMe();
  useEffect(() => listen(queryClient, id), [queryClient, id]);
}

/** What travels from the tab that listens to the other tabs of this browser. */
type News = { kind: 'change'; change: ChangeEvent } | { kind: 'resync' } | { kind: 'signed-out' };
/** And what tabs say to each other: one begins to listen, and may have missed something that another heard. */
type Message = News | { kind: 'joined'; readSince: number } | { kind: 'missed'; readSince: number };

function listen(queryClient: QueryClient, userId: string): () => void {
  const readSince = beginOfReading(queryClient);
  const pacer = openPacer(gatherMs);
  let heardAt = 0;
  let isLeading = false;

  function refreshSoon(queryKey: QueryKey, id?: string) {
    const name = nameOf(queryKey);
    const run = (ids: ReadonlySet<string>) =>
      ids.size === 0 ? refreshAll(queryClient, { queryKey }) : refreshChanged(queryClient, queryKey, ids);
    pacer.ask(name, intervalsMs[name] ?? gatherMs, run, id);
  }

  function hear(news: News) {
    heardAt = Date.now();
    if (news.kind === 'change') {
      const { change } = news;
      const feature = features[change.entity];
      // Only a list of these records can be asked for one by its id.
      for (const key of lists[change.entity] ?? []) {
        refreshSoon(key, key[0] === feature ? change.id : undefined);
      }
      if (namedElsewhere.has(change.entity)) {
        const run = (ids: ReadonlySet<string>) => refreshNaming(queryClient, ids);
        pacer.ask('names', gatherMs, run, change.id);
      }
      if (feature) refreshSoon([feature, 'record', change.id]);
      for (const listener of listeners) listener(change);
    } else if (news.kind === 'resync') {
      // Changes may have been missed: everything on screen is asked for again, what is expensive in its own time.
      void refreshAll(queryClient, { predicate: ({ queryKey }) => !isPaced(queryKey) });
      for (const name of Object.keys(intervalsMs)) refreshSoon(keyOf(name));
    } else void refresh(queryClient); // The first request that is refused asks to sign in again.
  }

  // A browser opens six connections to a server at most: all tabs of a person share one stream, which tells what they
  // may view.
  const name = `pace-changes.${userId}`;
  const channel = new BroadcastChannel(name);
  const post = (message: Message) => channel.postMessage(message);
  channel.onmessage = ({ data: message }: MessageEvent<Message>) => {
    if (message.kind === 'joined') {
      if (isLeading && heardAt >= message.readSince) post({ kind: 'missed', readSince: message.readSince });
    } else if (message.kind === 'missed') {
      if (message.readSince === readSince) hear({ kind: 'resync' });
    } else hear(message);
  };
  post({ kind: 'joined', readSince });

  const stop = new AbortController();
  let missedSince = readSince;
  const lead = async (signal: AbortSignal) => {
    isLeading = true;
    await stream(signal, missedSince, (news) => {
      hear(news);
      post(news);
    });
    isLeading = false;
    // What was on its way just then was not heard.
    missedSince = Date.now() - reopenMs;
  };
  if ('locks' in navigator) {
    navigator.locks.request(name, { signal: stop.signal }, () => lead(stop.signal)).catch(() => undefined);
  } else whileInView(stop.signal, (signal) => void lead(signal));

  return () => {
    stop.abort();
    channel.close();
    pacer.close();
  };
}

/**
 * Locks exist on secure addresses only. Elsewhere tabs that are in view have a stream of their own: those out of sight
 * would take the connections that the one in view needs. It asks what it has missed when it is looked at again.
 */
function whileInView(stop: AbortSignal, begin: (signal: AbortSignal) => void): void {
  let current: AbortController | undefined;
  function follow() {
    if (document.visibilityState === 'hidden') {
      current?.abort();
      current = undefined;
    } else if (current === undefined) {
      current = new AbortController();
      begin(current.signal);
    }
  }
  follow();
  document.addEventListener('visibilitychange', follow, { signal: stop });
  stop.addEventListener('abort', () => current?.abort());
}

/** When the page asked who is signed in, in milliseconds since 1970: everything else on it was asked for later. */
function beginOfReading(queryClient: QueryClient): number {
  const answeredAt = queryClient.getQueryState(meQuery.queryKey)?.dataUpdatedAt ?? Date.now();
  const request = performance.getEntriesByName(new URL('/api/me', window.location.href).href).at(-1);
  return Math.floor(answeredAt - (request?.duration ?? 0));
}

/** Listens until told to stop; a stream that breaks is opened again. */
function stream(stop: AbortSignal, readSince: number, tell: (news: News) => void): Promise<void> {
  let source: EventSource | undefined;
  let retry: number | undefined;
  let hasBeenOpen = false;

  function open() {
    const opened = new EventSource('/api/events');
    source = opened;
    // Later openings follow a gap, after which everything is read again without asking.
    const isFirst = !hasBeenOpen;
    const reopen = (afterMs: number) => {
      opened.close();
      retry = window.setTimeout(open, afterMs);
    };
    opened.addEventListener('ready', () => {
      if (!isFirst) tell({ kind: 'resync' });
      hasBeenOpen = true;
    });
    opened.addEventListener('last-change', (event: MessageEvent<string>) => {
      // As old as it was when the server looked, and as young as it can be now that the answer is here.
      const { ageMs } = JSON.parse(event.data) as { ageMs: number | null };
      if (isFirst && ageMs !== null && Date.now() - ageMs >= readSince) tell({ kind: 'resync' });
    });
    opened.addEventListener('change', (event: MessageEvent<string>) => {
      // Our own API wrote it; an entity that this version does not know refreshes nothing.
      tell({ kind: 'change', change: JSON.parse(event.data) as ChangeEvent });
    });
    opened.addEventListener('resync', () => tell({ kind: 'resync' }));
    opened.addEventListener('signed-out', () => {
      tell({ kind: 'signed-out' });
      reopen(retryMs);
    });
    opened.addEventListener('error', () =>
      reopen(opened.readyState === EventSource.CLOSED ? retryMs : reopenMs),
    );
  }

  open();
  return new Promise((resolve) => {
    stop.addEventListener('abort', () => {
      source?.close();
      window.clearTimeout(retry);
      resolve();
    });
  });
}

/** Work is gathered by the key of what it refreshes. */
function nameOf(queryKey: QueryKey): string {
  return JSON.stringify(queryKey);
}

function keyOf(name: string): QueryKey {
  // The other way round: an array as it was named.
  return JSON.parse(name) as QueryKey;
}

function isPaced(queryKey: QueryKey): boolean {
  return nameOf(queryKey.slice(0, 2)) in intervalsMs;
}
