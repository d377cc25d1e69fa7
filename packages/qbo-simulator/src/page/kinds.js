import { h } from './dom.js';
import { date, money } from './format.js';
import { stateChip } from './status.js';

/** The kinds of objects a person can look at: their lists' columns, their names, and what stands first in a form. */

/**
 * @typedef {{ label: string, sort?: string, class?: string, cell: (row: import('./api.js').Row) => import('./dom.js').Child }} Column
 * @typedef {{ entity: string, one: string, many: string, states: string[], columns: Column[], search: string,
 *   first: string[], canMerge?: boolean }} Kind
 */

/**
 * @param {string} label
 * @param {string} field
 * @param {string} [className]
 * @returns {Column}
 */
const text = (label, field, className) => ({
  label,
  sort: field,
  class: className,
  cell: ({ data }) => data[field],
});
/** @returns {Column} */
const amount = (/** @type {string} */ label, /** @type {string} */ field, className = '') => ({
  label,
  sort: field,
  class: `number ${className}`.trim(),
  cell: ({ data }) => money(data[field]),
});
/** @returns {Column} */
const day = (/** @type {string} */ label, /** @type {string} */ field, className = '') => ({
  label,
  sort: field,
  class: `nowrap ${className}`.trim(),
  cell: ({ data }) => date(data[field]),
});
/** @returns {Column} */
const party = (/** @type {string} */ label, /** @type {string} */ field) => ({
  label,
  sort: field,
  cell: ({ data }) => data[field]?.name ?? data[field]?.value,
});
/** @type {Column} */
const state = { label: 'Status', cell: (row) => stateChip(row.state) };
/** @type {Column} */
const currency = { label: 'Currency', class: 'wide', cell: ({ data }) => data['CurrencyRef']?.value };

/** @type {Column} */
const email = {
  label: 'Email',
  sort: 'PrimaryEmailAddr',
  class: 'wide',
  cell: ({ data }) => data['PrimaryEmailAddr']?.Address,
};

const billing = ['BillEmail.Address', 'CustomerMemo.value', 'PrivateNote'];
const billAddress = ['Line1', 'City', 'CountrySubDivisionCode', 'PostalCode'].map(
  (part) => `BillAddr.${part}`,
);

/** @type {Record<string, Kind>} */
export const kinds = {
  customers: {
    entity: 'Customer',
    one: 'customer',
    many: 'Customers',
    states: ['active', 'inactive', 'deleted'],
    search: 'Name, company or email',
    columns: [
      text('Name', 'DisplayName'),
      text('Company', 'CompanyName', 'wide'),
      email,
      currency,
      amount('Balance', 'Balance'),
      state,
    ],
    first: [
      'DisplayName',
      'CompanyName',
      'PrimaryEmailAddr.Address',
      'PrimaryPhone.FreeFormNumber',
      'SalesTermRef',
      ...billAddress,
      'Notes',
    ],
    canMerge: true,
  },
  items: {
    entity: 'Item',
    one: 'item',
    many: 'Items',
    states: ['active', 'inactive', 'deleted'],
    search: 'Name, SKU or description',
    columns: [
      text('Name', 'FullyQualifiedName'),
      text('Type', 'Type'),
      text('SKU', 'Sku', 'wide'),
      text('Description', 'Description', 'wide'),
      { ...amount('Price', 'UnitPrice'), cell: ({ data }) => data['UnitPrice'] },
      state,
    ],
    first: ['Name', 'Type', 'Sku', 'UnitPrice', 'IncomeAccountRef', 'Taxable', 'Description'],
    canMerge: true,
  },
  estimates: {
    entity: 'Estimate',
    one: 'estimate',
    many: 'Estimates',
    states: ['pending', 'accepted', 'closed', 'rejected', 'deleted'],
    search: 'Number, customer or amount',
    columns: [
      text('No.', 'DocNumber'),
      day('Date', 'TxnDate'),
      party('Customer', 'CustomerRef'),
      day('Expires', 'ExpirationDate', 'wide'),
      amount('Total', 'TotalAmt'),
      state,
    ],
    first: ['CustomerRef', 'DocNumber', 'TxnDate', 'ExpirationDate', 'TxnStatus', ...billing],
  },
  invoices: {
    entity: 'Invoice',
    one: 'invoice',
    many: 'Invoices',
    states: ['unpaid', 'overdue', 'paid', 'voided', 'deleted'],
    search: 'Number, customer or amount',
    columns: [
      text('No.', 'DocNumber'),
      day('Date', 'TxnDate', 'wide'),
      party('Customer', 'CustomerRef'),
      day('Due', 'DueDate', 'wide'),
      amount('Total', 'TotalAmt', 'wide'),
      amount('Balance', 'Balance'),
      state,
    ],
    first: ['CustomerRef', 'DocNumber', 'TxnDate', 'SalesTermRef', 'DueDate', ...billing],
  },
  payments: {
    entity: 'Payment',
    one: 'payment',
    many: 'Payments',
    states: ['applied', 'unapplied', 'voided', 'deleted'],
    search: 'Reference, customer or amount',
    columns: [
      { label: 'No.', sort: 'Id', cell: ({ id }) => id },
      day('Date', 'TxnDate'),
      party('Customer', 'CustomerRef'),
      text('Reference', 'PaymentRefNum', 'wide'),
      amount('Amount', 'TotalAmt'),
      amount('Unapplied', 'UnappliedAmt', 'wide'),
      state,
    ],
    first: ['CustomerRef', 'TotalAmt', 'TxnDate', 'PaymentRefNum', 'PrivateNote'],
  },
  creditmemos: {
    entity: 'CreditMemo',
    one: 'credit memo',
    many: 'Credit memos',
    states: ['open', 'used', 'deleted'],
    search: 'Number, customer or amount',
    columns: [
      text('No.', 'DocNumber'),
      day('Date', 'TxnDate'),
      party('Customer', 'CustomerRef'),
      amount('Total', 'TotalAmt', 'wide'),
      amount('Left', 'Balance'),
      state,
    ],
    first: ['CustomerRef', 'DocNumber', 'TxnDate', ...billing],
  },
  vendors: {
    entity: 'Vendor',
    one: 'vendor',
    many: 'Vendors',
    states: ['active', 'inactive', 'deleted'],
    search: 'Name, company or email',
    columns: [
      text('Name', 'DisplayName'),
      text('Company', 'CompanyName', 'wide'),
      email,
      currency,
      amount('Balance', 'Balance'),
      state,
    ],
    first: [
      'DisplayName',
      'CompanyName',
      'PrimaryEmailAddr.Address',
      'PrimaryPhone.FreeFormNumber',
      'TermRef',
      ...billAddress,
    ],
    canMerge: true,
  },
  bills: {
    entity: 'Bill',
    one: 'bill',
    many: 'Bills',
    states: ['unpaid', 'overdue', 'paid', 'deleted'],
    search: 'Number, vendor or amount',
    columns: [
      { label: 'Bill', sort: 'Id', cell: ({ id, data }) => data['DocNumber'] ?? `#${id}` },
      day('Date', 'TxnDate'),
      party('Vendor', 'VendorRef'),
      day('Due', 'DueDate', 'wide'),
      amount('Total', 'TotalAmt', 'wide'),
      amount('Balance', 'Balance'),
      state,
    ],
    first: ['VendorRef', 'DocNumber', 'TxnDate', 'DueDate', 'PrivateNote'],
  },
};

/**
 * The view that shows objects of a kind, when there is one.
 * @param {string} entity
 */
export function viewOf(entity) {
  return Object.keys(kinds).find((view) => kinds[view]?.entity === entity);
}

/**
 * What a person calls an object.
 * @param {string} id
 * @param {Record<string, any>} data
 * @returns {string}
 */
export function nameOf(id, data) {
  return data['DisplayName'] ?? data['FullyQualifiedName'] ?? data['Name'] ?? data['DocNumber'] ?? `#${id}`;
}

/**
 * A term and its description.
 * @param {string} label
 * @param {import('./dom.js').Child} value
 */
export function fact(label, value) {
  return [h('dt', {}, label), h('dd', {}, value)];
}
