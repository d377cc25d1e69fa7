import { zero } from '../core/decimal.ts';
import { Fault } from '../core/fault.ts';
import { type Data, type EntityName, listOf, partOf, textOf } from './fields.ts';
import type { Entity, Realm, Rule } from './model.ts';
import { amountOf, changeEntity, deleteEntity } from './put.ts';
import { knobsOf, livingEntity } from './realm.ts';
import { followPayment, unlinkPayments } from './settlement.ts';

/** Voiding and deleting, and what they do to the documents they are linked with. */

export function voidTransaction(realm: Realm, type: EntityName, before: Entity): Entity {
  if (type === 'Payment') return voidPayment(realm, before);
  const payments = listOf(before.data, 'LinkedTxn').filter((link) => textOf(link, 'TxnType') === 'Payment');
  if (payments.length > 0) {
    if (knobsOf(realm).voidWithPayment === 'refused') {
      throw new Fault(
        '6000',
        `${type} ${before.id} cannot be voided while payment ${textOf(payments[0] ?? {}, 'TxnId')} is applied to it`,
      );
    }
    unlinkPayments(realm, type, before.id);
  }
  const current = livingEntity(realm, type, before.id) ?? before;
  const { LinkedTxn: _links, Deposit: _deposit, ...rest } = current.data;
  const data: Data = {
    ...rest,
    Line: listOf(current.data, 'Line').map(emptied),
    TotalAmt: '0',
    Balance: '0',
    TxnTaxDetail: { TotalTax: '0' },
    PrivateNote: voidedNote(current.data),
  };
  for (const field of ['HomeTotalAmt', 'HomeBalance', 'RemainingCredit']) {
    if (data[field] !== undefined) data[field] = '0';
  }
  const entity = changeEntity(realm, type, current, data, 'Void');
  if (type === 'Invoice') followInvoice(realm, before.id, before.data, data);
  return entity;
}

function emptied(line: Data): Data {
  const result: Data = { ...line };
  if (result['Amount'] !== undefined) result['Amount'] = '0';
  const detail = partOf(line, 'SalesItemLineDetail');
  if (detail !== undefined) {
    const { UnitPrice: _price, Qty: qty, ...rest } = detail;
    result['SalesItemLineDetail'] = qty === undefined ? rest : { ...rest, Qty: '0' };
  }
  const group = partOf(line, 'GroupLineDetail');
  if (group !== undefined) result['GroupLineDetail'] = { ...group, Line: listOf(group, 'Line').map(emptied) };
  return result;
}

/** A voided document is nothing for good: it gets no amounts again. */
export const voidedStaysVoid: Rule = ({ realm, definition, before, next }) => {
  const wasVoided = /^Voided($| - )/.test(textOf(before?.data ?? {}, 'PrivateNote') ?? '');
  if (!wasVoided || amountOf(before?.data, 'TotalAmt').gt(zero) || amountOf(next, 'TotalAmt').eq(zero))
    return;
  if (knobsOf(realm).editVoided === 'allowed') return;
  throw new Fault(
    '6000',
    `${definition.name} ${before?.id} is voided and cannot be given amounts again`,
    'TotalAmt',
  );
};

/** Never longer than the field may be, even when the note was full. */
function voidedNote(data: Data): string {
  const note = textOf(data, 'PrivateNote') ?? '';
  if (/^Voided($| - )/.test(note)) return note;
  return (note === '' ? 'Voided' : `Voided - ${note}`).slice(0, 4000);
}

function voidPayment(realm: Realm, before: Entity): Entity {
  const { Line: _lines, ...rest } = before.data;
  const data: Data = { ...rest, TotalAmt: '0', UnappliedAmt: '0', PrivateNote: voidedNote(before.data) };
  const entity = changeEntity(realm, 'Payment', before, data, 'Void');
  followPayment(realm, before.id, before.data, data);
  return entity;
}

export function deleteTransaction(realm: Realm, type: EntityName, before: Entity): void {
  const links = listOf(before.data, 'LinkedTxn');
  if (links.length > 0) {
    if (knobsOf(realm).deleteWithLinks === 'refused') {
      const other = links[0] ?? {};
      throw new Fault(
        '6000',
        `${type} ${before.id} cannot be deleted while ${textOf(other, 'TxnType')} ${textOf(other, 'TxnId')} is linked to it`,
      );
    }
    unlinkPayments(realm, type, before.id);
  }
  const current = livingEntity(realm, type, before.id) ?? before;
  if (type === 'Payment' || type === 'BillPayment') {
    // The links go with the payment; the content stays in the tombstone only as what it was.
    deleteEntity(realm, type, current);
    followPayment(realm, before.id, before.data, undefined);
    return;
  }
  deleteEntity(realm, type, current);
  if (type === 'Invoice') followInvoice(realm, before.id, before.data, undefined);
  if (type === 'Estimate') forgetEstimate(realm, before);
}

/** The estimate an invoice is made from is closed and shows the invoice; without it, it is open again. */
export function followInvoice(
  realm: Realm,
  id: string,
  before: Data | undefined,
  after: Data | undefined,
): void {
  const was = estimateOf(before);
  const is = estimateOf(after);
  if (was === is) return;
  if (was !== undefined) setEstimate(realm, was, undefined);
  if (is !== undefined) setEstimate(realm, is, id);
}

function estimateOf(invoice: Data | undefined): string | undefined {
  const link = listOf(invoice ?? {}, 'LinkedTxn').find((one) => textOf(one, 'TxnType') === 'Estimate');
  return link === undefined ? undefined : textOf(link, 'TxnId');
}

function setEstimate(realm: Realm, estimateId: string, invoiceId: string | undefined): void {
  const estimate = livingEntity(realm, 'Estimate', estimateId);
  if (estimate === undefined) return;
  const { LinkedTxn: _old, ...rest } = estimate.data;
  changeEntity(
    realm,
    'Estimate',
    estimate,
    invoiceId === undefined
      ? { ...rest, TxnStatus: 'Pending' }
      : {
          ...rest,
          TxnStatus: knobsOf(realm).estimateAfterInvoice,
          LinkedTxn: [{ TxnId: invoiceId, TxnType: 'Invoice' }],
        },
  );
}

/** An estimate that is deleted although it is invoiced leaves no link behind in the invoice. */
function forgetEstimate(realm: Realm, estimate: Entity): void {
  for (const link of listOf(estimate.data, 'LinkedTxn')) {
    const invoice = livingEntity(realm, 'Invoice', textOf(link, 'TxnId') ?? '');
    if (invoice === undefined) continue;
    const kept = listOf(invoice.data, 'LinkedTxn').filter(
      (one) => textOf(one, 'TxnType') !== 'Estimate' || textOf(one, 'TxnId') !== estimate.id,
    );
    const { LinkedTxn: _old, ...rest } = invoice.data;
    changeEntity(realm, 'Invoice', invoice, kept.length > 0 ? { ...rest, LinkedTxn: kept } : rest);
  }
}
