import { type QueryClient, type QueryKey, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

/** One change somewhere in the book, as the API tells it. */
export interface ChangeEvent {
  entity: string;
  id: string;
  action: string;
  actorId: string | null;
}

/**
 * What each kind of record is shown in. Query keys begin with the feature's name: ['orders', 'list', …],
 * ['orders', 'record', id, …]. Lists show other records' names, which seldom change and may wait for the next look.
 */
const lists: Readonly<Record<string, QueryKey[]>> = {
  order: [
    ['orders', 'list'],
    ['orders', 'totals'],
    ['dashboard'],
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
const features: Readonly<Record<string, string>> = {
  order: 'orders',
  account: 'accounts',
  product: 'products',
  user: 'users',
  role: 'roles',
};

/** Long enough for a bulk change to be one refresh, short enough to feel live. */
const gatherMs = 250;
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
  useEffect(() => listen(queryClient), [queryClient]);
}

/** What travels from the tab that listens to the other tabs of this browser. */
type Message = { kind: 'change'; change: ChangeEvent } | { kind: 'resync' } | { kind: 'signed-out' };

function listen(queryClient: QueryClient): () => void {
  let gathering: number | undefined;
  const stale = new Map<string, QueryKey>();

  function refresh() {
    gathering = undefined;
    const keys = [...stale.values()];
    stale.clear();
    for (const queryKey of keys) void queryClient.invalidateQueries({ queryKey });
  }

  function hear(message: Message) {
    if (message.kind === 'change') {
      const { change } = message;
      const feature = features[change.entity];
      const keys = [...(lists[change.entity] ?? []), ...(feature ? [[feature, 'record', change.id]] : [])];
      for (const key of keys) stale.set(JSON.stringify(key), key);
      gathering ??= window.setTimeout(refresh, gatherMs);
      for (const listener of listeners) listener(change);
    } else {
      // Changes may have been missed, or the session has ended: everything on screen is asked for again.
      void queryClient.invalidateQueries();
    }
  }

  // A browser opens six connections to a server at most: all its tabs share one stream.
  const channel = new BroadcastChannel('pace-changes');
  channel.onmessage = (event: MessageEvent<Message>) => hear(event.data);
  const stop = new AbortController();
  const lead = () =>
    stream(stop.signal, (message) => {
      hear(message);
      channel.postMessage(message);
    });
  // Locks exist on secure addresses only; elsewhere every tab has a stream of its own.
  if ('locks' in navigator) {
    navigator.locks.request('pace-changes', { signal: stop.signal }, lead).catch(() => undefined);
  } else void lead();

  return () => {
    stop.abort();
    channel.close();
    window.clearTimeout(gathering);
  };
}

/** Listens until told to stop; a stream that breaks is opened again. */
function stream(stop: AbortSignal, tell: (message: Message) => void): Promise<void> {
  let source: EventSource | undefined;
  let retry: number | undefined;
  let isFirst = true;

  function open() {
    source = new EventSource('/api/events');
    source.addEventListener('ready', () => {
      if (!isFirst) tell({ kind: 'resync' });
      isFirst = false;
    });
    source.addEventListener('change', (event: MessageEvent<string>) => {
      // Our own API wrote it; an entity that this version does not know refreshes nothing.
      tell({ kind: 'change', change: JSON.parse(event.data) as ChangeEvent });
    });
    source.addEventListener('resync', () => tell({ kind: 'resync' }));
    source.addEventListener('signed-out', () => {
      source?.close();
      tell({ kind: 'signed-out' });
      retry = window.setTimeout(open, retryMs);
    });
    source.addEventListener('error', () => {
      // The browser tries again by itself while the connection is only interrupted, and gives up on an error status.
      if (source?.readyState === EventSource.CLOSED) retry = window.setTimeout(open, retryMs);
    });
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
