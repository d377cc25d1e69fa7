import { z } from 'zod';
import { instant, name, version } from './fields.ts';

export const billingModes = ['goods', 'commission'] as const;
export const engagedByParties = ['seller', 'buyer', 'both'] as const;

/** How QuickBooks documents are numbered: with our order number, or by QuickBooks itself. */
export const documentNumberPolicies = ['order_no', 'quickbooks'] as const;

const timeZone = z.string().max(64).refine(isTimeZone, 'must be a time zone such as America/Los_Angeles');

function isTimeZone(value: string): boolean {
  try {
    // Offsets such as +05:00 are accepted by Intl but have no name to print and no daylight saving.
    return /^[A-Z]/.test(value) && new Intl.DateTimeFormat('en', { timeZone: value }) !== null;
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
