import { isRecord, useKeptState } from './kept-work.ts';

/** What a person switched on or off over a set that others may change as well. */
interface Toggles {
  wanted: Readonly<Record<string, boolean>>;
  /** What was on when the person began. */
  base: readonly string[];
}

/** The set with the toggles on top. Two people who switch the same thing agree: there is nothing to settle. */
export function applyToggles(
  current: Iterable<string>,
  wanted: ReadonlyMap<string, boolean>,
): ReadonlySet<string> {
  const selected = new Set(current);
  for (const [id, isOn] of wanted) {
    if (isOn) selected.add(id);
    else selected.delete(id);
  }
  return selected;
}

/** Whether two sets have the same members. */
export function isSameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((id) => b.has(id));
}

/** Toggles as they were kept. */
export function parseToggles(kept: unknown): Toggles | undefined {
  if (!isRecord(kept) || !isRecord(kept['wanted']) || !Array.isArray(kept['base'])) return undefined;
  const wanted = Object.entries(kept['wanted']).flatMap(([id, isOn]) =>
    typeof isOn === 'boolean' ? [[id, isOn] as const] : [],
  );
  return { wanted: Object.fromEntries(wanted), base: kept['base'].map(String) };
}

/**
 * The state of a field of many check boxes: rights of a role, roles of a person. With a name the toggles outlive a
 * reload and the end of a session.
 */
export function useToggles(current: readonly string[], keptAs?: string) {
  const [toggles, setToggles] = useKeptState<Toggles | undefined>(
    keptAs,
    undefined,
    parseToggles,
    (state) => state !== undefined,
  );
  const selected = applyToggles(current, new Map(Object.entries(toggles?.wanted ?? {})));
  const isDirty = !isSameSet(selected, new Set(current));
  return {
    selected,
    isDirty,
    /** What was on before somebody else changed it under these toggles; undefined when nobody did. */
    changedFrom:
      isDirty && toggles !== undefined && !isSameSet(new Set(toggles.base), new Set(current))
        ? toggles.base
        : undefined,
    set(ids: Iterable<string>, isOn: boolean) {
      setToggles((before) => {
        const wanted = { ...before?.wanted };
        for (const id of ids) wanted[id] = isOn;
        return { wanted, base: before !== undefined && isDirty ? before.base : current };
      });
    },
    /** The person has seen what somebody else changed. */
    acknowledge() {
      setToggles((before) => before && { ...before, base: current });
    },
    reset() {
      setToggles(undefined);
    },
  };
}
