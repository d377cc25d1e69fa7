import { columnSizes, Decimal, fitsColumn, toColumn, toDecimal } from './decimal.ts';
import { isWeightUnit, kgPer, type PackUnit, type PriceUnit, type WeightUnit } from './units.ts';

export const commissionBases = ['percent', 'flat', 'per_package', 'per_weight'] as const;
export type CommissionBasis = (typeof commissionBases)[number];

/** What was agreed for one line. Decimals are strings; null means "not agreed yet". */
export interface LineTerms {
  /** Packages counted. */
  readonly quantity: string | null;
  /** What one package holds, in `packUnit`. */
  readonly packSize: string | null;
  readonly packUnit: PackUnit | null;
  /** The weighed net weight of the whole line in `packUnit`; wins over quantity × pack size. */
  readonly actualWeight: string | null;
  /** US dollars per `priceUnit`. */
  readonly price: string | null;
  readonly priceUnit: PriceUnit;
  readonly commissionBasis: CommissionBasis;
  /** The figure of the basis: a percentage (5 is 5 %), or US dollars per line, package or `commissionUnit`. */
  readonly commissionPrice: string | null;
  readonly commissionUnit: WeightUnit | null;
}

/** What follows from the terms, as the database stores it. */
export interface LineAmounts {
  /** In the line's pack unit, six decimals. */
  readonly netWeight: string | null;
  /** US dollars per counted unit: the face value, rounded to the cent. */
  readonly unitPrice: string | null;
  readonly lineTotal: string | null;
  readonly commissionRate: string | null;
  readonly commissionAmount: string | null;
}

export interface OrderTotals {
  readonly totalAmount: string;
  readonly commissionTotal: string;
}

/**
 * The arithmetic of one order line: multiply first, divide last, round once, half away from zero. The CHECKs of
 * `order_lines` hold the same formulas, so a difference between the two is a refused write and never a wrong cent.
 */
export function lineAmounts(terms: LineTerms): LineAmounts {
  const quantity = toDecimal(terms.quantity);
  const netWeight = toDecimal(terms.actualWeight) ?? times(quantity, toDecimal(terms.packSize));
  const price = toDecimal(terms.price);

  const lineTotal = toColumn(
    isWeightUnit(terms.priceUnit)
      ? byWeight(netWeight, terms.packUnit, price, terms.priceUnit)
      : times(quantity, price),
    columnSizes.lineTotal,
  );
  const unitPrice = isWeightUnit(terms.priceUnit) ? dividedBy(toDecimal(lineTotal), quantity) : price;

  return {
    netWeight: toColumn(netWeight, columnSizes.netWeight),
    unitPrice: toColumn(unitPrice, columnSizes.unitPrice),
    lineTotal,
    ...commission(terms, { quantity, netWeight, lineTotal: toDecimal(lineTotal) }),
  };
}

/** Sums the lines; what is not agreed yet counts nothing. */
export function orderTotals(
  lines: readonly Pick<LineAmounts, 'lineTotal' | 'commissionAmount'>[],
): OrderTotals {
  const sum = (amounts: (string | null)[]) =>
    amounts.reduce((total, amount) => total.plus(amount ?? '0'), new Decimal('0')).toFixed(2);
  return {
    totalAmount: sum(lines.map((line) => line.lineTotal)),
    commissionTotal: sum(lines.map((line) => line.commissionAmount)),
  };
}

/** Which computed amounts of a line are larger than their column: such a line cannot be stored. */
export function overflowingAmounts(amounts: LineAmounts): (keyof LineAmounts)[] {
  const keys = ['netWeight', 'unitPrice', 'lineTotal', 'commissionRate', 'commissionAmount'] as const;
  return keys.filter((key) => !fitsColumn(amounts[key], columnSizes[key]));
}

/** 5 % typed as 0.05: the caller must say that it is meant. */
export function looksLikeFraction(terms: Pick<LineTerms, 'commissionBasis' | 'commissionPrice'>): boolean {
  if (terms.commissionBasis !== 'percent' || terms.commissionPrice === null) return false;
  const rate = new Decimal(terms.commissionPrice);
  return rate.gt('0') && rate.lte('0.05');
}

function commission(
  terms: LineTerms,
  of: { quantity: Decimal | null; netWeight: Decimal | null; lineTotal: Decimal | null },
): Pick<LineAmounts, 'commissionRate' | 'commissionAmount'> {
  const price = toDecimal(terms.commissionPrice);
  const amount = {
    percent: () => times(of.lineTotal, price)?.div('100') ?? null,
    flat: () => price,
    per_package: () => times(of.quantity, price),
    per_weight: () => byWeight(of.netWeight, terms.packUnit, price, terms.commissionUnit),
  }[terms.commissionBasis]();
  return {
    commissionRate: terms.commissionBasis === 'percent' ? toColumn(price, columnSizes.commissionRate) : null,
    commissionAmount: toColumn(amount, columnSizes.commissionAmount),
  };
}

/** Money for a weight: weight × kg per its unit × price ÷ kg per the price's unit. */
function byWeight(
  weight: Decimal | null,
  weightUnit: PackUnit | null,
  price: Decimal | null,
  priceUnit: WeightUnit | null,
): Decimal | null {
  if (weight === null || weightUnit === null || price === null || priceUnit === null) return null;
  return weight.times(kgPer[weightUnit]).times(price).div(kgPer[priceUnit]);
}

function times(a: Decimal | null, b: Decimal | null): Decimal | null {
  return a === null || b === null ? null : a.times(b);
}

/** Division by a quantity; a quantity of zero cannot be stored, but may be on screen while it is typed. */
function dividedBy(a: Decimal | null, b: Decimal | null): Decimal | null {
  return a === null || b === null || b.eq('0') ? null : a.div(b);
}
