import { expect, test } from 'vitest';
import { commaIn, plainDecimal, typedDecimal } from './typed-decimal.ts';

test.each([
  ['$1,733.50', '1733.50'],
  ['USD 1,250,000', '1250000'],
  ['US$ 4.10', '4.10'],
  ['12 500', '12500'],
  ['1\u00a0250.5', '1250.5'],
  ["1'250", '1250'],
  ['.5', '0.5'],
  ['4.', '4'],
  [' 12 ', '12'],
  ['5 %', '5'],
  ['', null],
  ['$', null],
])('%j is read as %j', (typed, read) => {
  expect(typedDecimal(typed)).toBe(read);
});

test.each([
  '4,10',
  '1.234,50',
  '0,125',
  '1,23,456',
  '1,234 567',
  '4 10',
  '-5',
  '(5.00)',
  '1e9',
  '€ 4.10',
  '.',
  'abc',
])('%j is not guessed at', (typed) => {
  expect(typedDecimal(typed)).toBe(typed);
});

test('where a comma begins the decimals, one group of three is not guessed at', () => {
  expect(commaIn('en-US')).toBe('thousands');
  expect(commaIn('de-DE')).toBe('decimals');
  expect(typedDecimal('4,125', 'thousands')).toBe('4125');
  expect(typedDecimal('4,125', 'decimals')).toBe('4,125');
  expect(typedDecimal('4,125.50', 'decimals')).toBe('4125.50');
  expect(typedDecimal('1,250,000', 'decimals')).toBe('1250000');
});

test.each([
  ['04.10', '4.1'],
  ['$1,200.00', '1200'],
  ['0.50', '0.5'],
  ['000', '0'],
  ['ten', 'ten'],
  ['', null],
])('%j is the number %j', (typed, number) => {
  expect(plainDecimal(typed)).toBe(number);
});
