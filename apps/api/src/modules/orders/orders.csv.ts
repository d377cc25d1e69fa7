import type { CsvShape } from '../../lib/csv.ts';
import type { OrderListRow } from './order-list.repo.ts';
import { toOrderSummary } from './orders.view.ts';

const nobody: ReadonlySet<never> = new Set();

export const orderFile: CsvShape<OrderListRow> = {
  columns: [
    'Order number',
    'Status',
    'Cancelled',
    'Order date',
    'Ship date',
    'Seller',
    'Buyer',
    'PO number',
    'Total',
    'Commission',
    'Document number',
    'Salesperson',
    'Created at',
  ],
  toCells(row) {
    const order = toOrderSummary(row, nobody);
    return [
      order.orderNo,
      order.status,
      order.cancelledAt === null ? 'no' : 'yes',
      order.orderDate,
      order.shipDate,
      order.seller?.name ?? null,
      order.buyer?.name ?? null,
      order.poNumber,
      order.totalAmount,
      order.commissionTotal,
      order.qboDocNumber,
      order.salesperson?.name ?? null,
      order.createdAt,
    ];
  },
};
