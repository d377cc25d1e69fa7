import { z } from 'zod';
import { columnSizes } from './decimal.ts';
import {
  bulkItems,
  decimal,
  decimalOut,
  id,
  idList,
  instant,
  limits,
  longText,
  name,
  pageQuery,
  plainText,
  queryFlag,
  searchText,
  shortText,
  version,
} from './fields.ts';
import { packUnits } from './units.ts';

const productFields = {
  name,
  description: longText,
  variety: shortText,
  grade: shortText,
  price: decimal(columnSizes.unitPrice).nullable().describe('The usual price in US dollars per `unit`'),
  unit: shortText.describe('What the usual price is per, as printed'),
  code: shortText,
  category: shortText,
  packSize: decimal(columnSizes.packSize, { min: '0.0001' })
    .nullable()
    .describe('What one package holds, in `packUnit`'),
  packUnit: z.enum(packUnits).nullable(),
  isFreshProduce: z.boolean(),
};

export const productCreate = z.strictObject({
  ...z.object(productFields).partial().shape,
  name: productFields.name,
});
export type ProductCreate = z.infer<typeof productCreate>;

export const productUpdate = z.strictObject({
  ...z.object(productFields).partial().shape,
  isActive: z.boolean().optional(),
});
export type ProductUpdate = z.infer<typeof productUpdate>;

export const productSorts = ['name', '-name', 'createdAt', '-createdAt', 'code'] as const;

const productFilterFields = {
  id: idList.optional(),
  q: searchText.describe('Name, variety, grade or code'),
  isActive: queryFlag.optional(),
  category: plainText(limits.short).trim().optional(),
};
export const productFilter = z.strictObject(productFilterFields);
export type ProductFilter = z.infer<typeof productFilter>;

export const productQuery = z.strictObject({
  ...productFilterFields,
  ...pageQuery,
  sort: z.enum(productSorts).default('name'),
});
export type ProductQuery = z.infer<typeof productQuery>;

export const productBulk = z.strictObject({ action: z.enum(['activate', 'deactivate']), items: bulkItems });

export const productView = z
  .object({
    id,
    name: z.string(),
    description: z.string().nullable(),
    variety: z.string().nullable(),
    grade: z.string().nullable(),
    price: decimalOut.nullable(),
    unit: z.string().nullable(),
    code: z.string().nullable(),
    category: z.string().nullable(),
    packSize: decimalOut.nullable(),
    packUnit: z.enum(packUnits).nullable(),
    isFreshProduce: z.boolean(),
    isActive: z.boolean(),
    qboItemId: z.string().nullable(),
    version,
    createdAt: instant,
    updatedAt: instant,
    allowedActions: z.array(z.enum(['edit', 'activate', 'deactivate', 'delete'])),
  })
  .meta({ id: 'Product' });
export type ProductView = z.infer<typeof productView>;

export const productTotals = z.object({ count: z.int(), active: z.int() });
