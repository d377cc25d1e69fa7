import type { OrderListRow } from './order-list.repo.ts';
import { toOrderSummary } from './orders.view.ts';

const nobody: ReadonlySet<never> = new Set();
const cell = (read: (order: ReturnType<typeof toOrderSummary>) => string | null) => (row: OrderListRow) =>
  read(toOrderSummary(row, nobody));

/** The columns of the orders file, in order. */
export const orderColumns = {
  'Order number': cell((order) => order.orderNo),
  Status: cell((order) => order.status),
  Cancelled: cell((order) => (order.cancelledAt === null ? 'no' : 'yes')),
  'Order date': cell((order) => order.orderDate),
  'Ship date': cell((order) => order.shipDate),
  Seller: cell((order) => order.seller?.name ?? null),
  Buyer: cell((order) => order.buyer?.name ?? null),
  'PO number': cell((order) => order.poNumber),
  Total: cell((order) => order.totalAmount),
  Commission: cell((order) => order.commissionTotal),
  'Document number': cell((order) => order.qboDocNumber),
  Salesperson: cell((order) => order.salesperson?.name ?? null),
  'Created at': cell((order) => order.createdAt),
};
