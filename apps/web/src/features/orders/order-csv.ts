import { downloadCsv, toCsvText } from '../../lib/csv-file.ts';
import type { OrderSummary } from './orders.queries.ts';

const columns = [
  ['order_no', (order: OrderSummary) => order.orderNo],
  ['status', (order: OrderSummary) => order.status],
  ['order_date', (order: OrderSummary) => order.orderDate],
  ['ship_date', (order: OrderSummary) => order.shipDate],
  ['seller', (order: OrderSummary) => order.seller?.name],
  ['buyer', (order: OrderSummary) => order.buyer?.name],
  ['po_number', (order: OrderSummary) => order.poNumber],
  ['total_amount', (order: OrderSummary) => order.totalAmount],
  ['commission_total', (order: OrderSummary) => order.commissionTotal],
] as const;

/** Chosen orders as a file. */
export function downloadOrders(orders: readonly OrderSummary[]): void {
  const header = columns.map(([name]) => name);
  const rows = orders.map((order) => columns.map(([, read]) => read(order)));
  downloadCsv('orders.csv', toCsvText(header, rows));
}
