import { expect, test } from 'vitest';
import { isTable, parseCells, readPastedLines } from './paste-lines.ts';

test('cells as spreadsheets copy them', () => {
  expect(parseCells('a\tb\r\nc\td\r\n')).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ]);
  expect(parseCells('"two\nlines"\t"a ""word"""\n')).toEqual([['two\nlines', 'a "word"']]);
  expect(parseCells(' x \t\n\t\n')).toEqual([['x', '']]);
});

test('a word is no table, a row or a column is', () => {
  expect(isTable('Almonds')).toBe(false);
  expect(isTable('Almonds\n')).toBe(false);
  expect(isTable('Almonds\t100')).toBe(true);
  expect(isTable('100\n200')).toBe(true);
});

test('without headings, cells fill the columns from the one they are pasted into', () => {
  expect(readPastedLines([['1,200', 'carton', '25 lb']], 'quantity')).toEqual([
    { quantity: '1200', packageType: 'carton', packSize: '25', packUnit: 'lb' },
  ]);
});

test('headings say which column is which, whatever their order', () => {
  const cells = [
    ['Price', 'Item', 'Qty.', 'Brokerage', 'Ignored'],
    ['$41.25 per cwt', 'Walnuts', '440', '2.5%', 'x'],
  ];
  expect(readPastedLines(cells, 'description')).toEqual([
    {
      price: '41.25',
      priceUnit: 'cwt',
      productText: 'Walnuts',
      quantity: '440',
      commissionPrice: '2.5',
      commission: 'percent',
    },
  ]);
});

test.each([
  ['/lb', 'lb'],
  ['per case', 'package'],
  ['MT', 'tonne'],
  ['each', 'each'],
  ['Kilogram', 'kg'],
  ['CS', 'package'],
  ['lbs.', 'lb'],
  ['per sack', 'package'],
  ['pcs', 'each'],
])('a price %s is per %s', (text, unit) => {
  expect(readPastedLines([[text]], 'priceUnit')).toEqual([{ priceUnit: unit }]);
});

test('what cannot be read stays to be seen, or leaves the line as it is', () => {
  expect(readPastedLines([['about ten']], 'quantity')).toEqual([{ quantity: 'about ten' }]);
  expect(readPastedLines([['bushel']], 'priceUnit')).toEqual([{}]);
  expect(readPastedLines([['']], 'price')).toEqual([{}]);
});

test.each([
  ['quantity', '1,200 bags', { quantity: '1200' }],
  ['packSize', '25#', { packSize: '25', packUnit: 'lb' }],
  ['price', ' $1,733.50 / lb ', { price: '1733.50', priceUnit: 'lb' }],
  ['price', 'USD 12 500', { price: '12500' }],
  ['commissionPrice', '5.00 %', { commissionPrice: '5.00', commission: 'percent' }],
  ['commissionPrice', '$0.25/case', { commissionPrice: '0.25', commission: 'per_package' }],
  ['commissionPrice', '250 flat', { commissionPrice: '250', commission: 'flat' }],
  ['commissionPrice', '2.5', { commissionPrice: '2.5' }],
  ['commissionPrice', '0.25 per cs', { commissionPrice: '0.25', commission: 'per_package' }],
] as const)('%s %s is read whole', (field, text, line) => {
  expect(readPastedLines([[text]], field)).toEqual([line]);
});

test.each([
  ['quantity', ['1.234,50', '1e9', '-5', '(5)', '5 dozen', '5k', 'NaN', '25-30', '#N/A']],
  ['packSize', ['25 oz', '2x25 lb', '0,5']],
  ['price', ['4,10', '1.733,50', '-4.10', '€ 4.10', '4.10 EUR', '$41.25/bushel', '1E+05']],
  ['commissionPrice', ['0,05', '$5', '5 each way']],
  ['actualWeight', ['1.000,5', '1000 kg']],
] as const)('of a %s nothing is guessed', (field, texts) => {
  for (const text of texts) expect(readPastedLines([[text]], field)).toEqual([{ [field]: text }]);
});

test('a weight with a unit is a number where the row says the same unit', () => {
  const weights = (cells: string[]) => readPastedLines([['Pack', 'Weight'], cells], 'product');
  expect(weights(['25 lb', '1,000 lbs'])).toEqual([{ packSize: '25', packUnit: 'lb', actualWeight: '1000' }]);
  expect(weights(['25 lb', '1,000 kg'])).toEqual([
    { packSize: '25', packUnit: 'lb', actualWeight: '1,000 kg' },
  ]);
});

test('a number whose unit nobody knows does not become a number of another unit', () => {
  const paste = (...cells: string[][]) => readPastedLines(cells, 'product');
  expect(paste(['Price', 'Per'], ['4.10', 'lb'], ['30', 'bushel'])).toEqual([
    { price: '4.10', priceUnit: 'lb' },
    { price: '30 bushel' },
  ]);
  expect(paste(['Pack', 'UOM'], ['16', 'oz'])).toEqual([{ packSize: '16 oz' }]);
  expect(paste(['Commission', 'Basis'], ['0.25', 'of profit'])).toEqual([
    { commissionPrice: '0.25 of profit' },
  ]);
});

test('cells beyond the last column are left out', () => {
  expect(readPastedLines([['1000', 'beyond']], 'actualWeight')).toEqual([{ actualWeight: '1000' }]);
});
