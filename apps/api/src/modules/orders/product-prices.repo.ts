import { and, eq, type SQL, sql } from 'drizzle-orm';
import { isCounted } from '../../db/counted-orders.ts';
import { accounts } from '../../db/schema/accounts.ts';
import { orderLines, orders } from '../../db/schema/orders.ts';
import { isAfter, orderBy, type Position, positionValue, type SortKey } from '../../lib/cursor.ts';
import type { Tx } from '../../lib/db.ts';
import { must } from '../../lib/must.ts';
import { buyers, sellers } from './orders.repo.ts';

export type AgreedPriceRow = Awaited<ReturnType<typeof list>>[number];
export interface ProductPartner {
  id: string;
  name: string;
  count: number;
  productAmount: string;
  lastPrice: string;
  lastPriceUnit: AgreedPriceRow['priceUnit'];
  lastOrderDate: string;
}

/** By when a line was written: the index of a product's lines has it, the date of its order is elsewhere. */
export const newestFirst: SortKey = {
  expression: sql`${orderLines.createdAt}`,
  direction: 'desc',
  type: 'timestamp',
};

const agreedPrice = sql<string | null>`coalesce(${orderLines.price}, ${orderLines.unitPrice})`;

/** What a product was agreed at, newest first, one row more than asked. */
export function list(tx: Tx, query: { productId: string; after: Position | undefined; limit: number }) {
  return tx
    .select({
      id: orderLines.id,
      position: positionValue(newestFirst),
      orderId: orders.id,
      orderNo: orders.orderNo,
      orderDate: orders.orderDate,
      sellerId: orders.sellerId,
      sellerName: sellers.name,
      buyerId: orders.buyerId,
      buyerName: buyers.name,
      quantity: orderLines.quantity,
      price: agreedPrice,
      priceUnit: orderLines.priceUnit,
      unitPrice: orderLines.unitPrice,
      lineTotal: orderLines.lineTotal,
      packSize: orderLines.packSize,
      packUnit: orderLines.packUnit,
    })
    .from(orderLines)
    .innerJoin(orders, eq(orders.id, orderLines.orderId))
    .leftJoin(sellers, eq(sellers.id, orders.sellerId))
    .leftJoin(buyers, eq(buyers.id, orders.buyerId))
    .where(
      and(
        eq(orderLines.productId, query.productId),
        isCounted,
        isAfter(newestFirst, sql`${orderLines.id}`, query.after),
      ),
    )
    .orderBy(orderBy(newestFirst, sql`${orderLines.id}`))
    .limit(query.limit + 1);
}

/** Who bought and who sold most of a product, by the value of its lines, with the last price agreed with each. */
export async function findPartners(tx: Tx, productId: string, limit: number) {
  const sold = tx.$with('sold').as(
    tx
      .select({
        orderId: sql<string>`${orders.id}`.as('order_id'),
        buyerId: orders.buyerId,
        sellerId: orders.sellerId,
        orderDate: orders.orderDate,
        lineId: sql<string>`${orderLines.id}`.as('line_id'),
        lineTotal: orderLines.lineTotal,
        price: agreedPrice.as('agreed_price'),
        priceUnit: orderLines.priceUnit,
        writtenAt: sql<string>`${orderLines.createdAt}`.as('written_at'),
      })
      .from(orderLines)
      .innerJoin(orders, eq(orders.id, orderLines.orderId))
      .where(and(eq(orderLines.productId, productId), isCounted)),
  );
  const [row] = await tx
    .with(sold)
    .select({
      buyers: topPartners(sql.raw('buyer_id'), limit),
      sellers: topPartners(sql.raw('seller_id'), limit),
    })
    .from(sql`(SELECT) AS one`);
  return must(row, 'A row of subqueries is missing');
}

function topPartners(party: SQL, limit: number): SQL<ProductPartner[]> {
  const last = (value: SQL) =>
    sql`(array_agg(${value} ORDER BY order_date DESC, written_at DESC, line_id DESC))[1]`;
  return sql<
    ProductPartner[]
  >`coalesce((SELECT jsonb_agg(jsonb_build_object('id', ${accounts.id}, 'name', ${accounts.name},
      'count', top.count, 'productAmount', top.amount::numeric(30, 2)::text, 'lastPrice', top.last_price,
      'lastPriceUnit', top.last_unit, 'lastOrderDate', top.last_date) ORDER BY top.amount DESC, ${accounts.id})
    FROM (
      SELECT ${party} AS party_id, count(DISTINCT order_id) AS count, sum(line_total) AS amount, max(order_date) AS last_date,
        ${last(sql`agreed_price::text`)} AS last_price, ${last(sql`price_unit`)} AS last_unit
      FROM sold WHERE ${party} IS NOT NULL GROUP BY 1 ORDER BY 3 DESC NULLS LAST, 1 LIMIT ${limit}
    ) AS top JOIN ${accounts} ON ${accounts.id} = top.party_id), '[]')`;
}
