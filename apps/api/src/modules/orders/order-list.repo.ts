import type { OrderAttention, OrderFilter, OrderSort } from '@pace/shared/orders';
import { and, eq, gte, inArray, isNotNull, isNull, lte, type SQL, sql } from 'drizzle-orm';
import { accounts } from '../../db/schema/accounts.ts';
import { company } from '../../db/schema/company.ts';
import { orderLines, orders } from '../../db/schema/orders.ts';
import { products } from '../../db/schema/products.ts';
import { users } from '../../db/schema/users.ts';
import { isAfter, orderBy, type Position, positionValue, type SortKey } from '../../lib/cursor.ts';
import type { Tx } from '../../lib/db.ts';
import { must } from '../../lib/must.ts';
import { anyOf, contains, firstCollected, firstOf, type Page, startsWith } from '../../lib/search.ts';
import { accountIdsByName } from '../accounts/accounts.service.ts';
import { buyers, sellers } from './orders.repo.ts';

export type OrderListRow = Awaited<ReturnType<typeof list>>[number];

/** A filter with "mine" resolved to a person, and the instant that "today" is taken from. */
export type OrderSelection = Omit<OrderFilter, 'mine'> & { salespersonId?: string | undefined; now: string };

const total = sql`coalesce(${orders.totalAmount}, 0)`;
export const sorts: Readonly<Record<OrderSort, SortKey>> = {
  '-createdAt': { expression: sql`${orders.createdAt}`, direction: 'desc', type: 'timestamp' },
  createdAt: { expression: sql`${orders.createdAt}`, direction: 'asc', type: 'timestamp' },
  '-orderDate': { expression: sql`${orders.orderDate}`, direction: 'desc', type: 'date' },
  orderDate: { expression: sql`${orders.orderDate}`, direction: 'asc', type: 'date' },
  '-totalAmount': { expression: total, direction: 'desc', type: 'numeric' },
  totalAmount: { expression: total, direction: 'asc', type: 'numeric' },
};

interface ListQuery {
  selection: OrderSelection;
  sort: SortKey;
  after: Position | undefined;
  limit: number;
}

/** Orders in one of the orders of `sorts`, one row more than asked, in one statement. */
export function list(tx: Tx, query: ListQuery) {
  const { sort, limit } = query;
  return tx
    .select({
      id: orders.id,
      position: positionValue(sort),
      orderNo: orders.orderNo,
      status: orders.status,
      cancelledAt: orders.cancelledAt,
      sellerId: orders.sellerId,
      sellerName: sellers.name,
      buyerId: orders.buyerId,
      buyerName: buyers.name,
      salespersonId: orders.salespersonId,
      salespersonFirstName: users.firstName,
      salespersonLastName: users.lastName,
      salespersonEmail: users.email,
      orderDate: orders.orderDate,
      shipDate: orders.shipDate,
      poNumber: orders.poNumber,
      totalAmount: orders.totalAmount,
      commissionTotal: orders.commissionTotal,
      qboDocId: orders.qboDocId,
      qboDocType: orders.qboDocType,
      qboDocNumber: orders.qboDocNumber,
      revision: orders.revision,
      version: orders.version,
      createdAt: orders.createdAt,
      updatedAt: orders.updatedAt,
    })
    .from(orders)
    .leftJoin(sellers, eq(sellers.id, orders.sellerId))
    .leftJoin(buyers, eq(buyers.id, orders.buyerId))
    .leftJoin(users, eq(users.id, orders.salespersonId))
    .where(isOnPage(query))
    .orderBy(orderBy(sort, sql`${orders.id}`))
    .limit(limit + 1);
}

/** Leaves at least the page that is asked for, and of the rest what costs nothing to leave in. */
function isOnPage({ selection, sort, after, limit }: ListQuery): SQL | undefined {
  const page = { table: orders, id: orders.id, sort, limit: limit + 1 };
  const isListed = (filter: OrderSelection) => and(matches(filter), isAfter(sort, sql`${orders.id}`, after));
  const { id, q, productId } = selection;
  // A few named ones need no page to be cut.
  if (id !== undefined) return and(isListed(selection), q === undefined ? undefined : isFoundBy(q, id));
  if (q !== undefined) {
    // Each branch gives at most a page of what the whole list could show, from its own index.
    const number = beginsNumber(q)
      ? firstCollected(page, and(startsWith(orders.orderNo, q), isListed(selection)))
      : firstOf(page, and(contains(orders.orderNo, q), isListed(selection)));
    const others = otherBranches(q).map((branch) => firstOf(page, and(branch, isListed(selection))));
    return sql`${orders.id} IN (${anyOf([number, ...others])})`;
  }
  if (productId !== undefined) {
    return firstWithProduct(page, productId, isListed({ ...selection, productId: undefined }));
  }
  return isListed(selection);
}

/** Up to here the orders of a product are collected and sorted sooner than a walk along the list meets a page of them. */
const fewLines = 1500;
/** From here on a walk meets a page of them at once, and keeping them all at hand would cost more than asking. */
const manyLines = 10_000;

/**
 * The first orders with a product. How many lines it is on decides how they are found; PostgreSQL's own estimate is of
 * all products alike. Only the branch whose count fits runs.
 */
function firstWithProduct(page: Page, productId: string, rest: SQL | undefined): SQL {
  const few = sql`(SELECT n FROM size) <= ${fewLines}`;
  const some = sql`(SELECT n FROM size) > ${fewLines} AND (SELECT n FROM size) < ${manyLines}`;
  const many = sql`(SELECT n FROM size) = ${manyLines}`;
  const isFound = sql`${orders.id} IN (SELECT order_id FROM found LIMIT ${fewLines})`;
  // IS TRUE keeps it a look into a hash table for each order of the walk, instead of a join that forgets their order.
  const isHashed = sql`(${orders.id} IN (SELECT order_id FROM found)) IS TRUE`;
  return sql`${orders.id} IN (
    WITH found AS MATERIALIZED (
      SELECT ${orderLines.orderId} FROM ${orderLines} WHERE ${orderLines.productId} = ${productId} LIMIT ${manyLines}
    ), size AS MATERIALIZED (SELECT count(*) AS n FROM found)
    ${anyOf([
      firstCollected(page, and(few, isFound, rest)),
      firstOf(page, and(some, isHashed, rest)),
      firstOf(page, and(many, hasProduct(productId), rest)),
    ])})`;
}

/** Exact sums over everything a filter finds, and what the records are called that it names. */
export async function totals(tx: Tx, selection: OrderSelection) {
  const { productId } = selection;
  const found = (where: SQL | undefined) =>
    tx
      .select({
        id: orders.id,
        totalAmount: orders.totalAmount,
        commissionTotal: orders.commissionTotal,
        ...(productId !== undefined && { productAmount: amountOfProduct(productId).as('product_amount') }),
      })
      .from(orders)
      .where(where);
  const isFound = matches(selection);
  // UNION keeps an order that two branches find once: its id is in the row.
  const all =
    selection.q === undefined
      ? sql`${found(isFound)}`
      : anyOf(branches(selection.q).map((branch) => sql`(${found(and(branch, isFound))})`));
  const [row] = await tx
    .select({
      count: sql<number>`count(*)::int`,
      totalAmount: sql<string>`coalesce(sum(found.total_amount), 0)::numeric(30, 2)::text`,
      commissionTotal: sql<string>`coalesce(sum(found.commission_total), 0)::numeric(30, 2)::text`,
      productAmount:
        productId === undefined
          ? sql<null>`NULL`
          : sql<string>`coalesce(sum(found.product_amount), 0)::numeric(30, 2)::text`,
      sellerName: accountName(selection.sellerId),
      buyerName: accountName(selection.buyerId),
      productName: productName(productId),
    })
    .from(sql`(${all}) AS found`);
  return must(row, 'count(*) returned no row');
}

/** Whether any branch of a search finds one of these; no branch reads more than them. */
function isFoundBy(text: string, ids: string[]): SQL {
  const found = branches(text).map(
    (branch) => sql`SELECT ${orders.id} FROM ${orders} WHERE ${and(branch, inArray(orders.id, ids))}`,
  );
  return sql`${orders.id} IN (${anyOf(found)})`;
}

/** Number, PO, document number, seller, buyer: one index each. */
function branches(text: string): SQL[] {
  const number = beginsNumber(text) ? startsWith(orders.orderNo, text) : contains(orders.orderNo, text);
  return [number, ...otherBranches(text)];
}

function otherBranches(text: string): SQL[] {
  return [
    contains(orders.poNumber, text),
    contains(orders.qboDocNumber, text),
    sql`${orders.sellerId} IN (${accountIdsByName(text)})`,
    sql`${orders.buyerId} IN (${accountIdsByName(text)})`,
  ];
}

/** `2611-0` can only be how a number begins, and beginnings are found faster than parts. */
function beginsNumber(text: string): boolean {
  return /^\d{4}-\d*$/.test(text);
}

function matches(selection: OrderSelection): SQL | undefined {
  const { id, status, isCancelled, sellerId, buyerId, productId, salespersonId } = selection;
  return and(
    id && inArray(orders.id, id),
    status && inArray(orders.status, status),
    isCancelled === undefined
      ? undefined
      : isCancelled
        ? isNotNull(orders.cancelledAt)
        : isNull(orders.cancelledAt),
    sellerId === undefined ? undefined : eq(orders.sellerId, sellerId),
    buyerId === undefined ? undefined : eq(orders.buyerId, buyerId),
    salespersonId === undefined ? undefined : eq(orders.salespersonId, salespersonId),
    productId === undefined ? undefined : hasProduct(productId),
    selection.orderDateFrom === undefined ? undefined : gte(orders.orderDate, selection.orderDateFrom),
    selection.orderDateTo === undefined ? undefined : lte(orders.orderDate, selection.orderDateTo),
    selection.shipDateFrom === undefined ? undefined : gte(orders.shipDate, selection.shipDateFrom),
    selection.shipDateTo === undefined ? undefined : lte(orders.shipDate, selection.shipDateTo),
    selection.attention === undefined ? undefined : needs(selection.attention, selection.now),
    selection.amountMin === undefined ? undefined : sql`${total} >= ${selection.amountMin}::numeric`,
    selection.amountMax === undefined ? undefined : sql`${total} <= ${selection.amountMax}::numeric`,
  );
}

/** Orders that need somebody. The literals are those of the partial index `orders_open_idx`. */
function needs(attention: OrderAttention, now: string): SQL {
  // The day of the company in the same statement: a list is one.
  const today = sql`(SELECT (${now}::timestamptz AT TIME ZONE ${company.timeZone})::date FROM ${company})`;
  const conditions: Record<OrderAttention, SQL> = {
    old_draft: sql`${orders.status} = 'draft' AND ${orders.orderDate} < ${today}`,
    unposted: sql`${orders.status} = 'confirmed'`,
    overdue_shipment: sql`${orders.status} = 'confirmed' AND ${orders.shipDate} < ${today}`,
  };
  return sql`${conditions[attention]} AND ${orders.cancelledAt} IS NULL`;
}

function hasProduct(productId: string): SQL {
  return sql`EXISTS (SELECT FROM ${orderLines} WHERE ${orderLines.productId} = ${productId} AND ${orderLines.orderId} = ${orders.id})`;
}

function amountOfProduct(productId: string): SQL<string | null> {
  return sql<string | null>`(SELECT sum(${orderLines.lineTotal}) FROM ${orderLines}
    WHERE ${orderLines.orderId} = ${orders.id} AND ${orderLines.productId} = ${productId})`;
}

function accountName(id: string | undefined): SQL<string | null> {
  if (id === undefined) return sql`NULL`;
  return sql`(SELECT ${accounts.name} FROM ${accounts} WHERE ${accounts.id} = ${id})`;
}

function productName(id: string | undefined): SQL<string | null> {
  if (id === undefined) return sql`NULL`;
  return sql`(SELECT concat_ws(' ', ${products.name}, ${products.variety}, ${products.grade}) FROM ${products}
    WHERE ${products.id} = ${id})`;
}
