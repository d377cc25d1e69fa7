import { cutToSeven, Decimal, roundToCents, sum, write, zero } from '../core/decimal.ts';
import { Fault } from '../core/fault.ts';
import { type Data, listOf, partOf, refOf, textOf } from './fields.ts';
import type { Realm, Write } from './model.ts';
import { amountOf } from './put.ts';
import { knobsOf } from './realm.ts';
import { nameReference } from './validate.ts';

/** The lines of sales documents and bills: amounts, ids, and the subtotal that the service appends. */

/** Lines that count as content: the subtotal is the service's own and is written anew. */
export function ownLines(data: Data): Data[] {
  return listOf(data, 'Line').filter((line) => textOf(line, 'DetailType') !== 'SubTotalLineDetail');
}

const detailsWithQuantity = ['SalesItemLineDetail', 'ItemBasedExpenseLineDetail'];

/**
 * Amount, Qty and UnitPrice belong together: with all three the amount must be the rounded product (6070); an amount
 * alone is taken as it is and nothing else is shown; quantity and price alone make the amount.
 */
export function settleAmount(realm: Realm, line: Data): Data {
  const detailType = textOf(line, 'DetailType') ?? '';
  const detail = detailsWithQuantity.includes(detailType) ? partOf(line, detailType) : undefined;
  const qty = detail === undefined ? undefined : textOf(detail, 'Qty');
  const price = detail === undefined ? undefined : textOf(detail, 'UnitPrice');
  const amount = textOf(line, 'Amount');
  if (qty === undefined || price === undefined) {
    if (amount !== undefined) return line;
    throw new Fault('2020', 'Required parameter Line.Amount is missing in the request', 'Line.Amount');
  }
  const { rounding, tolerance } = knobsOf(realm);
  const product = roundToCents(cutToSeven(new Decimal(qty)).times(cutToSeven(new Decimal(price))), rounding);
  if (amount === undefined) return { ...line, Amount: write(product) };
  if (new Decimal(amount).minus(product).abs().gt(tolerance)) {
    throw new Fault(
      '6070',
      `Amount calculation incorrect in the request. Amount ${amount} is not ${qty} * ${price} = ${write(product)}`,
      'Line.Amount',
    );
  }
  return line;
}

/** Per cent discounts follow the lines above them; others are the amount that was sent. Both are positive numbers. */
function settleDiscount(line: Data, subtotal: Decimal): Data {
  const detail = partOf(line, 'DiscountLineDetail');
  if (detail === undefined)
    throw new Fault('6090', 'A discount line needs DiscountLineDetail', 'Line.DiscountLineDetail');
  if (detail['PercentBased'] === true) {
    const percent = textOf(detail, 'DiscountPercent');
    if (percent === undefined) {
      throw new Fault('6090', 'A discount in per cent needs DiscountPercent', 'Line.DiscountLineDetail');
    }
    const amount = roundToCents(subtotal.times(percent).div('100'), 'half_up');
    return { ...line, Amount: write(amount) };
  }
  const amount = textOf(line, 'Amount');
  if (amount === undefined || amount.startsWith('-')) {
    throw new Fault('6090', 'A discount line needs a positive Amount', 'Line.Amount');
  }
  return line;
}

function settleGroup(realm: Realm, line: Data): Data {
  const detail = partOf(line, 'GroupLineDetail');
  const inner = detail === undefined ? [] : listOf(detail, 'Line').map((one) => settleAmount(realm, one));
  if (detail === undefined || inner.length === 0) {
    throw new Fault('2020', 'A group line needs GroupLineDetail with its lines', 'Line.GroupLineDetail');
  }
  const total = sum(inner.map((one) => amountOf(one, 'Amount')));
  return { ...line, Amount: write(total), GroupLineDetail: { ...detail, Line: inner } };
}

/** What a line adds to the subtotal of its document. */
function counts(line: Data): Decimal {
  const type = textOf(line, 'DetailType');
  return type === 'SalesItemLineDetail' || type === 'GroupLineDetail' || type?.includes('Expense')
    ? amountOf(line, 'Amount')
    : zero;
}

export interface Totals {
  lines: Data[];
  subtotal: Decimal;
  discount: Decimal;
}

/** The sent lines with their amounts settled. Throws for the first line that does not add up. */
export function settleLines(write_: Write): Totals {
  const { realm, next } = write_;
  let subtotal = zero;
  let discount = zero;
  const lines = ownLines(next).map((line) => {
    const type = textOf(line, 'DetailType');
    let settled = line;
    if (type === 'SalesItemLineDetail')
      settled = settleAmount(realm, withDetail(line, 'SalesItemLineDetail'));
    else if (type === 'GroupLineDetail') settled = settleGroup(realm, line);
    else if (type === 'DiscountLineDetail') {
      settled = settleDiscount(line, subtotal);
      discount = discount.plus(amountOf(settled, 'Amount'));
    } else if (type?.includes('Expense')) settled = settleAmount(realm, withDetail(line, type));
    subtotal = subtotal.plus(counts(settled));
    return nameReferences(realm, settled);
  });
  if (lines.length === 0) {
    throw new Fault(
      '2020',
      'Required parameter Line is missing in the request: at least one line is needed',
      'Line',
    );
  }
  return { lines: numbered(write_, lines), subtotal, discount };
}

function withDetail(line: Data, type: string): Data {
  return partOf(line, type) === undefined ? { ...line, [type]: {} } : line;
}

function nameReferences(realm: Realm, line: Data): Data {
  const type = textOf(line, 'DetailType') ?? '';
  const detail = partOf(line, type);
  if (detail === undefined) return line;
  const named = { ...detail };
  nameReference(realm, named, 'ItemRef', 'Item');
  nameReference(realm, named, 'AccountRef', 'Account');
  return { ...line, [type]: named };
}

/** A known id is kept, a missing one is the next; LineNum is the place in the list. */
function numbered({ realm, before, next }: Write, lines: Data[]): Data[] {
  const known = new Set(before === undefined ? [] : ownLines(before.data).map((line) => textOf(line, 'Id')));
  let highest = 0;
  for (const id of known) highest = Math.max(highest, Number(id ?? 0));
  const used = new Set<string>();
  const { unknownLineId } = knobsOf(realm);
  const result = lines.map((line, index) => {
    const sentId = textOf(line, 'Id');
    const isKept = sentId !== undefined && known.has(sentId) && !used.has(sentId);
    if (sentId !== undefined && !isKept && before !== undefined && unknownLineId === '2500') {
      throw new Fault('2500', `Invalid Reference Id : Line element id ${sentId} not found`, 'Line.Id');
    }
    const id = isKept ? sentId : String(++highest);
    used.add(id);
    const { Id: _sent, LineNum: _place, ...rest } = line;
    return { Id: id, LineNum: String(index + 1), ...rest };
  });
  refuseTooMany(next, result);
  return result;
}

/** Beyond these the service gives up. */
function refuseTooMany(next: Data, lines: readonly Data[]): void {
  const taxable = lines.filter((line) => {
    const detail = partOf(line, 'SalesItemLineDetail');
    const code = detail === undefined ? undefined : refOf(detail, 'TaxCodeRef');
    return code !== undefined && code !== 'NON';
  });
  if (taxable.length > 750)
    throw new Fault('6000', `A transaction may have 750 taxable lines; this has ${taxable.length}`, 'Line');
  const links = listOf(next, 'LinkedTxn').length;
  if (lines.length > 10_000 || links > 10_000)
    throw new Fault('6000', 'A transaction may have 10,000 lines and links', 'Line');
}

export function subtotalLine(subtotal: Decimal): Data {
  return { Amount: write(subtotal), DetailType: 'SubTotalLineDetail', SubTotalLineDetail: {} };
}
