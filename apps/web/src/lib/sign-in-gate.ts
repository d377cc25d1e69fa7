/**
 * A session may end while somebody types. The request that finds out waits here until the person has signed in again on
 * top of the screen they were on, and is then sent once more: nothing typed is lost, and no screen changes.
 */
type Waiter = { resolve: () => void; reject: (reason: unknown) => void };

let waiters: Waiter[] = [];
const listeners = new Set<() => void>();

function tell(): void {
  for (const listener of listeners) listener();
}

/** Resolves when the person has signed in again; rejects when they would rather not. */
export function signedInAgain(): Promise<void> {
  return new Promise((resolve, reject) => {
    waiters = [...waiters, { resolve, reject }];
    tell();
  });
}

export function isSignInNeeded(): boolean {
  return waiters.length > 0;
}

export function onSignInNeeded(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Lets everything that waited go on. */
export function openGate(): void {
  const waiting = waiters;
  waiters = [];
  tell();
  for (const { resolve } of waiting) resolve();
}

/** Gives up everything that waited. */
export function closeGate(reason: unknown): void {
  const waiting = waiters;
  waiters = [];
  tell();
  for (const { reject } of waiting) reject(reason);
}
