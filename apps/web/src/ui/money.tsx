import { formatAmount, formatMoney } from '../lib/format.ts';

/** An amount of US dollars: the sign only in totals. */
export function Money({ value, total = false }: { value: string | null; total?: boolean }) {
  return <span className="number nowrap">{total ? formatMoney(value) : formatAmount(value)}</span>;
}
