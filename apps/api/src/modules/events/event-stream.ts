import { Readable } from 'node:stream';
import type { ChangeEntity, ChangeEvent } from '@pace/shared/events';
import type { Permission } from '@pace/shared/permissions';
import type { FeedEvent } from '../../lib/change-feed.ts';

/** Whose stream it is and what they may view. */
export interface Viewer {
  readonly userId: string;
  readonly rights: ReadonlySet<Permission>;
}

interface StreamOptions {
  viewer: Viewer;
  /** Reads the viewer again; undefined once their session has ended. */
  reread: () => Promise<Viewer | undefined>;
  heartbeatMs: number;
}

/** The right by which a change is seen; null: everybody signed in may read it. */
const viewRights: Readonly<Record<ChangeEntity, Permission | null>> = {
  order: 'orders:view',
  account: 'accounts:view',
  product: 'products:view',
  role: 'users:view',
  user: 'users:view',
  company: null,
  payment_terms: null,
};

const windowMs = 1_000;
/** More changes in a window than anybody looks at one by one: the rest of it is one `resync`. */
const maxPerWindow = 50;
/** Rights that could not be read again for so long are not believed any more. */
const staleAfterBeats = 2;

export interface EventStream {
  readonly body: Readable;
  deliver(event: FeedEvent): void;
  /** Tells how long before now the newest change was made: the client knows whether it has read since. */
  tellLastChange(ageMs: number | null): void;
  /** Ends the answer: the client connects again, to whichever process there is. */
  end(): void;
}

/**
 * The changes that one person may view, as server-sent events. Rights are read again with every heartbeat and whenever
 * a change may concern them; a client that cannot keep up is told to read everything again instead of every change.
 */
export function openEventStream({ viewer: first, reread, heartbeatMs }: StreamOptions): EventStream {
  let viewer = first;
  let viewerReadAt = performance.now();
  let isReading = false;
  let isOutdated = false;
  let isFull = false;
  let hasEnded = false;
  let hasMissed = false;
  let sentInWindow = 0;
  let window: NodeJS.Timeout | undefined;

  const body = new Readable({
    read() {
      isFull = false;
      catchUp();
    },
    destroy(error, done) {
      clearInterval(heartbeat);
      clearTimeout(window);
      done(error);
    },
  });
  const write = (text: string) => {
    if (!body.destroyed && !hasEnded) isFull = !body.push(text);
  };
  const send = (event: string, data: object) => write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  const end = () => {
    clearInterval(heartbeat);
    clearTimeout(window);
    if (!body.destroyed && !hasEnded) body.push(null);
    hasEnded = true;
  };

  const isStale = () => performance.now() - viewerReadAt > staleAfterBeats * heartbeatMs;
  const catchUp = () => {
    if (!hasMissed || isFull || isStale() || sentInWindow >= maxPerWindow) return;
    hasMissed = false;
    send('resync', {});
  };
  const nextWindow = () => {
    window = undefined;
    sentInWindow = 0;
    catchUp();
  };
  const sendChange = (change: ChangeEvent) => {
    window ??= setTimeout(nextWindow, windowMs);
    // Once something was missed, the resync that is due says all of it.
    if (hasMissed || isFull || isStale() || sentInWindow >= maxPerWindow) {
      hasMissed = true;
      return;
    }
    sentInWindow += 1;
    send('change', change);
  };

  const readViewer = async (): Promise<void> => {
    do {
      isOutdated = false;
      const readAt = performance.now();
      const now = await reread();
      if (now === undefined) {
        send('signed-out', {});
        end();
        return;
      }
      const isOther = !isSameSet(now.rights, viewer.rights);
      viewer = now;
      viewerReadAt = readAt;
      if (isOther) sendChange({ entity: 'user', id: now.userId, action: 'rights changed', actorId: null });
    } while (isOutdated);
    catchUp();
  };
  /** Concerns both who reads already and what they read: a change that comes meanwhile makes them read once more. */
  const refresh = () => {
    isOutdated = true;
    // Without an answer the viewer becomes stale, and nothing is told until there is one.
    if (isReading) return;
    isReading = true;
    void readViewer()
      .catch(() => undefined)
      .finally(() => {
        isReading = false;
      });
  };

  const heartbeat = setInterval(() => {
    write(': heartbeat\n\n');
    refresh();
  }, heartbeatMs);
  write('retry: 1000\n');
  send('ready', {});

  return {
    body,
    end,
    tellLastChange: (ageMs) => send('last-change', { ageMs }),
    deliver(event) {
      if (event.kind === 'resync') {
        hasMissed = true;
        catchUp();
        return;
      }
      const { change } = event;
      const isSelf = change.entity === 'user' && change.id === viewer.userId;
      if (isSelf || change.entity === 'role') refresh();
      const right = viewRights[change.entity];
      if (isSelf || right === null || viewer.rights.has(right)) sendChange(change);
    },
  };
}

function isSameSet<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): boolean {
  return a.size === b.size && a.isSubsetOf(b);
}
