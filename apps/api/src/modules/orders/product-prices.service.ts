import { decodeCursor, toPage } from '../../lib/cursor.ts';
import type { Ctx } from '../../lib/db.ts';
import { getProduct } from '../products/products.service.ts';
import * as repo from './product-prices.repo.ts';

/** A page of what a product was agreed at, newest first; drafts and cancelled orders are not agreed. */
export async function listProductPrices(
  ctx: Ctx,
  productId: string,
  page: { limit: number; after?: string | undefined },
) {
  const after = decodeCursor(page.after, 'prices', repo.newestFirst);
  const found = await repo.list(ctx.db, { productId, after, limit: page.limit });
  if (found.length === 0) await getProduct(ctx, productId);
  return toPage(found, page.limit, 'prices');
}

/** Who bought and who sold most of a product. */
export async function listProductPartners(ctx: Ctx, productId: string, limit: number) {
  const partners = await repo.findPartners(ctx.db, productId, limit);
  if (partners.buyers.length + partners.sellers.length === 0) await getProduct(ctx, productId);
  return partners;
}
