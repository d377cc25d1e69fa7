import { isRecord, useKeptState } from './kept-work.ts';

/** What a person typed over one value of a record, and what the value was when they began. */
interface Edit<Value> {
  base: Value;
  mine: Value;
}

export type Edits<Values> = { readonly [Key in keyof Values]?: Edit<Values[Key]> };

export interface AppliedEdits<Values> {
  /** What the form shows: the record as it is now with the edits on top. */
  values: Values;
  /** What would be saved: the edited fields that differ from the record. */
  changes: Partial<Values>;
  /** Fields that somebody else saved meanwhile and that were edited here: what they hold now. */
  theirs: Partial<Values>;
}

/**
 * Edits lie on top of the record, field by field. A newer version from somebody else shows at once in the fields that
 * nobody edits here; where both changed the same field to different values, the person chooses.
 */
export function applyEdits<Values extends object>(
  current: Values,
  edits: Edits<Values>,
): AppliedEdits<Values> {
  const values = { ...current };
  const changes: Partial<Values> = {};
  const theirs: Partial<Values> = {};
  // Object.keys forgets that the values have no other keys.
  for (const key of Object.keys(current) as (keyof Values)[]) {
    const edit = edits[key];
    if (edit === undefined || edit.mine === current[key]) continue;
    values[key] = edit.mine;
    changes[key] = edit.mine;
    if (edit.base !== current[key]) theirs[key] = current[key];
  }
  return { values, changes, theirs };
}

/** Edits as they were kept: those of fields that the record still has, in the types it has them in. */
export function parseEdits<Values extends Readonly<Record<string, string | boolean>>>(
  current: Values,
  kept: unknown,
): Edits<Values> | undefined {
  if (!isRecord(kept)) return undefined;
  const known = Object.entries(current).flatMap(([key, value]) => {
    const edit = kept[key];
    const isLike = isRecord(edit) && [edit['base'], edit['mine']].every((one) => typeof one === typeof value);
    return isLike ? [[key, { base: edit['base'], mine: edit['mine'] }]] : [];
  });
  // fromEntries forgets that these are edits of the record's fields.
  return known.length === 0 ? undefined : (Object.fromEntries(known) as Edits<Values>);
}

/**
 * The state of a form over a record. Its values are texts and flags, so that they can be compared. With a name the edits
 * outlive a reload and the end of a session.
 */
export function useEdits<Values extends Readonly<Record<string, string | boolean>>>(
  current: Values,
  keptAs?: string,
) {
  const [edits, setEdits, isRestored] = useKeptState<Edits<Values>>(
    keptAs,
    {},
    (kept) => parseEdits(current, kept),
    (state) => Object.keys(state).length > 0,
  );
  const applied = applyEdits(current, edits);
  return {
    ...applied,
    isDirty: Object.keys(applied.changes).length > 0,
    /** Whether these are edits from before the page was loaded again. */
    isRestored: isRestored && Object.keys(edits).length > 0,
    hasConflict: Object.keys(applied.theirs).length > 0,
    set<Key extends keyof Values>(key: Key, mine: Values[Key]) {
      setEdits((before) => ({ ...before, [key]: { base: before[key]?.base ?? current[key], mine } }));
    },
    /** The person has seen the other value and decided. */
    settle(key: keyof Values, side: 'mine' | 'theirs') {
      setEdits((before) => {
        const edit = before[key];
        const { [key]: _, ...rest } = before;
        // What is left without one key is still a map of edits.
        if (edit === undefined || side === 'theirs') return rest as Edits<Values>;
        return { ...before, [key]: { base: current[key], mine: edit.mine } };
      });
    },
    reset() {
      setEdits({});
    },
  };
}
