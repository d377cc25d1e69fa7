import Big from 'big.js';

/**
 * Exact decimals in memory. PostgreSQL divides to at least 30 decimals in our CHECKs; 40 here leaves no room for a
 * different answer, and half-up of a non-negative number is PostgreSQL's "half away from zero".
 */
export const Decimal = Big();
Decimal.DP = 40;
Decimal.RM = Big.roundHalfUp;
Decimal.strict = true; // A JavaScript number can never slip in.

export type Decimal = Big;

/** What a NUMERIC(precision, scale) column can hold. */
export interface ColumnSize {
  readonly precision: number;
  readonly scale: number;
}

/** The columns money, quantities, weights, prices and rates live in: the specification's, then the added ones. */
export const columnSizes = {
  quantity: { precision: 10, scale: 2 },
  unitPrice: { precision: 10, scale: 2 },
  lineTotal: { precision: 12, scale: 2 },
  totalAmount: { precision: 12, scale: 2 },
  commissionRate: { precision: 5, scale: 2 },
  commissionAmount: { precision: 12, scale: 2 },
  commissionTotal: { precision: 12, scale: 2 },
  price: { precision: 18, scale: 6 },
  commissionPrice: { precision: 18, scale: 6 },
  packSize: { precision: 12, scale: 4 },
  actualWeight: { precision: 16, scale: 4 },
  netWeight: { precision: 22, scale: 6 },
} as const satisfies Record<string, ColumnSize>;

/** Reads a decimal string; null stays null, because "not agreed yet" is not zero. */
export function toDecimal(value: string | null): Decimal | null {
  return value === null ? null : new Decimal(value);
}

/** Rounds once, half away from zero, to the column's scale, and writes every decimal: 5 → "5.00". */
export function toColumn(value: Decimal | null, size: ColumnSize): string | null {
  return value === null ? null : value.round(size.scale, Big.roundHalfUp).toFixed(size.scale);
}

/** Whether a non-negative value, already at the column's scale, fits before the point too. */
export function fitsColumn(value: string | null, size: ColumnSize): boolean {
  return value === null || new Decimal(value).lt(new Decimal('10').pow(size.precision - size.scale));
}

/** Drops trailing zeros but keeps `minScale` decimals: ("4.100000", 2) → "4.10", ("2500.000000", 0) → "2500". */
export function trimDecimal(value: string | null, minScale: number): string | null {
  if (value === null) return null;
  const [whole = '', fraction = ''] = value.split('.');
  const kept = fraction.replace(/0+$/, '').padEnd(minScale, '0');
  return kept === '' ? whole : `${whole}.${kept}`;
}
