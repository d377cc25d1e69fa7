import { billingModes, engagedByParties } from '@pace/shared/company';
import { commissionBases } from '@pace/shared/order-totals';
import { freightTerms, orderStatuses, qboDocTypes } from '@pace/shared/orders';
import { packUnits, priceUnits, weightUnits } from '@pace/shared/units';
import { sql } from 'drizzle-orm';
import {
  check,
  date,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { atMost, between, createdAt, instant, oneOf, primaryId, updatedAt, version } from '../columns.ts';
import { accounts } from './accounts.ts';
import { paymentTerms } from './company.ts';
import { products } from './products.ts';
import { users } from './users.ts';

const moneyMax = '9999999999.99';

/** The agreed deals. A constraint trigger holds both totals to the sums of the lines at every commit. */
export const orders = pgTable(
  'orders',
  {
    id: primaryId(),
    orderNo: text('order_no').notNull().unique(),
    sellerId: uuid('seller_id').references(() => accounts.id),
    buyerId: uuid('buyer_id').references(() => accounts.id),
    status: text('status', { enum: orderStatuses }).notNull(),
    totalAmount: numeric('total_amount', { precision: 12, scale: 2 }),
    qboDocId: text('qbo_doc_id'),
    qboDocNumber: text('qbo_doc_number'),
    qboDocType: text('qbo_doc_type', { enum: qboDocTypes }),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    orderDate: date('order_date', { mode: 'string' }).notNull().default(sql`current_date`),
    shipDate: date('ship_date', { mode: 'string' }),
    deliveryDate: date('delivery_date', { mode: 'string' }),
    dueDate: date('due_date', { mode: 'string' }),
    poNumber: text('po_number'),
    freightTerm: text('freight_term', { enum: freightTerms }),
    freightPlace: text('freight_place'),
    billingMode: text('billing_mode', { enum: billingModes }).notNull().default('goods'),
    engagedBy: text('engaged_by', { enum: engagedByParties }).notNull().default('seller'),
    paymentTermsId: uuid('payment_terms_id').references(() => paymentTerms.id),
    salespersonId: uuid('salesperson_id').references(() => users.id),
    commissionTotal: numeric('commission_total', { precision: 12, scale: 2 }),
    notes: text('notes'),
    memo: text('memo'),
    revision: integer('revision').notNull().default(0),
    confirmedAt: instant('confirmed_at'),
    postedAt: instant('posted_at'),
    paidAt: instant('paid_at'),
    cancelledAt: instant('cancelled_at'),
    createdBy: uuid('created_by').references(() => users.id),
    updatedBy: uuid('updated_by').references(() => users.id),
    version: version(),
  },
  (t) => [
    oneOf('orders_status_check', t.status, orderStatuses),
    oneOf('orders_qbo_doc_type_check', t.qboDocType, qboDocTypes),
    oneOf('orders_freight_term_check', t.freightTerm, freightTerms),
    oneOf('orders_billing_mode_check', t.billingMode, billingModes),
    oneOf('orders_engaged_by_check', t.engagedBy, engagedByParties),
    between('orders_total_amount_check', t.totalAmount, '0', moneyMax),
    between('orders_commission_total_check', t.commissionTotal, '0', moneyMax),
    check('orders_revision_check', sql`${t.revision} >= 0`),
    atMost('orders_notes_length', t.notes, 4000),
    atMost('orders_memo_length', t.memo, 4000),
    index('orders_created_at_idx').on(t.createdAt, t.id),
    index('orders_order_date_idx').on(t.orderDate, t.id),
    index('orders_total_amount_idx').on(sql`coalesce(${t.totalAmount}, 0)`, t.id),
    index('orders_seller_id_idx').on(t.sellerId, t.createdAt, t.id),
    index('orders_buyer_id_idx').on(t.buyerId, t.createdAt, t.id),
    index('orders_status_idx').on(t.status, t.createdAt, t.id),
    index('orders_salesperson_id_idx').on(t.salespersonId, t.createdAt, t.id),
    // Sums over a million orders are read from here alone: a row has thirty columns, this has three.
    index('orders_totals_idx').on(t.status, t.totalAmount, t.commissionTotal),
    // Figures of binding orders by day and party, and what is still to be done, read from these alone.
    index('orders_figures_idx')
      .on(t.orderDate, t.id, t.buyerId, t.sellerId, t.totalAmount, t.commissionTotal)
      .where(sql`${t.status} IN ('confirmed', 'posted_to_qb', 'paid') AND ${t.cancelledAt} IS NULL`),
    index('orders_open_idx')
      .on(t.status, t.orderDate, t.shipDate, t.totalAmount, t.commissionTotal)
      .where(sql`${t.status} IN ('draft', 'confirmed') AND ${t.cancelledAt} IS NULL`),
    index('orders_cancelled_idx').on(t.createdAt, t.id).where(sql`${t.cancelledAt} IS NOT NULL`),
    index('orders_payment_terms_id_idx').on(t.paymentTermsId),
    index('orders_created_by_idx').on(t.createdBy),
    index('orders_updated_by_idx').on(t.updatedBy),
    index('orders_search_idx').using(
      'gin',
      t.orderNo.op('gin_trgm_ops'),
      t.poNumber.op('gin_trgm_ops'),
      t.qboDocNumber.op('gin_trgm_ops'),
    ),
    index('orders_order_no_prefix_idx').on(sql`lower(${t.orderNo}) text_pattern_ops`),
    index('orders_po_number_prefix_idx').on(sql`lower(${t.poNumber}) text_pattern_ops`),
    index('orders_qbo_doc_number_prefix_idx').on(sql`lower(${t.qboDocNumber}) text_pattern_ops`),
  ],
);

/**
 * The products of an order. The CHECKs repeat the arithmetic of `@pace/shared/order-totals`: a wrong cent cannot be
 * stored, whoever writes it. `kg_per(unit)` is an IMMUTABLE function made by a migration.
 */
export const orderLines = pgTable(
  'order_lines',
  {
    id: primaryId(),
    orderId: uuid('order_id')
      .notNull()
      .references(() => orders.id, { onDelete: 'cascade' }),
    productId: uuid('product_id')
      .notNull()
      .references(() => products.id),
    quantity: numeric('quantity', { precision: 10, scale: 2 }),
    unitPrice: numeric('unit_price', { precision: 10, scale: 2 }),
    lineTotal: numeric('line_total', { precision: 12, scale: 2 }),
    commissionRate: numeric('commission_rate', { precision: 5, scale: 2 }),
    commissionAmount: numeric('commission_amount', { precision: 12, scale: 2 }),
    createdAt: createdAt(),
    lineNo: integer('line_no').notNull().default(1),
    description: text('description'),
    size: text('size'),
    packageType: text('package_type'),
    packSize: numeric('pack_size', { precision: 12, scale: 4 }),
    packUnit: text('pack_unit', { enum: packUnits }),
    actualWeight: numeric('actual_weight', { precision: 16, scale: 4 }),
    netWeight: numeric('net_weight', { precision: 22, scale: 6 }).generatedAlwaysAs(
      sql`coalesce(actual_weight, quantity * pack_size)`,
    ),
    price: numeric('price', { precision: 18, scale: 6 }),
    priceUnit: text('price_unit', { enum: priceUnits }).notNull().default('package'),
    commissionBasis: text('commission_basis', { enum: commissionBases }).notNull().default('percent'),
    commissionPrice: numeric('commission_price', { precision: 18, scale: 6 }),
    commissionUnit: text('commission_unit', { enum: weightUnits }),
    updatedAt: updatedAt(),
  },
  (t) => [
    oneOf('order_lines_pack_unit_check', t.packUnit, packUnits),
    oneOf('order_lines_price_unit_check', t.priceUnit, priceUnits),
    oneOf('order_lines_commission_basis_check', t.commissionBasis, commissionBases),
    oneOf('order_lines_commission_unit_check', t.commissionUnit, weightUnits),
    between('order_lines_quantity_check', t.quantity, '0.01', '99999999.99'),
    between('order_lines_unit_price_range', t.unitPrice, '0', '99999999.99'),
    between('order_lines_line_total_range', t.lineTotal, '0', moneyMax),
    between('order_lines_commission_rate_range', t.commissionRate, '0', '100'),
    between('order_lines_commission_amount_range', t.commissionAmount, '0', moneyMax),
    between('order_lines_pack_size_check', t.packSize, '0.0001', '99999999.9999'),
    between('order_lines_actual_weight_check', t.actualWeight, '0.0001', '999999999999.9999'),
    between('order_lines_price_check', t.price, '0', '999999999999.999999'),
    between('order_lines_commission_price_check', t.commissionPrice, '0', '999999999999.999999'),
    check(
      'order_lines_commission_unit_needed_check',
      sql`(${t.commissionBasis} = 'per_weight') = (${t.commissionUnit} IS NOT NULL)`,
    ),
    check('order_lines_line_no_check', sql`${t.lineNo} >= 1`),
    check(
      'order_lines_line_total_check',
      sql`line_total IS NOT DISTINCT FROM CASE
        WHEN price_unit IN ('package', 'each') THEN round(quantity * coalesce(price, unit_price), 2)
        ELSE round((net_weight * kg_per(pack_unit) * price)::numeric(70, 30) / kg_per(price_unit), 2) END`,
    ),
    check(
      'order_lines_unit_price_check',
      sql`unit_price IS NOT DISTINCT FROM CASE
        WHEN price_unit IN ('package', 'each') THEN round(coalesce(price, unit_price), 2)
        ELSE round(line_total::numeric(32, 20) / quantity, 2) END`,
    ),
    check(
      'order_lines_commission_rate_check',
      sql`commission_rate IS NOT DISTINCT FROM CASE
        WHEN commission_basis = 'percent' THEN round(coalesce(commission_price, commission_rate), 2) END`,
    ),
    check(
      'order_lines_commission_amount_check',
      sql`commission_amount IS NOT DISTINCT FROM CASE commission_basis
        WHEN 'percent' THEN round(line_total * coalesce(commission_price, commission_rate) / 100, 2)
        WHEN 'flat' THEN round(commission_price, 2)
        WHEN 'per_package' THEN round(quantity * commission_price, 2)
        ELSE round((net_weight * kg_per(pack_unit) * commission_price)::numeric(70, 30) / kg_per(commission_unit), 2) END`,
    ),
    // With what figures sum, so that they are read from the indexes alone: a row is several times as long.
    index('order_lines_order_id_idx').on(t.orderId, t.lineNo, t.productId, t.lineTotal),
    index('order_lines_product_id_idx').on(t.productId, t.orderId, t.lineTotal),
    index('order_lines_product_price_idx').on(t.productId, t.createdAt, t.id),
  ],
);

/** What was confirmed, and when: one complete snapshot per revision, never changed or deleted with its order. */
export const orderRevisions = pgTable(
  'order_revisions',
  {
    id: primaryId(),
    orderId: uuid('order_id')
      .notNull()
      .references(() => orders.id),
    revision: integer('revision').notNull(),
    reason: text('reason'),
    snapshot: jsonb('snapshot').$type<Record<string, unknown>>().notNull(),
    createdBy: uuid('created_by').references(() => users.id),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    uniqueIndex('order_revisions_order_id_revision_key').on(t.orderId, t.revision),
    index('order_revisions_created_by_idx').on(t.createdBy),
    check('order_revisions_revision_check', sql`${t.revision} >= 1`),
  ],
);

/** The last number given in a month (`2611`), locked while an order is created: no race, no gap. */
export const orderNumberCounters = pgTable(
  'order_number_counters',
  {
    id: primaryId(),
    period: text('period').notNull(),
    lastNumber: integer('last_number').notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    unique('order_number_counters_period_key').on(t.period),
    check('order_number_counters_period_check', sql`${t.period} ~ '^[0-9]{4}$'`),
    check('order_number_counters_last_number_check', sql`${t.lastNumber} >= 1`),
  ],
);

/** Numbers of deleted drafts: together with `orders` they are gap-free. */
export const retiredOrderNumbers = pgTable(
  'retired_order_numbers',
  {
    id: primaryId(),
    orderNo: text('order_no').notNull(),
    retiredBy: uuid('retired_by').references(() => users.id),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    unique('retired_order_numbers_order_no_key').on(t.orderNo),
    index('retired_order_numbers_retired_by_idx').on(t.retiredBy),
  ],
);
