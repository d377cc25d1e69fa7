import { isId, isOneOf, isText, isTrueOrFalse } from '../../lib/search-checks.ts';
import { readSearch, stringifySearch } from '../../lib/search-params.ts';

const filterChecks = {
  q: isText(100),
  role: isOneOf('seller', 'buyer'),
  isActive: isTrueOrFalse,
  ownerId: isId,
};
export const accountChecks = {
  ...filterChecks,
  sort: isOneOf('name', '-name', 'createdAt', '-createdAt', 'code'),
};

/** A list of accounts as its address says it: texts, named as the API names them. */
export type AccountFilters = Partial<Record<keyof typeof filterChecks, string>>;
export type AccountListSearch = AccountFilters & { sort?: string | undefined };

/** Reads the address; what the API would refuse is left out. */
export function readAccountSearch(raw: Record<string, unknown>): AccountListSearch {
  return readSearch(raw, accountChecks);
}

/** The part of a search that decides which accounts are in it. */
export function filterOnly({ sort: _, ...filters }: AccountListSearch): AccountFilters {
  return filters;
}

export function isFiltered(search: AccountListSearch): boolean {
  return Object.values(filterOnly(search)).some((value) => value !== undefined);
}

/** Where the same accounts are as a file. */
export function exportAddress(filters: AccountFilters): string {
  return `/api/accounts/export.csv${stringifySearch(filters)}`;
}
