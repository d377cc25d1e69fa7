import { type Decimal, sum, write, zero } from '../core/decimal.ts';
import { Fault } from '../core/fault.ts';
import { type Data, type EntityName, listOf, refOf, textOf } from './fields.ts';
import type { Entity, Realm, Rule } from './model.ts';
import { amountOf, changeEntity } from './put.ts';
import { knobsOf, livingEntity } from './realm.ts';

/** Payments and what they settle: invoices and credit memos of customers, bills of vendors. */

type Settler = 'Payment' | 'BillPayment';

/** Which documents a payment settles, and how each counts against its total. */
const settles: Record<Settler, Partial<Record<EntityName, 1 | -1>>> = {
  Payment: { Invoice: 1, CreditMemo: -1 },
  BillPayment: { Bill: 1 },
};

const settlerOf: Partial<Record<EntityName, Settler>> = {
  Invoice: 'Payment',
  CreditMemo: 'Payment',
  Bill: 'BillPayment',
};

interface Application {
  type: EntityName;
  id: string;
  amount: Decimal;
}

/** What a payment says of each document, one entry per link. */
export function applications(payment: Data): Application[] {
  return listOf(payment, 'Line').flatMap((line) =>
    listOf(line, 'LinkedTxn').map((link) => ({
      type: (textOf(link, 'TxnType') ?? '') as EntityName, // Checked when the payment was written.
      id: textOf(link, 'TxnId') ?? '',
      amount: amountOf(line, 'Amount'),
    })),
  );
}

/** The payments of a document and what they come to together. */
export function settlementsOf(realm: Realm, type: EntityName, id: string): { total: Decimal; links: Data[] } {
  const settler = settlerOf[type];
  if (settler === undefined) return { total: zero, links: [] };
  const payments = realm.entities[settler]
    .find('settled', `${type}:${id}`)
    .sort((a, b) => Number(a.id) - Number(b.id));
  const amounts = payments.flatMap(({ data }) =>
    applications(data).flatMap((one) => (one.type === type && one.id === id ? [one.amount] : [])),
  );
  return { total: sum(amounts), links: payments.map((payment) => ({ TxnId: payment.id, TxnType: settler })) };
}

/** The documents are open, of the same customer or one below it, and not paid beyond what is open. */
export function settle(type: Settler): Rule {
  return (write_) => {
    const { realm, before, next } = write_;
    if (amountOf(next, 'TotalAmt').lt(zero))
      throw new Fault('6000', 'TotalAmt must be 0 or greater', 'TotalAmt');
    const lines = listOf(next, 'Line').map((line) => capped(realm, type, line, next, before));
    if (lines.length > 0) next['Line'] = lines;
    else delete next['Line'];
    const applied = sum(
      applications(next).map((one) => one.amount.times(String(settles[type][one.type] ?? 1))),
    );
    const rest = amountOf(next, 'TotalAmt').minus(applied);
    if (rest.lt(zero)) {
      throw new Fault(
        '6000',
        `The lines come to ${write(applied)}, more than the total of ${write(amountOf(next, 'TotalAmt'))}`,
        'Line',
      );
    }
    if (type === 'Payment') next['UnappliedAmt'] = write(rest);
    else if (!rest.eq(zero))
      throw new Fault('6000', 'The lines of a bill payment must come to its total', 'Line');
  };
}

function capped(realm: Realm, type: Settler, line: Data, next: Data, before: Entity | undefined): Data {
  const links = listOf(line, 'LinkedTxn');
  const amount = amountOf(line, 'Amount');
  if (amount.lt(zero)) throw new Fault('6000', 'The amount of a line must be 0 or greater', 'Line.Amount');
  if (links.length !== 1) throw new Fault('6000', 'A line settles exactly one transaction', 'Line.LinkedTxn');
  const target = textOf(links[0] ?? {}, 'TxnType') as EntityName;
  const id = textOf(links[0] ?? {}, 'TxnId') ?? '';
  if (settles[type][target] === undefined) {
    throw new Fault('6000', `A ${type} cannot settle a ${target}`, 'Line.LinkedTxn');
  }
  const document = livingEntity(realm, target, id);
  if (document === undefined)
    throw new Fault('2500', `Invalid Reference Id : ${target} element id ${id} not found`, 'Line.LinkedTxn');
  if (!wasApplied(before, next, target, id) && !isOfParty(realm, type, document.data, next)) {
    throw new Fault(
      '6000',
      `${target} ${id} belongs to another ${type === 'Payment' ? 'customer' : 'vendor'}`,
      'Line.LinkedTxn',
    );
  }
  const open = openFor(target, document, next, before, line);
  if (open.gt(zero) && amount.lte(open)) return line; // Nothing open is nothing to pay, not even nothing.
  if (knobsOf(realm).overApply === 'capped' && open.gt(zero)) return { ...line, Amount: write(open) };
  throw new Fault(
    '6000',
    `${target} ${id} has ${write(open)} open; ${write(amount)} cannot be applied`,
    'Line.Amount',
  );
}

/** What this payment settled before, for the same party, stays settled even where the document has moved away. */
function wasApplied(before: Entity | undefined, next: Data, type: EntityName, id: string): boolean {
  if (before === undefined) return false;
  const party = (data: Data): string | undefined => refOf(data, 'CustomerRef') ?? refOf(data, 'VendorRef');
  return (
    party(before.data) === party(next) &&
    applications(before.data).some((one) => one.type === type && one.id === id)
  );
}

function isOfParty(realm: Realm, type: Settler, document: Data, payment: Data): boolean {
  if (type === 'BillPayment') return refOf(document, 'VendorRef') === refOf(payment, 'VendorRef');
  const payer = refOf(payment, 'CustomerRef');
  for (let id = refOf(document, 'CustomerRef'), depth = 0; id !== undefined && depth < 6; depth += 1) {
    if (id === payer) return true;
    id = refOf(realm.entities.Customer.get(id)?.data ?? {}, 'ParentRef');
  }
  return false;
}

/** What is open of a document, not counting what this very payment applied before, less its other lines. */
function openFor(
  type: EntityName,
  document: Entity,
  next: Data,
  before: Entity | undefined,
  line: Data,
): Decimal {
  const isSame = (one: Application): boolean => one.type === type && one.id === document.id;
  const own =
    before === undefined
      ? zero
      : sum(
          applications(before.data)
            .filter(isSame)
            .map(({ amount }) => amount),
        );
  const earlierLines: Data[] = [];
  for (const other of listOf(next, 'Line')) {
    if (other === line) break;
    earlierLines.push(other);
  }
  const taken = sum(
    applications({ Line: earlierLines })
      .filter(isSame)
      .map(({ amount }) => amount),
  );
  return amountOf(document.data, 'Balance').plus(own).minus(taken);
}

/** The documents that a payment touches, or has touched, show their new balance and links. */
export function followPayment(
  realm: Realm,
  _id: string,
  before: Data | undefined,
  after: Data | undefined,
): void {
  const touched = new Map<string, Application>();
  for (const data of [before, after]) {
    if (data === undefined) continue;
    for (const one of applications(data)) touched.set(`${one.type}:${one.id}`, one);
  }
  for (const { type, id } of touched.values()) refreshSettled(realm, type, id);
}

export function refreshSettled(realm: Realm, type: EntityName, id: string): void {
  const document = livingEntity(realm, type, id);
  if (document === undefined) return;
  const { total, links } = settlementsOf(realm, type, id);
  const others = listOf(document.data, 'LinkedTxn').filter((link) => textOf(link, 'TxnType') === 'Estimate');
  const balance = write(
    amountOf(document.data, 'TotalAmt').minus(total).minus(amountOf(document.data, 'Deposit')),
  );
  const { LinkedTxn: _old, ...rest } = document.data;
  const data: Data = { ...rest, Balance: balance };
  if (data['RemainingCredit'] !== undefined) data['RemainingCredit'] = balance;
  if (data['HomeBalance'] !== undefined) data['HomeBalance'] = homeAmount(data, balance);
  if (others.length + links.length > 0) data['LinkedTxn'] = [...others, ...links];
  const isUnchanged =
    balance === textOf(document.data, 'Balance') &&
    JSON.stringify(data['LinkedTxn']) === JSON.stringify(document.data['LinkedTxn']);
  if (!isUnchanged) changeEntity(realm, type, document, data);
}

function homeAmount(data: Data, balance: string): string {
  return write(
    amountOf({ balance }, 'balance')
      .times(textOf(data, 'ExchangeRate') ?? '1')
      .round(2),
  );
}

/** Takes a document out of every payment that settles it: their money is unapplied again. */
export function unlinkPayments(realm: Realm, type: EntityName, id: string): void {
  const settler = settlerOf[type];
  if (settler === undefined) return;
  for (const payment of realm.entities[settler].find('settled', `${type}:${id}`)) {
    const kept = listOf(payment.data, 'Line').filter(
      (line) =>
        !listOf(line, 'LinkedTxn').some(
          (link) => textOf(link, 'TxnType') === type && textOf(link, 'TxnId') === id,
        ),
    );
    const { Line: _old, ...rest } = payment.data;
    const data: Data = kept.length > 0 ? { ...rest, Line: kept } : rest;
    if (settler === 'Payment') {
      const applied = sum(
        applications(data).map((one) => one.amount.times(String(settles[settler][one.type] ?? 1))),
      );
      const unapplied = amountOf(data, 'TotalAmt').minus(applied);
      // A credit memo taken out of a payment of nothing leaves no money to cover the rest of it.
      if (unapplied.lt(zero)) {
        throw new Fault('6000', `Payment ${payment.id} would be left with more applied than paid`);
      }
      data['UnappliedAmt'] = write(unapplied);
    } else {
      data['TotalAmt'] = write(sum(applications(data).map(({ amount }) => amount)));
    }
    const changed = changeEntity(realm, settler, payment, data);
    followPayment(realm, changed.id, payment.data, changed.data);
  }
}
