import { expect, test } from 'vitest';
import { parseAccountSearch } from './account-search.ts';

test.each<[string, [string, string][], string | undefined]>([
  ['harbor foods', [], 'harbor foods'],
  ['harbor  foods', [], 'harbor  foods'],
  ['city:chico', [['city', 'chico']], undefined],
  ['City:Chico', [['city', 'Chico']], undefined],
  ['owner:"Ann Lee"', [['owner', 'Ann Lee']], undefined],
  ['owner:"Ann Le', [['owner', 'Ann Le']], undefined],
  ['harbor city:"San Jose" foods', [['city', 'San Jose']], 'harbor foods'],
  [
    'owner:ann city:chico almond',
    [
      ['owner', 'ann'],
      ['city', 'chico'],
    ],
    'almond',
  ],
  [
    'city:a city:b',
    [
      ['city', 'a'],
      ['city', 'b'],
    ],
    undefined,
  ],
  ['phone:(530)555-0100', [['phone', '(530)555-0100']], undefined],
  ['email:ann@example.com', [['email', 'ann@example.com']], undefined],
  ['code: almond', [], 'almond'],
  ['city:""', [], undefined],
  ['note:urgent', [], 'note:urgent'],
  ['capacity:12', [], 'capacity:12'],
  ['Sub:city foods', [], 'Sub:city foods'],
  ['"quoted" name', [], '"quoted" name'],
  [':', [], ':'],
])('%s', (typed, fields, text) => {
  expect(parseAccountSearch(typed)).toEqual({
    fields: fields.map(([field, value]) => ({ field, value })),
    text,
  });
});
