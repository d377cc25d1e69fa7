import { expect, test } from 'vitest';
import { columnSizes, Decimal, fitsColumn, toColumn, toDecimal, trimDecimal } from './decimal.ts';

const cents = columnSizes.lineTotal;

test('a JavaScript number never becomes a decimal', () => {
  // A caller without types could try: the class itself must refuse.
  const unchecked: (value: unknown) => unknown = (value) => toDecimal(value as string);

  expect(() => unchecked(0.1)).toThrow();
  expect(() => unchecked(1)).toThrow();
});

test('what is not agreed yet is null and not zero', () => {
  expect(toDecimal(null)).toBeNull();
  expect(toColumn(null, cents)).toBeNull();
  expect(trimDecimal(null, 2)).toBeNull();
});

test.each([
  ['0.004999999999999999999999999999', '0.00'],
  ['0.005', '0.01'],
  ['0.015', '0.02'],
  ['0.025', '0.03'],
  ['1.004999', '1.00'],
  ['1.005', '1.01'],
  ['2.675', '2.68'],
  ['1568.365', '1568.37'],
  ['9999999999.994', '9999999999.99'],
  ['9999999999.995', '10000000000.00'],
  ['5', '5.00'],
])('%s rounds half away from zero to %s', (value, expected) => {
  expect(toColumn(new Decimal(value), cents)).toBe(expected);
});

test('a third is kept to far more decimals than any column has', () => {
  expect(new Decimal('1').div('3').toFixed(40)).toBe(`0.${'3'.repeat(40)}`);
});

test('large and small decimals are never written with an exponent', () => {
  expect(toColumn(new Decimal('1e21'), cents)).toBe('1000000000000000000000.00');
  expect(toColumn(new Decimal('0.000001'), columnSizes.price)).toBe('0.000001');
});

test.each([
  [columnSizes.lineTotal, '9999999999.99', '10000000000.00'],
  [columnSizes.totalAmount, '9999999999.99', '10000000000.00'],
  [columnSizes.unitPrice, '99999999.99', '100000000.00'],
  [columnSizes.commissionRate, '999.99', '1000.00'],
  [columnSizes.netWeight, '9999999999999999.999999', '10000000000000000.000000'],
])('a column %o holds %s and not %s', (size, largest, tooLarge) => {
  expect(fitsColumn(largest, size)).toBe(true);
  expect(fitsColumn(tooLarge, size)).toBe(false);
  expect(fitsColumn(null, size)).toBe(true);
});

test.each([
  ['4.100000', 2, '4.10'],
  ['0.905000', 2, '0.905'],
  ['2500.000000', 0, '2500'],
  ['2500.500000', 0, '2500.5'],
  ['100', 0, '100'],
  ['100', 2, '100.00'],
  ['0.000000', 2, '0.00'],
  ['0.000000', 0, '0'],
  ['41.25', 2, '41.25'],
])('%s with at least %d decimals is shown as %s', (value, decimals, shown) => {
  expect(trimDecimal(value, decimals)).toBe(shown);
});
