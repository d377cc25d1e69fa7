import { useEffect } from 'react';
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

/** Remembers an open record once it has a name. */
export function useRecent(userId: string, href: string, label: string | undefined, hint: string): void {
  useEffect(() => {
    if (label === undefined) return;
    const others = readRecent(userId).filter((record) => record.href !== href);
    writeStored(keyOf(userId), [{ href, label, hint }, ...others].slice(0, kept));
  }, [userId, href, label, hint]);
}
