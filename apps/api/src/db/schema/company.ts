import { billingModes, documentNumberPolicies, engagedByParties } from '@pace/shared/company';
import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, pgTable, text, unique, uniqueIndex } from 'drizzle-orm/pg-core';
import { atMost, between, createdAt, oneOf, primaryId, updatedAt, version } from '../columns.ts';

/** The brokerage itself: exactly one row, made by a migration. */
export const company = pgTable(
  'company',
  {
    id: primaryId(),
    name: text('name').notNull().default('My brokerage'),
    timeZone: text('time_zone').notNull().default('America/Los_Angeles'),
    currency: text('currency').notNull().default('USD'),
    defaultBillingMode: text('default_billing_mode', { enum: billingModes }).notNull().default('goods'),
    defaultEngagedBy: text('default_engaged_by', { enum: engagedByParties }).notNull().default('seller'),
    documentNumberPolicy: text('document_number_policy', { enum: documentNumberPolicies })
      .notNull()
      .default('order_no'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    version: version(),
  },
  (t) => [
    uniqueIndex('company_only_one_row').on(sql`(true)`),
    check('company_currency_check', sql`${t.currency} = 'USD'`),
    oneOf('company_default_billing_mode_check', t.defaultBillingMode, billingModes),
    oneOf('company_default_engaged_by_check', t.defaultEngagedBy, engagedByParties),
    oneOf('company_document_number_policy_check', t.documentNumberPolicy, documentNumberPolicies),
    atMost('company_name_length', t.name, 200),
  ],
);

export const paymentTerms = pgTable(
  'payment_terms',
  {
    id: primaryId(),
    name: text('name').notNull(),
    days: integer('days').notNull(),
    isActive: boolean('is_active').notNull().default(true),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    version: version(),
  },
  (t) => [
    unique('payment_terms_name_key').on(t.name),
    between('payment_terms_days_check', t.days, '0', '365'),
    atMost('payment_terms_name_length', t.name, 200),
    index('payment_terms_days_idx').on(t.days, t.id),
  ],
);
