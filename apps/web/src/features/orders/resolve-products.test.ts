import { expect, test } from 'vitest';
import type { ProductChoice } from '../../ui/choice-sources.ts';
import { theOne } from './resolve-products.ts';

const product = (id: string, label: string, keywords: string): ProductChoice => ({
  id,
  label,
  keywords,
  packSize: null,
  packUnit: null,
});
const items = [product('1', 'Almonds Nonpareil', 'ALM-NP'), product('2', 'Walnuts Chandler', 'WAL-CH')];

test('a whole name or a code names a product; the only one that fits does when all are known', () => {
  const all = { items, isComplete: true };
  expect(theOne(all, 'walnuts chandler')?.id).toBe('2');
  expect(theOne(all, ' alm-np ')?.id).toBe('1');
  expect(theOne(all, 'walnuts')?.id).toBe('2');
  expect(theOne(all, 'pistachios')).toBeUndefined();
});

test('of a first page nobody knows whether it is the only one that fits', () => {
  const some = { items, isComplete: false };
  expect(theOne(some, 'walnuts')).toBeUndefined();
  expect(theOne(some, 'Walnuts Chandler')?.id).toBe('2');
});
