import { expect, test } from 'vitest';
import { toCsvText } from './csv-file.ts';

test('a file begins with a byte order mark and ends every line as spreadsheets do', () => {
  expect(toCsvText(['Name', 'City'], [['Alder Creek', null]])).toBe('\uFEFFName,City\r\nAlder Creek,\r\n');
});

test.each([
  ['=1+1', "'=1+1"],
  ['+1 555', "'+1 555"],
  ['-5', "'-5"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['Smith, Jones', '"Smith, Jones"'],
  ['the "Big" one', '"the ""Big"" one"'],
  ['two\nlines', '"two\nlines"'],
  ['=HYPERLINK("x"),', '"\'=HYPERLINK(""x""),"'],
])('%j is written as %j', (value, written) => {
  expect(toCsvText(['A'], [[value]])).toBe(`\uFEFFA\r\n${written}\r\n`);
});
