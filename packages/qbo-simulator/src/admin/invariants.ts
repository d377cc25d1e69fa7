import { type Decimal, sum, write, zero } from '../core/decimal.ts';
import { type Data, type EntityName, listOf, partOf, refOf, textOf } from '../entities/fields.ts';
import { itemLines } from '../entities/lines.ts';
import type { Realm } from '../entities/model.ts';
import { amountOf, balanceShare } from '../entities/put.ts';
import { entityNames, livingEntity } from '../entities/realm.ts';
import { applications, settlementsOf } from '../entities/settlement.ts';
import type { Sim } from '../sim.ts';

/** The simulator's own books, counted anew from the documents: what a bug of its own would break. */

export interface Broken {
  readonly rule: string;
  readonly realm: string;
  readonly entity: string;
  readonly id: string;
  readonly detail: string;
}

type Report = (rule: string, entity: EntityName, id: string, detail: string) => void;

export function findBroken(sim: Sim, realm: Realm): Broken[] {
  const broken: Broken[] = [];
  const report: Report = (rule, entity, id, detail) => {
    broken.push({ rule, realm: realm.id, entity, id, detail });
  };
  for (const type of ['Invoice', 'Estimate', 'CreditMemo', 'Bill'] as const) {
    for (const { id, data } of living(realm, type)) {
      checkTotal(type, id, data, report);
      checkLinks(realm, type, id, data, report);
      checkItems(realm, type, id, data, report);
      if (type !== 'Estimate') checkBalance(realm, type, id, data, report);
    }
  }
  for (const type of ['Payment', 'BillPayment'] as const) {
    for (const { id, data } of living(realm, type)) checkPayment(realm, type, id, data, report);
  }
  checkPartyBalances(realm, report);
  checkNames(realm, report);
  checkMarkers(realm, report);
  checkJournal(sim, realm, report);
  return broken;
}

function* living(realm: Realm, type: EntityName) {
  for (const entity of realm.entities[type].values()) if (!entity.isDeleted) yield entity;
}

/** Σ lines, less discounts, plus tax = total; the subtotal line says Σ lines. */
function checkTotal(type: EntityName, id: string, data: Data, report: Report): void {
  const lines = listOf(data, 'Line');
  const counted = (wanted: (detailType: string) => boolean): Decimal =>
    sum(
      lines
        .filter((line) => wanted(textOf(line, 'DetailType') ?? ''))
        .map((line) => amountOf(line, 'Amount')),
    );
  const subtotal = counted(
    (one) => ['SalesItemLineDetail', 'GroupLineDetail'].includes(one) || one.includes('Expense'),
  );
  const discount = counted((one) => one === 'DiscountLineDetail');
  const detail = partOf(data, 'TxnTaxDetail');
  const isInclusive = textOf(data, 'GlobalTaxCalculation') === 'TaxInclusive';
  const tax = detail === undefined || isInclusive ? zero : amountOf(detail, 'TotalTax');
  const expected = subtotal.minus(discount).plus(tax);
  if (!expected.eq(amountOf(data, 'TotalAmt'))) {
    report(
      'Σ lines = total',
      type,
      id,
      `lines, discounts and tax come to ${write(expected)}, TotalAmt is ${textOf(data, 'TotalAmt')}`,
    );
  }
  const stated = lines.find((line) => textOf(line, 'DetailType') === 'SubTotalLineDetail');
  if (stated !== undefined && !amountOf(stated, 'Amount').eq(subtotal)) {
    report(
      'Σ lines = subtotal',
      type,
      id,
      `lines come to ${write(subtotal)}, the subtotal says ${textOf(stated, 'Amount')}`,
    );
  }
}

/** Balance = total − Σ applied. */
function checkBalance(realm: Realm, type: EntityName, id: string, data: Data, report: Report): void {
  const { total } = settlementsOf(realm, type, id);
  const expected = amountOf(data, 'TotalAmt').minus(total).minus(amountOf(data, 'Deposit'));
  if (!expected.eq(amountOf(data, 'Balance'))) {
    report(
      'balance = total − applied',
      type,
      id,
      `expected ${write(expected)}, Balance is ${textOf(data, 'Balance')}`,
    );
  }
  if (expected.lt(zero)) report('balance ≥ 0', type, id, `Balance is ${write(expected)}`);
}

/** Every link leads to a living document that links back. */
function checkLinks(realm: Realm, type: EntityName, id: string, data: Data, report: Report): void {
  for (const link of listOf(data, 'LinkedTxn')) {
    const otherType = textOf(link, 'TxnType') as EntityName; // Written by the simulator itself.
    const otherId = textOf(link, 'TxnId') ?? '';
    const other = livingEntity(realm, otherType, otherId);
    if (other === undefined) {
      report('no orphan links', type, id, `links to ${otherType} ${otherId}, which is not there`);
      continue;
    }
    const back =
      otherType === 'Payment' || otherType === 'BillPayment'
        ? applications(other.data).some((one) => one.type === type && one.id === id)
        : listOf(other.data, 'LinkedTxn').some(
            (one) => textOf(one, 'TxnType') === type && textOf(one, 'TxnId') === id,
          );
    if (!back) report('no orphan links', type, id, `${otherType} ${otherId} does not link back`);
  }
}

/** The items of lines are there, switched off or not. */
function checkItems(realm: Realm, type: EntityName, id: string, data: Data, report: Report): void {
  for (const line of itemLines(listOf(data, 'Line'))) {
    const itemId = refOf(partOf(line, 'SalesItemLineDetail') ?? {}, 'ItemRef');
    if (itemId !== undefined && livingEntity(realm, 'Item', itemId) === undefined)
      report('no orphan links', type, id, `a line is of item ${itemId}, which is not there`);
  }
}

/** A payment's lines and what is left of it come to its total; what it settles is there and knows of it. */
function checkPayment(
  realm: Realm,
  type: 'Payment' | 'BillPayment',
  id: string,
  data: Data,
  report: Report,
): void {
  const parts = applications(data);
  const applied = sum(parts.map((one) => (one.type === 'CreditMemo' ? one.amount.times('-1') : one.amount)));
  const rest = type === 'Payment' ? amountOf(data, 'UnappliedAmt') : zero;
  if (!applied.plus(rest).eq(amountOf(data, 'TotalAmt'))) {
    report(
      'Σ applied + unapplied = total',
      type,
      id,
      `${write(applied)} + ${write(rest)} is not ${textOf(data, 'TotalAmt')}`,
    );
  }
  for (const { type: target, id: targetId } of parts) {
    const document = livingEntity(realm, target, targetId);
    if (document === undefined) {
      report('no orphan links', type, id, `settles ${target} ${targetId}, which is not there`);
    } else if (
      !listOf(document.data, 'LinkedTxn').some(
        (link) => textOf(link, 'TxnId') === id && textOf(link, 'TxnType') === type,
      )
    ) {
      report('no orphan links', type, id, `${target} ${targetId} does not link back`);
    }
  }
}

/** A customer's or vendor's balance is what its documents leave open. */
function checkPartyBalances(realm: Realm, report: Report): void {
  const expected = new Map<string, Decimal>();
  for (const type of entityNames) {
    for (const { data } of living(realm, type)) {
      const share = balanceShare(type, data);
      if (share === undefined) continue;
      const key = `${share.of}:${share.partyId}`;
      expected.set(key, (expected.get(key) ?? zero).plus(share.amount));
    }
  }
  for (const type of ['Customer', 'Vendor'] as const) {
    for (const { id, data } of living(realm, type)) {
      const due = expected.get(`${type}:${id}`) ?? zero;
      if (!due.eq(amountOf(data, 'Balance'))) {
        report(
          'party balance = Σ open',
          type,
          id,
          `documents come to ${write(due)}, Balance is ${textOf(data, 'Balance')}`,
        );
      }
    }
  }
  checkJobBalances(realm, report);
}

/** BalanceWithJobs is a customer's own balance and those of all below it. */
function checkJobBalances(realm: Realm, report: Report): void {
  const children = Map.groupBy(living(realm, 'Customer'), ({ data }) => refOf(data, 'ParentRef') ?? '');
  const totalOf = (id: string): Decimal =>
    sum([
      amountOf(realm.entities.Customer.get(id)?.data, 'Balance'),
      ...(children.get(id) ?? []).map((child) => totalOf(child.id)),
    ]);
  for (const { id, data } of living(realm, 'Customer')) {
    const total = totalOf(id);
    if (total.eq(amountOf(data, 'BalanceWithJobs'))) continue;
    report(
      'balance with jobs = Σ below',
      'Customer',
      id,
      `expected ${write(total)}, is ${textOf(data, 'BalanceWithJobs')}`,
    );
  }
}

function checkNames(realm: Realm, report: Report): void {
  const holders = new Map<string, string>();
  for (const type of ['Customer', 'Vendor', 'Employee'] as const) {
    for (const { id, data } of living(realm, type)) {
      const name = (textOf(data, 'DisplayName') ?? '').trim().toLowerCase();
      const other = holders.get(name);
      if (other !== undefined) report('names are unique', type, id, `${name} is the name of ${other} too`);
      holders.set(name, `${type} ${id}`);
    }
  }
}

/** What an integration writes into PrivateNote to find its own documents again stands in one living document only. */
function checkMarkers(realm: Realm, report: Report): void {
  const seen = new Map<string, string>();
  for (const { id, data } of living(realm, 'Invoice')) {
    const marker = /^PACE \S+ g\d+/.exec(textOf(data, 'PrivateNote') ?? '')?.[0];
    if (marker === undefined) continue;
    const key = `${refOf(data, 'CustomerRef')}:${marker}`;
    const other = seen.get(key);
    if (other !== undefined)
      report('one invoice per marker', 'Invoice', id, `${marker} stands in invoice ${other} too`);
    seen.set(key, id);
  }
}

/** Every object was last written by a call that the journal has, unless that is of another simulator or long gone. */
function checkJournal(sim: Sim, realm: Realm, report: Report): void {
  for (const no of sim.journal.gaps())
    report('journal complete', 'CompanyInfo', '1', `entry ${no} is missing`);
  for (const type of entityNames) {
    for (const { id, writtenBy } of realm.entities[type].values()) {
      if (writtenBy < sim.journal.firstNo || writtenBy > sim.journal.lastNo) continue;
      if (!sim.journal.has(writtenBy))
        report('journal complete', type, id, `written by call ${writtenBy}, which is not in the journal`);
    }
  }
}
