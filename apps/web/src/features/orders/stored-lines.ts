import { isBlankLine, type LineForm, type OrderForm } from './order-form.ts';

/** Lines keep the names and places they have on screen, so that the field somebody is in stays the same field. */
export function withKeys(stored: OrderForm, sent: OrderForm): OrderForm {
  const left = [...stored.lines];
  return {
    ...stored,
    lines: sent.lines.map((line) =>
      isBlankLine(line) ? line : { ...(left.shift() ?? line), key: line.key },
    ),
  };
}

/** What was typed, with the ids that its lines have got, and with the terms that were the buyer's. */
export function withIds(typed: OrderForm, stored: OrderForm): OrderForm {
  const ids = new Map(stored.lines.map(({ key, id }) => [key, id]));
  return {
    ...typed,
    paymentTermsId: typed.paymentTermsId === 'buyer' ? stored.paymentTermsId : typed.paymentTermsId,
    lines: typed.lines.map((line) => ({ ...line, id: ids.get(line.key) ?? line.id })),
  };
}

/** Whether an order has a line already. */
export function knownIn(order: OrderForm | undefined): (line: LineForm) => boolean {
  const ids = new Set(order?.lines.flatMap(({ id }) => id ?? []));
  return ({ id }) => id !== undefined && ids.has(id);
}

/** The same line, to be written anew. */
export function withoutId(line: LineForm): LineForm {
  return { ...line, id: undefined };
}
