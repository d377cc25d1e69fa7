import { Decimal, trimDecimal } from '@pace/shared/decimal';
import {
  type CommissionBasis,
  type LineAmounts,
  type LineTerms,
  lineAmounts,
  orderTotals,
} from '@pace/shared/order-totals';
import type { PackUnit, PriceUnit, WeightUnit } from '@pace/shared/units';
import { plainDecimal, typedDecimal } from '../../lib/typed-decimal.ts';
import { productLabel } from '../../ui/choice-sources.ts';
import type { Choice } from '../../ui/typeahead-source.ts';
import type { Order } from './orders.queries.ts';

/** An order as it is typed: all texts as typed, so that nothing is rounded, reformatted or lost while typing. */
export interface OrderForm {
  seller: Choice | null;
  buyer: Choice | null;
  orderDate: string;
  shipDate: string;
  deliveryDate: string;
  poNumber: string;
  freightTerm: '' | 'fob' | 'delivered';
  freightPlace: string;
  billingMode: 'goods' | 'commission';
  engagedBy: 'seller' | 'buyer' | 'both';
  /** `buyer` leaves the choice to the API, which takes the terms of the buyer's account. */
  paymentTermsId: string | 'buyer';
  salespersonId: string;
  memo: string;
  notes: string;
  lines: readonly LineForm[];
}

export interface LineForm {
  /** Names the line on this screen; a stored line has an id as well. */
  key: string;
  id: string | undefined;
  product: Choice | null;
  /** What was typed or pasted for a product that is not known. */
  productText: string;
  size: string;
  quantity: string;
  packageType: string;
  packSize: string;
  packUnit: PackUnit | '';
  price: string;
  priceUnit: PriceUnit;
  commissionPrice: string;
  commission: CommissionUnit;
  description: string;
  actualWeight: string;
}

export type HeaderField = Exclude<keyof OrderForm, 'lines'>;
export type LineField = Exclude<keyof LineForm, 'key' | 'id'>;

/** Basis and unit of a commission as one choice. */
export const commissionUnits = [
  'percent',
  'flat',
  'per_package',
  'lb',
  'cwt',
  'ton',
  'kg',
  'tonne',
] as const satisfies readonly (CommissionBasis | WeightUnit)[];
export type CommissionUnit = (typeof commissionUnits)[number];

const plainBases: readonly string[] = ['percent', 'flat', 'per_package'];

export function commissionOf(unit: CommissionUnit): {
  commissionBasis: CommissionBasis;
  commissionUnit: WeightUnit | null;
} {
  // The two lists together are all of CommissionUnit.
  return plainBases.includes(unit)
    ? { commissionBasis: unit as CommissionBasis, commissionUnit: null }
    : { commissionBasis: 'per_weight', commissionUnit: unit as WeightUnit };
}

/** What a new line takes over from the one before: a load is priced and paid for the same way throughout. */
const inherited = ['packageType', 'priceUnit', 'commissionPrice', 'commission'] as const;

export function blankLine(before?: LineForm): LineForm {
  const blank: LineForm = {
    key: crypto.randomUUID(),
    id: undefined,
    product: null,
    productText: '',
    size: '',
    quantity: '',
    packageType: '',
    packSize: '',
    packUnit: '',
    price: '',
    priceUnit: 'package',
    commissionPrice: '',
    commission: 'percent',
    description: '',
    actualWeight: '',
  };
  if (before === undefined) return blank;
  const taken = Object.fromEntries(inherited.map((field) => [field, before[field]]));
  // A flat fee is for one line: taken over it would be asked for twice.
  return { ...blank, ...taken, ...(before.commission === 'flat' && { commissionPrice: '' }) };
}

/** Whether nobody has typed anything of this line yet; what it took over does not count. */
export function isBlankLine(line: LineForm): boolean {
  return (
    line.id === undefined &&
    line.product === null &&
    ['productText', 'size', 'quantity', 'packSize', 'price', 'description', 'actualWeight'].every(
      // Listed above as fields of text.
      (field) => line[field as 'size'].trim() === '',
    )
  );
}

export function newForm(
  defaults: Pick<OrderForm, 'orderDate' | 'billingMode' | 'engagedBy' | 'salespersonId'>,
): OrderForm {
  return {
    seller: null,
    buyer: null,
    shipDate: '',
    deliveryDate: '',
    poNumber: '',
    freightTerm: '',
    freightPlace: '',
    paymentTermsId: 'buyer',
    memo: '',
    notes: '',
    ...defaults,
    lines: [blankLine()],
  };
}

const choice = (party: { id: string; name: string } | null): Choice | null =>
  party && { id: party.id, label: party.name };

/** A stored order as the form shows it. */
export function toForm(order: Order): OrderForm {
  return {
    seller: choice(order.seller),
    buyer: choice(order.buyer),
    orderDate: order.orderDate,
    shipDate: order.shipDate ?? '',
    deliveryDate: order.deliveryDate ?? '',
    poNumber: order.poNumber ?? '',
    freightTerm: order.freightTerm ?? '',
    freightPlace: order.freightPlace ?? '',
    billingMode: order.billingMode,
    engagedBy: order.engagedBy,
    paymentTermsId: order.paymentTerms?.id ?? '',
    salespersonId: order.salesperson?.id ?? '',
    memo: order.memo ?? '',
    notes: order.notes ?? '',
    lines: order.lines.map((line) => ({
      key: line.id,
      id: line.id,
      product: { id: line.product.id, label: productLabel(line.product) },
      productText: '',
      size: line.size ?? '',
      quantity: trimDecimal(line.quantity, 0) ?? '',
      packageType: line.packageType ?? '',
      packSize: line.packSize ?? '',
      packUnit: line.packUnit ?? '',
      price: line.price ?? '',
      priceUnit: line.priceUnit,
      commissionPrice: trimDecimal(line.commissionPrice, 0) ?? '',
      // A commission per weight always has its unit; any other basis is a choice itself.
      commission: (line.commissionBasis === 'per_weight'
        ? (line.commissionUnit ?? 'lb')
        : line.commissionBasis) as CommissionUnit,
      description: line.description ?? '',
      actualWeight: line.actualWeight ?? '',
    })),
  };
}

/** For reckoning: what is no number yet counts as not agreed. */
function agreed(number: string | null): string | null {
  return number !== null && /^\d{1,15}(\.\d{1,10})?$/.test(number) ? number : null;
}

/** A commission as a number. Dollars are no percentage, and a percentage is no dollars: that stays, to be mended. */
export function typedCommission({ commission, commissionPrice }: LineForm): string | null {
  const contradiction = commission === 'percent' ? /\$|USD/i : /%/;
  return contradiction.test(commissionPrice) ? commissionPrice : plainDecimal(commissionPrice);
}

function termsOf(line: LineForm): LineTerms {
  return {
    quantity: agreed(typedDecimal(line.quantity)),
    packSize: agreed(typedDecimal(line.packSize)),
    packUnit: line.packUnit || null,
    actualWeight: agreed(typedDecimal(line.actualWeight)),
    price: agreed(typedDecimal(line.price)),
    priceUnit: line.priceUnit,
    commissionPrice: agreed(typedCommission(line)),
    ...commissionOf(line.commission),
  };
}

/** What follows from a line as it is typed now. */
interface LineFacts {
  /** By the arithmetic of the server. */
  amounts: LineAmounts;
  packages: Decimal;
  netWeight: Decimal;
  isBlank: boolean;
}

/** Lines are never changed in place, so what follows from one is reckoned once. */
const factsOfLine = new WeakMap<LineForm, LineFacts>();

function factsOf(line: LineForm): LineFacts {
  const known = factsOfLine.get(line);
  if (known !== undefined) return known;
  const isBlank = isBlankLine(line);
  const terms = termsOf(line);
  // A blank line is not sent, so that it adds nothing, whatever commission it took over.
  const amounts = lineAmounts(isBlank ? { ...terms, commissionPrice: null } : terms);
  const facts = {
    amounts,
    packages: new Decimal(terms.quantity ?? '0'),
    netWeight: new Decimal(amounts.netWeight ?? '0'),
    isBlank,
  };
  factsOfLine.set(line, facts);
  return facts;
}

export function amountsOf(line: LineForm): LineAmounts {
  return factsOf(line).amounts;
}

export interface FormTotals {
  goods: string;
  commission: string;
  packages: string;
  /** Net weight by unit, where there is any: `[['lb', '44000']]`. */
  weights: [PackUnit, string][];
  lines: number;
}

/** Live totals, equal to those the server will store. */
export function totalsOf(lines: readonly LineForm[]): FormTotals {
  const facts = lines.map(factsOf);
  const { totalAmount, commissionTotal } = orderTotals(facts.map(({ amounts }) => amounts));
  const sum = (values: readonly Decimal[]) =>
    values.reduce((total, value) => total.plus(value), new Decimal('0')).toFixed();
  const weights = (['lb', 'kg'] as const).flatMap((unit): [PackUnit, string][] => {
    const inUnit = facts.filter((_, index) => lines[index]?.packUnit === unit);
    const total = sum(inUnit.map(({ netWeight }) => netWeight));
    return total === '0' ? [] : [[unit, total]];
  });
  return {
    goods: totalAmount,
    commission: commissionTotal,
    packages: sum(facts.map(({ packages }) => packages)),
    weights,
    lines: facts.filter(({ isBlank }) => !isBlank).length,
  };
}
