import { useSyncExternalStore } from 'react';
import { isSignInNeeded } from './sign-in-gate.ts';

/**
 * Work that takes longer than a click. It goes on while the person is elsewhere in the application, and what came of it
 * waits until it was read. The tab does it, request after request: a reload ends it between two of them, so the browser
 * asks first. What was answered by then is done, and the records themselves show how far it went.
 */
export interface LongWork {
  readonly id: string;
  /** Whose it is: nobody else who signs in on this tab sees it. */
  readonly userId: string;
  /** The list whose records it is about: `orders`. */
  readonly topic: string;
  readonly state: 'running' | 'halted' | 'done';
  /** What goes on, or what came of it. */
  readonly text: string;
  /** Records so far; absent where that is not known. */
  readonly progress?: { readonly done: number; readonly total: number };
  /** What stayed as it was, and why. */
  readonly refused?: readonly Refused[];
  /** What can be done about it now. */
  readonly actions?: readonly { readonly label: string; readonly run: () => void }[];
  /** Ends it before the next request. */
  readonly stop?: () => void;
}

export interface Refused {
  readonly id: string;
  readonly name: string;
  readonly why: string;
}

let works: readonly LongWork[] = [];
const listeners = new Set<() => void>();

function set(next: readonly LongWork[]): void {
  works = next;
  if (works.some(isRunning)) window.addEventListener('beforeunload', askBeforeLeaving);
  else window.removeEventListener('beforeunload', askBeforeLeaving);
  for (const listener of listeners) listener();
}

/** Shows a piece of work, or how it stands now. */
export function putWork(work: LongWork): void {
  const isKnown = works.some(({ id }) => id === work.id);
  set(isKnown ? works.map((one) => (one.id === work.id ? work : one)) : [...works, work]);
}

export function dropWork(id: string): void {
  set(works.filter((work) => work.id !== id));
}

/** Stops what runs and forgets what came of it: somebody else may sit here next. */
export async function endAllWork(): Promise<void> {
  for (const work of works) work.stop?.();
  await new Promise<void>((resolve) => {
    const check = () => {
      if (works.some(isRunning)) return;
      listeners.delete(check);
      resolve();
    };
    listeners.add(check);
    check();
  });
  set([]);
}

export function useLongWork(): readonly LongWork[] {
  return useSyncExternalStore(subscribe, () => works);
}

/** Whether records of a list are being worked on. */
export function useIsWorkedOn(topic: string): boolean {
  return useLongWork().some((work) => work.topic === topic && isRunning(work));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const isRunning = ({ state }: LongWork) => state === 'running';

function askBeforeLeaving(event: BeforeUnloadEvent): void {
  // Nothing is on its way while the sign-in waits, and whoever signs in as somebody else must get a page of their own.
  if (!isSignInNeeded()) event.preventDefault();
}
