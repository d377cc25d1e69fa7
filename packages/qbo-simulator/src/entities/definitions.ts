import { booksAreOpen, dateTransaction, documentNumber, dueDate } from './dates-and-numbers.ts';
import type { EntityName } from './fields.ts';
import {
  accountCurrency,
  accountHasType,
  inventoryIsOn,
  itemAccountsFit,
  itemNeedsItsAccounts,
  itemTypeIsFixed,
  nameItemReferences,
  noteRewrittenHistory,
  termHasDays,
} from './items-and-lists.ts';
import type { Definition, Operation } from './model.ts';
import {
  composeDisplayName,
  currencyIsFixed,
  displayNameIsFree,
  followParent,
  hierarchy,
  inactiveStaysAsItIs,
  renameOnSwitch,
  siblingNameIsFree,
  trimName,
} from './names.ts';
import {
  currencyOfParty,
  customFieldsAreKnown,
  estimateIsFree,
  featureIsOn,
  hasOwnLine,
  knownCurrency,
  linksAreOurs,
  nameParty,
  partyIsFixed,
  sendingNeedsAddress,
  setOpenAmount,
  totalBill,
  totalSales,
} from './sales.ts';
import { followPayment, settle } from './settlement.ts';
import { companyInfo, preferences } from './tables-company.ts';
import { account, customer, employee, item, taxCode, taxRate, term, vendor } from './tables-names.ts';
import { bill, billPayment, creditMemo, estimate, invoice, payment } from './tables-transactions.ts';
import { followInvoice, voidedStaysVoid } from './undo.ts';

/** Every kind of object: its table of fields, its rules in the order they are checked, and its effects. */

const writable = (...operations: (Operation | 'send' | 'pdf')[]) =>
  new Set(['create', 'update', ...operations] as const);
const none = new Set<never>();

const toCustomer = [currencyOfParty('CustomerRef', 'Customer'), nameParty('CustomerRef', 'Customer')];
const toVendor = [currencyOfParty('VendorRef', 'Vendor'), nameParty('VendorRef', 'Vendor')];

export const definitions: Readonly<Record<EntityName, Definition>> = {
  Customer: {
    name: 'Customer',
    group: 'name',
    fields: customer,
    idSequence: 'names',
    operations: writable(),
    rules: {
      required: [composeDisplayName],
      unique: [inactiveStaysAsItIs, renameOnSwitch, displayNameIsFree],
      business: [hierarchy, knownCurrency, currencyIsFixed],
    },
    effects: followParent('Customer'),
  },
  Vendor: {
    name: 'Vendor',
    group: 'name',
    fields: vendor,
    idSequence: 'names',
    operations: writable(),
    rules: {
      required: [composeDisplayName],
      unique: [inactiveStaysAsItIs, renameOnSwitch, displayNameIsFree],
      business: [knownCurrency, currencyIsFixed],
    },
  },
  Employee: {
    name: 'Employee',
    group: 'name',
    fields: employee,
    idSequence: 'names',
    operations: writable(),
    rules: {
      required: [composeDisplayName],
      unique: [inactiveStaysAsItIs, renameOnSwitch, displayNameIsFree],
    },
  },
  Item: {
    name: 'Item',
    group: 'list',
    fields: item,
    idSequence: 'items',
    operations: writable(),
    rules: {
      required: [trimName, itemNeedsItsAccounts],
      unique: [inactiveStaysAsItIs, renameOnSwitch, siblingNameIsFree],
      business: [
        itemTypeIsFixed,
        inventoryIsOn,
        itemAccountsFit,
        hierarchy,
        nameItemReferences,
        noteRewrittenHistory,
      ],
    },
    effects: followParent('Item'),
  },
  Account: {
    name: 'Account',
    group: 'list',
    fields: account,
    idSequence: 'accounts',
    operations: writable(),
    rules: {
      required: [trimName, accountHasType],
      unique: [inactiveStaysAsItIs, renameOnSwitch, siblingNameIsFree],
      business: [hierarchy, accountCurrency],
    },
    effects: followParent('Account'),
  },
  Term: {
    name: 'Term',
    group: 'list',
    fields: term,
    idSequence: 'terms',
    operations: writable(),
    rules: {
      required: [trimName, termHasDays],
      unique: [inactiveStaysAsItIs, renameOnSwitch, siblingNameIsFree],
    },
  },
  TaxCode: {
    name: 'TaxCode',
    group: 'list',
    fields: taxCode,
    idSequence: 'tax codes',
    operations: none,
    rules: {},
  },
  TaxRate: {
    name: 'TaxRate',
    group: 'list',
    fields: taxRate,
    idSequence: 'tax rates',
    operations: none,
    rules: {},
  },
  Invoice: {
    name: 'Invoice',
    group: 'transaction',
    fields: invoice,
    idSequence: 'transactions',
    operations: writable('delete', 'void', 'send', 'pdf'),
    rules: {
      required: [hasOwnLine],
      unique: [documentNumber],
      business: [
        dateTransaction,
        booksAreOpen,
        partyIsFixed('CustomerRef'),
        ...toCustomer,
        customFieldsAreKnown,
        estimateIsFree,
        totalSales,
        voidedStaysVoid,
        setOpenAmount('Invoice'),
        dueDate,
        sendingNeedsAddress,
      ],
    },
    effects: followInvoice,
  },
  Estimate: {
    name: 'Estimate',
    group: 'transaction',
    fields: estimate,
    idSequence: 'transactions',
    operations: writable('delete', 'send', 'pdf'),
    rules: {
      required: [hasOwnLine],
      unique: [documentNumber],
      business: [
        featureIsOn('SalesFormsPrefs', 'AllowEstimates', 'Estimates'),
        dateTransaction,
        booksAreOpen,
        partyIsFixed('CustomerRef'),
        ...toCustomer,
        customFieldsAreKnown,
        linksAreOurs,
        totalSales,
        sendingNeedsAddress,
      ],
    },
  },
  CreditMemo: {
    name: 'CreditMemo',
    group: 'transaction',
    fields: creditMemo,
    idSequence: 'transactions',
    operations: writable('delete', 'send', 'pdf'),
    rules: {
      required: [hasOwnLine],
      unique: [documentNumber],
      business: [
        dateTransaction,
        booksAreOpen,
        partyIsFixed('CustomerRef'),
        ...toCustomer,
        customFieldsAreKnown,
        linksAreOurs,
        totalSales,
        setOpenAmount('CreditMemo'),
        sendingNeedsAddress,
      ],
    },
  },
  Payment: {
    name: 'Payment',
    group: 'transaction',
    fields: payment,
    idSequence: 'transactions',
    operations: writable('delete', 'void', 'send', 'pdf'),
    rules: {
      business: [dateTransaction, booksAreOpen, ...toCustomer, settle('Payment'), voidedStaysVoid],
    },
    effects: followPayment,
  },
  Bill: {
    name: 'Bill',
    group: 'transaction',
    fields: bill,
    idSequence: 'transactions',
    operations: writable('delete'),
    rules: {
      required: [hasOwnLine],
      business: [
        dateTransaction,
        booksAreOpen,
        partyIsFixed('VendorRef'),
        ...toVendor,
        linksAreOurs,
        totalBill,
        setOpenAmount('Bill'),
        dueDate,
      ],
    },
  },
  BillPayment: {
    name: 'BillPayment',
    group: 'transaction',
    fields: billPayment,
    idSequence: 'transactions',
    operations: writable('delete'),
    rules: { business: [dateTransaction, booksAreOpen, ...toVendor, settle('BillPayment')] },
    effects: followPayment,
  },
  CompanyInfo: {
    name: 'CompanyInfo',
    group: 'settings',
    fields: companyInfo,
    idSequence: 'company',
    operations: new Set(['update'] as const),
    rules: {},
  },
  Preferences: {
    name: 'Preferences',
    group: 'settings',
    fields: preferences,
    idSequence: 'preferences',
    operations: new Set(['update'] as const),
    rules: {},
  },
};

const byLowerCase = new Map(
  Object.values(definitions).map((definition) => [definition.name.toLowerCase(), definition]),
);

/** The kind of object that a path or a query names, in any case. */
export function findDefinition(name: string): Definition | undefined {
  return byLowerCase.get(name.toLowerCase());
}
