import { trimDecimal } from '@pace/shared/decimal';
import type { OrderLineView, OrderSummary, OrderView } from '@pace/shared/orders';
import type { Permission } from '@pace/shared/permissions';
import { toInstant } from '../../lib/instants.ts';
import { personName } from '../../lib/person-name.ts';
import type { OrderListRow } from './order-list.repo.ts';
import type { Order, OrderLine } from './orders.repo.ts';
import { allowedActions } from './orders.status.ts';

export function toOrderSummary(
  order: Omit<OrderListRow, 'position'>,
  rights: ReadonlySet<Permission>,
): OrderSummary {
  return {
    id: order.id,
    orderNo: order.orderNo,
    status: order.status,
    cancelledAt: toInstant(order.cancelledAt),
    seller: named(order.sellerId, order.sellerName),
    buyer: named(order.buyerId, order.buyerName),
    salesperson: named(
      order.salespersonId,
      personName({
        firstName: order.salespersonFirstName,
        lastName: order.salespersonLastName,
        email: order.salespersonEmail,
      }),
    ),
    orderDate: order.orderDate,
    shipDate: order.shipDate,
    poNumber: order.poNumber,
    // An order written by hand in SQL may have no totals: without lines they are nothing.
    totalAmount: order.totalAmount ?? '0.00',
    commissionTotal: order.commissionTotal ?? '0.00',
    qboDocType: order.qboDocType,
    qboDocNumber: order.qboDocNumber,
    revision: order.revision,
    version: order.version,
    createdAt: toInstant(order.createdAt),
    updatedAt: toInstant(order.updatedAt),
    allowedActions: allowedActions(order, rights),
  };
}

export function toOrderView(order: Order, rights: ReadonlySet<Permission>): OrderView {
  return {
    ...toOrderSummary(order, rights),
    deliveryDate: order.deliveryDate,
    dueDate: order.dueDate,
    freightTerm: order.freightTerm,
    freightPlace: order.freightPlace,
    billingMode: order.billingMode,
    engagedBy: order.engagedBy,
    paymentTerms:
      order.paymentTermsId === null
        ? null
        : { id: order.paymentTermsId, name: order.paymentTermsName ?? '', days: order.paymentTermsDays ?? 0 },
    notes: order.notes,
    memo: order.memo,
    qboDocId: order.qboDocId,
    confirmedAt: toInstant(order.confirmedAt),
    postedAt: toInstant(order.postedAt),
    paidAt: toInstant(order.paidAt),
    lines: order.lines.map(toLineView),
  };
}

/** What was agreed and what follows from it. A price without exact figure is its face value. */
function toLineView(line: OrderLine): OrderLineView {
  return {
    id: line.id,
    lineNo: line.lineNo,
    product: {
      id: line.productId,
      name: line.productName,
      variety: line.productVariety,
      grade: line.productGrade,
    },
    description: line.description,
    size: line.size,
    packageType: line.packageType,
    quantity: line.quantity,
    packSize: trimDecimal(line.packSize, 0),
    packUnit: line.packUnit,
    actualWeight: trimDecimal(line.actualWeight, 0),
    netWeight: trimDecimal(line.netWeight, 0),
    price: trimDecimal(line.price ?? line.unitPrice, 2),
    priceUnit: line.priceUnit,
    unitPrice: line.unitPrice,
    lineTotal: line.lineTotal,
    commissionBasis: line.commissionBasis,
    commissionPrice: trimDecimal(line.commissionPrice ?? line.commissionRate, 2),
    commissionUnit: line.commissionUnit,
    commissionRate: line.commissionRate,
    commissionAmount: line.commissionAmount,
  };
}

function named(id: string | null, name: string | null): { id: string; name: string } | null {
  return id === null ? null : { id, name: name ?? '' };
}
