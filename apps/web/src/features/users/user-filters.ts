import { isId, isText, isTrueOrFalse } from '../../lib/search-checks.ts';
import { readSearch } from '../../lib/search-params.ts';

export const userChecks = { q: isText(100), roleId: isId, isActive: isTrueOrFalse };

/** A list of people as its address says it. */
export interface UserSearch {
  q?: string | undefined;
  roleId?: string | undefined;
  isActive?: 'true' | 'false' | undefined;
}

/** Reads the address with the API's own checks, so that an address is never refused by it. */
export function readUserSearch(raw: Record<string, unknown>): UserSearch {
  const read = readSearch(raw, userChecks);
  // The check lets these two words through only.
  return read as UserSearch;
}

export function isFiltered(search: UserSearch): boolean {
  return search.q !== undefined || search.roleId !== undefined || search.isActive !== undefined;
}
