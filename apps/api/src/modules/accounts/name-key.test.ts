import { expect, test } from 'vitest';
import { nameKey } from './name-key.ts';

test.each([
  ['case', 'Sunny Valley Nuts', 'SUNNY valley nuts'],
  ['spaces', 'Sunny Valley Nuts', '  Sunny   ValleyNuts '],
  ['punctuation', 'Smith, Jones & Sons', 'Smith Jones and Sons'],
  ['dashes', 'Blue-Diamond', 'Blue – Diamond'],
  ['apostrophes', "O'Hara Farms", 'O’Hara Farms'],
  ['a dotted company form', 'Acme Nuts, L.L.C.', 'Acme Nuts LLC'],
  ['another company form', 'Acme Nuts Inc.', 'ACME NUTS LLC'],
  ['a long company form', 'Acme Nuts Incorporated', 'Acme Nuts'],
  ['a company form of another country', 'Müller GmbH', 'Muller AG'],
  ['accents', 'Łódź Nuts', 'Lodz Nuts'],
  ['composed and decomposed accents', 'Caf\u00e9 Olé', 'Cafe\u0301 Ole\u0301'],
  ['letters without a base letter', 'Smørrebrød', 'Smorrebrod'],
  ['a sharp s', 'Strauß', 'Strauss'],
  ['full-width letters', 'ＡＣＭＥ', 'acme'],
])('%s makes no difference: %s and %s', (_what, a, b) => {
  expect(nameKey(a)).toBe(nameKey(b));
});

test.each([
  ['Acme Nuts', 'Acme Fruits'],
  ['Acme 1', 'Acme 2'],
  ['Farm', 'Farms'],
  ['The Company Store', 'The Corporation'],
  ['Inc', 'LLC'],
  ['***', '???'],
  ['株式会社アーモンド', '株式会社クルミ'],
])('%s and %s stay two names', (a, b) => {
  expect(nameKey(a)).not.toBe(nameKey(b));
});

test('a company form inside a word is part of the name', () => {
  expect(nameKey('Incline Coltd Agave')).toBe('inclinecoltdagave');
});

test('a key that was computed once is its own key', () => {
  for (const name of ['Łódź Nuts, Inc.', 'L.L.C.', '& Sons', '株式会社 Nuts']) {
    expect(nameKey(nameKey(name))).toBe(nameKey(name));
  }
});
