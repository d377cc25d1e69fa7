import type { Data, Value } from '../entities/fields.ts';
import type { Definition } from '../entities/model.ts';

/** What differs between an object before and after, field by field. */

export interface FieldChange {
  /** Like `BillAddr.City` or `Line[2].Amount`. */
  readonly field: string;
  readonly from?: string;
  readonly to?: string;
}

const mostChanges = 60;

/** Balances of names follow their documents without a change of their own. */
const followers: ReadonlySet<string> = new Set(['Balance', 'BalanceWithJobs']);

export function fieldChanges(before: Data, after: Data, group: Definition['group']): FieldChange[] {
  const from = new Map(leaves(before, ''));
  const to = new Map(leaves(after, ''));
  const changes: FieldChange[] = [];
  for (const field of new Set([...from.keys(), ...to.keys()])) {
    const was = from.get(field);
    const is = to.get(field);
    if (was === is || (group === 'name' && followers.has(field))) continue;
    changes.push({ field, ...(was !== undefined && { from: was }), ...(is !== undefined && { to: is }) });
    if (changes.length === mostChanges) break;
  }
  return changes;
}

function* leaves(value: Value, path: string): Generator<[string, string]> {
  if (typeof value !== 'object') yield [path, String(value)];
  else if (Array.isArray(value)) {
    for (const [at, entry] of value.entries()) yield* leaves(entry, `${path}[${at + 1}]`);
  } else {
    for (const [name, inner] of Object.entries(value))
      yield* leaves(inner, path === '' ? name : `${path}.${name}`);
  }
}
