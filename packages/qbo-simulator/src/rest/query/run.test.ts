import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { Fault } from '../../core/fault.ts';
import { createRealm } from '../../create-realm.ts';
import type { Realm } from '../../entities/model.ts';
import { createSim } from '../../sim.ts';
import { runQuery } from './run.ts';

let realm: Realm;
beforeAll(() => {
  realm = createRealm(createSim({}), { preset: 'us-plain' });
});

const signs =
  'select * from Customer Invoice Item where and or not in like orderby order by asc desc startposition maxresults count ( ) , = < > <= >= != \' " \\ % _ Id DisplayName Active TotalAmt TxnDate MetaData.CreateTime Line.* true false 1 -1 1e9 0.5 99999999999999999999 null constructor __proto__ é 💥'.split(
    ' ',
  );
const words = fc.constantFrom(...signs, "'text'", "'%a%b%'", "'2026-01-01'", "'9e999'", '\0', '\n', ' ');
const scraps = fc.array(words, { maxLength: 25 }).map((list) => list.join(' '));
const entity = fc.constantFrom('Customer', 'Invoice', 'Item', 'Term', 'Preferences');
const field = fc.constantFrom(
  'Id',
  'DisplayName',
  'Active',
  'TotalAmt',
  'TxnDate',
  'CustomerRef',
  'metadata.createtime',
);
const operator = fc.constantFrom('=', '<', '>', '<=', '>=', 'like', 'in');
const nearlyRight = fc
  .tuple(entity, field, operator, words, scraps)
  .map(([from, name, sign, value, rest]) => `select * from ${from} where ${name} ${sign} ${value} ${rest}`);
const loose = fc.tuple(entity, scraps).map(([from, rest]) => `select * from ${from} ${rest}`);

test('whatever is written as a query is answered with rows, or refused with 4000 or 4001', () => {
  let answered = 0;
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: 'binary', maxLength: 80 }), scraps, loose, nearlyRight),
      (text) => {
        try {
          expect(runQuery(realm, text)).toMatch(/^"QueryResponse":\{/);
          answered += 1;
        } catch (error) {
          if (!(error instanceof Fault)) throw error;
          expect(['4000', '4001']).toContain(error.code);
        }
      },
    ),
    { numRuns: 5000, seed: 7 },
  );
  expect(answered).toBeGreaterThan(20);
});

test('any text at all is found again when its apostrophes and backslashes are escaped', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
      const quoted = `'${text.replace(/[\\']/g, '\\$&')}'`;
      expect(runQuery(realm, `select count(*) from Customer where DisplayName = ${quoted}`)).toBe(
        '"QueryResponse":{"totalCount":0}',
      );
    }),
    { numRuns: 1000, seed: 7 },
  );
});
