import type { Order, OrderLine } from './orders.queries.ts';

/** Whom a print is for. `file` is ours alone and says everything. */
export const recipients = ['buyer', 'seller', 'file'] as const;
export type Recipient = (typeof recipients)[number];

/** One line as the recipient may read it. */
export interface PrintedLine
  extends Pick<
    OrderLine,
    | 'id'
    | 'lineNo'
    | 'product'
    | 'description'
    | 'size'
    | 'packageType'
    | 'quantity'
    | 'packSize'
    | 'packUnit'
    | 'netWeight'
    | 'price'
    | 'priceUnit'
    | 'lineTotal'
  > {
  /** Undefined where the recipient has no business knowing it. */
  commission:
    | Pick<OrderLine, 'commissionBasis' | 'commissionPrice' | 'commissionUnit' | 'commissionAmount'>
    | undefined;
}

/** The confirmation of sale for one recipient: only what they may read is in it, so that nothing else can be shown. */
export interface Confirmation
  extends Pick<
    Order,
    | 'orderNo'
    | 'status'
    | 'revision'
    | 'cancelledAt'
    | 'seller'
    | 'buyer'
    | 'orderDate'
    | 'shipDate'
    | 'deliveryDate'
    | 'dueDate'
    | 'poNumber'
    | 'freightTerm'
    | 'freightPlace'
    | 'paymentTerms'
    | 'memo'
    | 'totalAmount'
    | 'salesperson'
  > {
  recipient: Recipient;
  lines: PrintedLine[];
  commissionTotal: string | undefined;
  notes: string | undefined;
}

/** The commission is between us and whoever engaged us. */
export function mayReadCommission(recipient: Recipient, engagedBy: Order['engagedBy']): boolean {
  return recipient === 'file' || engagedBy === 'both' || engagedBy === recipient;
}

export function toConfirmation(order: Order, recipient: Recipient): Confirmation {
  const withCommission = mayReadCommission(recipient, order.engagedBy);
  return {
    recipient,
    orderNo: order.orderNo,
    status: order.status,
    revision: order.revision,
    cancelledAt: order.cancelledAt,
    seller: order.seller,
    buyer: order.buyer,
    orderDate: order.orderDate,
    shipDate: order.shipDate,
    deliveryDate: order.deliveryDate,
    dueDate: order.dueDate,
    poNumber: order.poNumber,
    freightTerm: order.freightTerm,
    freightPlace: order.freightPlace,
    paymentTerms: order.paymentTerms,
    memo: order.memo,
    totalAmount: order.totalAmount,
    salesperson: order.salesperson,
    commissionTotal: withCommission ? order.commissionTotal : undefined,
    notes: recipient === 'file' ? (order.notes ?? undefined) : undefined,
    lines: order.lines.map((line) => ({
      id: line.id,
      lineNo: line.lineNo,
      product: line.product,
      description: line.description,
      size: line.size,
      packageType: line.packageType,
      quantity: line.quantity,
      packSize: line.packSize,
      packUnit: line.packUnit,
      netWeight: line.netWeight,
      price: line.price,
      priceUnit: line.priceUnit,
      lineTotal: line.lineTotal,
      commission: withCommission
        ? {
            commissionBasis: line.commissionBasis,
            commissionPrice: line.commissionPrice,
            commissionUnit: line.commissionUnit,
            commissionAmount: line.commissionAmount,
          }
        : undefined,
    })),
  };
}
