import { expect, test } from 'vitest';
import { packageFor } from './product-package.ts';

const almonds = { packSize: '25', packUnit: 'lb' } as const;

test.each([
  ['nothing is said: the product’s', '', '', '25', 'lb'],
  ['a size alone is in the product’s unit', '50', '', '50', 'lb'],
  ['both are said', '10', 'kg', '10', 'kg'],
  ['the same unit has the product’s size', '', 'lb', '25', 'lb'],
  ['25 lb are no 25 kg', '', 'kg', '', 'kg'],
] as const)('%s', (_, packSize, packUnit, size, unit) => {
  expect(packageFor({ packSize, packUnit }, almonds)).toEqual({ packSize: size, packUnit: unit });
});
