import { cutToSeven, Decimal, isBeyondBounds, roundToCents, sum, write, zero } from '../core/decimal.ts';
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
  if (isBeyondBounds(product)) {
    throw new Fault('2080', `Qty * UnitPrice is beyond what can be booked: ${qty} * ${price}`, 'Line.Amount');
  }
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

/** A share of the whole subtotal, or the amount that was sent; neither is negative. */
function settleDiscount(line: Data, subtotal: Decimal): Data {
  const detail = partOf(line, 'DiscountLineDetail');
  if (detail === undefined)
    throw new Fault('6090', 'A discount line needs DiscountLineDetail', 'Line.DiscountLineDetail');
  if (detail['PercentBased'] === true) {
    const percent = textOf(detail, 'DiscountPercent');
    if (percent === undefined || percent.startsWith('-') || new Decimal(percent).gt('100')) {
      throw new Fault(
        '6090',
        'A discount in per cent needs a DiscountPercent from 0 to 100',
        'Line.DiscountLineDetail',
      );
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
  const inner = detail === undefined ? [] : listOf(detail, 'Line').map((one) => settleLine(realm, one));
  if (detail === undefined || inner.length === 0) {
    throw new Fault('2020', 'A group line needs GroupLineDetail with its lines', 'Line.GroupLineDetail');
  }
  if (inner.some((one) => textOf(one, 'DetailType')?.match(/^(Group|Discount|SubTotal)/))) {
    throw new Fault('2170', 'Only lines of items and descriptions can stand in a group', 'Line.DetailType');
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
  const { realm, before, next } = write_;
  const isDiscount = (line: Data): boolean => textOf(line, 'DetailType') === 'DiscountLineDetail';
  // Lines that an update leaves alone were settled when they were written; how amounts are rounded may differ by now.
  const isLeftAlone = before !== undefined && next['Line'] === before.data['Line'];
  const settled = isLeftAlone
    ? namedAnew(realm, ownLines(next))
    : ownLines(next).map((line) => settleLine(realm, line));
  const subtotal = sum(settled.map(counts));
  const lines = settled.map((line) => (isDiscount(line) ? settleDiscount(line, subtotal) : line));
  const discount = sum(lines.filter(isDiscount).map((line) => amountOf(line, 'Amount')));
  if (lines.length === 0) {
    throw new Fault(
      '2020',
      'Required parameter Line is missing in the request: at least one line is needed',
      'Line',
    );
  }
  return { lines: numbered(write_, lines), subtotal, discount };
}

/** One line by itself; a discount waits for what it is a share of. */
function settleLine(realm: Realm, sent: Data): Data {
  const line = withOwnDetail(sent);
  switch (textOf(line, 'DetailType')) {
    case 'GroupLineDetail':
      return nameReferences(realm, settleGroup(realm, line));
    case 'DiscountLineDetail':
    case 'DescriptionOnly':
      return line;
    default:
      return nameReferences(realm, settleAmount(realm, line));
  }
}

/** The details of another type are no part of a line, and one that only describes has no amount. */
function withOwnDetail(line: Data): Data {
  const type = textOf(line, 'DetailType') ?? '';
  const own = type === 'DescriptionOnly' ? 'DescriptionLineDetail' : type;
  const kept = Object.entries(line).filter(
    ([name]) =>
      name === own || !(name.endsWith('LineDetail') || (name === 'Amount' && type === 'DescriptionOnly')),
  );
  const needsDetail = detailsWithQuantity.includes(type) || type === 'AccountBasedExpenseLineDetail';
  return { ...(needsDetail && { [type]: {} }), ...Object.fromEntries(kept) };
}

/** Changes every line of an item, those inside groups too. */
export function mapItemLines(lines: readonly Data[], change: (line: Data) => Data): Data[] {
  return lines.map((line) => {
    const group = partOf(line, 'GroupLineDetail');
    if (group !== undefined) {
      return { ...line, GroupLineDetail: { ...group, Line: mapItemLines(listOf(group, 'Line'), change) } };
    }
    return partOf(line, 'SalesItemLineDetail') === undefined ? line : change(line);
  });
}

/** The lines of items, those inside groups too. */
export function itemLines(lines: readonly Data[]): Data[] {
  const found: Data[] = [];
  mapItemLines(lines, (line) => {
    found.push(line);
    return line;
  });
  return found;
}

/** What lines point to may have another name since they were written. */
function namedAnew(realm: Realm, lines: readonly Data[]): Data[] {
  return mapItemLines(
    lines.map((line) => nameReferences(realm, line)),
    (line) => nameReferences(realm, line),
  );
}

function nameReferences(realm: Realm, line: Data): Data {
  const type = textOf(line, 'DetailType') ?? '';
  const detail = partOf(line, type);
  if (detail === undefined) return line;
  const named = { ...detail };
  nameReference(realm, named, 'ItemRef', 'Item');
  nameReference(realm, named, 'GroupItemRef', 'Item');
  nameReference(realm, named, 'AccountRef', 'Account');
  return { ...line, [type]: named };
}

/** A known id is kept, a missing one is the next; LineNum is the place in the list. */
function numbered({ realm, before }: Write, lines: Data[]): Data[] {
  const known = new Set(before === undefined ? [] : ownLines(before.data).map((line) => textOf(line, 'Id')));
  let highest = 0;
  for (const id of known) highest = Math.max(highest, Number(id ?? 0));
  const used = new Set<string>();
  const { unknownLineId } = knobsOf(realm);
  return lines.map((line, index) => {
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
}

/** Beyond these the service gives up. Asked once the tax codes are settled: without sales tax nothing is taxable. */
export function refuseTooMany(next: Data, lines: readonly Data[]): void {
  const taxable = itemLines(lines).filter((line) => {
    const code = refOf(partOf(line, 'SalesItemLineDetail') ?? {}, 'TaxCodeRef');
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
