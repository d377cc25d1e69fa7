import { expect, test } from 'vitest';
import { recordsNaming } from './named-in.ts';

const order = (id: string, buyer: string, product: string) => ({
  id,
  buyer: { id: buyer, name: 'Harbor Foods' },
  seller: null,
  lines: [{ product: { id: product } }],
});
const [one, two] = [order('o1', 'b1', 'p1'), order('o2', 'b2', 'p2')];

test('a record names what is inside it, and not itself', () => {
  expect(recordsNaming(one, new Set(['b1']))).toEqual([one]);
  expect(recordsNaming(one, new Set(['p1', 'x']))).toEqual([one]);
  expect(recordsNaming(one, new Set(['o1', 'b2']))).toEqual([]);
});

test('lists and pages of lists are looked through', () => {
  expect(recordsNaming({ items: [one, two] }, new Set(['b2']))).toEqual([two]);
  const pages = [{ items: [one] }, { items: [two] }];
  expect(recordsNaming({ pages, pageParams: [null, 'x'] }, new Set(['p1', 'p2']))).toEqual([one, two]);
  expect(recordsNaming(undefined, new Set(['p1']))).toEqual([]);
});
