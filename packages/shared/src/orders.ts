import { z } from 'zod';
import { billingModes, engagedByParties } from './company.ts';
import { columnSizes, Decimal } from './decimal.ts';
import {
  acknowledge,
  bulkItems,
  date,
  decimal,
  decimalOut,
  id,
  idList,
  instant,
  longText,
  named,
  pageQuery,
  price,
  quantity,
  queryFlag,
  requiredText,
  searchText,
  shortText,
  version,
  wholeNumber,
} from './fields.ts';
import { commissionBases } from './order-totals.ts';
import { isWeightUnit, packUnits, priceUnits, weightUnits } from './units.ts';

export const orderStatuses = ['draft', 'confirmed', 'posted_to_qb', 'paid'] as const;
export type OrderStatus = (typeof orderStatuses)[number];

export const freightTerms = ['fob', 'delivered'] as const;
export const qboDocTypes = ['invoice', 'estimate'] as const;

/** What a person may do to an order; an order answers with those possible now, for the caller. */
export const orderActions = [
  'edit',
  'confirm',
  'reopen',
  'cancel',
  'restore',
  'duplicate',
  'delete',
] as const;
export type OrderAction = (typeof orderActions)[number];

const maxLines = 500;

const lineFields = z.strictObject({
  id: id.optional(),
  productId: id,
  description: shortText.optional(),
  size: shortText.optional(),
  packageType: shortText.optional(),
  quantity: quantity.nullable().optional().describe('Packages'),
  packSize: decimal(columnSizes.packSize, { min: '0.0001' })
    .nullable()
    .optional()
    .describe('What one package holds; absent: as the product says'),
  packUnit: z.enum(packUnits).nullable().optional(),
  actualWeight: decimal(columnSizes.actualWeight, { min: '0.0001' })
    .nullable()
    .optional()
    .describe('Net weight of the line in `packUnit`, once weighed'),
  price: price.nullable().optional().describe('US dollars per `priceUnit`, up to six decimals'),
  unitPrice: decimal(columnSizes.unitPrice)
    .nullable()
    .optional()
    .describe('Instead of `price`: US dollars per package, two decimals'),
  priceUnit: z.enum(priceUnits).default('package'),
  commissionBasis: z.enum(commissionBases).default('percent'),
  commissionPrice: price.nullable().optional().describe('The figure of the basis: 5 is 5 %, or US dollars'),
  commissionRate: decimal(columnSizes.commissionRate)
    .nullable()
    .optional()
    .describe('Instead of `commissionPrice` with the basis percent'),
  commissionUnit: z.enum(weightUnits).nullable().optional().describe('What a commission per weight is per'),
});
type LineFields = z.infer<typeof lineFields>;

/** Rules between the fields of one line: [what is wrong when, the field to look at, what to say]. */
const lineRules: readonly [(line: LineFields) => boolean, keyof LineFields, string][] = [
  [(l) => l.price != null && l.unitPrice != null, 'unitPrice', 'must not be given together with price'],
  [
    (l) => l.unitPrice != null && isWeightUnit(l.priceUnit),
    'unitPrice',
    'is per package: give price with this price unit',
  ],
  [
    (l) => l.commissionPrice != null && l.commissionRate != null,
    'commissionRate',
    'must not be given together with commissionPrice',
  ],
  [
    (l) => l.commissionRate != null && l.commissionBasis !== 'percent',
    'commissionRate',
    'is a percentage: give commissionPrice with this basis',
  ],
  [
    (l) => l.commissionBasis === 'percent' && new Decimal(l.commissionPrice ?? '0').gt('100'),
    'commissionPrice',
    'must be at most 100 percent',
  ],
  [(l) => new Decimal(l.commissionRate ?? '0').gt('100'), 'commissionRate', 'must be at most 100 percent'],
  [
    (l) => l.commissionBasis === 'per_weight' && l.commissionUnit == null,
    'commissionUnit',
    'must say what a commission per weight is per',
  ],
  [
    (l) => l.commissionBasis !== 'per_weight' && l.commissionUnit != null,
    'commissionUnit',
    'belongs to a commission per weight',
  ],
  [
    (l) => l.actualWeight != null && l.packUnit === null,
    'packUnit',
    'must say whether the weight is in lb or kg',
  ],
];

const lineInput = lineFields.superRefine((line, check) => {
  for (const [isWrong, field, message] of lineRules) {
    if (isWrong(line)) check.addIssue({ code: 'custom', path: [field], message });
  }
});
export type LineInput = z.infer<typeof lineInput>;

const lines = z
  .array(lineInput)
  .max(maxLines, `must have at most ${maxLines} lines`)
  .refine((list) => {
    const ids = list.flatMap((line) => line.id ?? []);
    return new Set(ids).size === ids.length;
  }, 'must name each line once');

const headerFields = z.strictObject({
  sellerId: id.nullable(),
  buyerId: id.nullable(),
  orderDate: date,
  shipDate: date.nullable(),
  deliveryDate: date.nullable(),
  poNumber: shortText,
  freightTerm: z.enum(freightTerms).nullable(),
  freightPlace: shortText,
  billingMode: z.enum(billingModes),
  engagedBy: z.enum(engagedByParties),
  paymentTermsId: id.nullable(),
  salespersonId: id.nullable(),
  notes: longText.describe('Internal, never printed'),
  memo: longText.describe('Printed on the confirmation'),
});

export const orderCreate = z.strictObject({
  ...headerFields.partial().shape,
  lines: lines.default([]),
  acknowledge,
});
export type OrderCreate = z.infer<typeof orderCreate>;

/** Absent fields stay; null clears. `lines` is the complete list: kept by id, new without, deleted when absent. */
export const orderUpdate = z.strictObject({
  ...headerFields.partial().shape,
  lines: lines.optional(),
  reason: requiredText(255).optional().describe('Required once what both parties were sent changes'),
  acknowledge,
});
export type OrderUpdate = z.infer<typeof orderUpdate>;

/** Why a step is taken; confirming asks for it when a confirmed order was reopened and changed. */
export const orderCommand = z.strictObject({ reason: requiredText(255).optional() }).optional();

/** Steps that many orders can take at once: each beside the one that takes it back. */
export const orderSteps = ['confirm', 'reopen', 'cancel', 'restore'] as const;
export type OrderStep = (typeof orderSteps)[number];

export const orderBulk = z.strictObject({
  action: z.enum(orderSteps),
  items: bulkItems,
  reason: requiredText(255).optional(),
});

export const orderSorts = [
  '-createdAt',
  'createdAt',
  '-orderDate',
  'orderDate',
  '-totalAmount',
  'totalAmount',
] as const;
export type OrderSort = (typeof orderSorts)[number];

/** `status=confirmed,posted_to_qb` */
const statusList = z
  .string()
  .max(100)
  .transform((value) => value.split(','))
  .pipe(z.array(z.enum(orderStatuses)).min(1));

/** What an order may be waiting for somebody to do. Days are those of the company's time zone. */
export const orderAttentions = ['old_draft', 'unposted', 'overdue_shipment'] as const;
export type OrderAttention = (typeof orderAttentions)[number];

const orderFilterFields = {
  id: idList.optional(),
  q: searchText.describe('Order number, seller, buyer, PO or document number'),
  status: statusList.optional(),
  isCancelled: queryFlag.optional(),
  sellerId: id.optional(),
  buyerId: id.optional(),
  productId: id.optional(),
  orderDateFrom: date.optional(),
  orderDateTo: date.optional(),
  shipDateFrom: date.optional(),
  shipDateTo: date.optional(),
  attention: z
    .enum(orderAttentions)
    .optional()
    .describe(
      'Orders that need somebody, cancelled ones aside: drafts dated before today, confirmed ones that are not posted, confirmed ones whose ship date has passed',
    ),
  amountMin: decimal(columnSizes.totalAmount).optional(),
  amountMax: decimal(columnSizes.totalAmount).optional(),
  mine: queryFlag.optional().describe('Only orders whose salesperson is the caller'),
};
export const orderFilter = z.strictObject(orderFilterFields);
export type OrderFilter = z.infer<typeof orderFilter>;

export const orderQuery = z.strictObject({
  ...orderFilterFields,
  ...pageQuery,
  sort: z
    .enum(orderSorts)
    .optional()
    .describe('Newest first when absent; by order date, newest first, when a filter names order dates'),
});
export type OrderQuery = z.infer<typeof orderQuery>;

const party = z.object({ id, name: z.string() });

const orderSummaryFields = {
  id,
  orderNo: z.string(),
  status: z.enum(orderStatuses),
  cancelledAt: instant.nullable(),
  seller: party.nullable(),
  buyer: party.nullable(),
  salesperson: party.nullable(),
  orderDate: z.iso.date(),
  shipDate: z.iso.date().nullable(),
  poNumber: z.string().nullable(),
  totalAmount: decimalOut,
  commissionTotal: decimalOut,
  qboDocType: z.enum(qboDocTypes).nullable(),
  qboDocNumber: z.string().nullable(),
  revision: z.int(),
  version,
  createdAt: instant,
  updatedAt: instant,
  allowedActions: z.array(z.enum(orderActions)),
};

export const orderSummary = z.object(orderSummaryFields).meta({ id: 'OrderSummary' });
export type OrderSummary = z.infer<typeof orderSummary>;

export const orderLineView = z
  .object({
    id,
    lineNo: z.int(),
    product: z.object({ id, name: z.string(), variety: z.string().nullable(), grade: z.string().nullable() }),
    description: z.string().nullable(),
    size: z.string().nullable(),
    packageType: z.string().nullable(),
    quantity: decimalOut.nullable(),
    packSize: decimalOut.nullable(),
    packUnit: z.enum(packUnits).nullable(),
    actualWeight: decimalOut.nullable(),
    netWeight: decimalOut.nullable(),
    price: decimalOut.nullable(),
    priceUnit: z.enum(priceUnits),
    unitPrice: decimalOut.nullable(),
    lineTotal: decimalOut.nullable(),
    commissionBasis: z.enum(commissionBases),
    commissionPrice: decimalOut.nullable(),
    commissionUnit: z.enum(weightUnits).nullable(),
    commissionRate: decimalOut.nullable(),
    commissionAmount: decimalOut.nullable(),
  })
  .meta({ id: 'OrderLine' });
export type OrderLineView = z.infer<typeof orderLineView>;

export const orderView = z
  .object({
    ...orderSummaryFields,
    deliveryDate: z.iso.date().nullable(),
    dueDate: z.iso.date().nullable(),
    freightTerm: z.enum(freightTerms).nullable(),
    freightPlace: z.string().nullable(),
    billingMode: z.enum(billingModes),
    engagedBy: z.enum(engagedByParties),
    paymentTerms: z.object({ id, name: z.string(), days: z.int() }).nullable(),
    notes: z.string().nullable(),
    memo: z.string().nullable(),
    qboDocId: z.string().nullable(),
    confirmedAt: instant.nullable(),
    postedAt: instant.nullable(),
    paidAt: instant.nullable(),
    lines: z.array(orderLineView),
  })
  .meta({ id: 'Order' });
export type OrderView = z.infer<typeof orderView>;

/** Exact sums over the whole filtered set; the list never waits for them. */
export const orderTotalsView = z.object({
  count: z.int(),
  totalAmount: decimalOut,
  commissionTotal: decimalOut,
  productAmount: decimalOut
    .nullable()
    .describe('What the lines of `productId` alone add up to; null without that filter'),
  named,
});

export const revisionParams = z.object({ id, revision: wholeNumber(1, 1_000_000) });

export const revisionSummary = z.object({
  revision: z.int(),
  reason: z.string().nullable(),
  by: z.object({ id: id.nullable(), name: z.string() }),
  at: instant,
});

export const revisionView = revisionSummary.extend({
  snapshot: z.record(z.string(), z.unknown()).describe('Everything the order said at that moment'),
});
