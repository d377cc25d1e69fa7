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
  user: [['users', 'list'], ['users', 'picker'], ['me']],
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

function listen(queryClient: QueryClient): () => void {
  let source: EventSource | undefined;
  let retry: number | undefined;
  let gathering: number | undefined;
  let isFirst = true;
  const stale = new Map<string, QueryKey>();

  function refresh() {
    gathering = undefined;
    const keys = [...stale.values()];
    stale.clear();
    for (const queryKey of keys) void queryClient.invalidateQueries({ queryKey });
  }

  function markStale(...keys: QueryKey[]) {
    for (const key of keys) stale.set(JSON.stringify(key), key);
    gathering ??= window.setTimeout(refresh, gatherMs);
  }

  function onChange(event: MessageEvent<string>) {
    // Our own API wrote it; an event of a kind that this version does not know refreshes nothing.
    const change = JSON.parse(event.data) as ChangeEvent;
    const feature = features[change.entity];
    markStale(...(lists[change.entity] ?? []), ...(feature ? [[feature, 'record', change.id]] : []));
    for (const listener of listeners) listener(change);
  }

  /** Changes may have been missed: everything on screen is asked for again. */
  function resync() {
    void queryClient.invalidateQueries();
  }

  function open() {
    source = new EventSource('/api/events');
    source.addEventListener('ready', () => {
      if (!isFirst) resync();
      isFirst = false;
    });
    source.addEventListener('change', onChange);
    source.addEventListener('resync', resync);
    source.addEventListener('error', () => {
      // The browser tries again by itself while the connection is only interrupted, and gives up on an error status.
      if (source?.readyState !== EventSource.CLOSED) return;
      retry = window.setTimeout(open, retryMs);
    });
  }

  open();
  return () => {
    source?.close();
    window.clearTimeout(retry);
    window.clearTimeout(gathering);
  };
}
