import type { FieldError } from '../../lib/app-error.ts';
import type { Tx } from '../../lib/db.ts';
import { listParties } from '../accounts/accounts.service.ts';
import type * as repo from './orders.repo.ts';

type Parties = Pick<repo.Order, 'sellerId' | 'buyerId'>;

/**
 * What keeps an order from binding both parties, each with its path. The accounts are locked, so that neither is
 * deactivated meanwhile; one that the order already `bound` may be inactive by now.
 */
export async function listMissing(tx: Tx, order: repo.Order, bound?: Parties): Promise<FieldError[]> {
  return [...(await partyErrors(tx, order, bound)), ...lineErrors(order)];
}

/** Seller and buyer: different, in those roles, active. */
async function partyErrors(tx: Tx, order: Parties, bound?: Parties): Promise<FieldError[]> {
  const ids = [order.sellerId, order.buyerId].filter((id) => id !== null);
  const found = ids.length === 0 ? [] : await listParties(tx, ids, { locked: true });
  const check = (path: 'sellerId' | 'buyerId', role: 'isSeller' | 'isBuyer'): FieldError[] => {
    const account = found.find(({ id }) => id === order[path]);
    if (!account) return [{ path, message: 'must be chosen' }];
    if (!account[role])
      return [{ path, message: role === 'isSeller' ? 'is not a seller' : 'is not a buyer' }];
    return account.isActive || account.id === bound?.[path] ? [] : [{ path, message: 'is not active' }];
  };
  const isSame = order.sellerId !== null && order.sellerId === order.buyerId;
  return [
    ...check('sellerId', 'isSeller'),
    ...check('buyerId', 'isBuyer'),
    ...(isSame ? [{ path: 'buyerId', message: 'must be another account than the seller' }] : []),
  ];
}

/** At least one line, and every line with quantity, price and total. */
function lineErrors(order: repo.Order): FieldError[] {
  if (order.lines.length === 0) return [{ path: 'lines', message: 'must have at least one line' }];
  return order.lines.flatMap((line, index): FieldError[] => {
    const at = (field: string, message: string) => [{ path: `lines.${index}.${field}`, message }];
    if (line.quantity === null) return at('quantity', 'must be agreed');
    if (line.price === null && line.unitPrice === null) return at('price', 'must be agreed');
    if (line.lineTotal === null)
      return at('packSize', 'and its unit, or the actual weight, must be known for this price');
    return [];
  });
}
