import { expect, test } from 'vitest';
import { isDayFirstIn, parseDate } from './parse-date.ts';

// A Sunday.
const today = '2026-11-22';

test.each([
  ['12/5', '2026-12-05'],
  ['12/5/27', '2027-12-05'],
  ['1-15', '2027-01-15'],
  ['10/30', '2026-10-30'],
  ['2026-12-05', '2026-12-05'],
  ['dec 5', '2026-12-05'],
  ['5 december 2026', '2026-12-05'],
  ['Nov 22, 2026', '2026-11-22'],
  ['today', '2026-11-22'],
  ['tom', '2026-11-23'],
  ['+3', '2026-11-25'],
  ['-1', '2026-11-21'],
  ['fri', '2026-11-27'],
  ['Sunday', '2026-11-29'],
])('%s is %s', (typed, date) => {
  expect(parseDate(typed, today, false)).toBe(date);
});

test.each([
  ['12/28', '2026-12-28'],
  ['dec 28', '2026-12-28'],
  ['9/7', '2026-09-07'],
  ['9/6', '2027-09-06'],
  ['1/2', '2027-01-02'],
  ['6/1', '2027-06-01'],
])('in January %s is %s', (typed, date) => {
  expect(parseDate(typed, '2027-01-05', false)).toBe(date);
});

test.each(['2/31', 'soon', '13/13', '', '2026-02-30', 'de 5'])('%j is no date', (typed) => {
  expect(parseDate(typed, today, false)).toBeUndefined();
});

test('where people write the day first, so do we', () => {
  expect(parseDate('5/12', today, true)).toBe('2026-12-05');
  expect(isDayFirstIn('en-US')).toBe(false);
  expect(isDayFirstIn('de-DE')).toBe(true);
});
