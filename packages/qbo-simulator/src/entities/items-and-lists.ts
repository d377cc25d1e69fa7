import { Fault } from '../core/fault.ts';
import { isOn, partOf, refOf, textOf } from './fields.ts';
import type { Rule } from './model.ts';
import { infoOf, livingEntity } from './realm.ts';
import { accountTypes } from './tables-names.ts';
import { nameReference } from './validate.ts';

/** The rules of items, accounts and terms. */

/** What an item of a type cannot do without. */
const neededBy: Readonly<Record<string, readonly string[]>> = {
  Service: ['IncomeAccountRef'],
  Inventory: ['IncomeAccountRef', 'AssetAccountRef', 'ExpenseAccountRef', 'InvStartDate', 'QtyOnHand'],
};

export const itemNeedsItsAccounts: Rule = ({ before, next }) => {
  // Another type than it has is refused for that, whatever the other type would need.
  if (before !== undefined && before.data['Type'] !== next['Type']) return;
  const missing = neededBy[textOf(next, 'Type') ?? '']?.find((field) => next[field] === undefined);
  if (missing !== undefined)
    throw new Fault('2020', `Required parameter ${missing} is missing in the request`, missing);
};

export const itemAccountsFit: Rule = ({ realm, next }) => {
  const demand = (field: string, types: readonly string[]): void => {
    const id = refOf(next, field);
    const found = id === undefined ? undefined : livingEntity(realm, 'Account', id);
    const type = found === undefined ? undefined : textOf(found.data, 'AccountType');
    if (type !== undefined && !types.includes(type)) {
      throw new Fault(
        '6000',
        `The account of ${field} is of type ${type}; it must be ${types.join(' or ')}`,
        field,
      );
    }
  };
  demand('IncomeAccountRef', ['Income', 'Other Income']);
  demand('ExpenseAccountRef', ['Expense', 'Other Expense', 'Cost of Goods Sold']);
  demand('AssetAccountRef', ['Other Current Asset']);
};

export const inventoryIsOn: Rule = ({ realm, next }) => {
  if (textOf(next, 'Type') !== 'Inventory') return;
  const prefs = realm.entities.Preferences.get('1')?.data ?? {};
  if (!isOn(partOf(prefs, 'ProductAndServicesPrefs') ?? {}, 'QuantityOnHand')) {
    throw new Fault('5020', 'Inventory tracking is not switched on in this company', 'Type');
  }
  if (!isOn(next, 'TrackQtyOnHand')) {
    throw new Fault('6000', 'An inventory item must have TrackQtyOnHand set', 'TrackQtyOnHand');
  }
};

export const itemTypeIsFixed: Rule = ({ before, next }) => {
  if (before !== undefined && before.data['Type'] !== next['Type']) {
    throw new Fault('6000', 'The type of an item cannot be changed', 'Type');
  }
};

const itemAccounts = ['IncomeAccountRef', 'ExpenseAccountRef', 'AssetAccountRef'];

/** An account that is changed without saying "do not" rewrites the transactions of the past. Noted when all else is right. */
export const noteRewrittenHistory: Rule = ({ realm, includes, before, next }) => {
  if (before === undefined || includes.has('donotupdateaccountontxns')) return;
  if (itemAccounts.some((field) => refOf(before.data, field) !== refOf(next, field)))
    realm.world.note('rewroteHistory');
};

export const nameItemReferences: Rule = ({ realm, next }) => {
  for (const field of itemAccounts) {
    nameReference(realm, next, field, 'Account');
  }
  nameReference(realm, next, 'ParentRef', 'Item');
};

/** An account is known by its type, or by a sub-type from which the service takes the type. */
export const accountHasType: Rule = ({ next }) => {
  const type = textOf(next, 'AccountType') ?? typeOfSubType(textOf(next, 'AccountSubType'));
  if (type === undefined) {
    throw new Fault('2020', 'Required parameter AccountType is missing in the request', 'AccountType');
  }
  next['AccountType'] = type;
  next['Classification'] = accountTypes[type] ?? 'Expense';
};

const subTypes: Readonly<Record<string, string>> = {
  SalesOfProductIncome: 'Income',
  ServiceFeeIncome: 'Income',
  OtherPrimaryIncome: 'Income',
  AccountsReceivable: 'Accounts Receivable',
  AccountsPayable: 'Accounts Payable',
  UndepositedFunds: 'Other Current Asset',
  Inventory: 'Other Current Asset',
  Checking: 'Bank',
  SuppliesMaterialsCogs: 'Cost of Goods Sold',
};

function typeOfSubType(subType: string | undefined): string | undefined {
  return subType === undefined ? undefined : subTypes[subType];
}

export const accountCurrency: Rule = ({ realm, next }) => {
  next['CurrencyRef'] ??= { value: infoOf(realm).homeCurrency };
};

/** A term is due after days, or on a day of the month. */
export const termHasDays: Rule = ({ next }) => {
  const isDateDriven = next['DayOfMonthDue'] !== undefined;
  if (!isDateDriven && next['DueDays'] === undefined) {
    throw new Fault('2020', 'Required parameter DueDays is missing in the request', 'DueDays');
  }
  next['Type'] = isDateDriven ? 'DATE_DRIVEN' : 'STANDARD';
};
