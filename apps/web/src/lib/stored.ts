import { useState } from 'react';

/** What all tabs share and a restart outlives, or what belongs to this tab and its reloads. */
type Where = 'browser' | 'tab';

/** A browser that forbids storage throws here already. */
const storageOf = (where: Where) => (where === 'tab' ? sessionStorage : localStorage);

/** Small preferences of one person on one browser. A browser that forbids storage simply forgets. */
export function readStored<Value>(
  key: string,
  isValid: (value: unknown) => value is Value,
  where: Where = 'browser',
): Value | undefined {
  try {
    const text = storageOf(where).getItem(key);
    const value: unknown = text === null ? undefined : JSON.parse(text);
    return isValid(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Answers whether it was stored: a full or forbidden storage is no reason to stop. */
export function writeStored(key: string, value: unknown, where: Where = 'browser'): boolean {
  return writeStoredText(key, value === undefined ? undefined : JSON.stringify(value), where);
}

/** The same for what is JSON already. */
export function writeStoredText(key: string, json: string | undefined, where: Where = 'browser'): boolean {
  try {
    if (json === undefined) storageOf(where).removeItem(key);
    else storageOf(where).setItem(key, json);
    return true;
  } catch {
    return false;
  }
}

export function useStored<Value>(
  key: string,
  initial: Value,
  isValid: (value: unknown) => value is Value,
): [Value, (value: Value) => void] {
  const [value, setValue] = useState(() => readStored(key, isValid) ?? initial);
  return [
    value,
    (next) => {
      setValue(next);
      writeStored(key, next);
    },
  ];
}

export const isFlag = (value: unknown): value is boolean => typeof value === 'boolean';
export const isFlags = (value: unknown): value is Record<string, boolean> =>
  typeof value === 'object' && value !== null && Object.values(value).every(isFlag);
