import { trimDecimal } from '@pace/shared/decimal';
import type { CsvShape } from '../../lib/csv.ts';
import { toInstant } from '../../lib/instants.ts';
import type { ProductRow } from './products.repo.ts';

export const productFile: CsvShape<ProductRow> = {
  columns: [
    'Name',
    'Code',
    'Category',
    'Variety',
    'Grade',
    'Price',
    'Unit',
    'Pack size',
    'Pack unit',
    'Fresh produce',
    'Active',
    'Created at',
  ],
  toCells: (product) => [
    product.name,
    product.code,
    product.category,
    product.variety,
    product.grade,
    product.price,
    product.unit,
    trimDecimal(product.packSize, 0),
    product.packUnit,
    product.isFreshProduce ? 'yes' : 'no',
    product.isActive ? 'yes' : 'no',
    toInstant(product.createdAt),
  ],
};
