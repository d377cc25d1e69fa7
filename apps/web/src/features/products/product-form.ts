import type { ProductCreate } from '@pace/shared/products';
import { typedText } from '../../lib/check.ts';
import { typedDecimal } from '../../lib/typed-decimal.ts';
import type { Product } from './products.queries.ts';

/** A product as it is typed: texts and flags, so that two versions can be compared field by field. */
export type ProductForm = {
  name: string;
  variety: string;
  grade: string;
  code: string;
  category: string;
  packSize: string;
  packUnit: '' | 'lb' | 'kg';
  price: string;
  unit: string;
  isFreshProduce: boolean;
  description: string;
};

export const productWords: Readonly<Record<keyof ProductForm, string>> = {
  name: 'Commodity',
  variety: 'Variety',
  grade: 'Grade',
  code: 'Code',
  category: 'Category',
  packSize: 'Pack size',
  packUnit: 'Pack unit',
  price: 'Usual price',
  unit: 'Usual price per',
  isFreshProduce: 'Fresh produce',
  description: 'Description',
};

export const blankProduct: ProductForm = {
  name: '',
  variety: '',
  grade: '',
  code: '',
  category: '',
  packSize: '',
  packUnit: 'lb',
  price: '',
  unit: '',
  isFreshProduce: false,
  description: '',
};

export function toProductForm(product: Product): ProductForm {
  return {
    name: product.name,
    variety: product.variety ?? '',
    grade: product.grade ?? '',
    code: product.code ?? '',
    category: product.category ?? '',
    packSize: product.packSize ?? '',
    packUnit: product.packUnit ?? '',
    price: product.price ?? '',
    unit: product.unit ?? '',
    isFreshProduce: product.isFreshProduce,
    description: product.description ?? '',
  };
}

/** The changed fields as the API takes them. Amounts are typed as people do: `$1,250.00`. */
export function productToWire({
  name,
  isFreshProduce,
  packUnit,
  packSize,
  price,
  ...texts
}: Partial<ProductForm>): Partial<ProductCreate> {
  return {
    ...Object.fromEntries(Object.entries(texts).map(([key, value]) => [key, typedText(value)])),
    ...(name !== undefined && { name: name.trim() }),
    ...(isFreshProduce !== undefined && { isFreshProduce }),
    ...(packUnit !== undefined && { packUnit: packUnit === '' ? null : packUnit }),
    ...(packSize !== undefined && { packSize: typedDecimal(packSize) }),
    ...(price !== undefined && { price: typedDecimal(price) }),
  };
}

/** The body of a new product. */
export function toCreate(form: ProductForm): ProductCreate {
  return { ...productToWire(form), name: form.name.trim() };
}
