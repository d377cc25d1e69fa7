import { setTimeout as sleep } from 'node:timers/promises';
import { type ChangeEvent, changeEvent } from '@pace/shared/events';
import pg from 'pg';
import { AppError } from './app-error.ts';

/** The channel on which transactions tell what they changed, from the statement that writes the history. */
export const changeChannel = 'pace_changes';

/** A change that was committed; `resync` means that changes may have been missed. */
export type FeedEvent = { kind: 'change'; change: ChangeEvent } | { kind: 'resync' };
type Listener = (event: FeedEvent) => void;

export interface ChangeFeed {
  /** Calls back with every change from now on, until the returned function is called. */
  subscribe(listener: Listener): Promise<() => void>;
  close(): Promise<void>;
}

interface Log {
  warn(details: object, message: string): void;
}

const firstRetryMs = 100;
const maxRetryMs = 5_000;
/** A connection that died without a word is found out by asking it something. */
const pingMs = 15_000;
const answerMs = 10_000;
/** A server that does not answer any more does not say goodbye either. */
const goodbyeMs = 1_000;

/**
 * What is committed on the database, whichever process did it: one connection that listens, opened for the first who
 * subscribes. A connection that is lost is opened again, and everybody is told that they may have missed something.
 */
export function openChangeFeed(connectionString: string | undefined, log: Log): ChangeFeed {
  const listeners = new Set<Listener>();
  const stop = new AbortController();
  let running: Promise<void> | undefined;
  let isListening = false;
  let listening = Promise.withResolvers<void>();

  const publish = (event: FeedEvent) => {
    for (const listener of listeners) listener(event);
  };

  const listenOnce = async (onListening: () => void): Promise<void> => {
    const client = new pg.Client({
      connectionString,
      application_name: 'pace-crm changes',
      keepAlive: true,
      connectionTimeoutMillis: answerMs,
      query_timeout: answerMs,
    });
    const lost = Promise.withResolvers<void>();
    client.on('error', lost.reject);
    client.on('end', () => lost.resolve());
    client.on('notification', ({ payload }) => {
      const change = readChange(payload);
      if (change) publish({ kind: 'change', change });
    });
    const onStop = () => lost.resolve();
    stop.signal.addEventListener('abort', onStop);
    const ping = setInterval(() => void client.query('SELECT 1').catch(lost.reject), pingMs);
    try {
      await Promise.race([client.connect(), lost.promise]);
      if (stop.signal.aborted) return;
      await client.query(`LISTEN ${changeChannel}`);
      onListening();
      await lost.promise;
    } finally {
      clearInterval(ping);
      stop.signal.removeEventListener('abort', onStop);
      // A connection that broke half-way may still fail after everybody has stopped waiting for it.
      lost.promise.catch(() => undefined);
      await Promise.race([client.end(), sleep(goodbyeMs, undefined, { ref: false })]).catch(() => undefined);
    }
  };

  const run = async (): Promise<void> => {
    let retryMs = firstRetryMs;
    let wasListening = false;
    while (!stop.signal.aborted) {
      try {
        await listenOnce(() => {
          retryMs = firstRetryMs;
          isListening = true;
          listening.resolve();
          if (wasListening) publish({ kind: 'resync' });
          wasListening = true;
        });
      } catch (error) {
        log.warn(
          { error: error instanceof Error ? error.name : typeof error },
          'the change feed is interrupted',
        );
      }
      if (isListening) listening = Promise.withResolvers<void>();
      isListening = false;
      await sleep(retryMs, undefined, { signal: stop.signal }).catch(() => undefined);
      retryMs = Math.min(retryMs * 2, maxRetryMs);
    }
  };

  return {
    async subscribe(listener) {
      if (stop.signal.aborted) throw new AppError('server.unavailable');
      running ??= run();
      const giveUp = AbortSignal.any([stop.signal, AbortSignal.timeout(answerMs)]);
      const late = Promise.withResolvers<never>();
      giveUp.addEventListener('abort', () => late.reject(new AppError('server.unavailable')));
      await Promise.race([listening.promise, late.promise]);
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async close() {
      stop.abort();
      await running;
    },
  };
}

/** What a transaction of ours told; anything else that somebody sends on the channel by hand is not for us. */
function readChange(payload: string | undefined): ChangeEvent | undefined {
  try {
    return changeEvent.parse(JSON.parse(payload ?? ''));
  } catch {
    return undefined;
  }
}
