import { and, asc, desc, eq, isNotNull, type SQL, sql } from 'drizzle-orm';
import { isCounted } from '../../db/counted-orders.ts';
import { accounts } from '../../db/schema/accounts.ts';
import { orderLines, orders } from '../../db/schema/orders.ts';
import { products } from '../../db/schema/products.ts';
import type { Tx } from '../../lib/db.ts';
import { must } from '../../lib/must.ts';

/** Days, both included. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

export interface Figure {
  count: number;
  totalAmount: string;
  commissionTotal: string;
}
export type Partner = Figure & { id: string; name: string };
export interface TopProduct {
  id: string;
  name: string;
  variety: string | null;
  grade: string | null;
  count: number;
  productAmount: string;
}

const topCount = 5;

/** An exact sum as text: a number in JSON would not come back whole. */
const exact = (amount: SQL) => sql<string>`coalesce(sum(${amount}), 0)::numeric(30, 2)::text`;
const figures = sql`'count', count(*), 'totalAmount', ${exact(sql`${orders.totalAmount}`)},
  'commissionTotal', ${exact(sql`${orders.commissionTotal}`)}`;

/** Sums per month of a period, for months that have any, and what needs somebody on `today`. One statement, one moment. */
export async function findFigures(tx: Tx, period: Period, today: string) {
  const open = sql`FROM ${orders} WHERE ${orders.cancelledAt} IS NULL AND ${orders.status}`;
  const [row] = await tx
    .select({
      // By day first: the index is in that order, and a month per row is reckoned hundreds of thousands of times.
      months: sql<(Figure & { month: string })[]>`coalesce((SELECT jsonb_agg(figure) FROM (
        SELECT jsonb_build_object('month', to_char(day, 'YYYY-MM'), 'count', sum(count), 'totalAmount', ${exact(sql`amount`)},
          'commissionTotal', ${exact(sql`commission`)}) AS figure
        FROM (
          SELECT ${orders.orderDate} AS day, count(*) AS count, sum(${orders.totalAmount}) AS amount,
            sum(${orders.commissionTotal}) AS commission
          FROM ${orders} WHERE ${isCounted} AND ${isWithin(period)} GROUP BY ${orders.orderDate}
        ) AS days GROUP BY to_char(day, 'YYYY-MM')) AS months), '[]')`,
      oldDrafts: sql<Figure>`(SELECT jsonb_build_object(${figures}) ${open} = 'draft' AND ${orders.orderDate} < ${today})`,
      unposted: sql<Figure>`(SELECT jsonb_build_object(${figures}) ${open} = 'confirmed')`,
      overdueShipments: sql<Figure>`(SELECT jsonb_build_object(${figures}) ${open} = 'confirmed' AND ${orders.shipDate} < ${today})`,
    })
    .from(sql`(SELECT) AS one`);
  return must(row, 'A row of subqueries is missing');
}

/** The parties of one side that traded most in a period, by the value of the goods. */
export async function findTopPartners(
  tx: Tx,
  side: 'buyerId' | 'sellerId',
  period: Period,
): Promise<Partner[]> {
  const party = orders[side];
  // Everybody is summed by one amount; the rest is asked for the five alone.
  const top = tx
    .select({ id: party, amount: sql`sum(${orders.totalAmount})`.as('amount') })
    .from(orders)
    .where(and(isCounted, isWithin(period), isNotNull(party)))
    .groupBy(party)
    .orderBy(sql`2 DESC NULLS LAST, 1`)
    .limit(topCount)
    .as('top');
  return tx
    .select({
      id: accounts.id,
      name: accounts.name,
      count: sql<number>`count(*)::int`,
      totalAmount: exact(sql`${orders.totalAmount}`),
      commissionTotal: exact(sql`${orders.commissionTotal}`),
    })
    .from(top)
    .innerJoin(accounts, eq(accounts.id, top.id))
    .innerJoin(orders, and(eq(party, top.id), isCounted, isWithin(period)))
    .groupBy(accounts.id, top.amount)
    .orderBy(desc(top.amount), asc(accounts.id));
}

/** The products that were traded most in a period, by the value of their lines. */
export async function findTopProducts(tx: Tx, period: Period): Promise<TopProduct[]> {
  // The smallest id of the period. OFFSET 0 keeps PostgreSQL from looking for it along all ids.
  const start = tx.$with('start', { id: sql<string>`id`.as('id') }).as(sql`
    SELECT id FROM (SELECT ${orders.id} AS id FROM ${orders} WHERE ${isCounted} AND ${isWithin(period)} OFFSET 0) AS counted
    ORDER BY id LIMIT 1`);
  // True of every line there is, and a place to start: ids are in the order of time, so that older lines are not read.
  const isFromStart = sql`${orderLines.orderId} >= (SELECT id FROM start)`;
  const top = tx
    .select({ id: orderLines.productId, amount: sql`sum(${orderLines.lineTotal})`.as('amount') })
    .from(orders)
    .innerJoin(orderLines, eq(orderLines.orderId, orders.id))
    .where(and(isCounted, isWithin(period), isFromStart))
    .groupBy(orderLines.productId)
    .orderBy(sql`2 DESC NULLS LAST, 1`)
    .limit(topCount)
    .as('top');
  return tx
    .with(start)
    .select({
      id: products.id,
      name: products.name,
      variety: products.variety,
      grade: products.grade,
      productAmount: sql<string>`coalesce(${top.amount}, 0)::numeric(30, 2)::text`,
      // Distinct ones, counted for the five alone.
      count: sql<number>`(SELECT count(DISTINCT ${orders.id})::int FROM ${orderLines}
        JOIN ${orders} ON ${orders.id} = ${orderLines.orderId}
        WHERE ${orderLines.productId} = ${top.id} AND ${isFromStart} AND ${isCounted} AND ${isWithin(period)})`,
    })
    .from(top)
    .innerJoin(products, eq(products.id, top.id))
    .orderBy(desc(top.amount), asc(products.id));
}

function isWithin({ from, to }: Period): SQL {
  return sql`${orders.orderDate} BETWEEN ${from} AND ${to}`;
}
