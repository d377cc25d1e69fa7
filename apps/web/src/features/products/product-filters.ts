import { productFilter, productSorts } from '@pace/shared/products';
import { checksOf, readSearch, stringifySearch } from '../../lib/search-params.ts';

const checks = checksOf(productFilter.shape);
const sorts: readonly string[] = productSorts;

/** A list of products as its address says it: texts, named as the API names them. */
export type ProductFilters = Partial<Record<keyof typeof checks, string>>;
export type ProductListSearch = ProductFilters & { sort?: string | undefined };

/** Reads the address; what the API would refuse is left out. */
export function readProductSearch(raw: Record<string, unknown>): ProductListSearch {
  return readSearch(raw, { ...checks, sort: (value) => sorts.includes(value) });
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
