import { isOneOf, isText, isTrueOrFalse } from '../../lib/search-checks.ts';
import { readSearch, stringifySearch } from '../../lib/search-params.ts';

const filterChecks = { q: isText(100), isActive: isTrueOrFalse, category: isText(255) };
export const productChecks = {
  ...filterChecks,
  sort: isOneOf('name', '-name', 'createdAt', '-createdAt', 'code'),
};

/** A list of products as its address says it: texts, named as the API names them. */
export type ProductFilters = Partial<Record<keyof typeof filterChecks, string>>;
export type ProductListSearch = ProductFilters & { sort?: string | undefined };

/** Reads the address; what the API would refuse is left out. */
export function readProductSearch(raw: Record<string, unknown>): ProductListSearch {
  return readSearch(raw, productChecks);
}

/** The part of a search that decides which products are in it. */
export function filterOnly({ sort: _, ...filters }: ProductListSearch): ProductFilters {
  return filters;
}

export function isFiltered(search: ProductListSearch): boolean {
  return Object.values(filterOnly(search)).some((value) => value !== undefined);
}

/** Where the same products are as a file. */
export function exportAddress(filters: ProductFilters): string {
  return `/api/products/export.csv${stringifySearch(filters)}`;
}
