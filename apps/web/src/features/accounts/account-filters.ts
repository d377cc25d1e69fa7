import { accountFilter, accountSorts } from '@pace/shared/accounts';
import { checksOf, readSearch, stringifySearch } from '../../lib/search-params.ts';

const checks = checksOf(accountFilter.shape);
const sorts: readonly string[] = accountSorts;

/** A list of accounts as its address says it: texts, named as the API names them. */
export type AccountFilters = Partial<Record<keyof typeof checks, string>>;
export type AccountListSearch = AccountFilters & { sort?: string | undefined };

/** Reads the address; what the API would refuse is left out. */
export function readAccountSearch(raw: Record<string, unknown>): AccountListSearch {
  return readSearch(raw, { ...checks, sort: (value) => sorts.includes(value) });
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
