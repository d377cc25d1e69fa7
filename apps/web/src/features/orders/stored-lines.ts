import { isBlankLine, type OrderForm } from './order-form.ts';

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

/** What was typed, with the ids that its lines have got. */
export function withIds(typed: OrderForm, stored: OrderForm): OrderForm {
  const ids = new Map(stored.lines.map(({ key, id }) => [key, id]));
  return { ...typed, lines: typed.lines.map((line) => ({ ...line, id: ids.get(line.key) ?? line.id })) };
}
