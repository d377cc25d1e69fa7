import { expect, test } from 'vitest';
import { columnSizes } from './decimal.ts';
import {
  type LineAmounts,
  type LineTerms,
  lineAmounts,
  looksLikeFraction,
  orderTotals,
  overflowingAmounts,
} from './order-totals.ts';
import type { PackUnit, PriceUnit } from './units.ts';

const nothingAgreed: LineTerms = {
  quantity: null,
  packSize: null,
  packUnit: null,
  actualWeight: null,
  price: null,
  priceUnit: 'package',
  commissionBasis: 'percent',
  commissionPrice: null,
  commissionUnit: null,
};
const amounts = (terms: Partial<LineTerms>) => lineAmounts({ ...nothingAgreed, ...terms });
const none: LineAmounts = {
  netWeight: null,
  unitPrice: null,
  lineTotal: null,
  commissionRate: null,
  commissionAmount: null,
};

test.each<[string, Partial<LineTerms>, Partial<LineAmounts>]>([
  [
    '100 cases × 25 lb at $4.10/lb with 5 %',
    { quantity: '100', packSize: '25', packUnit: 'lb', price: '4.10', priceUnit: 'lb', commissionPrice: '5' },
    {
      netWeight: '2500.000000',
      lineTotal: '10250.00',
      unitPrice: '102.50',
      commissionRate: '5.00',
      commissionAmount: '512.50',
    },
  ],
  [
    '1,733 packages × 1 lb at $0.905/lb',
    { quantity: '1733', packSize: '1', packUnit: 'lb', price: '0.905', priceUnit: 'lb' },
    { lineTotal: '1568.37', unitPrice: '0.91', commissionAmount: null },
  ],
  [
    '440 bags × 50 lb at $41.25/cwt',
    { quantity: '440', packSize: '50', packUnit: 'lb', price: '41.25', priceUnit: 'cwt' },
    { netWeight: '22000.000000', lineTotal: '9075.00', unitPrice: '20.63' },
  ],
])('%s', (_title, terms, expected) => {
  expect(amounts(terms)).toMatchObject(expected);
});

// 10 packages of 1,000: 10,000 lb or kg at $3.
test.each<[PriceUnit, PackUnit, string]>([
  ['package', 'lb', '30.00'],
  ['each', 'lb', '30.00'],
  ['lb', 'lb', '30000.00'],
  ['cwt', 'lb', '300.00'],
  ['ton', 'lb', '15.00'],
  ['kg', 'lb', '13607.77'], // 4,535.9237 kg × 3 = 13,607.7711
  ['tonne', 'lb', '13.61'],
  ['package', 'kg', '30.00'],
  ['each', 'kg', '30.00'],
  ['lb', 'kg', '66138.68'], // 22,046.226218… lb × 3 = 66,138.6786…
  ['cwt', 'kg', '661.39'],
  ['ton', 'kg', '33.07'],
  ['kg', 'kg', '30000.00'],
  ['tonne', 'kg', '30.00'],
])('$3 per %s for 10 packages of 1,000 %s is %s', (priceUnit, packUnit, lineTotal) => {
  const terms = { quantity: '10', packSize: '1000', packUnit, price: '3', priceUnit };

  expect(amounts(terms).lineTotal).toBe(lineTotal);
});

test.each<[string, Partial<LineTerms>, string | null, string | null]>([
  ['percent of the rounded total', { commissionBasis: 'percent', commissionPrice: '2.5' }, '2.50', '0.30'],
  ['percent with more decimals than the rate shows', { commissionPrice: '3.333333' }, '3.33', '0.40'],
  ['flat', { commissionBasis: 'flat', commissionPrice: '75.125' }, null, '75.13'],
  [
    'flat that needs no quantity',
    { commissionBasis: 'flat', commissionPrice: '75', quantity: null },
    null,
    '75.00',
  ],
  ['per package', { commissionBasis: 'per_package', commissionPrice: '0.0225' }, null, '0.07'],
  [
    'per weight',
    {
      commissionBasis: 'per_weight',
      commissionUnit: 'cwt',
      commissionPrice: '0.5',
      packSize: '50',
      packUnit: 'lb',
    },
    null,
    '0.75',
  ],
  [
    'per weight without a weight',
    { commissionBasis: 'per_weight', commissionUnit: 'cwt', commissionPrice: '0.5' },
    null,
    null,
  ],
  ['none agreed', { commissionPrice: null }, null, null],
])('commission: %s', (_title, terms, commissionRate, commissionAmount) => {
  expect(amounts({ quantity: '3', price: '4.005', ...terms })).toMatchObject({
    commissionRate,
    commissionAmount,
  });
});

test('a commission is a percentage of the rounded line total, not of the exact one', () => {
  // Half of 0.01 is 0.005 and rounds up; half of the exact 0.005 would round down.
  expect(amounts({ quantity: '1', price: '0.005', commissionPrice: '50' })).toMatchObject({
    lineTotal: '0.01',
    commissionAmount: '0.01',
  });
});

test.each<[string, Partial<LineTerms>, Partial<LineAmounts>]>([
  ['no quantity', { price: '5' }, { unitPrice: '5.00', lineTotal: null }],
  ['no price', { quantity: '5', packSize: '2' }, { ...none, netWeight: '10.000000' }],
  ['a weight price without a weight', { quantity: '5', price: '1', priceUnit: 'lb' }, none],
  [
    'a weight price without the unit of the weight',
    { quantity: '5', packSize: '2', price: '1', priceUnit: 'lb' },
    { ...none, netWeight: '10.000000' },
  ],
  [
    'a weighed line without a count has a total but no price per package',
    { actualWeight: '100', packUnit: 'lb', price: '2', priceUnit: 'lb' },
    { lineTotal: '200.00', unitPrice: null },
  ],
  [
    'a percentage without a total',
    { commissionPrice: '5' },
    { lineTotal: null, commissionRate: '5.00', commissionAmount: null },
  ],
  [
    'a quantity of zero, while it is typed',
    { quantity: '0', packSize: '1', packUnit: 'lb', price: '1', priceUnit: 'lb' },
    { lineTotal: '0.00', unitPrice: null },
  ],
])('not agreed yet: %s', (_title, terms, expected) => {
  expect(amounts(terms)).toMatchObject(expected);
});

test('the weighed weight wins over quantity times pack size', () => {
  const terms: Partial<LineTerms> = {
    quantity: '100',
    packSize: '25',
    packUnit: 'lb',
    price: '4.10',
    priceUnit: 'lb',
  };

  expect(amounts({ ...terms, actualWeight: '2487.5' })).toMatchObject({
    netWeight: '2487.500000',
    lineTotal: '10198.75',
    unitPrice: '101.99',
  });
});

test('totals add the rounded lines, and what is not agreed counts nothing', () => {
  const lines = [
    amounts({ quantity: '1', price: '0.005', commissionPrice: '10' }),
    amounts({ quantity: '1', price: '0.005', commissionBasis: 'flat', commissionPrice: '1' }),
    amounts({ quantity: '1', price: '0.005' }),
    none,
  ];

  expect(orderTotals(lines)).toEqual({ totalAmount: '0.03', commissionTotal: '1.00' });
  expect(orderTotals([])).toEqual({ totalAmount: '0.00', commissionTotal: '0.00' });
});

test.each<[keyof LineAmounts, Partial<LineTerms>]>([
  ['lineTotal', { quantity: '99999999.99', price: '100.000001' }],
  ['unitPrice', { quantity: '0.01', price: '99999999.995' }],
  ['unitPrice', { quantity: '0.01', actualWeight: '1000000', packUnit: 'lb', price: '1', priceUnit: 'lb' }],
  ['commissionAmount', { commissionBasis: 'flat', commissionPrice: '9999999999.995' }],
])('%s beyond its column is detected', (field, terms) => {
  expect(overflowingAmounts(amounts(terms))).toContain(field);
});

test('amounts that just fit are not refused', () => {
  expect(
    overflowingAmounts(amounts({ quantity: '1', price: '99999999.994', commissionPrice: '100' })),
  ).toEqual([]);
  expect(overflowingAmounts(amounts({ quantity: '99999999.99', packSize: '99999999.9999' }))).toEqual([]);
  expect(overflowingAmounts(amounts({ commissionBasis: 'flat', commissionPrice: '9999999999.994' }))).toEqual(
    [],
  );
});

test('every computed amount has the size of its column', () => {
  const computed = amounts({
    quantity: '3',
    packSize: '1',
    packUnit: 'lb',
    price: '1',
    priceUnit: 'kg',
    commissionPrice: '5',
  });

  for (const [field, value] of Object.entries(computed)) {
    // The fields of LineAmounts are names of columns.
    const { scale } = columnSizes[field as keyof LineAmounts];
    expect(value, field).toMatch(new RegExp(`^\\d+\\.\\d{${scale}}$`));
  }
});

test.each<[string | null, boolean]>([
  ['0.05', true],
  ['0.050000', true],
  ['0.000001', true],
  ['0.03', true],
  ['0.050001', false],
  ['0', false],
  ['0.00', false],
  ['0.5', false],
  ['5', false],
  [null, false],
])('a commission of %s percent looks like a fraction: %s', (commissionPrice, expected) => {
  expect(looksLikeFraction({ commissionBasis: 'percent', commissionPrice })).toBe(expected);
});

test('a small figure of another basis is no fraction', () => {
  for (const commissionBasis of ['flat', 'per_package', 'per_weight'] as const) {
    expect(looksLikeFraction({ commissionBasis, commissionPrice: '0.02' })).toBe(false);
  }
});
