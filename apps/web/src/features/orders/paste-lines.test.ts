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
])('a price %s is per %s', (text, unit) => {
  expect(readPastedLines([[text]], 'priceUnit')).toEqual([{ priceUnit: unit }]);
});

test('what cannot be read stays to be seen, or leaves the line as it is', () => {
  expect(readPastedLines([['about ten']], 'quantity')).toEqual([{ quantity: 'about ten' }]);
  expect(readPastedLines([['bushel']], 'priceUnit')).toEqual([{}]);
  expect(readPastedLines([['']], 'price')).toEqual([{}]);
});

test('cells beyond the last column are left out', () => {
  expect(readPastedLines([['1000', 'beyond']], 'actualWeight')).toEqual([{ actualWeight: '1000' }]);
});
