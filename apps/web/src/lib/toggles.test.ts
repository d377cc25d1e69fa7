import { expect, test } from 'vitest';
import { applyToggles, isSameSet, parseToggles } from './toggles.ts';

test('toggles lie on top of what is there', () => {
  const wanted = new Map([
    ['b', false],
    ['c', true],
  ]);
  expect([...applyToggles(['a', 'b'], wanted)]).toEqual(['a', 'c']);
});

test('what somebody else switched meanwhile stays, and the same switch twice is one', () => {
  const wanted = new Map([['c', true]]);
  expect([...applyToggles(['a', 'c', 'd'], wanted)].toSorted()).toEqual(['a', 'c', 'd']);
});

test('sets are the same by their members', () => {
  expect(isSameSet(new Set(['a', 'b']), new Set(['b', 'a']))).toBe(true);
  expect(isSameSet(new Set(['a']), new Set(['b']))).toBe(false);
  expect(isSameSet(new Set(['a']), new Set(['a', 'b']))).toBe(false);
});

test('kept toggles are read back, and nothing else is', () => {
  const toggles = { wanted: { 'orders:view': true, 'orders:edit': false }, base: ['orders:edit'] };
  expect(parseToggles(JSON.parse(JSON.stringify(toggles)))).toEqual(toggles);
  for (const nothing of [null, 'text', {}, { wanted: {} }, { base: [] }])
    expect(parseToggles(nothing)).toBeUndefined();
});
