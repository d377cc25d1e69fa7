import { Decimal, isBeyondBounds, roundToCents, write, zero } from '../core/decimal.ts';
import { Fault } from '../core/fault.ts';
import { preferencesOf } from './dates-and-numbers.ts';
import { type Data, isOn, listOf, partOf, refOf, textOf } from './fields.ts';
import { refuseTooMany, settleLines, subtotalLine } from './lines.ts';
import type { Realm, Rule, Write } from './model.ts';
import { amountOf } from './put.ts';
import { infoOf, livingEntity } from './realm.ts';
import { settlementsOf } from './settlement.ts';
import { taxLines } from './tax.ts';
import { nameReference } from './validate.ts';

/** The rules of invoices, estimates and credit memos, and the totals of bills. */

/** A document without a single line of its own is refused before anything else is looked at. */
export const hasOwnLine: Rule = ({ next }) => {
  if (listOf(next, 'Line').some((line) => textOf(line, 'DetailType') !== 'SubTotalLineDetail')) return;
  throw new Fault(
    '2020',
    'Required parameter Line is missing in the request: at least one line is needed',
    'Line',
  );
};

/** Lines, tax and total of a sales document. */
export const totalSales: Rule = (write_) => {
  const { next, realm } = write_;
  const { lines, subtotal, discount } = settleLines(write_);
  const taxed = taxLines(write_, lines, discount);
  refuseTooMany(next, taxed.lines);
  next['Line'] = [...taxed.lines, subtotalLine(subtotal)];
  next['TxnTaxDetail'] = taxed.detail;
  const total = subtotal.minus(discount).plus(taxed.totalTax).minus(taxed.includedTax);
  setTotal(realm, next, total);
};

export const totalBill: Rule = (write_) => {
  const { lines, subtotal } = settleLines(write_);
  refuseTooMany(write_.next, lines);
  write_.next['Line'] = lines;
  setTotal(write_.realm, write_.next, subtotal);
};

function setTotal(realm: Realm, next: Data, total: Decimal): void {
  if (total.lt(zero)) throw new Fault('6000', 'Transaction amount must be 0 or greater', 'TotalAmt');
  if (isBeyondBounds(total)) throw new Fault('6000', 'Transaction amount is too large', 'TotalAmt');
  next['TotalAmt'] = write(total);
  const rate = textOf(next, 'ExchangeRate');
  if (Object.keys(infoOf(realm).exchangeRates).length === 0) return;
  next['HomeTotalAmt'] = write(roundToCents(total.times(rate ?? '1'), 'half_up'));
}

/** What is open of a document: its total less what has been applied to it. */
export function setOpenAmount(type: 'Invoice' | 'CreditMemo' | 'Bill'): Rule {
  return ({ realm, before, next }) => {
    const applied = before === undefined ? zero : settlementsOf(realm, type, before.id).total;
    const deposit = type === 'Invoice' ? amountOf(next, 'Deposit') : zero;
    const open = amountOf(next, 'TotalAmt').minus(applied).minus(deposit);
    if (open.lt(zero)) {
      throw new Fault(
        '6000',
        `The total ${textOf(next, 'TotalAmt')} is less than what has been applied already (${write(applied.plus(deposit))})`,
        'TotalAmt',
      );
    }
    next['Balance'] = write(open);
    if (type === 'CreditMemo') next['RemainingCredit'] = write(open);
    if (type === 'Invoice' && next['HomeTotalAmt'] !== undefined) {
      next['HomeBalance'] = write(roundToCents(open.times(textOf(next, 'ExchangeRate') ?? '1'), 'half_up'));
    }
  };
}

/** The customer of a document with payments stays: they belong to that customer. */
export const partyIsFixed =
  (field: 'CustomerRef' | 'VendorRef'): Rule =>
  ({ before, next }) => {
    if (before === undefined || refOf(before.data, field) === refOf(next, field)) return;
    if (listOf(before.data, 'LinkedTxn').length > 0) {
      throw new Fault('6000', `${field} cannot be changed while other transactions are linked`, field);
    }
  };

export const nameParty =
  (field: 'CustomerRef' | 'VendorRef', type: 'Customer' | 'Vendor'): Rule =>
  ({ realm, next }) => {
    nameReference(realm, next, field, type);
    nameReference(realm, next, 'SalesTermRef', 'Term');
  };

/** To be sent means to have somebody to send it to: the customer's own address is not taken for the document's. */
export const sendingNeedsAddress: Rule = ({ next }) => {
  if (textOf(next, 'EmailStatus') !== 'NeedToSend') return;
  if (textOf(partOf(next, 'BillEmail') ?? {}, 'Address')) return;
  throw new Fault('6000', 'BillEmail is needed for EmailStatus NeedToSend', 'BillEmail');
};

export const customFieldsAreKnown: Rule = ({ realm, next }) => {
  const fields = listOf(next, 'CustomField');
  if (fields.length === 0) return;
  const { customFields } = infoOf(realm);
  next['CustomField'] = fields.map((field) => {
    const id = textOf(field, 'DefinitionId');
    const known = customFields.find((one) => one.id === id);
    if (known === undefined) {
      throw new Fault('6000', `There is no custom field with DefinitionId ${id}`, 'CustomField');
    }
    return { ...field, Name: known.name, Type: 'StringType' };
  });
};

export const featureIsOn =
  (part: string, flag: string, what: string): Rule =>
  ({ realm, operation }) => {
    if (operation !== 'create' || isOn(preferencesOf(realm, part), flag)) return;
    throw new Fault('5020', `${what} are switched off in this company`);
  };

/** A transaction is in its party's currency; the rate of the home currency is 1. */
export const currencyOfParty =
  (field: 'CustomerRef' | 'VendorRef', type: 'Customer' | 'Vendor'): Rule =>
  (write_) => {
    const { realm, next } = write_;
    const { homeCurrency, exchangeRates } = infoOf(realm);
    const party = livingEntity(realm, type, refOf(next, field) ?? '')?.data;
    const expected = (party === undefined ? undefined : refOf(party, 'CurrencyRef')) ?? homeCurrency;
    const given = refOf(next, 'CurrencyRef') ?? expected;
    if (given !== expected) {
      throw new Fault(
        '6000',
        `The currency ${given} is not that of the ${type.toLowerCase()} (${expected})`,
        'CurrencyRef',
      );
    }
    next['CurrencyRef'] = { value: given };
    if (Object.keys(exchangeRates).length === 0) {
      delete next['ExchangeRate'];
      return;
    }
    if (given === homeCurrency) next['ExchangeRate'] = '1';
    else next['ExchangeRate'] ??= exchangeRates[given] ?? '1';
    if (!new Decimal(textOf(next, 'ExchangeRate') ?? '0').gt(zero)) {
      throw new Fault('6000', 'ExchangeRate must be greater than 0', 'ExchangeRate');
    }
  };

/** The currency of a customer or vendor: one the company trades in, by default its own. */
export const knownCurrency: Rule = ({ realm, before, next }) => {
  const { homeCurrency, exchangeRates } = infoOf(realm);
  const given = refOf(next, 'CurrencyRef');
  if (given === undefined || given === '') {
    // Not saying anything about it is not asking for another one.
    next['CurrencyRef'] = { value: (before && refOf(before.data, 'CurrencyRef')) ?? homeCurrency };
  } else if (given !== homeCurrency && exchangeRates[given] === undefined) {
    throw new Fault('6000', `The company does not trade in ${given}`, 'CurrencyRef');
  } else {
    next['CurrencyRef'] = { value: given };
  }
};

/** The estimate an invoice was made from: there, of the same customer, and not invoiced yet. */
export const estimateIsFree: Rule = ({ realm, before, next }: Write) => {
  const links = listOf(next, 'LinkedTxn');
  const estimates = links.filter((link) => textOf(link, 'TxnType') === 'Estimate');
  if (estimates.length > 1) throw new Fault('6000', 'An invoice can be made from one estimate', 'LinkedTxn');
  for (const link of estimates) {
    const id = textOf(link, 'TxnId') ?? '';
    const estimate = livingEntity(realm, 'Estimate', id);
    if (estimate === undefined)
      throw new Fault('6000', `The estimate ${id} to link does not exist`, 'LinkedTxn');
    if (refOf(estimate.data, 'CustomerRef') !== refOf(next, 'CustomerRef')) {
      throw new Fault('6000', `The estimate ${id} belongs to another customer`, 'LinkedTxn');
    }
    const taken = listOf(estimate.data, 'LinkedTxn').find((one) => textOf(one, 'TxnId') !== before?.id);
    if (taken !== undefined)
      throw new Fault(
        '6000',
        `The estimate ${id} is already linked to invoice ${textOf(taken, 'TxnId')}`,
        'LinkedTxn',
      );
  }
  // Links to payments are the payments' own; sent ones are neither added nor lost.
  const settled =
    before === undefined
      ? []
      : listOf(before.data, 'LinkedTxn').filter((link) => textOf(link, 'TxnType') !== 'Estimate');
  const all = [
    ...estimates.map((link) => ({ TxnId: textOf(link, 'TxnId') ?? '', TxnType: 'Estimate' })),
    ...settled,
  ];
  if (all.length > 0) next['LinkedTxn'] = all;
  else delete next['LinkedTxn'];
};

/** Links that only the service writes: sent ones change nothing. */
export const linksAreOurs: Rule = ({ before, next }) => {
  const links = before === undefined ? [] : listOf(before.data, 'LinkedTxn');
  if (links.length > 0) next['LinkedTxn'] = links;
  else delete next['LinkedTxn'];
};
