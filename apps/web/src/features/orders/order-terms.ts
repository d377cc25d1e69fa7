import { formatDate } from '../../lib/format.ts';
import { freightWords } from './order-words.ts';
import type { Order } from './orders.queries.ts';

/** What both parties agreed beside the lines, in the words of the screen; of an order as it is, or as it was. */
export function termsOf(order: Order): (readonly [string, string | null])[] {
  const freight =
    order.freightTerm && [freightWords[order.freightTerm], order.freightPlace].filter(Boolean).join(' ');
  return [
    ['Order date', formatDate(order.orderDate)],
    ['Ships', formatDate(order.shipDate)],
    ['Delivery', formatDate(order.deliveryDate)],
    ['Payment', order.paymentTerms?.name ?? null],
    ['Due', formatDate(order.dueDate)],
    ['Freight', freight ?? order.freightPlace],
    ['PO', order.poNumber],
  ];
}
