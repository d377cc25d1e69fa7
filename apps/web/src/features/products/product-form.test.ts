import { productCreate } from '@pace/shared/products';
import { expect, test } from 'vitest';
import { blankProduct, productToWire, toCreate } from './product-form.ts';

test('only the fields that were changed are sent', () => {
  expect(productToWire({ grade: ' Extra No. 1 ' })).toEqual({ grade: 'Extra No. 1' });
  expect(productToWire({ isFreshProduce: false })).toEqual({ isFreshProduce: false });
});

test('emptied fields are cleared', () => {
  expect(productToWire({ packSize: '', packUnit: '', price: ' ', unit: '' })).toEqual({
    packSize: null,
    packUnit: null,
    price: null,
    unit: null,
  });
});

test('amounts are taken as people write them, and stay text', () => {
  const body = toCreate({ ...blankProduct, name: 'Almonds', price: '$1,250.50', packSize: '25' });
  expect(body).toMatchObject({ price: '1250.50', packSize: '25', packUnit: 'lb' });
  expect(productCreate.safeParse(body).success).toBe(true);
});

test.each(['1e3', '4,10'])('%s is no amount, and is not made one', (price) => {
  const parsed = productCreate.safeParse(toCreate({ ...blankProduct, name: 'Almonds', price }));
  expect(parsed.error?.issues[0]?.path).toEqual(['price']);
});
