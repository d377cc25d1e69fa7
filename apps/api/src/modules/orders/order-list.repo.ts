import type { OrderAttention, OrderFilter, OrderSort } from '@pace/shared/orders';
import { and, eq, gte, inArray, isNotNull, isNull, lte, type SQL, sql } from 'drizzle-orm';
import { company } from '../../db/schema/company.ts';
import { orderLines, orders } from '../../db/schema/orders.ts';
import { users } from '../../db/schema/users.ts';
import { isAfter, orderBy, type Position, positionValue, type SortKey } from '../../lib/cursor.ts';
import type { Tx } from '../../lib/db.ts';
import { must } from '../../lib/must.ts';
import { anyOf, contains, firstCollected, firstOf, startsWith } from '../../lib/search.ts';
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
  const { selection, sort, after, limit } = query;
  const isListed = and(matches(selection), isAfter(sort, sql`${orders.id}`, after));
  const page = { table: orders, id: orders.id, sort, limit: limit + 1 };
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
    .where(
      selection.q === undefined
        ? isListed
        : // Each branch gives at most a page of what the whole list could show, from its own index.
          sql`${orders.id} IN (${anyOf([
            beginsNumber(selection.q)
              ? firstCollected(page, and(startsWith(orders.orderNo, selection.q), isListed))
              : firstOf(page, and(contains(orders.orderNo, selection.q), isListed)),
            ...otherBranches(selection.q).map((branch) => firstOf(page, and(branch, isListed))),
          ])})`,
    )
    .orderBy(orderBy(sort, sql`${orders.id}`))
    .limit(limit + 1);
}

/** Exact sums over everything a filter finds. */
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
    })
    .from(sql`(${all}) AS found`);
  return must(row, 'count(*) returned no row');
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
  const { status, isCancelled, sellerId, buyerId, productId, salespersonId } = selection;
  return and(
    status && inArray(orders.status, status),
    isCancelled === undefined
      ? undefined
      : isCancelled
        ? isNotNull(orders.cancelledAt)
        : isNull(orders.cancelledAt),
    sellerId === undefined ? undefined : eq(orders.sellerId, sellerId),
    buyerId === undefined ? undefined : eq(orders.buyerId, buyerId),
    salespersonId === undefined ? undefined : eq(orders.salespersonId, salespersonId),
    productId === undefined
      ? undefined
      : sql`EXISTS (SELECT FROM ${orderLines} WHERE ${orderLines.productId} = ${productId} AND ${orderLines.orderId} = ${orders.id})`,
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

function amountOfProduct(productId: string): SQL<string | null> {
  return sql<string | null>`(SELECT sum(${orderLines.lineTotal}) FROM ${orderLines}
    WHERE ${orderLines.orderId} = ${orders.id} AND ${orderLines.productId} = ${productId})`;
}
