import { useEffect } from 'react';
import { isProblem } from './problem.ts';
import { readStored, writeStored } from './stored.ts';

/** A record that was opened on this browser. */
export interface RecentRecord {
  href: string;
  label: string;
  hint: string;
}

const kept = 8;
const keyOf = (userId: string) => `pace.recent.${userId}`;

const isRecords = (value: unknown): value is RecentRecord[] =>
  Array.isArray(value) &&
  value.every((one) => typeof one?.href === 'string' && typeof one?.label === 'string');

/** The records this person opened last, newest first. */
export function readRecent(userId: string): RecentRecord[] {
  return readStored(keyOf(userId), isRecords) ?? [];
}

/** Remembers an open record once it has a name, and forgets one that is there no more. */
export function useRecent(
  userId: string,
  { href, label, hint, error }: Omit<RecentRecord, 'label'> & { label: string | undefined; error: unknown },
): void {
  const isGone = isProblem(error) && error.status === 404;
  useEffect(() => {
    if (label === undefined && !isGone) return;
    const others = readRecent(userId).filter((record) => record.href !== href);
    const now = label === undefined || isGone ? others : [{ href, label, hint }, ...others];
    writeStored(keyOf(userId), now.slice(0, kept));
  }, [userId, href, label, hint, isGone]);
}
