import type { addressKinds } from '@pace/shared/accounts';
import type { AddressForm, ContactForm, DetailsForm } from './account-form.ts';

/** The words of these screens for what the forms and the API name. */
export const detailWords: Readonly<Record<keyof DetailsForm, string>> = {
  name: 'Name',
  role: 'Trades as',
  code: 'Code',
  email: 'E-mail',
  phone: 'Phone',
  paymentTermsId: 'Payment terms',
  ownerId: 'Owner',
  notes: 'Notes',
};

export const contactWords: Readonly<Record<keyof ContactForm, string>> = {
  name: 'Name',
  title: 'Title',
  email: 'E-mail',
  phone: 'Phone',
  isPrimary: 'Primary contact',
};

export const addressWords: Readonly<Record<keyof AddressForm, string>> = {
  kind: 'Kind',
  line1: 'Street',
  line2: 'Street, second line',
  city: 'City',
  state: 'State',
  postalCode: 'ZIP or postal code',
  country: 'Country',
  isPrimary: 'Primary of its kind',
};

export const roleWords = { seller: 'Seller', buyer: 'Buyer', both: 'Seller and buyer' } as const;

export const kindWords: Readonly<Record<(typeof addressKinds)[number], string>> = {
  billing: 'Billing',
  shipping: 'Shipping',
  warehouse: 'Warehouse',
  pickup: 'Pick-up',
};
