import type { OrderLineView, OrderView } from '@pace/shared/orders';
import type { Changes } from '../../db/schema/activities.ts';
import { changesBetween } from '../activities/activities.service.ts';

/** What both parties read on a confirmation. Commission, internal notes and billing are not on it. */
export function printedFields(order: OrderView): Record<string, unknown> {
  return {
    sellerId: order.seller?.id ?? null,
    buyerId: order.buyer?.id ?? null,
    orderDate: order.orderDate,
    shipDate: order.shipDate,
    deliveryDate: order.deliveryDate,
    dueDate: order.dueDate,
    poNumber: order.poNumber,
    freightTerm: order.freightTerm,
    freightPlace: order.freightPlace,
    paymentTermsId: order.paymentTerms?.id ?? null,
    memo: order.memo,
    totalAmount: order.totalAmount,
    lines: order.lines.map((line) => ({
      lineNo: line.lineNo,
      productId: line.product.id,
      description: line.description,
      size: line.size,
      packageType: line.packageType,
      quantity: line.quantity,
      packSize: line.packSize,
      packUnit: line.packUnit,
      netWeight: line.netWeight,
      price: line.price,
      priceUnit: line.priceUnit,
      unitPrice: line.unitPrice,
      lineTotal: line.lineTotal,
    })),
  };
}

/** Whether the two differ in anything that was or would be printed. */
export function differsInPrint(a: OrderView, b: OrderView): boolean {
  return JSON.stringify(printedFields(a)) !== JSON.stringify(printedFields(b));
}

/** Everything an order says, for a revision: what a caller may do to it is no part of that. */
export function toSnapshot(order: OrderView): Omit<OrderView, 'allowedActions'> {
  const { allowedActions: _, ...snapshot } = order;
  return snapshot;
}

/** Old and new value of every field that differs; lines by their number, so that a history of 200 lines stays short. */
export function orderChanges(before: OrderView, after: OrderView): Changes {
  return { ...changesBetween(headerOf(before), headerOf(after)), ...lineChanges(before.lines, after.lines) };
}

function headerOf(order: OrderView): Record<string, unknown> {
  const { lines: _, version: __, updatedAt: ___, allowedActions: ____, ...header } = order;
  return header;
}

function lineChanges(before: OrderLineView[], after: OrderLineView[]): Changes {
  const changes: Changes = {};
  for (const line of after) {
    const old = before.find(({ id }) => id === line.id);
    if (old === undefined) {
      changes[`lines.${line.lineNo}`] = { from: null, to: line };
      continue;
    }
    for (const [field, change] of Object.entries(changesBetween({ ...old }, { ...line }))) {
      changes[`lines.${line.lineNo}.${field}`] = change;
    }
  }
  for (const line of before) {
    const isGone = after.every(({ id }) => id !== line.id);
    if (isGone) changes[`removed line ${line.lineNo}`] = { from: line, to: null };
  }
  return changes;
}
