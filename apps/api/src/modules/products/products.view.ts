import { trimDecimal } from '@pace/shared/decimal';
import type { Permission } from '@pace/shared/permissions';
import type { ProductView } from '@pace/shared/products';
import { toInstant } from '../../lib/instants.ts';
import type { ProductRow } from './products.repo.ts';

export function toProductView(product: ProductRow, rights: ReadonlySet<Permission>): ProductView {
  return {
    id: product.id,
    name: product.name,
    description: product.description,
    variety: product.variety,
    grade: product.grade,
    price: product.price,
    unit: product.unit,
    code: product.code,
    category: product.category,
    packSize: trimDecimal(product.packSize, 0),
    packUnit: product.packUnit,
    isFreshProduce: product.isFreshProduce,
    isActive: product.isActive,
    qboItemId: product.qboItemId,
    version: product.version,
    createdAt: toInstant(product.createdAt),
    updatedAt: toInstant(product.updatedAt),
    allowedActions: [
      ...(rights.has('products:edit')
        ? (['edit', product.isActive ? 'deactivate' : 'activate'] as const)
        : []),
      ...(rights.has('products:delete') && !product.isOnOrders ? (['delete'] as const) : []),
    ],
  };
}
