import { expect, test } from 'vitest';
import { isWeightUnit, kgPer, priceUnits, weightUnits } from './units.ts';

test('a pound is 0.45359237 kg exactly, and the other units follow from it', () => {
  const lb = kgPer.lb;

  expect(lb.toFixed()).toBe('0.45359237');
  expect(kgPer.cwt.eq(lb.times('100'))).toBe(true);
  expect(kgPer.ton.eq(lb.times('2000'))).toBe(true);
  expect(kgPer.kg.toFixed()).toBe('1');
  expect(kgPer.tonne.toFixed()).toBe('1000');
});

test('a price unit either counts packages or is one of the weight units', () => {
  expect(priceUnits.filter((unit) => !isWeightUnit(unit))).toEqual(['package', 'each']);
  expect(priceUnits.filter((unit) => isWeightUnit(unit))).toEqual([...weightUnits]);
  expect(Object.keys(kgPer)).toEqual([...weightUnits]);
});
