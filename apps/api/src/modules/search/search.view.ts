import type { GlobalSearchView } from '@pace/shared/search';
import { personName } from '../../lib/person-name.ts';
import type { searchEverything } from './search.service.ts';

export function toGlobalSearchView(found: Awaited<ReturnType<typeof searchEverything>>): GlobalSearchView {
  return {
    accounts: found.accounts.map(({ id, name, code, city, isSeller, isBuyer, isActive }) => ({
      id,
      name,
      code,
      city,
      isSeller,
      isBuyer,
      isActive,
    })),
    orders: found.orders.map((order) => ({
      id: order.id,
      orderNo: order.orderNo,
      status: order.status,
      isCancelled: order.cancelledAt !== null,
      seller: named(order.sellerId, order.sellerName),
      buyer: named(order.buyerId, order.buyerName),
      orderDate: order.orderDate,
      poNumber: order.poNumber,
      totalAmount: order.totalAmount ?? '0.00',
    })),
    products: found.products.map(({ id, name, variety, grade, code, isActive }) => ({
      id,
      name,
      variety,
      grade,
      code,
      isActive,
    })),
    people: found.people.map((person) => ({
      id: person.id,
      name: personName(person) ?? person.email,
      email: person.email,
      isActive: person.isActive,
    })),
  };
}

function named(id: string | null, name: string | null): { id: string; name: string } | null {
  return id === null ? null : { id, name: name ?? '' };
}
