import './products.css';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { CatalogueList } from '../../ui/catalogue-list.tsx';
import { useListPages } from '../../ui/list-pages.ts';
import type { HistoryEntry } from '../../ui/list-search.tsx';
import { productColumns, productHref, renderProductCard } from './product-columns.tsx';
import { ProductFilterBar } from './product-filter-bar.tsx';
import { filterOnly, isFiltered, type ProductListSearch } from './product-filters.ts';
import {
  bulkProducts,
  chosenProductsFile,
  productListQuery,
  productTotalsQuery,
} from './products.queries.ts';

export function ProductList({
  search,
  onSearch,
  onReset,
}: {
  search: ProductListSearch;
  onSearch: (change: Partial<ProductListSearch>, entry?: HistoryEntry) => void;
  onReset: () => void;
}) {
  const { pages, isListed } = useListPages(productListQuery(search));
  // After the rows: adding up a big book keeps the machine busy that the rows still need.
  const totals = useQuery({ ...productTotalsQuery(search), enabled: isListed });
  const { rows } = pages;
  const categories = useMemo(
    () => [...new Set(rows?.flatMap(({ category }) => category ?? []))].sort(),
    [rows],
  );
  return (
    <CatalogueList
      module="products"
      noun="product"
      columns={productColumns}
      pages={pages}
      totals={totals}
      rowHref={productHref}
      card={renderProductCard}
      sort={search.sort ?? 'name'}
      onSort={(sort) => onSearch({ sort })}
      run={bulkProducts}
      chosenFile={chosenProductsFile}
      toolbar={
        <ProductFilterBar search={search} onChange={onSearch} onReset={onReset} categories={categories} />
      }
      filter={filterOnly(search)}
      isFiltered={isFiltered(search)}
      onReset={onReset}
      invitation="Add what you trade: commodity, variety, grade and the usual pack."
    />
  );
}
