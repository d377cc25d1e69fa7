import { randomUUIDv7 } from 'node:crypto';
import { warningCodes } from '@pace/shared/error-codes';
import { orderTotals } from '@pace/shared/order-totals';
import type {
  LineInput,
  OrderCreate,
  OrderFilter,
  OrderQuery,
  OrderSort,
  OrderUpdate,
} from '@pace/shared/orders';
import { AppError, type FieldError, refuseFields } from '../../lib/app-error.ts';
import { today } from '../../lib/clock.ts';
import { csvPageSize, everyRow } from '../../lib/csv.ts';
import { decodeCursor, toPage } from '../../lib/cursor.ts';
import { type Ctx, inTx, type Tx } from '../../lib/db.ts';
import { definedFields } from '../../lib/defined.ts';
import { must } from '../../lib/must.ts';
import { nameOf } from '../../lib/named.ts';
import { requireVersion, shownWith } from '../../lib/versions.ts';
import { listParties } from '../accounts/accounts.service.ts';
import { changesBetween, record } from '../activities/activities.service.ts';
import { getCompany } from '../company/company.service.ts';
import { findPaymentTerm } from '../payment-terms/payment-terms.service.ts';
import { listPacks } from '../products/products.service.ts';
import { differsInPrint, orderChanges } from './order-history.ts';
import { calculateLines, type NewLine, renewLines, suspiciousCommissions } from './order-lines.ts';
import * as lists from './order-list.repo.ts';
import { orderNumber, orderPeriod } from './order-number.ts';
import { listMissing } from './order-readiness.service.ts';
import { storeRevision } from './order-revisions.service.ts';
import * as repo from './orders.repo.ts';
import { isEditable, possibleActions } from './orders.status.ts';
import { toOrderView } from './orders.view.ts';

/** A page of orders. */
export async function listOrders(ctx: Ctx, query: OrderQuery) {
  const { sort: wanted, limit, after: cursor, ...filter } = query;
  const sortName = wanted ?? defaultSort(filter);
  const sort = lists.sorts[sortName];
  const after = decodeCursor(cursor, sortName, sort);
  return toPage(
    await lists.list(ctx.db, { selection: selected(ctx, filter), sort, after, limit }),
    limit,
    sortName,
  );
}

/** Every order a filter finds, newest first, for a file. */
export function exportOrders(ctx: Ctx, filter: OrderFilter) {
  return everyRow((after) => listOrders(ctx, { ...filter, sort: '-createdAt', limit: csvPageSize, after }));
}

/** Count and exact sums of everything a filter finds, and what it names by id. */
export async function totalOrders(ctx: Ctx, filter: OrderFilter) {
  const { sellerName, buyerName, productName, ...sums } = await lists.totals(ctx.db, selected(ctx, filter));
  return {
    ...sums,
    named: [
      ...(ctx.rights.has('accounts:view')
        ? [...nameOf(filter.sellerId, sellerName), ...nameOf(filter.buyerId, buyerName)]
        : []),
      ...(ctx.rights.has('products:view') ? nameOf(filter.productId, productName) : []),
    ],
  };
}

/** One order with its lines, or `order.not_found`. */
export async function getOrder(ctx: Ctx, id: string): Promise<repo.Order> {
  return getOrThrow(ctx.db, id);
}

/** Writes a new draft. What is not said comes from the company, the buyer and the products. */
export async function createOrder(ctx: Ctx, input: OrderCreate): Promise<repo.Order> {
  const { lines: lineInput, acknowledge, ...header } = input;
  return inTx(ctx, async (tx) => {
    refuseUnknownLines(lineInput, []);
    const company = await getCompany(tx);
    const parties = await findParties(tx, header);
    const fields = {
      billingMode: company.defaultBillingMode,
      engagedBy: company.defaultEngagedBy,
      orderDate: today(ctx.clock, company.timeZone).toString(),
      paymentTermsId: parties.buyer?.paymentTermsId ?? null,
      salespersonId: ctx.actor.id,
      ...definedFields(header),
    };
    refuseSplitBilling(fields);
    refuseImpossibleDates({ shipDate: null, deliveryDate: null, ...fields });
    const lines = await calculate(tx, lineInput, []);
    warnOfFractions(suspiciousCommissions(lines, []), acknowledge);
    const paymentTerms = await getTerms(tx, fields.paymentTermsId, {
      areChosen: header.paymentTermsId !== undefined,
    });
    const dueDate = dueDateOf(fields.orderDate, paymentTerms);

    return insertDraft(tx, ctx, { ...fields, dueDate }, lines, {
      action: 'created',
      timeZone: company.timeZone,
    });
  });
}

/**
 * Copies parties, terms and lines into a new draft; not dates, PO, QuickBooks facts or history, nor what the old load
 * weighed on the scale.
 */
export async function duplicateOrder(ctx: Ctx, id: string): Promise<repo.Order> {
  return inTx(ctx, async (tx) => {
    const source = await getOrThrow(tx, id);
    // A copy says what its source says, commission included: writing is not reading.
    if (!ctx.rights.has('orders:view'))
      throw new AppError('permission.missing', { permission: 'orders:view' });
    const company = await getCompany(tx);
    const terms = {
      sellerId: source.sellerId,
      buyerId: source.buyerId,
      freightTerm: source.freightTerm,
      freightPlace: source.freightPlace,
      billingMode: source.billingMode,
      engagedBy: source.engagedBy,
      paymentTermsId: source.paymentTermsId,
      memo: source.memo,
      salespersonId: ctx.actor.id,
      orderDate: today(ctx.clock, company.timeZone).toString(),
    };
    const dueDate = dueDateOf(
      terms.orderDate,
      await getTerms(tx, terms.paymentTermsId, { areChosen: false }),
    );
    const lines = renewLines(source.lines);
    const copied = { action: 'created as a copy', timeZone: company.timeZone, copyOf: source.orderNo };
    return insertDraft(tx, ctx, { ...terms, dueDate }, lines, copied);
  });
}

/**
 * Changes an order and its lines as one. On a confirmed or posted order a change of what is printed needs a reason
 * and is the next revision.
 */
export async function updateOrder(
  ctx: Ctx,
  id: string,
  version: number,
  input: OrderUpdate,
): Promise<repo.Order> {
  const { lines: lineInput, acknowledge, reason, ...header } = input;
  return inTx(ctx, async (tx) => {
    const order = await getForChange(tx, ctx, id, version);
    if (!isEditable(order)) {
      throw new AppError('order.read_only', { from: order.status, possibleActions: possibleActions(order) });
    }
    if (!lineInput && Object.keys(changesBetween(order, header)).length === 0) return order;
    refuseFrozen(order, header);
    if (lineInput) refuseUnknownLines(lineInput, order.lines);
    await findParties(tx, header);
    const after = { ...order, ...definedFields(header) };
    refuseSplitBilling(after);
    refuseImpossibleDates(after);
    const lines = lineInput && (await calculate(tx, lineInput, order.lines));
    if (lines) warnOfFractions(suspiciousCommissions(lines, order.lines), acknowledge);

    const isDueDateOpen = header.orderDate !== undefined || header.paymentTermsId !== undefined;
    const areChosen = after.paymentTermsId !== order.paymentTermsId;
    const paymentTerms = isDueDateOpen ? await getTerms(tx, after.paymentTermsId, { areChosen }) : null;
    if (lines) await repo.setLines(tx, id, lines);
    await repo.update(tx, id, {
      ...definedFields(header),
      ...(lines && orderTotals(lines)),
      ...(isDueDateOpen && { dueDate: dueDateOf(after.orderDate, paymentTerms) }),
      updatedBy: ctx.actor.id,
    });
    return finishEdit(tx, ctx, order, reason);
  });
}

/** Locks an order for a change of the version that the caller saw. */
export async function getForChange(tx: Tx, ctx: Ctx, id: string, version: number): Promise<repo.Order> {
  const order = await repo.findForUpdate(tx, id);
  if (!order) throw new AppError('order.not_found', { id });
  const show = shownWith(ctx.rights, 'orders:view', () => toOrderView(order, ctx.rights));
  requireVersion(version, order, show);
  return order;
}

async function finishEdit(
  tx: Tx,
  ctx: Ctx,
  before: repo.Order,
  reason: string | undefined,
): Promise<repo.Order> {
  const written = await getOrThrow(tx, before.id);
  const [old, now] = [toOrderView(before, ctx.rights), toOrderView(written, ctx.rights)];
  const isNews = before.status !== 'draft' && differsInPrint(old, now);
  // What both parties are told must stay an order that could be confirmed.
  if (isNews) refuseFields(await listMissing(tx, written, before), 'order.not_ready');
  const after = isNews ? await storeRevision(tx, ctx, written, reason) : written;
  const changes = orderChanges(old, toOrderView(after, ctx.rights));
  if (Object.keys(changes).length > 0) {
    await record(tx, ctx, {
      entityType: 'order',
      entityId: before.id,
      action: 'changed',
      changes: { ...changes, ...(reason !== undefined && { reason: { from: null, to: reason } }) },
    });
  }
  return after;
}

async function insertDraft(
  tx: Tx,
  ctx: Ctx,
  fields: Partial<repo.NewOrder>,
  lines: readonly NewLine[],
  how: { action: string; timeZone: string; copyOf?: string },
): Promise<repo.Order> {
  const id = randomUUIDv7();
  const totals = orderTotals(lines);
  const order = {
    ...fields,
    ...totals,
    id,
    status: 'draft',
    createdBy: ctx.actor.id,
    updatedBy: ctx.actor.id,
  } as const;
  // The number last: from here until the commit every other new order waits.
  const period = orderPeriod(ctx.clock, how.timeZone);
  await repo.insert(tx, { ...order, orderNo: await takeNumber(tx, period) });
  await repo.insertLines(tx, id, lines);
  // Stamped after the wait for the number: whoever read their list during it must learn that this came later.
  await record(tx, ctx, {
    entityType: 'order',
    entityId: id,
    action: how.action,
    changes: changesBetween(
      {},
      { ...fields, ...totals, lines: lines.length, ...(how.copyOf && { copyOf: how.copyOf }) },
    ),
  });
  return getOrThrow(tx, id);
}

/** More numbers in a row than anybody writes by hand. */
const maxUsedNumbers = 1000;

/** The next free number of a month; those that somebody wrote by hand in SQL are passed over. */
async function takeNumber(tx: Tx, period: string): Promise<string> {
  for (let attempt = 0; attempt < maxUsedNumbers; attempt += 1) {
    const orderNo = orderNumber(period, await repo.takeNumber(tx, period));
    if (!(await repo.isNumberUsed(tx, orderNo))) return orderNo;
  }
  throw new Error(`The counter of ${period} is more than ${maxUsedNumbers} numbers behind`);
}

async function calculate(tx: Tx, input: LineInput[], before: repo.OrderLine[]): Promise<NewLine[]> {
  const productIds = [...new Set(input.map((line) => line.productId))];
  const packs = productIds.length === 0 ? [] : await listPacks(tx, productIds);
  return calculateLines(input, new Map(packs.map((pack) => [pack.id, pack])), before);
}

type PartyFields = { sellerId?: string | null | undefined; buyerId?: string | null | undefined };

/** The accounts that are named: each must exist and act in that role. Whether they are active, confirming asks. */
async function findParties(tx: Tx, { sellerId, buyerId }: PartyFields) {
  const ids = [sellerId, buyerId].filter((id) => id !== null && id !== undefined);
  const found = ids.length === 0 ? [] : await listParties(tx, ids, { locked: false });
  const seller = found.find((account) => account.id === sellerId);
  const buyer = found.find((account) => account.id === buyerId);
  const errors: FieldError[] = [];
  if (sellerId && !seller?.isSeller) {
    errors.push({ path: 'sellerId', message: seller ? 'is not a seller' : 'is not an account' });
  }
  if (buyerId && !buyer?.isBuyer) {
    errors.push({ path: 'buyerId', message: buyer ? 'is not a buyer' : 'is not an account' });
  }
  refuseFields(errors);
  return { seller, buyer };
}

/** The terms an order has or gets. Those chosen before may be inactive by now; newly chosen ones may not. */
async function getTerms(tx: Tx, id: string | null, { areChosen }: { areChosen: boolean }) {
  if (id === null) return null;
  const term = await findPaymentTerm(tx, id);
  refuseFields(term ? [] : [{ path: 'paymentTermsId', message: 'are no payment terms' }]);
  const { days, isActive } = must(term, 'Refused above');
  refuseFields(areChosen && !isActive ? [{ path: 'paymentTermsId', message: 'are not active' }] : []);
  return { days };
}

/** Transaction date + term days. */
function dueDateOf(orderDate: string, terms: { days: number } | null): string | null {
  return terms && Temporal.PlainDate.from(orderDate).add(terms).toString();
}

const frozenFields = ['sellerId', 'buyerId', 'billingMode', 'engagedBy'] as const;

function refuseFrozen(order: repo.Order, input: Pick<OrderUpdate, (typeof frozenFields)[number]>): void {
  if (order.qboDocId === null) return;
  const errors = frozenFields
    .filter((field) => input[field] !== undefined && input[field] !== order[field])
    .map((path) => ({ path, message: 'cannot change while QuickBooks holds a document for this order' }));
  refuseFields(errors, 'order.frozen');
}

function refuseUnknownLines(input: LineInput[], known: readonly { id: string }[]): void {
  refuseFields(
    input.flatMap((line, index) =>
      line.id === undefined || known.some(({ id }) => id === line.id)
        ? []
        : [{ path: `lines.${index}.id`, message: 'is not a line of this order' }],
    ),
  );
}

function refuseSplitBilling(order: { billingMode: string; engagedBy: string }): void {
  const isSplit = order.billingMode === 'commission' && order.engagedBy === 'both';
  refuseFields(
    isSplit
      ? [{ path: 'engagedBy', message: 'cannot be both while the commission is what is invoiced' }]
      : [],
    'billing.split_unsupported',
  );
}

function refuseImpossibleDates(order: { shipDate: string | null; deliveryDate: string | null }): void {
  const isBackwards =
    order.shipDate !== null && order.deliveryDate !== null && order.deliveryDate < order.shipDate;
  refuseFields(isBackwards ? [{ path: 'deliveryDate', message: 'must not be before the ship date' }] : []);
}

function warnOfFractions(paths: string[], acknowledged: string[]): void {
  const code = 'commission.looks_like_fraction';
  if (paths.length === 0 || acknowledged.includes(code)) return;
  throw new AppError('warning.unacknowledged', {
    warnings: paths.map((path) => ({ code, message: warningCodes[code], path })),
  });
}

/** A list of a period is read by its dates; any other, by what was written last. */
function defaultSort(filter: OrderFilter): OrderSort {
  return (filter.orderDateFrom ?? filter.orderDateTo) ? '-orderDate' : '-createdAt';
}

function selected(ctx: Ctx, { mine, ...filter }: OrderFilter): lists.OrderSelection {
  const now = ctx.clock().toString();
  return { ...filter, now, ...(mine && ctx.actor.id !== null && { salespersonId: ctx.actor.id }) };
}

async function getOrThrow(tx: Tx, id: string): Promise<repo.Order> {
  const order = await repo.find(tx, id);
  if (!order) throw new AppError('order.not_found', { id });
  return order;
}
