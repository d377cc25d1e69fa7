import { addDays, dayIn } from '../core/clock.ts';
import { Fault } from '../core/fault.ts';
import { type Data, type EntityName, isOn, partOf, refOf, textOf } from './fields.ts';
import type { Realm, Rule, Write } from './model.ts';
import { infoOf, knobsOf, livingEntity, nextCount, realmNowMs } from './realm.ts';

export function preferencesOf(realm: Realm, part: string): Data {
  const prefs = realm.entities.Preferences.get('1')?.data ?? {};
  return partOf(prefs, part) ?? {};
}

/** The day of the server: by default the real service's Californian one, whatever the company's zone. */
export function serverDay(realm: Realm): string {
  const { serverZone } = knobsOf(realm);
  return dayIn(serverZone === 'company' ? infoOf(realm).zone : serverZone, realmNowMs(realm));
}

export const dateTransaction: Rule = ({ realm, next }) => {
  next['TxnDate'] ??= serverDay(realm);
};

/** Nothing may come into, leave or change in a period that is closed. */
export const booksAreOpen: Rule = ({ realm, before, next }) => {
  const closed = textOf(preferencesOf(realm, 'AccountingInfoPrefs'), 'BookCloseDate');
  if (closed === undefined) return;
  for (const day of [
    before === undefined ? undefined : textOf(before.data, 'TxnDate'),
    textOf(next, 'TxnDate'),
  ]) {
    if (day !== undefined && day <= closed) {
      throw new Fault('6210', `The account period has closed: ${day} is not after ${closed}`, 'TxnDate');
    }
  }
};

/** Given, else by the document's terms, else the party's, else the company's, else due at once. */
export const dueDate: Rule = ({ realm, definition, sent, before, next }) => {
  const isMoved =
    before !== undefined &&
    (before.data['TxnDate'] !== next['TxnDate'] ||
      refOf(before.data, 'SalesTermRef') !== refOf(next, 'SalesTermRef'));
  // A due date that was computed follows its date and terms; one that was sent now, or is left alone, stays.
  if (next['DueDate'] !== undefined && (sent['DueDate'] !== undefined || !isMoved)) return;
  const isBill = definition.name === 'Bill';
  const party = livingEntity(
    realm,
    isBill ? 'Vendor' : 'Customer',
    refOf(next, isBill ? 'VendorRef' : 'CustomerRef') ?? '',
  );
  const termId =
    refOf(next, 'SalesTermRef') ??
    (party === undefined ? undefined : refOf(party.data, isBill ? 'TermRef' : 'SalesTermRef')) ??
    refOf(preferencesOf(realm, 'SalesFormsPrefs'), 'DefaultTerms');
  const term = termId === undefined ? undefined : livingEntity(realm, 'Term', termId)?.data;
  const day = textOf(next, 'TxnDate') ?? '';
  next['DueDate'] = term === undefined ? day : dueBy(term, day);
};

function dueBy(term: Data, day: string): string {
  const dayOfMonth = textOf(term, 'DayOfMonthDue');
  if (dayOfMonth === undefined) return addDays(day, Number(textOf(term, 'DueDays') ?? '0'));
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  // Within so many days before the due day the next month's applies.
  const slack = Number(textOf(term, 'DueNextMonthDays') ?? '0');
  const isNextMonth = date > Number(dayOfMonth) - slack;
  const dueMonth = month - 1 + (isNextMonth ? 1 : 0);
  const lastDay = new Date(Date.UTC(year, dueMonth + 1, 0)).getUTCDate();
  const due = new Date(Date.UTC(year, dueMonth, Math.min(Number(dayOfMonth), lastDay)));
  return due.toISOString().slice(0, 10);
}

/** The word that forces a number from the sequence where numbers are the user's. */
const autoGenerate = 'AUTO_GENERATE';

/**
 * Custom numbers off: an omitted number is the next of its kind. On: it stays absent, and a number given twice is
 * refused unless the call allows it.
 */
export const documentNumber: Rule = (write) => {
  const { realm, definition, before, sent, next } = write;
  const isCustom = isOn(preferencesOf(realm, 'SalesFormsPrefs'), 'CustomTxnNumbers');
  const isGiven = textOf(next, 'DocNumber') !== undefined && textOf(next, 'DocNumber') !== '';
  if (!isGiven) delete next['DocNumber'];
  if (textOf(next, 'DocNumber') === autoGenerate || (!isGiven && !isCustom)) {
    next['DocNumber'] =
      before !== undefined &&
      textOf(before.data, 'DocNumber') !== undefined &&
      sent['DocNumber'] === undefined
        ? (textOf(before.data, 'DocNumber') ?? '')
        : nextNumber(realm, definition.name);
    return;
  }
  if (isGiven) refuseTakenNumber(write, isCustom);
};

function nextNumber(realm: Realm, type: EntityName): string {
  for (;;) {
    const number = String(nextCount(realm, `number/${type}`, 1000));
    if (realm.entities[type].find('number', number.toLowerCase()).length === 0) return number;
  }
}

function refuseTakenNumber({ realm, definition, before, next, includes }: Write, isCustom: boolean): void {
  if (includes.has('allowduplicatedocnum')) return;
  if (!isCustom && knobsOf(realm).duplicateNumbers === 'unchecked') return;
  const number = textOf(next, 'DocNumber') ?? '';
  if (before !== undefined && textOf(before.data, 'DocNumber') === number) return;
  const other = realm.entities[definition.name]
    .find('number', number.toLowerCase())
    .find(({ id }) => id !== before?.id);
  if (other === undefined) return;
  throw new Fault(
    '6140',
    `You must specify a different number. This number has already been used. DocNumber=${number} is assigned to TxnType=${definition.name} with TxnId=${other.id}`,
    'DocNumber',
  );
}
