import { and, eq, getColumns, inArray, sql } from 'drizzle-orm';
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
import { isAfter, orderBy, type Position, positionValue, type SortKey } from '../../lib/cursor.ts';
import type { Tx } from '../../lib/db.ts';
import { must } from '../../lib/must.ts';
import type { NewLine } from './order-lines.ts';

export const sellers = alias(accounts, 'sellers');
export const buyers = alias(accounts, 'buyers');

const { orderId: _, createdAt: __, updatedAt: ___, ...ownLineColumns } = getColumns(orderLines);
const lineColumns = {
  ...ownLineColumns,
  productName: products.name,
  productVariety: products.variety,
  productGrade: products.grade,
};

export type OrderLine = Omit<typeof orderLines.$inferSelect, 'orderId' | 'createdAt' | 'updatedAt'> & {
  productName: string;
  productVariety: string | null;
  productGrade: string | null;
};
/** An order with the names of its parties and its lines in print order. */
export type Order = NonNullable<Awaited<ReturnType<typeof find>>>;

export const newestRevision: SortKey = {
  expression: sql`${orderRevisions.revision}`,
  direction: 'desc',
  type: 'numeric',
};

export type NewOrder = typeof orders.$inferInsert;

/** Columns to write; an instant may be PostgreSQL's own `now()`. */
export type OrderChanges = PgUpdateSetSource<typeof orders>;

/** The instant of the transaction, for a column of `OrderChanges`. */
export const now = sql`now()`;

/** The lines as JSON, numbers as text: a decimal that went through a JSON number would not come back whole. */
const linesOfOrder = sql<OrderLine[]>`coalesce((
  SELECT jsonb_agg(jsonb_build_object(${sql.join(
    Object.entries(lineColumns).map(([name, column]) =>
      column.getSQLType().startsWith('numeric')
        ? sql`${sql.raw(`'${name}'`)}, ${column}::text`
        : sql`${sql.raw(`'${name}'`)}, ${column}`,
    ),
    sql`, `,
  )}) ORDER BY ${orderLines.lineNo}, ${orderLines.id})
  FROM ${orderLines} JOIN ${products} ON ${products.id} = ${orderLines.productId}
  WHERE ${orderLines.orderId} = ${orders.id}), '[]')`;

/**
 * One order with its lines. One statement and so one moment: a header of before a change with the lines of after it
 * would be a total that is not the sum of its lines.
 */
export async function find(tx: Tx, id: string) {
  const [order] = await tx
    .select({
      ...getColumns(orders),
      sellerName: sellers.name,
      buyerName: buyers.name,
      salespersonFirstName: users.firstName,
      salespersonLastName: users.lastName,
      salespersonEmail: users.email,
      paymentTermsName: paymentTerms.name,
      paymentTermsDays: paymentTerms.days,
      lines: linesOfOrder,
    })
    .from(orders)
    .leftJoin(sellers, eq(sellers.id, orders.sellerId)) // A draft may have no parties yet.
    .leftJoin(buyers, eq(buyers.id, orders.buyerId))
    .leftJoin(users, eq(users.id, orders.salespersonId))
    .leftJoin(paymentTerms, eq(paymentTerms.id, orders.paymentTermsId))
    .where(eq(orders.id, id));
  return order;
}

/** The same, locked against every other change until the transaction ends. Read after the lock: as it is now. */
export async function findForUpdate(tx: Tx, id: string): Promise<Order | undefined> {
  await tx.select({ id: orders.id }).from(orders).where(eq(orders.id, id)).for('no key update');
  return find(tx, id);
}

/** Locks orders against every other change, then their parties against being changed: each in the order of their ids. */
export async function lockWithParties(tx: Tx, ids: string[]): Promise<void> {
  const chosen = inArray(orders.id, ids);
  await tx.select({ id: orders.id }).from(orders).where(chosen).orderBy(orders.id).for('no key update');
  const parties = tx.select({ id: orders.sellerId }).from(orders).where(chosen);
  await tx
    .select({ id: accounts.id })
    .from(accounts)
    .where(inArray(accounts.id, parties.union(tx.select({ id: orders.buyerId }).from(orders).where(chosen))))
    .orderBy(accounts.id)
    .for('share');
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

/** Whether a number was given to an order or retired with one, by hand in SQL: the counter does not know of it. */
export async function isNumberUsed(tx: Tx, orderNo: string): Promise<boolean> {
  const found = await tx
    .select({ orderNo: orders.orderNo })
    .from(orders)
    .where(eq(orders.orderNo, orderNo))
    .union(
      tx
        .select({ orderNo: retiredOrderNumbers.orderNo })
        .from(retiredOrderNumbers)
        .where(eq(retiredOrderNumbers.orderNo, orderNo)),
    );
  return found.length > 0;
}

export async function insert(tx: Tx, order: NewOrder): Promise<void> {
  await tx.insert(orders).values(order);
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

const revisionColumns = {
  id: orderRevisions.id,
  position: positionValue(newestRevision),
  revision: orderRevisions.revision,
  reason: orderRevisions.reason,
  actorId: orderRevisions.createdBy,
  firstName: users.firstName,
  lastName: users.lastName,
  email: users.email,
  createdAt: orderRevisions.createdAt,
};

/** Revisions of an order without what they say, newest first, one row more than asked. */
export function listRevisions(tx: Tx, orderId: string, page: { after: Position | undefined; limit: number }) {
  return tx
    .select(revisionColumns)
    .from(orderRevisions)
    .leftJoin(users, eq(users.id, orderRevisions.createdBy))
    .where(
      and(
        eq(orderRevisions.orderId, orderId),
        isAfter(newestRevision, sql`${orderRevisions.id}`, page.after),
      ),
    )
    .orderBy(orderBy(newestRevision, sql`${orderRevisions.id}`))
    .limit(page.limit + 1);
}

/** One revision with its snapshot. */
export async function findRevision(tx: Tx, orderId: string, revision: number) {
  const [row] = await tx
    .select({ ...revisionColumns, snapshot: orderRevisions.snapshot })
    .from(orderRevisions)
    .leftJoin(users, eq(users.id, orderRevisions.createdBy))
    .where(and(eq(orderRevisions.orderId, orderId), eq(orderRevisions.revision, revision)));
  return row;
}
