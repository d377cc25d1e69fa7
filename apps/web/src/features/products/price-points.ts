import { Decimal } from '@pace/shared/decimal';
import { isWeightUnit, kgPer } from '@pace/shared/units';
import type { AgreedPrice } from './products.queries.ts';

export type PriceBasis = 'lb' | 'kg' | 'package';

/** One agreed price of the chart. */
export interface PricePoint {
  lineId: string;
  orderDate: string;
  /** Exact, per unit of the basis. */
  price: Decimal;
}

type PricedLine = Pick<
  AgreedPrice,
  'lineId' | 'orderDate' | 'price' | 'priceUnit' | 'unitPrice' | 'packSize' | 'packUnit'
>;

/**
 * Prices agreed per package, hundredweight or ton can only be compared per one unit: per pound or kilogram when every
 * line says its weight, per package otherwise. Lines without an agreed price say nothing.
 */
export function pricePoints(lines: readonly PricedLine[]): { basis: PriceBasis; points: PricePoint[] } {
  const priced = lines.filter(({ price, unitPrice }) => (price ?? unitPrice) !== null);
  const basis = basisOf(priced);
  const points = priced
    .flatMap((line) => {
      const price = basis === 'package' ? perPackage(line) : perWeight(line, basis);
      return price === null ? [] : [{ lineId: line.lineId, orderDate: line.orderDate, price }];
    })
    // The newest come first from the API; time runs to the right.
    .reverse();
  return { basis, points };
}

function basisOf(lines: readonly PricedLine[]): PriceBasis {
  const isComparable = lines.every((line) => perWeight(line, 'kg') !== null);
  if (!isComparable) return 'package';
  const metric = lines.filter(({ priceUnit, packUnit }) => {
    const unit = isWeightUnit(priceUnit) ? priceUnit : packUnit;
    return unit === 'kg' || unit === 'tonne';
  });
  return metric.length * 2 > lines.length ? 'kg' : 'lb';
}

/** The price of one pound or kilogram, or null when a package's weight is not known. */
function perWeight(line: PricedLine, basis: 'lb' | 'kg'): Decimal | null {
  const price = line.price ?? line.unitPrice;
  if (price === null) return null;
  if (isWeightUnit(line.priceUnit)) {
    return new Decimal(price).times(kgPer[basis]).div(kgPer[line.priceUnit]);
  }
  if (line.packSize === null || line.packUnit === null) return null;
  const packKg = new Decimal(line.packSize).times(kgPer[line.packUnit]);
  return new Decimal(price).times(kgPer[basis]).div(packKg);
}

function perPackage(line: PricedLine): Decimal | null {
  const price = isWeightUnit(line.priceUnit) ? line.unitPrice : (line.price ?? line.unitPrice);
  return price === null ? null : new Decimal(price);
}
