import './products.css';
import { Button, Skeleton } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { count, formatNumber } from '../../lib/format.ts';
import { useMay } from '../../lib/session.ts';
import { ActiveBulkBar } from '../../ui/active-bulk-bar.tsx';
import { Can } from '../../ui/can.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { productColumns, productHref, renderProductCard } from './product-columns.tsx';
import { downloadProducts } from './product-csv.ts';
import { ProductFilterBar } from './product-filter-bar.tsx';
import { isFiltered, type ProductListSearch } from './product-filters.ts';
import { bulkProducts, type Product, productListQuery, productTotalsQuery } from './products.queries.ts';

const rowId = (product: Product) => product.id;
const isMuted = (product: Product) => !product.isActive;
const allProducts = ['products'] as const;

export function ProductList({
  search,
  onSearch,
  onReset,
}: {
  search: ProductListSearch;
  onSearch: (change: Partial<ProductListSearch>) => void;
  onReset: () => void;
}) {
  const may = useMay();
  const list = useInfiniteQuery(productListQuery(search));
  // After the rows: adding up a big book keeps the machine busy that the rows still need.
  const isListed = list.isSuccess && !list.isPlaceholderData;
  const totals = useQuery({ ...productTotalsQuery(search), enabled: isListed });
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items), [list.data]);
  const categories = useMemo(
    () => [...new Set(rows?.flatMap(({ category }) => category ?? []))].sort(),
    [rows],
  );
  const { fetchNextPage, isFetchingNextPage } = list;
  const onMore = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, isFetchingNextPage]);
  const mayEdit = may('products:edit');
  const mayExport = may('products:export');
  const bulk = useCallback(
    (selected: Product[], clear: () => void) => (
      <ActiveBulkBar
        noun="product"
        selected={selected}
        mayEdit={mayEdit}
        run={bulkProducts}
        queryKey={allProducts}
        onExport={mayExport ? () => downloadProducts(selected) : undefined}
        onDone={clear}
      />
    ),
    [mayEdit, mayExport],
  );

  return (
    <DataTable
      label="Products"
      name="products"
      columns={productColumns}
      rows={rows}
      rowId={rowId}
      rowHref={productHref}
      isMuted={isMuted}
      card={renderProductCard}
      sort={search.sort ?? 'name'}
      onSort={(sort) => onSearch({ sort })}
      hasMore={list.hasNextPage}
      onMore={onMore}
      error={list.error}
      onRetry={() => void list.refetch()}
      {...((mayEdit || mayExport) && { bulk })}
      toolbar={
        <ProductFilterBar search={search} onChange={onSearch} onReset={onReset} categories={categories} />
      }
      empty={<NoProducts isFiltered={isFiltered(search)} onReset={onReset} />}
      footer={
        totals.data === undefined
          ? { name: totals.isError ? 'No totals' : <Skeleton height={10} width="5rem" mt={14} /> }
          : {
              name: count(totals.data.count, 'product'),
              isActive: `${formatNumber(totals.data.active)} active`,
            }
      }
      footerCard={
        totals.data && `${count(totals.data.count, 'product')} · ${formatNumber(totals.data.active)} active`
      }
    />
  );
}

function NoProducts({ isFiltered: filtered, onReset }: { isFiltered: boolean; onReset: () => void }) {
  if (filtered) {
    return (
      <EmptyState title="No products match this filter.">
        <Button variant="default" onClick={onReset}>
          Show all products
        </Button>
      </EmptyState>
    );
  }
  return (
    <EmptyState title="There are no products yet.">
      <Can do="products:create">
        Add what you trade: commodity, variety, grade and the usual pack.
        <LinkButton to="/products/new">New product</LinkButton>
      </Can>
    </EmptyState>
  );
}
