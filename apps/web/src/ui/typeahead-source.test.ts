import { expect, test } from 'vitest';
import { matching } from './typeahead-source.ts';

const items = [
  { id: '1', label: 'Jackdaw Almond Company', keywords: 'A-10' },
  { id: '2', label: 'Almond Valley', hint: 'Visalia' },
  { id: '3', label: 'Café Noir' },
];
const ids = (typed: string, all = false) => matching(items, typed, all).map(({ id }) => id);

test('the beginnings of words find, and the beginning of the whole comes first', () => {
  expect(ids('alm')).toEqual(['2', '1']);
  expect(ids('comp jack')).toEqual(['1']);
  expect(ids('mond')).toEqual([]);
});

test('hints, codes and accents', () => {
  expect(ids('visa')).toEqual(['2']);
  expect(ids('a 10')).toEqual(['1']);
  expect(ids('cafe')).toEqual(['3']);
});

test('nothing typed is everything; what the server found stays', () => {
  expect(ids('')).toEqual(['1', '2', '3']);
  expect(ids('noir', true)).toEqual(['3', '1', '2']);
});
