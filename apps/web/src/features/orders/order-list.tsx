import { LinkButton } from '../../ui/link-button.tsx';
import './orders.css';
import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { count, formatMoney } from '../../lib/format.ts';
import { useMay } from '../../lib/session.ts';
import { Can } from '../../ui/can.tsx';
import { DataTable, type Deselect } from '../../ui/data-table.tsx';
import { filterNames } from '../../ui/filter-names.ts';
import { useListPages } from '../../ui/list-pages.ts';
import type { HistoryEntry } from '../../ui/list-search.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { OrderBulkBar } from './order-bulk-bar.tsx';
import { orderColumns, orderHref, renderOrderCard } from './order-columns.tsx';
import { OrderFilterBar } from './order-filter-bar.tsx';
import { effectiveSort, filterOnly, isFiltered, type OrderListSearch } from './order-filters.ts';
import { type OrderSummary, orderListQuery, orderTotalsQuery } from './orders.queries.ts';

const rowId = (order: OrderSummary) => order.id;
const isCancelled = (order: OrderSummary) => order.cancelledAt !== null;

export function OrderList({
  search,
  onSearch,
  onReset,
}: {
  search: OrderListSearch;
  onSearch: (change: Partial<OrderListSearch>, entry?: HistoryEntry) => void;
  onReset: () => void;
}) {
  const may = useMay();
  const { pages, isListed } = useListPages(orderListQuery(search));
  // After the rows: adding up a big book keeps the machine busy that the rows still need.
  const totals = useQuery({ ...orderTotalsQuery(search), enabled: isListed });
  // Those of another filter are kept for the names alone.
  const sums = totals.isPlaceholderData ? undefined : totals.data;
  const sample = pages.rows?.[0];
  const bulk = useCallback(
    (selected: OrderSummary[], deselect: Deselect) => (
      <OrderBulkBar selected={selected} deselect={deselect} />
    ),
    [],
  );

  // The orders may hold other products as well: what the chosen one adds up to is said beside what they do.
  const ofProduct =
    sums?.productAmount != null ? `${formatMoney(sums.productAmount)} of this product` : undefined;

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
          onChange={onSearch}
          onReset={onReset}
          nameOf={filterNames([sample?.seller, sample?.buyer], totals)}
        />
      }
      empty={<NoOrders isFiltered={isFiltered(search)} onReset={onReset} />}
      footer={
        sums === undefined
          ? { orderNo: totals.isError ? 'No totals' : <Skeleton height={10} width="5rem" mt={14} /> }
          : {
              orderNo: count(sums.count, 'order'),
              seller: ofProduct,
              totalAmount: formatMoney(sums.totalAmount),
              commissionTotal: formatMoney(sums.commissionTotal),
            }
      }
      footerCard={
        sums && [
          count(sums.count, 'order'),
          ofProduct ?? `${formatMoney(sums.totalAmount)} goods`,
          `${formatMoney(sums.commissionTotal)} commission`,
        ]
      }
      found={{ filter: filterOnly(search), count: sums?.count }}
    />
  );
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
