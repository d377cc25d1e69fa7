import { billingModes, type documentNumberPolicies, engagedByParties } from '@pace/shared/company';
import type { CompanyForm } from './settings.queries.ts';

export const companyWords: Readonly<Record<keyof CompanyForm, string>> = {
  name: 'Name',
  timeZone: 'Time zone',
  defaultBillingMode: 'We usually invoice',
  defaultEngagedBy: 'Usually engaged by',
};

/** What the API can change besides, which decides nothing as long as nothing is posted. */
const otherWords: Readonly<Record<string, string>> = {
  documentNumberPolicy: 'Numbers of documents in QuickBooks',
};

const billing: Readonly<Record<(typeof billingModes)[number], string>> = {
  goods: 'The goods, to the buyer',
  commission: 'Our commission, to who engaged us',
};
const engaged: Readonly<Record<(typeof engagedByParties)[number], string>> = {
  seller: 'The seller',
  buyer: 'The buyer',
  both: 'Both of them',
};
const numbers: Readonly<Record<(typeof documentNumberPolicies)[number], string>> = {
  order_no: 'The number of the order',
  quickbooks: 'QuickBooks counts by itself',
};

export const companyChoices = {
  defaultBillingMode: billingModes.map((value) => ({ value, label: billing[value] })),
  defaultEngagedBy: engagedByParties.map((value) => ({ value, label: engaged[value] })),
};

/** A value of the company in words, for its history and for what somebody else saved. */
export function describeCompanyValue(field: string, value: unknown): string {
  const text = typeof value === 'string' ? value : '';
  const all: Readonly<Record<string, string>> = { ...billing, ...engaged, ...numbers };
  return field in companyChoices || field in otherWords ? (all[text] ?? text) : text;
}

/** A line of the company's history; null for what it does not tell. */
export function describeCompanyChange(field: string, value: unknown) {
  const label = { ...companyWords, ...otherWords }[field];
  return label === undefined ? null : { label, value: describeCompanyValue(field, value) };
}
