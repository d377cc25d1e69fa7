import { eq, getColumns, sql } from 'drizzle-orm';
import { alias, type PgUpdateSetSource } from 'drizzle-orm/pg-core';
import { accounts } from '../../db/schema/accounts.ts';
import { paymentTerms } from '../../db/schema/company.ts';
import {
  orderLines,
  orderNumberCounters,
  orderRevisions,
  orders,
  retiredOrderNumbers,
} from '../../db/schema/orders.ts';
import { products } from '../../db/schema/products.ts';
import { users } from '../../db/schema/users.ts';
import type { Tx } from '../../lib/db.ts';
import { must } from '../../lib/must.ts';
import type { NewLine } from './order-lines.ts';

export const sellers = alias(accounts, 'sellers');
export const buyers = alias(accounts, 'buyers');

export type OrderHeader = Awaited<ReturnType<typeof findHeader>> & {};
export type OrderLine = Awaited<ReturnType<typeof listLines>>[number];
/** An order with the names of its parties and its lines in print order. */
export type Order = OrderHeader & { lines: OrderLine[] };

export type NewOrder = typeof orders.$inferInsert;

/** Columns to write; an instant may be PostgreSQL's own `now()`. */
export type OrderChanges = PgUpdateSetSource<typeof orders>;

/** The instant of the transaction, for a column of `OrderChanges`. */
export const now = sql`now()`;

const header = {
  ...getColumns(orders),
  sellerName: sellers.name,
  buyerName: buyers.name,
  salespersonFirstName: users.firstName,
  salespersonLastName: users.lastName,
  salespersonEmail: users.email,
  paymentTermsName: paymentTerms.name,
  paymentTermsDays: paymentTerms.days,
};

function selectHeader(tx: Tx, id: string) {
  return tx
    .select(header)
    .from(orders)
    .leftJoin(sellers, eq(sellers.id, orders.sellerId)) // A draft may have no parties yet.
    .leftJoin(buyers, eq(buyers.id, orders.buyerId))
    .leftJoin(users, eq(users.id, orders.salespersonId))
    .leftJoin(paymentTerms, eq(paymentTerms.id, orders.paymentTermsId))
    .where(eq(orders.id, id));
}

async function findHeader(tx: Tx, id: string) {
  const [row] = await selectHeader(tx, id);
  return row;
}

/** The lines of an order as they are printed. */
export function listLines(tx: Tx, orderId: string) {
  return tx
    .select({
      ...getColumns(orderLines),
      productName: products.name,
      productVariety: products.variety,
      productGrade: products.grade,
    })
    .from(orderLines)
    .innerJoin(products, eq(products.id, orderLines.productId))
    .where(eq(orderLines.orderId, orderId))
    .orderBy(orderLines.lineNo, orderLines.id)
    .limit(1000);
}

/** One order with its lines, in two statements. */
export async function find(tx: Tx, id: string): Promise<Order | undefined> {
  const order = await findHeader(tx, id);
  return order && { ...order, lines: await listLines(tx, id) };
}

/**
 * The same, locked against every other change until the transaction ends. A row that was waited for is joined to the
 * parties it had before: its names are right only while its version is the expected one.
 */
export async function findForUpdate(tx: Tx, id: string): Promise<Order | undefined> {
  const [order] = await selectHeader(tx, id).for('no key update', { of: orders });
  return order && { ...order, lines: await listLines(tx, id) };
}

/** Takes the next number of a month; whoever comes next waits until this transaction ends, so no number is lost. */
export async function takeNumber(tx: Tx, period: string): Promise<number> {
  const [row] = await tx
    .insert(orderNumberCounters)
    .values({ period, lastNumber: 1 })
    .onConflictDoUpdate({
      target: orderNumberCounters.period,
      set: { lastNumber: sql`${orderNumberCounters.lastNumber} + 1`, updatedAt: sql`now()` },
    })
    .returning({ number: orderNumberCounters.lastNumber });
  return must(row, 'The counter returned no number').number;
}

/** Adds an order, unless another has its number: whether it was added. */
export async function insert(tx: Tx, order: NewOrder): Promise<boolean> {
  const added = await tx
    .insert(orders)
    .values(order)
    .onConflictDoNothing({ target: orders.orderNo })
    .returning({ id: orders.id });
  return added.length > 0;
}

/** Changes an order and counts its version up once. */
export async function update(tx: Tx, id: string, changes: OrderChanges): Promise<void> {
  await tx
    .update(orders)
    .set({ ...changes, version: sql`${orders.version} + 1`, updatedAt: sql`now()` })
    .where(eq(orders.id, id));
}

/** Makes the lines of an order exactly these, in at most two statements: kept by id, new without, deleted when absent. */
export async function setLines(tx: Tx, orderId: string, lines: readonly NewLine[]): Promise<void> {
  const keptIds = lines.flatMap((line) => line.id ?? []);
  const isOther = keptIds.length === 0 ? sql`true` : sql`${orderLines.id} NOT IN ${keptIds}`;
  await tx.delete(orderLines).where(sql`${orderLines.orderId} = ${orderId} AND ${isOther}`);
  await insertLines(tx, orderId, lines);
}

/** Adds lines in one statement; one with an id replaces the line that has it. */
export async function insertLines(tx: Tx, orderId: string, lines: readonly NewLine[]): Promise<void> {
  if (lines.length === 0) return;
  await tx
    .insert(orderLines)
    .values(lines.map(({ id, ...line }) => ({ ...line, orderId, ...(id !== undefined && { id }) })))
    .onConflictDoUpdate({
      target: orderLines.id,
      set: {
        lineNo: sql`excluded.line_no`,
        productId: sql`excluded.product_id`,
        description: sql`excluded.description`,
        size: sql`excluded.size`,
        packageType: sql`excluded.package_type`,
        quantity: sql`excluded.quantity`,
        packSize: sql`excluded.pack_size`,
        packUnit: sql`excluded.pack_unit`,
        actualWeight: sql`excluded.actual_weight`,
        price: sql`excluded.price`,
        priceUnit: sql`excluded.price_unit`,
        unitPrice: sql`excluded.unit_price`,
        lineTotal: sql`excluded.line_total`,
        commissionBasis: sql`excluded.commission_basis`,
        commissionPrice: sql`excluded.commission_price`,
        commissionUnit: sql`excluded.commission_unit`,
        commissionRate: sql`excluded.commission_rate`,
        commissionAmount: sql`excluded.commission_amount`,
        updatedAt: sql`now()`,
      },
    });
}

/** Deletes an order with its lines and keeps its number as retired. */
export async function remove(
  tx: Tx,
  order: { id: string; orderNo: string },
  retiredBy: string | null,
): Promise<void> {
  await tx.insert(retiredOrderNumbers).values({ orderNo: order.orderNo, retiredBy });
  await tx.delete(orders).where(eq(orders.id, order.id));
}

export async function setRevision(tx: Tx, id: string, revision: number): Promise<void> {
  await tx.update(orders).set({ revision }).where(eq(orders.id, id));
}

export async function insertRevision(tx: Tx, revision: typeof orderRevisions.$inferInsert): Promise<void> {
  await tx.insert(orderRevisions).values(revision);
}

/** Revisions of an order, newest first; with `revision`, that one alone. */
export function listRevisions(tx: Tx, orderId: string, revision?: number) {
  const only = revision === undefined ? sql`true` : eq(orderRevisions.revision, revision);
  return tx
    .select({
      revision: orderRevisions.revision,
      reason: orderRevisions.reason,
      snapshot: orderRevisions.snapshot,
      actorId: orderRevisions.createdBy,
      firstName: users.firstName,
      lastName: users.lastName,
      email: users.email,
      createdAt: orderRevisions.createdAt,
    })
    .from(orderRevisions)
    .leftJoin(users, eq(users.id, orderRevisions.createdBy))
    .where(sql`${orderRevisions.orderId} = ${orderId} AND ${only}`)
    .orderBy(sql`${orderRevisions.revision} DESC`)
    .limit(500);
}
