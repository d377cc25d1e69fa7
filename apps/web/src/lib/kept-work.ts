import { useEffect, useRef, useState } from 'react';
import { useMe } from './session.ts';
import { readStored, writeStored } from './stored.ts';

/**
 * What is typed in a form and not saved yet, per person and form. It is kept with the tab: a reload, or signing in anew
 * after a session that ended, costs nothing; another tab has work of its own.
 */
function keyOf(userId: string, name: string): string {
  return `pace.kept.${userId}.${name}`;
}

const isAny = (value: unknown): value is unknown => value !== null;
const read = (key: string): unknown => readStored(key, isAny, 'tab');
const write = (key: string, work: unknown) => writeStored(key, work, 'tab');

/** Whether work on a form was kept, so that a form which opens on demand opens by itself. */
export function useHasKept(): (name: string) => boolean {
  const me = useMe();
  return (name) => read(keyOf(me.id, name)) !== undefined;
}

/**
 * State that is kept while it is work, which `isWork` says. Leaving the form within the application ends it: there the
 * person was asked. `parse` makes state of what was kept, perhaps by another version of the application.
 */
export function useKeptState<State>(
  name: string | undefined,
  initial: State,
  parse: (kept: unknown) => State | undefined,
  isWork: (state: State) => boolean,
) {
  const me = useMe();
  const key = name === undefined ? undefined : keyOf(me.id, name);
  const [kept] = useState(() => (key === undefined ? undefined : parse(read(key))));
  const [state, setState] = useState(kept ?? initial);
  const work = isWork(state) ? state : undefined;
  useEffect(() => {
    if (key !== undefined) write(key, work);
  }, [key, work]);
  const latest = useRef(key);
  useEffect(() => {
    latest.current = key;
    return () => {
      if (latest.current !== undefined) write(latest.current, undefined);
    };
  }, [key]);
  return [state, setState, kept !== undefined] as const;
}

/** The state of a form whose fields are texts and flags, kept while it differs from `blank`. */
export function useKeptForm<Form extends Readonly<Record<string, string | boolean>>>(
  name: string,
  blank: Form,
) {
  const [start] = useState(blank);
  return useKeptState(
    name,
    start,
    (kept) => (isRecord(kept) ? { ...start, ...fieldsLike(start, kept) } : undefined),
    (form) => Object.keys(start).some((key) => form[key] !== start[key]),
  );
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The fields of `kept` that the form still has, with the types it has them in. */
export function fieldsLike<Form extends object>(form: Form, kept: Record<string, unknown>): Partial<Form> {
  return Object.fromEntries(
    Object.entries(form).flatMap(([key, value]) =>
      typeof kept[key] === typeof value ? [[key, kept[key]]] : [],
    ),
    // fromEntries forgets that these are fields of the form.
  ) as Partial<Form>;
}
