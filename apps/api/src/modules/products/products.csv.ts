import { trimDecimal } from '@pace/shared/decimal';
import { toInstant } from '../../lib/instants.ts';
import type { ProductRow } from './products.repo.ts';

/** The columns of the products file, in order. */
export const productColumns = {
  Name: (product: ProductRow) => product.name,
  Code: (product: ProductRow) => product.code,
  Category: (product: ProductRow) => product.category,
  Variety: (product: ProductRow) => product.variety,
  Grade: (product: ProductRow) => product.grade,
  Price: (product: ProductRow) => product.price,
  Unit: (product: ProductRow) => product.unit,
  'Pack size': (product: ProductRow) => trimDecimal(product.packSize, 0),
  'Pack unit': (product: ProductRow) => product.packUnit,
  'Fresh produce': (product: ProductRow) => (product.isFreshProduce ? 'yes' : 'no'),
  Active: (product: ProductRow) => (product.isActive ? 'yes' : 'no'),
  'Created at': (product: ProductRow) => toInstant(product.createdAt),
};
