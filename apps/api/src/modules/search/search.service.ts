import type { Permission } from '@pace/shared/permissions';
import type { GlobalSearchQuery } from '@pace/shared/search';
import type { Ctx } from '../../lib/db.ts';
import { listAccounts } from '../accounts/accounts.service.ts';
import { listOrders } from '../orders/orders.service.ts';
import { listProducts } from '../products/products.service.ts';
import { listUsers } from '../users/users.service.ts';

/** The first of what each list finds, asked at the same time: of the kinds that the caller may view. */
export async function searchEverything(ctx: Ctx, { q, limit }: GlobalSearchQuery) {
  const firstOf = async <Row>(right: Permission, list: (q: string) => Promise<{ rows: Row[] }>) =>
    q !== undefined && ctx.rights.has(right) ? (await list(q)).rows : [];
  const [accounts, orders, products, people] = await Promise.all([
    firstOf('accounts:view', (text) => listAccounts(ctx, { q: text, limit, sort: 'name' })),
    firstOf('orders:view', (text) => listOrders(ctx, { q: text, limit })),
    firstOf('products:view', (text) => listProducts(ctx, { q: text, limit, sort: 'name' })),
    firstOf('users:view', (text) => listUsers(ctx, { q: text, limit })),
  ]);
  return { accounts, orders, products, people };
}
