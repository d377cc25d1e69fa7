import { packUnits } from '@pace/shared/units';
import { sql } from 'drizzle-orm';
import { boolean, check, index, numeric, pgTable, text, unique } from 'drizzle-orm/pg-core';
import { atMost, between, byName, createdAt, oneOf, primaryId, updatedAt, version } from '../columns.ts';

/** Commodity + variety + grade. */
export const products = pgTable(
  'products',
  {
    id: primaryId(),
    name: text('name').notNull(),
    description: text('description'),
    variety: text('variety'),
    grade: text('grade'),
    price: numeric('price', { precision: 10, scale: 2 }),
    unit: text('unit'),
    qboItemId: text('qbo_item_id'),
    qboSyncToken: text('qbo_sync_token'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    code: text('code'),
    category: text('category'),
    packSize: numeric('pack_size', { precision: 12, scale: 4 }),
    packUnit: text('pack_unit', { enum: packUnits }),
    isActive: boolean('is_active').notNull().default(true),
    isFreshProduce: boolean('is_fresh_produce').notNull().default(false),
    version: version(),
  },
  (t) => [
    check('products_name_check', sql`${t.name} <> ''`),
    atMost('products_name_length', t.name, 200),
    atMost('products_description_length', t.description, 4000),
    between('products_price_check', t.price, '0', '99999999.99'),
    between('products_pack_size_check', t.packSize, '0.0001', '99999999.9999'),
    oneOf('products_pack_unit_check', t.packUnit, packUnits),
    unique('products_code_key').on(t.code),
    index('products_name_idx').on(byName(t.name), t.id),
    index('products_created_at_idx').on(t.createdAt, t.id),
    index('products_code_idx').on(sql`coalesce(${t.code}, '')`, t.id),
    index('products_category_idx').on(t.category, byName(t.name), t.id),
    index('products_search_idx').using(
      'gin',
      t.name.op('gin_trgm_ops'),
      t.variety.op('gin_trgm_ops'),
      t.grade.op('gin_trgm_ops'),
      t.code.op('gin_trgm_ops'),
    ),
    index('products_name_prefix_idx').on(sql`lower(${t.name}) text_pattern_ops`),
    index('products_variety_prefix_idx').on(sql`lower(${t.variety}) text_pattern_ops`),
    index('products_grade_prefix_idx').on(sql`lower(${t.grade}) text_pattern_ops`),
    index('products_code_prefix_idx').on(sql`lower(${t.code}) text_pattern_ops`),
  ],
);
