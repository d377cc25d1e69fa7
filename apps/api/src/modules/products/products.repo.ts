import type { ProductFilter, productSorts } from '@pace/shared/products';
import { and, eq, inArray, type SQL, sql } from 'drizzle-orm';
import { byName } from '../../db/columns.ts';
import { orderLines } from '../../db/schema/orders.ts';
import { products } from '../../db/schema/products.ts';
import { isAfter, orderBy, type Position, positionValue, type SortKey } from '../../lib/cursor.ts';
import type { Tx } from '../../lib/db.ts';
import { must } from '../../lib/must.ts';
import { anyOf, contains } from '../../lib/search.ts';

export type ProductRow = NonNullable<Awaited<ReturnType<typeof find>>>;

const name = byName(products.name);
export const sorts: Readonly<Record<(typeof productSorts)[number], SortKey>> = {
  name: { expression: name, direction: 'asc', type: 'text' },
  '-name': { expression: name, direction: 'desc', type: 'text' },
  createdAt: { expression: sql`${products.createdAt}`, direction: 'asc', type: 'timestamp' },
  '-createdAt': { expression: sql`${products.createdAt}`, direction: 'desc', type: 'timestamp' },
  // Products without a code come first, in a fixed place.
  code: { expression: sql`coalesce(${products.code}, '')`, direction: 'asc', type: 'text' },
};

const columns = {
  id: products.id,
  name: products.name,
  description: products.description,
  variety: products.variety,
  grade: products.grade,
  price: products.price,
  unit: products.unit,
  code: products.code,
  category: products.category,
  packSize: products.packSize,
  packUnit: products.packUnit,
  isFreshProduce: products.isFreshProduce,
  isActive: products.isActive,
  qboItemId: products.qboItemId,
  version: products.version,
  createdAt: products.createdAt,
  updatedAt: products.updatedAt,
  isOnOrders: sql<boolean>`EXISTS (SELECT FROM ${orderLines} WHERE ${orderLines.productId} = ${products.id})`,
};

/** Products in one of the orders of `sorts`, one row more than asked. */
export function list(
  tx: Tx,
  query: { filter: ProductFilter; sort: SortKey; after: Position | undefined; limit: number },
) {
  const { sort } = query;
  return tx
    .select({ ...columns, position: positionValue(sort) })
    .from(products)
    .where(and(matches(query.filter), isAfter(sort, sql`${products.id}`, query.after)))
    .orderBy(orderBy(sort, sql`${products.id}`))
    .limit(query.limit + 1);
}

/** How many products a filter finds. */
export async function totals(tx: Tx, filter: ProductFilter) {
  const [row] = await tx
    .select({
      count: sql<number>`count(*)::int`,
      active: sql<number>`(count(*) FILTER (WHERE ${products.isActive}))::int`,
    })
    .from(products)
    .where(matches(filter));
  return must(row, 'count(*) returned no row');
}

export async function find(tx: Tx, id: string) {
  const [row] = await tx.select(columns).from(products).where(eq(products.id, id));
  return row;
}

/** Locks products for a change, in the order of their ids; lines of orders may go on naming them. */
export async function lock(tx: Tx, ids: string[]): Promise<void> {
  await tx
    .select({ id: products.id })
    .from(products)
    .where(inArray(products.id, ids))
    .orderBy(products.id)
    .for('no key update');
}

/** Locks a product for deletion: nothing can start to name it meanwhile. */
export async function lockForDelete(tx: Tx, id: string): Promise<void> {
  await tx.select({ id: products.id }).from(products).where(eq(products.id, id)).for('update');
}

/** What order lines need to know of their products. */
export function listPacks(tx: Tx, ids: string[]) {
  return tx
    .select({
      id: products.id,
      packSize: products.packSize,
      packUnit: products.packUnit,
      isActive: products.isActive,
    })
    .from(products)
    .where(inArray(products.id, ids));
}

export async function insert(tx: Tx, product: typeof products.$inferInsert): Promise<string> {
  const [row] = await tx.insert(products).values(product).returning({ id: products.id });
  return must(row, 'INSERT returned no product').id;
}

/** Changes a product and counts its version up. */
export async function update(
  tx: Tx,
  id: string,
  changes: Partial<typeof products.$inferInsert>,
): Promise<void> {
  await tx
    .update(products)
    .set({ ...changes, version: sql`${products.version} + 1`, updatedAt: sql`now()` })
    .where(eq(products.id, id));
}

export async function remove(tx: Tx, id: string): Promise<void> {
  await tx.delete(products).where(eq(products.id, id));
}

function matches(filter: ProductFilter): SQL | undefined {
  const { id, q, isActive, category } = filter;
  return and(
    id && inArray(products.id, id),
    isActive === undefined ? undefined : eq(products.isActive, isActive),
    category === undefined ? undefined : eq(products.category, category),
    q === undefined
      ? undefined
      : sql`${products.id} IN (${anyOf(
          [products.name, products.variety, products.grade, products.code].map(
            (column) => sql`SELECT ${products.id} FROM ${products} WHERE ${contains(column, q)}`,
          ),
        )})`,
  );
}
