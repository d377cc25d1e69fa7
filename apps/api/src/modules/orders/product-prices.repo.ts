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
  // What the index of the product's lines holds and no more; prices are read for those alone that are shown.
  const sold = tx.$with('sold').as(
    tx
      .select({
        orderId: sql<string>`${orders.id}`.as('order_id'),
        buyerId: orders.buyerId,
        sellerId: orders.sellerId,
        orderDate: orders.orderDate,
        lineTotal: orderLines.lineTotal,
      })
      .from(orderLines)
      .innerJoin(orders, eq(orders.id, orderLines.orderId))
      .where(and(eq(orderLines.productId, productId), isCounted)),
  );
  const top = (party: SQL) => topPartners({ party, productId, limit });
  const [row] = await tx
    .with(sold)
    .select({ buyers: top(sql.raw('buyer_id')), sellers: top(sql.raw('seller_id')) })
    .from(sql`(SELECT) AS one`);
  return must(row, 'A row of subqueries is missing');
}

function topPartners(of: { party: SQL; productId: string; limit: number }): SQL<ProductPartner[]> {
  return sql<
    ProductPartner[]
  >`coalesce((SELECT jsonb_agg(jsonb_build_object('id', ${accounts.id}, 'name', ${accounts.name},
      'count', top.count, 'productAmount', top.amount::numeric(30, 2)::text, 'lastPrice', last.price::text,
      'lastPriceUnit', last.price_unit, 'lastOrderDate', top.last_date) ORDER BY top.amount DESC, ${accounts.id})
    FROM (
      SELECT ${of.party} AS party_id, count(DISTINCT order_id) AS count, sum(line_total) AS amount, max(order_date) AS last_date
      FROM sold WHERE ${of.party} IS NOT NULL GROUP BY 1 ORDER BY 3 DESC NULLS LAST, 1 LIMIT ${of.limit}
    ) AS top
    JOIN ${accounts} ON ${accounts.id} = top.party_id
    JOIN LATERAL (
      SELECT ${agreedPrice} AS price, ${orderLines.priceUnit} AS price_unit
      FROM sold JOIN ${orderLines} ON ${orderLines.orderId} = sold.order_id AND ${orderLines.productId} = ${of.productId}
      WHERE sold.${of.party} = top.party_id AND sold.order_date = top.last_date
      ORDER BY ${orderLines.createdAt} DESC, ${orderLines.id} DESC LIMIT 1
    ) AS last ON true), '[]')`;
}
