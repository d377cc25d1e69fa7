import { type SQL, sql } from 'drizzle-orm';
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
const exact = (amount: SQL) => sql`coalesce(sum(${amount}), 0)::numeric(30, 2)::text`;
const figures = sql`'count', count(*), 'totalAmount', ${exact(sql`${orders.totalAmount}`)},
  'commissionTotal', ${exact(sql`${orders.commissionTotal}`)}`;

/** Sums per month of a period, for months that have any, and what needs somebody on `today`. One statement, one moment. */
export async function findFigures(tx: Tx, period: Period, today: string) {
  const open = sql`FROM ${orders} WHERE ${orders.cancelledAt} IS NULL AND ${orders.status}`;
  const [row] = await tx
    .select({
      months: sql<(Figure & { month: string })[]>`coalesce((SELECT jsonb_agg(figure) FROM (
        SELECT jsonb_build_object('month', to_char(date_trunc('month', ${orders.orderDate}::timestamp), 'YYYY-MM'), ${figures}) AS figure
        FROM ${orders} WHERE ${isCounted} AND ${isWithin(period)}
        GROUP BY date_trunc('month', ${orders.orderDate}::timestamp)) AS months), '[]')`,
      oldDrafts: sql<Figure>`(SELECT jsonb_build_object(${figures}) ${open} = 'draft' AND ${orders.orderDate} < ${today})`,
      unposted: sql<Figure>`(SELECT jsonb_build_object(${figures}) ${open} = 'confirmed')`,
      overdueShipments: sql<Figure>`(SELECT jsonb_build_object(${figures}) ${open} = 'confirmed' AND ${orders.shipDate} < ${today})`,
    })
    .from(sql`(SELECT) AS one`);
  return must(row, 'A row of subqueries is missing');
}

/** Who and what traded most in a period, by the value of the goods. */
export async function findTop(tx: Tx, period: Period) {
  const [row] = await tx
    .select({
      buyers: topPartners(sql`${orders.buyerId}`, period),
      sellers: topPartners(sql`${orders.sellerId}`, period),
      products: topProducts(period),
    })
    .from(sql`(SELECT) AS one`);
  return must(row, 'A row of subqueries is missing');
}

function topPartners(party: SQL, period: Period): SQL<Partner[]> {
  return sql<
    Partner[]
  >`coalesce((SELECT jsonb_agg(figure || jsonb_build_object('id', ${accounts.id}, 'name', ${accounts.name})
      ORDER BY amount DESC, ${accounts.id})
    FROM (
      SELECT ${party} AS party_id, sum(${orders.totalAmount}) AS amount, jsonb_build_object(${figures}) AS figure
      FROM ${orders} WHERE ${isCounted} AND ${isWithin(period)} AND ${party} IS NOT NULL
      GROUP BY 1 ORDER BY 2 DESC NULLS LAST, 1 LIMIT ${topCount}
    ) AS top JOIN ${accounts} ON ${accounts.id} = top.party_id), '[]')`;
}

/** Orders are counted for the five alone: counting distinct ones for every product takes longer than all the sums. */
function topProducts(period: Period): SQL<TopProduct[]> {
  return sql<
    TopProduct[]
  >`coalesce((SELECT jsonb_agg(jsonb_build_object('id', ${products.id}, 'name', ${products.name},
      'variety', ${products.variety}, 'grade', ${products.grade}, 'productAmount', amount::numeric(30, 2)::text,
      'count', (SELECT count(DISTINCT ${orders.id}) FROM ${orderLines} JOIN ${orders} ON ${orders.id} = ${orderLines.orderId}
        WHERE ${orderLines.productId} = top.product_id AND ${isCounted} AND ${isWithin(period)})
      ) ORDER BY amount DESC, ${products.id})
    FROM (
      SELECT ${orderLines.productId} AS product_id, sum(${orderLines.lineTotal}) AS amount
      FROM ${orders} JOIN ${orderLines} ON ${orderLines.orderId} = ${orders.id}
      WHERE ${isCounted} AND ${isWithin(period)}
      GROUP BY 1 ORDER BY 2 DESC NULLS LAST, 1 LIMIT ${topCount}
    ) AS top JOIN ${products} ON ${products.id} = top.product_id), '[]')`;
}

function isWithin({ from, to }: Period): SQL {
  return sql`${orders.orderDate} BETWEEN ${from} AND ${to}`;
}
