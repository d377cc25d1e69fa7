import { expect, test } from 'vitest';
import { pricePoints } from './price-points.ts';

type Line = Parameters<typeof pricePoints>[0][number];

function line(change: Partial<Line>): Line {
  return {
    lineId: 'line',
    orderDate: '2026-11-22',
    price: '4.10',
    priceUnit: 'lb',
    unitPrice: '102.50',
    packSize: '25',
    packUnit: 'lb',
    ...change,
  };
}
const seen = (lines: Line[]) => {
  const { basis, points } = pricePoints(lines);
  return { basis, prices: points.map(({ price }) => price.round(6).toString()) };
};

test.each([
  ['a pound', { price: '4.10', priceUnit: 'lb' }, '4.1'],
  ['a hundredweight', { price: '41.25', priceUnit: 'cwt' }, '0.4125'],
  ['a ton', { price: '3000', priceUnit: 'ton' }, '1.5'],
  ['a package of 25 lb', { price: '100.00', priceUnit: 'package' }, '4'],
  ['a piece of 25 lb', { price: '50.00', priceUnit: 'each' }, '2'],
] as const)('a price for %s is compared per pound', (_, change, perPound) => {
  expect(seen([line(change)])).toEqual({ basis: 'lb', prices: [perPound] });
});

test('a product traded by the kilogram is compared per kilogram', () => {
  const lines = [
    line({ price: '3', priceUnit: 'kg' }),
    line({ price: '30', priceUnit: 'package', packSize: '10', packUnit: 'kg' }),
    line({ price: '1', priceUnit: 'lb' }),
  ];
  expect(seen(lines)).toEqual({ basis: 'kg', prices: ['2.204623', '3', '3'] });
});

test('a single price by the kilogram among pounds is compared per pound', () => {
  const lines = [line({ price: '2.204623', priceUnit: 'kg' }), line({ price: '2' }), line({ price: '3' })];
  expect(seen(lines)).toEqual({ basis: 'lb', prices: ['3', '2', '1'] });
});

test('one package of unknown weight makes packages what is compared', () => {
  const lines = [
    line({ price: '12.00', priceUnit: 'package', packSize: null, packUnit: null }),
    line({ price: '4.10', priceUnit: 'lb' }),
  ];
  expect(seen(lines)).toEqual({ basis: 'package', prices: ['102.5', '12'] });
});

test('the oldest comes first, and a line without a price is left out', () => {
  const lines = [
    line({ lineId: 'new', price: '5' }),
    line({ lineId: 'open', price: null, unitPrice: null }),
    line({ lineId: 'old', price: '4' }),
  ];
  expect(pricePoints(lines).points.map(({ lineId }) => lineId)).toEqual(['old', 'new']);
});

test('a face price is used where no exact price was agreed', () => {
  expect(seen([line({ price: null, unitPrice: '50.00', priceUnit: 'package' })])).toEqual({
    basis: 'lb',
    prices: ['2'],
  });
});
