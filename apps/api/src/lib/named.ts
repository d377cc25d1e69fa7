import type { Named } from '@pace/shared/fields';

/** A record that a filter names, with what it is called; nothing when there is no such filter or no such record. */
export function nameOf(id: string | undefined, name: string | null): Named {
  return id === undefined || name === null ? [] : [{ id, name }];
}
