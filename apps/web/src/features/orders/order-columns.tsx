import { formatAgo, formatDate } from '../../lib/format.ts';
import { columnsOf } from '../../ui/data-table-columns.ts';
import { Money } from '../../ui/money.tsx';
import { RowLink } from '../../ui/row-link.tsx';
import { StatusChip } from '../../ui/status-chip.tsx';
import type { OrderSummary } from './orders.queries.ts';

const column = columnsOf<OrderSummary>();

/** Where an order is. */
export const orderHref = ({ id }: Pick<OrderSummary, 'id'>) => `/orders/${id}`;

export const orderColumns = column.columns([
  column.display({
    id: 'orderNo',
    cell: ({ row: { original: order } }) => <RowLink href={orderHref(order)}>{order.orderNo}</RowLink>,
    meta: {
      label: 'Number',
      width: 'minmax(7.4rem, 0.7fr)',
      sort: { of: 'time', ascending: 'createdAt', descending: '-createdAt' },
    },
  }),
  column.display({
    id: 'status',
    cell: ({ row: { original: order } }) => (
      <StatusChip status={order.status} isCancelled={order.cancelledAt !== null} />
    ),
    meta: { label: 'Status', width: 'minmax(7.2rem, 0.8fr)' },
  }),
  column.display({
    id: 'orderDate',
    cell: ({ row }) => formatDate(row.original.orderDate),
    meta: {
      label: 'Date',
      width: 'minmax(7rem, 0.7fr)',
      sort: { of: 'time', ascending: 'orderDate', descending: '-orderDate' },
    },
  }),
  column.display({
    id: 'seller',
    cell: ({ row }) => row.original.seller?.name ?? <span className="muted">No seller yet</span>,
    meta: { label: 'Seller', width: 'minmax(9rem, 1.6fr)' },
  }),
  column.display({
    id: 'buyer',
    cell: ({ row }) => row.original.buyer?.name ?? <span className="muted">No buyer yet</span>,
    meta: { label: 'Buyer', width: 'minmax(9rem, 1.6fr)' },
  }),
  column.display({
    id: 'poNumber',
    cell: ({ row }) => row.original.poNumber,
    meta: { label: 'PO', width: 'minmax(5.5rem, 0.7fr)' },
  }),
  column.display({
    id: 'shipDate',
    cell: ({ row }) => formatDate(row.original.shipDate),
    meta: { label: 'Ships', width: 'minmax(7rem, 0.7fr)' },
  }),
  column.display({
    id: 'salesperson',
    cell: ({ row }) => row.original.salesperson?.name,
    meta: { label: 'Salesperson', width: 'minmax(7rem, 1fr)', isExtra: true },
  }),
  column.display({
    id: 'qboDocNumber',
    cell: ({ row }) => row.original.qboDocNumber,
    meta: { label: 'Document', width: 'minmax(6rem, 0.7fr)', isExtra: true },
  }),
  column.display({
    id: 'updatedAt',
    cell: ({ row }) => formatAgo(row.original.updatedAt),
    meta: { label: 'Changed', width: 'minmax(7rem, 0.8fr)', isExtra: true },
  }),
  column.display({
    id: 'totalAmount',
    cell: ({ row }) => <Money value={row.original.totalAmount} />,
    meta: {
      label: 'Goods',
      width: 'minmax(9.8rem, 0.9fr)',
      align: 'right',
      sort: { of: 'amount', ascending: 'totalAmount', descending: '-totalAmount' },
    },
  }),
  column.display({
    id: 'commissionTotal',
    cell: ({ row }) => <Money value={row.original.commissionTotal} />,
    meta: { label: 'Commission', width: 'minmax(9.2rem, 0.8fr)', align: 'right' },
  }),
]);

/** An order on a phone. */
export function OrderCard({ order }: { order: OrderSummary }) {
  return (
    <>
      <div className="order-card-line">
        <strong>
          <RowLink href={orderHref(order)}>{order.orderNo}</RowLink>
        </strong>
        <StatusChip status={order.status} isCancelled={order.cancelledAt !== null} />
        <Money value={order.totalAmount} />
      </div>
      <div className="order-card-line muted">
        <span className="order-card-names">
          {order.seller?.name ?? 'No seller yet'} → {order.buyer?.name ?? 'No buyer yet'}
        </span>
        <span className="nowrap">{formatDate(order.orderDate)}</span>
      </div>
    </>
  );
}

export const renderOrderCard = (order: OrderSummary) => <OrderCard order={order} />;
