import Big from 'big.js';

/** Exact decimals. A double can never slip in: strict mode refuses JavaScript numbers. */
export const Decimal = Big();
Decimal.DP = 40;
Decimal.RM = Big.roundHalfUp;
Decimal.strict = true;
export type Decimal = Big;

export const zero = new Decimal('0');

/** How a product of quantity and price becomes cents. Which of them QuickBooks uses is not documented. */
export type Rounding = 'half_up' | 'half_even' | 'truncate4_then_half_up';

/** Fifteen digits before the point are more than any company books; more would let one number fill the memory. */
const largest = 1e15;

/** The decimal that a text stands for, or undefined when it stands for none or for one beyond all bounds. */
export function readDecimal(text: string): Decimal | undefined {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(text) || text.length > 60) return undefined;
  if (Math.abs(Number(text)) >= largest) return undefined;
  return new Decimal(text.replace(/^\+/, ''));
}

/** Whether a result has grown beyond what may be written down, like a huge quantity at a huge price. */
export function isBeyondBounds(value: Decimal): boolean {
  return value.abs().gte(String(largest));
}

/** The shortest exact writing: 275.0 → "275". */
export function write(value: Decimal): string {
  return value.eq(zero) ? '0' : value.toFixed();
}

export function roundToCents(value: Decimal, rounding: Rounding): Decimal {
  if (rounding === 'half_even') return value.round(2, Big.roundHalfEven);
  const base = rounding === 'truncate4_then_half_up' ? value.round(4, Big.roundDown) : value;
  return base.round(2, Big.roundHalfUp);
}

/** Digits beyond the seventh decimal are dropped, as QuickBooks does with quantities and prices. */
export function cutToSeven(value: Decimal): Decimal {
  return value.round(7, Big.roundDown);
}

export function sum(values: Iterable<Decimal>): Decimal {
  let total = zero;
  for (const value of values) total = total.plus(value);
  return total;
}

/** Compares two decimals in their shortest writing without making numbers of them: lists of thousands are filtered so. */
export function compareWritten(a: string, b: string): number {
  const isNegative = a.startsWith('-');
  if (isNegative !== b.startsWith('-')) return isNegative ? -1 : 1;
  return isNegative ? compareMagnitude(b.slice(1), a.slice(1)) : compareMagnitude(a, b);
}

/** The longer whole part is the greater; of equally long ones the texts themselves compare, fractions included. */
function compareMagnitude(a: string, b: string): number {
  const pointA = a.indexOf('.');
  const pointB = b.indexOf('.');
  const wholeA = pointA === -1 ? a.length : pointA;
  const wholeB = pointB === -1 ? b.length : pointB;
  if (wholeA !== wholeB) return wholeA - wholeB;
  return a === b ? 0 : a < b ? -1 : 1;
}
