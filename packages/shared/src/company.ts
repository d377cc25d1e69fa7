import { z } from 'zod';
import { instant, name, version } from './fields.ts';

export const billingModes = ['goods', 'commission'] as const;
export const engagedByParties = ['seller', 'buyer', 'both'] as const;

/** How QuickBooks documents are numbered: with our order number, or by QuickBooks itself. */
export const documentNumberPolicies = ['order_no', 'quickbooks'] as const;

export const unknownTimeZone = 'must be a time zone such as America/Los_Angeles';
const timeZone = z.string().max(64).refine(isTimeZone, unknownTimeZone);

function isTimeZone(value: string): boolean {
  // Offsets such as +05:00 have no name to print and no daylight saving. Short names are not the same everywhere: PST is
  // known to Intl alone, and CET is not the same zone to PostgreSQL.
  const isPlace = /^[A-Z].*\//.test(value) && !value.startsWith('SystemV/');
  if (!isPlace && value !== 'UTC') return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: value }) !== null;
  } catch {
    return false;
  }
}

export const companyUpdate = z.strictObject({
  name: name.optional(),
  timeZone: timeZone.optional(),
  defaultBillingMode: z.enum(billingModes).optional(),
  defaultEngagedBy: z.enum(engagedByParties).optional(),
  documentNumberPolicy: z.enum(documentNumberPolicies).optional(),
});
export type CompanyUpdate = z.infer<typeof companyUpdate>;

export const companyView = z
  .object({
    name: z.string(),
    timeZone: z.string(),
    currency: z.string(),
    defaultBillingMode: z.enum(billingModes),
    defaultEngagedBy: z.enum(engagedByParties),
    documentNumberPolicy: z.enum(documentNumberPolicies),
    version,
    updatedAt: instant,
  })
  .meta({ id: 'Company' });
