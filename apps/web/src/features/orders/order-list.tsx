import { LinkButton } from '../../ui/link-button.tsx';
import './orders.css';
import { Button, Skeleton } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { answer, api } from '../../lib/api.ts';
import { count, formatMoney } from '../../lib/format.ts';
import { useMay } from '../../lib/session.ts';
import { Can } from '../../ui/can.tsx';
import { productLabel } from '../../ui/choice-sources.ts';
import { DataTable, type Deselect } from '../../ui/data-table.tsx';
import { useListPages } from '../../ui/list-pages.ts';
import { EmptyState } from '../../ui/states.tsx';
import { OrderBulkBar } from './order-bulk-bar.tsx';
import { orderColumns, orderHref, renderOrderCard } from './order-columns.tsx';
import { OrderFilterBar } from './order-filter-bar.tsx';
import { effectiveSort, isFiltered, type OrderFilters, type OrderListSearch } from './order-filters.ts';
import { type OrderSummary, orderListQuery, orderTotalsQuery } from './orders.queries.ts';

const rowId = (order: OrderSummary) => order.id;
const isCancelled = (order: OrderSummary) => order.cancelledAt !== null;

export function OrderList({
  search,
  onSearch,
  onReset,
}: {
  search: OrderListSearch;
  onSearch: (change: Partial<OrderListSearch>) => void;
  onReset: () => void;
}) {
  const may = useMay();
  const list = useInfiniteQuery(orderListQuery(search));
  // After the rows: adding up a big book keeps the machine busy that the rows still need.
  const isListed = list.isSuccess && !list.isPlaceholderData;
  const totals = useQuery({ ...orderTotalsQuery(search), enabled: isListed });
  const productName = useProductName(search.productId);
  const pages = useListPages(list);
  const bulk = useCallback(
    (selected: OrderSummary[], deselect: Deselect) => (
      <OrderBulkBar selected={selected} deselect={deselect} />
    ),
    [],
  );

  // The orders may hold other products as well: what the chosen one adds up to is said beside what they do.
  const ofProduct =
    totals.data?.productAmount != null
      ? `${formatMoney(totals.data.productAmount)} of this product`
      : undefined;

  return (
    <DataTable
      label="Orders"
      name="orders"
      columns={orderColumns}
      {...pages}
      rowId={rowId}
      rowHref={orderHref}
      isMuted={isCancelled}
      card={renderOrderCard}
      sort={effectiveSort(search)}
      onSort={(sort) => onSearch({ sort })}
      {...((may('orders:edit') || may('orders:export')) && { bulk })}
      toolbar={
        <OrderFilterBar
          search={search}
          onChange={(change: OrderFilters) => onSearch(change)}
          onReset={onReset}
          sample={pages.rows?.[0]}
          productName={productName}
        />
      }
      empty={<NoOrders isFiltered={isFiltered(search)} onReset={onReset} />}
      footer={
        totals.data === undefined
          ? { orderNo: totals.isError ? 'No totals' : <Skeleton height={10} width="5rem" mt={14} /> }
          : {
              orderNo: count(totals.data.count, 'order'),
              seller: ofProduct,
              totalAmount: formatMoney(totals.data.totalAmount),
              commissionTotal: formatMoney(totals.data.commissionTotal),
            }
      }
      footerCard={
        totals.data &&
        `${count(totals.data.count, 'order')} · ${ofProduct ?? `${formatMoney(totals.data.totalAmount)} goods`}`
      }
    />
  );
}

/** An order of the list does not say which of its products was asked for. */
function useProductName(id: string | undefined): string | undefined {
  const may = useMay();
  const { data } = useQuery({
    queryKey: ['products', 'record', id],
    queryFn: ({ signal }) =>
      answer(api.GET('/api/products/{id}', { params: { path: { id: id ?? '' } }, signal })),
    enabled: id !== undefined && may('products:view'),
  });
  return data && productLabel(data);
}

function NoOrders({ isFiltered: filtered, onReset }: { isFiltered: boolean; onReset: () => void }) {
  if (filtered) {
    return (
      <EmptyState title="No orders match this filter.">
        <Button variant="default" onClick={onReset}>
          Show all orders
        </Button>
      </EmptyState>
    );
  }
  return (
    <EmptyState title="The order book is empty.">
      <Can do="orders:create">
        Write the first order while the phone is still at your ear.
        <LinkButton to="/orders/new">New order</LinkButton>
      </Can>
    </EmptyState>
  );
}
