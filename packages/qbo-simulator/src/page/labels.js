import { words } from './format.js';

/** What people call the fields of the API. Others are called by the API's own name, in words. */

/** @type {Record<string, string>} */
const wholePaths = {
  'PrimaryEmailAddr.Address': 'Email',
  'BillEmail.Address': 'Bill to email',
  'PrimaryPhone.FreeFormNumber': 'Phone',
  'Mobile.FreeFormNumber': 'Mobile phone',
  'AlternatePhone.FreeFormNumber': 'Other phone',
  'Fax.FreeFormNumber': 'Fax',
  'WebAddr.URI': 'Web address',
  'CustomerMemo.value': 'Message to the customer',
  DocNumber: 'Number',
  PrivateNote: 'Private note',
  SalesTermRef: 'Terms',
  TermRef: 'Terms',
  TotalAmt: 'Amount',
  PaymentRefNum: 'Reference no.',
  AllowOnlineACHPayment: 'Allow online ACH payment',
  ETransactionEnabledStatus: 'E-transactions',
  Sku: 'SKU',
};

/** @type {Record<string, string>} */
const addresses = {
  BillAddr: 'Billing',
  ShipAddr: 'Shipping',
  ShipFromAddr: 'Shipping from:',
  PrimaryAddr: 'Home',
};

/** @type {Record<string, string>} */
const addressParts = {
  Line1: 'street',
  CountrySubDivisionCode: 'state',
  PostalCode: 'postal code',
};

/** @param {readonly string[]} path */
export function fieldLabel(path) {
  const known = wholePaths[path.join('.')];
  if (known !== undefined) return known;
  const [top = '', part = ''] = path;
  const address = addresses[top];
  if (address !== undefined) return `${address} ${addressParts[part] ?? words(part).toLowerCase()}`;
  return path.map(words).join(' · ');
}
