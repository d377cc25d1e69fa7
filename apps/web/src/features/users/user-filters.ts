import { userQuery } from '@pace/shared/users';
import { readSearch } from '../../lib/search-params.ts';

const { q, roleId, isActive } = userQuery.shape;

/** A list of people as its address says it. */
export interface UserSearch {
  q?: string | undefined;
  roleId?: string | undefined;
  isActive?: 'true' | 'false' | undefined;
}

/** Reads the address with the API's own checks, so that an address is never refused by it. */
export function readUserSearch(raw: Record<string, unknown>): UserSearch {
  const read = readSearch(raw, {
    q: (value) => q.safeParse(value).success,
    roleId: (value) => roleId.safeParse(value).success,
    isActive: (value) => isActive.safeParse(value).success,
  });
  // The check lets these two words through only.
  return read as UserSearch;
}

export function isFiltered(search: UserSearch): boolean {
  return search.q !== undefined || search.roleId !== undefined || search.isActive !== undefined;
}
