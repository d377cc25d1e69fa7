import { Decimal } from './decimal.ts';

/** What a price may be per. `package` and `each` count; the others weigh. `each` computes like `package`, only the print differs. */
export const priceUnits = ['package', 'each', 'lb', 'cwt', 'ton', 'kg', 'tonne'] as const;
export type PriceUnit = (typeof priceUnits)[number];

export const weightUnits = ['lb', 'cwt', 'ton', 'kg', 'tonne'] as const;
export type WeightUnit = (typeof weightUnits)[number];

/** What a package's content is weighed in. */
export const packUnits = ['lb', 'kg'] as const;
export type PackUnit = (typeof packUnits)[number];

/**
 * Kilograms in one unit, exactly: the international avoirdupois pound is 0.45359237 kg (NIST Handbook 44, Appendix C);
 * 1 cwt = 100 lb, 1 ton = 2,000 lb (US short), 1 tonne = 1,000 kg. The database has the same table in `kg_per(unit)`.
 */
export const kgPer: Readonly<Record<WeightUnit, Decimal>> = {
  lb: new Decimal('0.45359237'),
  cwt: new Decimal('45.359237'),
  ton: new Decimal('907.18474'),
  kg: new Decimal('1'),
  tonne: new Decimal('1000'),
};

export function isWeightUnit(unit: PriceUnit): unit is WeightUnit {
  return unit !== 'package' && unit !== 'each';
}
