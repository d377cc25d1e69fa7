import { randomUUID } from 'node:crypto';
import { Decimal } from '@pace/shared/decimal';
import {
  commissionBases,
  type LineAmounts,
  type LineTerms,
  lineAmounts,
  orderTotals,
  overflowingAmounts,
} from '@pace/shared/order-totals';
import { type PriceUnit, packUnits, priceUnits, weightUnits } from '@pace/shared/units';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../test/database.ts';

/** PACE_SEED repeats a run that failed; otherwise every run tries other lines. */
const seed = Number(process.env['PACE_SEED'] ?? Math.floor(Math.random() * 2 ** 32));
const lineCount = 100_000;
const linesPerOrder = 20;
const batchSize = 25_000;

type Line = LineTerms & Omit<LineAmounts, 'netWeight'>;

let database: TestDatabase;
let productId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  const { rows } = await database.pool.query<{ id: string }>(
    "INSERT INTO products (name) VALUES ('Almonds') RETURNING id",
  );
  productId = rows[0]?.id ?? '';
});

afterAll(() => database.close());

test(`PostgreSQL accepts ${lineCount} random lines as @pace/shared computes them (PACE_SEED=${seed})`, async () => {
  const random = randomNumbers(seed);
  let written = 0;
  while (written < lineCount) {
    const lines = Array.from({ length: Math.min(batchSize, lineCount - written) }, () => legalLine(random));
    await insertInOrders(lines);
    written += lines.length;
  }

  const { rows } = await database.pool.query<Record<string, number>>(`
    SELECT count(*)::int AS stored,
      count(*) FILTER (WHERE line_total IS DISTINCT FROM ${expressions.line_total})::int AS wrong_totals,
      count(*) FILTER (WHERE unit_price IS DISTINCT FROM ${expressions.unit_price})::int AS wrong_prices,
      count(*) FILTER (WHERE commission_rate IS DISTINCT FROM ${expressions.commission_rate})::int AS wrong_rates,
      count(*) FILTER (WHERE commission_amount IS DISTINCT FROM ${expressions.commission_amount})::int AS wrong_commissions,
      count(*) FILTER (WHERE quantity * coalesce(price, unit_price) * 100 % 1 = 0.5 AND price_unit = 'package')::int AS ties,
      count(*) FILTER (WHERE net_weight * price * 100 % 1 = 0.5 AND price_unit = pack_unit)::int AS weighed_ties,
      count(*) FILTER (WHERE line_total IS NULL)::int AS not_agreed,
      count(*) FILTER (WHERE line_total > 1000000000)::int AS huge,
      count(DISTINCT (price_unit, pack_unit, commission_basis, commission_unit))::int AS kinds
    FROM order_lines`);
  expect(rows[0]).toMatchObject({
    stored: lineCount,
    wrong_totals: 0,
    wrong_prices: 0,
    wrong_rates: 0,
    wrong_commissions: 0,
  });
  // The lines were worth trying: every kind, many half cents, many that are not agreed yet, many at the edge.
  const kindsOfLines = priceUnits.length * (packUnits.length + 1) * (commissionBases.length - 1 + weightUnits.length);
  expect(rows[0]?.['kinds']).toBe(kindsOfLines);
  expect(rows[0]?.['ties']).toBeGreaterThan(1000);
  expect(rows[0]?.['weighed_ties']).toBeGreaterThan(1000);
  expect(rows[0]?.['not_agreed']).toBeGreaterThan(1000);
  expect(rows[0]?.['huge']).toBeGreaterThan(1000);
}, 60_000);

test('PostgreSQL refuses every falsified line', async () => {
  // Figures that follow from the terms: without `price`, the unit price is itself a term.
  await database.pool.query(`
    CREATE TEMP TABLE legal AS SELECT * FROM order_lines WHERE price IS NOT NULL ORDER BY id LIMIT 5000;
    ALTER TABLE legal DROP COLUMN net_weight`);
  const client = await database.pool.connect();
  try {
    await client.query(`
      CREATE TEMP TABLE legal AS
        SELECT * FROM order_lines WHERE price IS NOT NULL AND commission_price IS NOT NULL ORDER BY id LIMIT 2500;
      ALTER TABLE legal DROP COLUMN net_weight;
      CREATE TEMP TABLE falsified AS SELECT ''::text AS falsification, * FROM legal WITH NO DATA`);
    for (const falsification of falsifications) {
      const { column, to, where } = falsification;
      await client.query(
        `WITH changed AS (SELECT $1 AS falsification, (jsonb_populate_record(l, jsonb_build_object('${column}', ${to}))).*
           FROM legal l WHERE ${where})
         INSERT INTO falsified SELECT * FROM changed`,
        [`${column} := ${to}`],
      );
    }
    const tried = await client.query<{ falsification: string; tried: number }>(
      'SELECT falsification, count(*)::int AS tried FROM falsified GROUP BY 1',
    );
    const accepted = await client.query<{ what: string }>('SELECT * FROM unnest($1::text[]) AS what', [[]]);

    expect(tried.rows.length).toBe(falsifications.length);
    expect(accepted.rows).toEqual([]);
  } finally {
    client.release(true);
  }
});
