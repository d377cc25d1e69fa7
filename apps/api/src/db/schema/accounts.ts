import { accountTypes, addressKinds } from '@pace/shared/accounts';
import { sql } from 'drizzle-orm';
import { boolean, check, index, pgTable, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { atMost, byName, createdAt, oneOf, primaryId, updatedAt, version } from '../columns.ts';
import { paymentTerms } from './company.ts';
import { users } from './users.ts';

/** Sellers and buyers. */
export const accounts = pgTable(
  'accounts',
  {
    id: primaryId(),
    name: text('name').notNull(),
    type: text('type', { enum: accountTypes }).notNull(),
    email: text('email'),
    phone: text('phone'),
    qboCustomerId: text('qbo_customer_id'),
    qboSyncToken: text('qbo_sync_token'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    code: text('code'),
    tradesBothWays: boolean('trades_both_ways').notNull().default(false),
    isSeller: boolean('is_seller').notNull().generatedAlwaysAs(sql`(type = 'seller' OR trades_both_ways)`),
    isBuyer: boolean('is_buyer').notNull().generatedAlwaysAs(sql`(type = 'buyer' OR trades_both_ways)`),
    isActive: boolean('is_active').notNull().default(true),
    /** The name without case, accents, punctuation and company form, for near-duplicates; computed by the application. */
    nameKey: text('name_key'),
    paymentTermsId: uuid('payment_terms_id').references(() => paymentTerms.id),
    ownerId: uuid('owner_id').references(() => users.id),
    notes: text('notes'),
    createdBy: uuid('created_by').references(() => users.id),
    updatedBy: uuid('updated_by').references(() => users.id),
    version: version(),
  },
  (t) => [
    oneOf('accounts_type_check', t.type, accountTypes),
    check('accounts_name_check', sql`${t.name} <> ''`),
    atMost('accounts_name_length', t.name, 200),
    atMost('accounts_notes_length', t.notes, 4000),
    unique('accounts_code_key').on(t.code),
    index('accounts_name_idx').on(byName(t.name), t.id),
    index('accounts_inactive_idx').on(byName(t.name), t.id).where(sql`NOT ${t.isActive}`),
    index('accounts_created_at_idx').on(t.createdAt, t.id),
    index('accounts_code_idx').on(sql`coalesce(${t.code}, '')`, t.id),
    index('accounts_name_key_idx').on(t.nameKey),
    index('accounts_payment_terms_id_idx').on(t.paymentTermsId),
    index('accounts_owner_id_idx').on(t.ownerId, byName(t.name), t.id),
    index('accounts_created_by_idx').on(t.createdBy),
    index('accounts_updated_by_idx').on(t.updatedBy),
    index('accounts_search_idx').using(
      'gin',
      t.name.op('gin_trgm_ops'),
      t.code.op('gin_trgm_ops'),
      t.email.op('gin_trgm_ops'),
      t.phone.op('gin_trgm_ops'),
      t.nameKey.op('gin_trgm_ops'),
      sql`regexp_replace(${t.phone}, '[^0-9]', '', 'g') gin_trgm_ops`,
    ),
    index('accounts_name_prefix_idx').on(sql`lower(${t.name}) text_pattern_ops`),
    index('accounts_code_prefix_idx').on(sql`lower(${t.code}) text_pattern_ops`),
    index('accounts_email_prefix_idx').on(sql`lower(${t.email}) text_pattern_ops`),
    index('accounts_phone_prefix_idx').on(sql`lower(${t.phone}) text_pattern_ops`),
  ],
);

export const contacts = pgTable(
  'contacts',
  {
    id: primaryId(),
    accountId: uuid('account_id')
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    title: text('title'),
    email: text('email'),
    phone: text('phone'),
    isPrimary: boolean('is_primary').notNull().default(false),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    index('contacts_account_id_idx').on(t.accountId),
    uniqueIndex('contacts_one_primary').on(t.accountId).where(sql`${t.isPrimary}`),
    index('contacts_search_idx').using(
      'gin',
      t.name.op('gin_trgm_ops'),
      t.email.op('gin_trgm_ops'),
      t.phone.op('gin_trgm_ops'),
      sql`regexp_replace(${t.phone}, '[^0-9]', '', 'g') gin_trgm_ops`,
    ),
    index('contacts_name_prefix_idx').on(sql`lower(${t.name}) text_pattern_ops`),
    index('contacts_email_prefix_idx').on(sql`lower(${t.email}) text_pattern_ops`),
    index('contacts_phone_prefix_idx').on(sql`lower(${t.phone}) text_pattern_ops`),
  ],
);

export const addresses = pgTable(
  'addresses',
  {
    id: primaryId(),
    accountId: uuid('account_id')
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    kind: text('kind', { enum: addressKinds }).notNull(),
    line1: text('line1'),
    line2: text('line2'),
    city: text('city'),
    state: text('state'),
    postalCode: text('postal_code'),
    country: text('country').notNull().default('US'),
    isPrimary: boolean('is_primary').notNull().default(false),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    oneOf('addresses_kind_check', t.kind, addressKinds),
    check('addresses_country_check', sql`${t.country} ~ '^[A-Z]{2}$'`),
    index('addresses_account_id_idx').on(t.accountId),
    uniqueIndex('addresses_one_primary').on(t.accountId, t.kind).where(sql`${t.isPrimary}`),
    index('addresses_search_idx').using('gin', t.city.op('gin_trgm_ops')),
    index('addresses_city_prefix_idx').on(sql`lower(${t.city}) text_pattern_ops`),
  ],
);
