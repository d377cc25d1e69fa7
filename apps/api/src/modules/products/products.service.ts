import type { ProductCreate, ProductFilter, ProductQuery, ProductUpdate } from '@pace/shared/products';
import { AppError } from '../../lib/app-error.ts';
import { type BulkItem, type BulkResult, inBulk } from '../../lib/bulk.ts';
import { csvPageSize, everyRow } from '../../lib/csv.ts';
import { decodeCursor, toPage } from '../../lib/cursor.ts';
import { type Ctx, inTx, type Tx } from '../../lib/db.ts';
import { definedFields } from '../../lib/defined.ts';
import { requireVersion, shownWith } from '../../lib/versions.ts';
import { changesBetween, record } from '../activities/activities.service.ts';
import * as repo from './products.repo.ts';
import { toProductView } from './products.view.ts';

const entityType = 'product';

/** A page of products. */
export async function listProducts(ctx: Ctx, query: ProductQuery) {
  const { sort: sortName, limit, after: cursor, ...filter } = query;
  const sort = repo.sorts[sortName];
  const after = decodeCursor(cursor, sortName, sort);
  return toPage(await repo.list(ctx.db, { filter, sort, after, limit }), limit, sortName);
}

/** Every product a filter finds, by name, for a file. */
export function exportProducts(ctx: Ctx, filter: ProductFilter) {
  return everyRow((after) => listProducts(ctx, { ...filter, sort: 'name', limit: csvPageSize, after }));
}

/** How many products a filter finds, and how many of them are active. */
export function totalProducts(ctx: Ctx, filter: ProductFilter) {
  return repo.totals(ctx.db, filter);
}

/** One product, or `product.not_found`. */
export function getProduct(ctx: Ctx, id: string): Promise<repo.ProductRow> {
  return getOrThrow(ctx.db, id);
}

/** A new product. */
export async function createProduct(ctx: Ctx, input: ProductCreate): Promise<repo.ProductRow> {
  return inTx(ctx, async (tx) => {
    const id = await repo.insert(tx, { ...definedFields(input), name: input.name });
    await record(tx, ctx, {
      entityType,
      entityId: id,
      action: 'created',
      changes: changesBetween({}, input),
    });
    return getOrThrow(tx, id);
  });
}

/** Changes a product. Lines already written keep the pack they were agreed with. */
export async function updateProduct(
  ctx: Ctx,
  id: string,
  version: number,
  input: ProductUpdate,
): Promise<repo.ProductRow> {
  return inTx(ctx, async (tx) => {
    const product = await getForChange(tx, ctx, id, version);
    if (Object.keys(changesBetween(product, input)).length === 0) return product;
    await repo.update(tx, id, definedFields(input));
    return finishChange(tx, ctx, product);
  });
}

/** Deletes a product that is on no order. */
export async function deleteProduct(ctx: Ctx, id: string, version: number): Promise<void> {
  await inTx(ctx, async (tx) => {
    await repo.lockForDelete(tx, id);
    const product = await getForChange(tx, ctx, id, version);
    if (product.isOnOrders) throw new AppError('product.in_use');
    await repo.remove(tx, id);
    await record(tx, ctx, {
      entityType,
      entityId: id,
      action: 'deleted',
      // What the history says of it from now on is all there is.
      changes: { product: { from: toProductView(product, ctx.rights), to: null } },
    });
  });
}

/** Activates or deactivates many products. */
export function bulkProducts(
  ctx: Ctx,
  action: 'activate' | 'deactivate',
  items: BulkItem[],
): Promise<BulkResult> {
  return inBulk(ctx, items, repo.lock, async (tx, item) => {
    const product = await getForChange(tx, ctx, item.id, item.version);
    const isActive = action === 'activate';
    if (product.isActive === isActive) return product;
    await repo.update(tx, item.id, { isActive });
    return finishChange(tx, ctx, product);
  });
}

/** The packs of products, for lines that do not say theirs. */
export function listPacks(tx: Tx, ids: string[]) {
  return repo.listPacks(tx, ids);
}

async function getForChange(tx: Tx, ctx: Ctx, id: string, version: number): Promise<repo.ProductRow> {
  await repo.lock(tx, [id]);
  const product = await getOrThrow(tx, id);
  const show = shownWith(ctx.rights, 'products:view', () => toProductView(product, ctx.rights));
  requireVersion(version, product, show);
  return product;
}

async function finishChange(tx: Tx, ctx: Ctx, before: repo.ProductRow): Promise<repo.ProductRow> {
  const after = await getOrThrow(tx, before.id);
  const seen = (product: repo.ProductRow) => {
    const { version: _, updatedAt: __, allowedActions: ___, ...fields } = toProductView(product, ctx.rights);
    return fields;
  };
  const changes = changesBetween(seen(before), seen(after));
  if (Object.keys(changes).length > 0) {
    await record(tx, ctx, { entityType, entityId: before.id, action: 'changed', changes });
  }
  return after;
}

async function getOrThrow(tx: Tx, id: string): Promise<repo.ProductRow> {
  const product = await repo.find(tx, id);
  if (!product) throw new AppError('product.not_found', { id });
  return product;
}
