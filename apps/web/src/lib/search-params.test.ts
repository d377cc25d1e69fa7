import { expect, test } from 'vitest';
import { parseSearch, readSearch, stringifySearch } from './search-params.ts';

const checks = { status: (value: string) => value === 'draft', q: () => true };

test('what an address says and a screen does not take is undefined, so that it covers what stands in the address', () => {
  const raw = parseSearch('?status=lost&q=almonds&utm_source=mail&constructor=x');
  expect(readSearch(raw, checks)).toStrictEqual({
    status: undefined,
    q: 'almonds',
    utm_source: undefined,
    constructor: undefined,
  });
  expect(stringifySearch(readSearch(raw, checks))).toBe('?q=almonds');
});

test('an empty parameter and one that is no text say nothing', () => {
  expect(readSearch({ q: '', status: ['draft'] }, checks)).toStrictEqual({ q: undefined, status: undefined });
});
