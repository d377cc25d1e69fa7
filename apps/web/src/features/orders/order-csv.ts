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

/** Chosen orders as CSV with a byte order mark, so that spreadsheets read it as UTF-8, and with formulas defused. */
export function toCsv(orders: readonly OrderSummary[]): string {
  const rows = orders.map((order) => columns.map(([, read]) => cell(read(order) ?? '')).join(','));
  return `\uFEFF${[columns.map(([name]) => name).join(','), ...rows].join('\r\n')}\r\n`;
}

function cell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function downloadCsv(orders: readonly OrderSummary[]): void {
  const url = URL.createObjectURL(new Blob([toCsv(orders)], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'orders.csv';
  link.click();
  URL.revokeObjectURL(url);
}
