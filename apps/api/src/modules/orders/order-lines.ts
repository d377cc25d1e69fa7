import { columnSizes, fitsColumn, trimDecimal } from '@pace/shared/decimal';
import {
  type LineTerms,
  lineAmounts,
  looksLikeFraction,
  orderTotals,
  overflowingAmounts,
} from '@pace/shared/order-totals';
import type { LineInput } from '@pace/shared/orders';
import type { PackUnit } from '@pace/shared/units';
import { type FieldError, refuseFields } from '../../lib/app-error.ts';
import { must } from '../../lib/must.ts';

/** A line as it will be stored, without its order. */
export interface NewLine extends LineTerms {
  readonly id: string | undefined;
  readonly lineNo: number;
  readonly productId: string;
  readonly description: string | null;
  readonly size: string | null;
  readonly packageType: string | null;
  readonly unitPrice: string | null;
  readonly lineTotal: string | null;
  readonly commissionRate: string | null;
  readonly commissionAmount: string | null;
}

interface Pack {
  packSize: string | null;
  packUnit: PackUnit | null;
  isActive: boolean;
}

/** The lines an order had before: what they were agreed with may be inactive by now. */
type EarlierLines = readonly { id: string; productId: string }[];

/**
 * Completes and calculates lines as they were typed: a line that says nothing of its pack has the product's. Refuses
 * unknown and newly chosen inactive products, amounts beyond their column and sums beyond the header's, each with its path.
 */
export function calculateLines(
  input: LineInput[],
  packs: ReadonlyMap<string, Pack>,
  before: EarlierLines,
): NewLine[] {
  refuseFields(
    input.flatMap((line, index) => {
      const pack = packs.get(line.productId);
      const isKept = before.some(({ id, productId }) => id === line.id && productId === line.productId);
      if (pack && (pack.isActive || isKept)) return [];
      return [{ path: `lines.${index}.productId`, message: pack ? 'is not active' : 'is not a product' }];
    }),
  );
  return withAmounts(
    input.map((line, index) => ({
      id: line.id,
      lineNo: index + 1,
      productId: line.productId,
      description: line.description ?? null,
      size: line.size ?? null,
      packageType: line.packageType ?? null,
      ...lineTerms(line, packs.get(line.productId)),
    })),
  );
}

/** The terms of the lines of another order, calculated anew without what that load weighed on the scale. */
export function renewLines(lines: readonly Omit<NewLine, 'id'>[]): NewLine[] {
  return withAmounts(
    lines.map(({ lineNo, productId, description, size, packageType, ...line }) => ({
      id: undefined,
      lineNo,
      productId,
      description,
      size,
      packageType,
      ...renewedTerms(line),
    })),
  );
}

type Amount = 'unitPrice' | 'lineTotal' | 'commissionRate' | 'commissionAmount';

/** Adds to each line what follows from its terms; what no column could hold is refused with its path. */
function withAmounts(lines: Omit<NewLine, Amount>[]): NewLine[] {
  const amounts = lines.map(lineAmounts);
  refuseFields([
    ...amounts.flatMap((line, index) =>
      overflowingAmounts(line).map((field) => ({
        path: `lines.${index}.${field}`,
        message: 'would be too large',
      })),
    ),
    ...overflowingTotals(amounts),
  ]);
  return lines.map((line, index) => {
    // The database generates the net weight.
    const { netWeight: _, ...stored } = must(amounts[index], 'One amount per line');
    return { ...line, ...stored };
  });
}

/** A line written by hand in SQL may have only the documented columns: its face price and rate are the exact ones. */
function renewedTerms(line: LineTerms & Pick<NewLine, 'unitPrice' | 'commissionRate'>): LineTerms {
  return {
    quantity: line.quantity,
    packSize: line.packSize,
    packUnit: line.packUnit,
    actualWeight: null,
    price: line.price ?? line.unitPrice,
    priceUnit: line.priceUnit,
    commissionBasis: line.commissionBasis,
    commissionPrice: line.commissionPrice ?? line.commissionRate,
    commissionUnit: line.commissionUnit,
  };
}

/** Paths of commissions that look like 5 % typed as 0.05, among lines that did not have that commission before. */
export function suspiciousCommissions(
  lines: readonly NewLine[],
  before: readonly (Pick<LineTerms, 'commissionBasis' | 'commissionPrice'> & { id: string })[],
): string[] {
  const known = new Map(
    // The same figure of another basis was dollars and never looked at.
    before.filter(looksLikeFraction).map((line) => [line.id, trimDecimal(line.commissionPrice, 0)]),
  );
  return lines
    .filter(looksLikeFraction)
    .filter((line) => known.get(line.id ?? '') !== trimDecimal(line.commissionPrice, 0))
    .map((line) => `lines.${line.lineNo - 1}.commissionPrice`);
}

function lineTerms(line: LineInput, pack: Pack | undefined): LineTerms {
  return {
    quantity: line.quantity ?? null,
    packSize: line.packSize === undefined ? (pack?.packSize ?? null) : line.packSize,
    packUnit: line.packUnit === undefined ? (pack?.packUnit ?? null) : line.packUnit,
    actualWeight: line.actualWeight ?? null,
    price: line.price ?? line.unitPrice ?? null,
    priceUnit: line.priceUnit,
    commissionBasis: line.commissionBasis,
    commissionPrice: line.commissionPrice ?? line.commissionRate ?? null,
    commissionUnit: line.commissionUnit ?? null,
  };
}

function overflowingTotals(amounts: Parameters<typeof orderTotals>[0]): FieldError[] {
  const totals = orderTotals(amounts);
  return (['totalAmount', 'commissionTotal'] as const)
    .filter((field) => !fitsColumn(totals[field], columnSizes[field]))
    .map((field) => ({
      path: field,
      message: 'would be too large: the lines add up to more than 9999999999.99',
    }));
}
