import pg from 'pg';
import { must } from '../apps/api/src/lib/must.ts';

/** How many rows of each kind; lines are one to seven per order. */
export interface Scale {
  accounts: number;
  products: number;
  orders: number;
}

export const scales: Readonly<Record<string, Scale>> = {
  T: { accounts: 200, products: 100, orders: 1000 },
  S: { accounts: 2000, products: 1000, orders: 20_000 },
  L: { accounts: 100_000, products: 10_000, orders: 1_000_000 },
};

const chunkSize = 50_000;
const loading =
  '-c timezone=UTC -c synchronous_commit=off -c session_replication_role=replica -c maintenance_work_mem=512MB';

/**
 * Fills an empty, migrated database with a deterministic order book of five years: every value is a function of its
 * row number. Triggers and foreign keys are off meanwhile, which takes a superuser, and indexes are built at the end;
 * CHECKs are on, and `checkTotals` asks afterwards what the triggers would have asked.
 */
export async function generate(url: string, scale: Scale, log: (line: string) => void): Promise<void> {
  const client = new pg.Client({ connectionString: url, options: '-c timezone=UTC' });
  await client.connect();
  try {
    const indexes = await dropIndexes(client);
    await client.query(functions);
    await client.query(accountsSql, [scale.accounts]);
    await client.query(contactsSql, [scale.accounts]);
    await client.query(addressesSql, [scale.accounts]);
    await client.query(productsSql, [scale.products]);
    log(`${scale.accounts} accounts and ${scale.products} products`);
    await inParallel(url, scale, log);
    await client.query(countersSql);
    await buildIndexes(url, indexes);
    log(`${indexes.length} indexes`);
    await client.query(
      'DROP FUNCTION bench_uniform(text, bigint), bench_word(text, bigint), bench_id(text, bigint, timestamp)',
    );
    await checkTotals(client);
    // Autovacuum would get to it; a measurement does not wait for that.
    await client.query('VACUUM (ANALYZE)');
  } finally {
    await client.end();
  }
}

/** Every header is the sum of its lines: the question that the triggers ask per order. */
export async function checkTotals(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ wrong: number }>(`
    SELECT count(*)::int AS wrong FROM orders o
    LEFT JOIN (SELECT order_id, sum(line_total) AS total, sum(commission_amount) AS commission FROM order_lines GROUP BY 1) s
      ON s.order_id = o.id
    WHERE coalesce(o.total_amount, 0) <> coalesce(s.total, 0) OR coalesce(o.commission_total, 0) <> coalesce(s.commission, 0)`);
  const wrong = must(rows[0], 'count(*) returned no row').wrong;
  if (wrong > 0) throw new Error(`${wrong} orders differ from the sum of their lines`);
}

/** Drops what can be built faster afterwards, and says how. */
async function dropIndexes(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(`
    SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition FROM pg_index
    WHERE indrelid IN ('orders'::regclass, 'order_lines'::regclass, 'activities'::regclass) AND NOT indisunique`);
  for (const { name } of rows) await client.query(`DROP INDEX ${name}`);
  return rows.map(({ definition }) => definition);
}

async function buildIndexes(url: string, definitions: string[]): Promise<void> {
  const waiting = [...definitions];
  const worker = async () => {
    const client = new pg.Client({ connectionString: url, options: loading });
    await client.connect();
    try {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await client.query(next);
    } finally {
      await client.end();
    }
  };
  await Promise.all([worker(), worker()]);
}

async function inParallel(url: string, scale: Scale, log: (line: string) => void): Promise<void> {
  const starts = Array.from(
    { length: Math.ceil(scale.orders / chunkSize) },
    (_, chunk) => chunk * chunkSize + 1,
  );
  const worker = async () => {
    const client = new pg.Client({ connectionString: url, options: loading });
    await client.connect();
    try {
      for (let start = starts.shift(); start !== undefined; start = starts.shift()) {
        const end = Math.min(start + chunkSize - 1, scale.orders);
        await client.query(linesSql(scale, start, end));
        await client.query(ordersSql(scale));
        await client.query(insertLinesSql);
        await client.query(activitiesSql);
        await client.query('DROP TABLE bench_lines');
        log(`orders ${start} to ${end}`);
      }
    } finally {
      await client.end();
    }
  };
  await Promise.all([worker(), worker()]);
}

const functions = `
  -- A number in [0, 1) that depends on nothing but a salt and a row number.
  CREATE OR REPLACE FUNCTION bench_uniform(salt text, i bigint) RETURNS float8 LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
    $$ SELECT (hashtextextended(salt, i) & 9007199254740991)::float8 / 9007199254740992 $$;
  CREATE OR REPLACE FUNCTION bench_word(kind text, i bigint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE kind
      WHEN 'place' THEN (string_to_array('Valley,Harbor,Summit,Prairie,Golden,Cedar,River,Coastal,Sierra,Delta,Orchard,Meadow,Canyon,Lakeside,Pioneer,Sunrise,Redwood,Bluff,Granite,Willow,Heritage,Northern,Southern,Eastern,Western,Pacific,Central,Capital,Liberty,Union,Crystal,Silver,Copper,Maple,Juniper,Aspen,Laurel,Señora,Łąka,Höhe', ','))[1 + (bench_uniform('place', i) * 40)::int % 40]
      WHEN 'good' THEN (string_to_array('Pistachio,Almond,Walnut,Pecan,Raisin,Fig,Date,Apricot,Prune,Cherry,Citrus,Onion,Garlic,Tomato,Pepper,Melon,Grape,Apple,Pear,Peach,Plum,Berry,Kiwi,Mango,Avocado,Carrot,Celery,Lettuce,Potato,Squash,Bean,Pea,Corn,Rice,Lentil,Cashew,Peanut,Hazelnut,Macadamia,Chestnut,Cranberry,Currant,Olive,Pomegranate,Persimmon,Quince,Radish,Turnip,Beet,Leek', ','))[1 + (bench_uniform('good', i) * 50)::int % 50]
      WHEN 'form' THEN (string_to_array('Growers LLC,Packers Inc,Foods Inc,Trading Co,Farms LLC,Brothers Inc,Produce Co,Imports LLC,Exports LLC,Markets Inc,Wholesale Co,Distributors Inc,Cooperative,Processors LLC,Partners LP,Group Inc,Ranch LLC,Orchards Inc,Supply Co,Brands Inc,Naturals LLC,Kitchens Inc,Bakery Co,Grocers Inc,Provisions LLC,Commodities Inc,Holdings LLC,Enterprises Inc,Sons Co,Company', ','))[1 + (bench_uniform('form', i) * 30)::int % 30]
    END $$;
  -- Like UUIDv7: in the order of time, otherwise a hash.
  CREATE OR REPLACE FUNCTION bench_id(salt text, i bigint, at timestamp) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(md5(salt || i), 1, 3)
      || '8' || substr(md5(salt || i), 4, 15))::uuid $$;`;

const since = `(date_trunc('day', now()) - interval '5 years')::timestamp`;

const accountsSql = `
  INSERT INTO accounts (id, name, type, email, phone, code, name_key, is_active, created_at, owner_id)
  SELECT bench_id('account', i, ${since}), n.name, CASE WHEN i % 10 < 3 THEN 'seller' ELSE 'buyer' END,
    'office' || i || '@example.com', format('(%s) 555-%s', 200 + i % 700, lpad((i % 10000)::text, 4, '0')), 'A' || i,
    lower(regexp_replace(n.name, '[^A-Za-z0-9]', '', 'g')), i % 33 <> 0, ${since} + i * interval '1 second',
    CASE WHEN i % 4 = 0 THEN (SELECT id FROM users ORDER BY created_at LIMIT 1) END
  FROM generate_series(1, $1::int) i,
    LATERAL (SELECT concat_ws(' ', bench_word('place', i), bench_word('good', i), bench_word('form', i)) AS name) n`;

const contactsSql = `
  INSERT INTO contacts (account_id, name, email, phone, is_primary)
  SELECT bench_id('account', i, ${since}), bench_word('good', i * 7) || ' Person ' || i, 'person' || i || '@example.com',
    format('(%s) 555-%s', 200 + i % 600, lpad((i % 9973)::text, 4, '0')), true
  FROM generate_series(1, $1::int) i`;

const addressesSql = `
  INSERT INTO addresses (account_id, kind, line1, city, state, is_primary)
  SELECT bench_id('account', i, ${since}), CASE k WHEN 0 THEN 'billing' ELSE 'warehouse' END, i || ' Main Street',
    bench_word('place', i * 3 + k) || 'ton', 'CA', true
  FROM generate_series(1, $1::int) i, generate_series(0, 1) k WHERE k = 0 OR i % 2 = 0`;

const productsSql = `
  INSERT INTO products (id, name, variety, grade, code, price, unit, pack_size, pack_unit, created_at)
  SELECT bench_id('product', i, ${since}), bench_word('good', i), 'Variety ' || i % 200, 'No. ' || 1 + i % 3, 'P' || i,
    round((0.5 + bench_uniform('price', i) * 14)::numeric, 2), 'package', 25, 'lb', ${since} + i * interval '1 second'
  FROM generate_series(1, $1::int) i`;

function linesSql({ products, orders }: Scale, start: number, end: number): string {
  return `
  CREATE TEMP TABLE bench_lines AS
  SELECT o.i, n, o.at, bench_id('order', o.i, o.at) AS order_id,
    bench_id('product', 1 + floor(${products} * bench_uniform('product', o.i * 10 + n) ^ 2)::bigint, ${since}) AS product_id,
    (1 + floor(1400 * bench_uniform('quantity', o.i * 10 + n)))::numeric(10, 2) AS quantity,
    round((0.5 + 14 * bench_uniform('unit price', o.i * 10 + n))::numeric, 2) AS unit_price,
    round((1 + 4 * bench_uniform('rate', o.i * 10 + n))::numeric, 2) AS rate
  FROM (
    SELECT i, ${since} + interval '5 years' * ((i - 0.5) / ${orders}) ^ 0.8 AS at FROM generate_series(${start}, ${end}) i
  ) o, generate_series(1, 1 + floor(7 * bench_uniform('lines', o.i))::int) n`;
}

/** Newest 0.5 %: draft or confirmed; next 2.5 %: mostly posted; the rest mostly paid. */
function ordersSql({ accounts, orders }: Scale): string {
  const sellers = Math.floor(accounts * 0.3);
  return `
  INSERT INTO orders (id, order_no, seller_id, buyer_id, status, total_amount, commission_total, qbo_doc_id, qbo_doc_number,
    qbo_doc_type, po_number, order_date, created_at, revision, confirmed_at)
  SELECT o.order_id, to_char(o.at, 'YYMM') || '-' || lpad(o.i::text, 7, '0'),
    bench_id('account', 1 + 10 * floor(${sellers / 3} * bench_uniform('seller', o.i) ^ 2)::bigint + o.i % 2, ${since}),
    bench_id('account', 3 + 10 * floor(${accounts / 10} * bench_uniform('buyer', o.i) ^ 3)::bigint + o.i % 7, ${since}),
    s.status, o.total, o.commission,
    CASE WHEN s.status IN ('posted_to_qb', 'paid') THEN o.i::text END,
    CASE WHEN s.status IN ('posted_to_qb', 'paid') THEN 'INV' || o.i END,
    CASE WHEN s.status IN ('posted_to_qb', 'paid') THEN 'invoice' END,
    'PO-' || o.i * 7 % 999983, o.at::date, o.at, CASE WHEN s.status = 'draft' THEN 0 ELSE 1 END,
    CASE WHEN s.status = 'draft' THEN NULL ELSE o.at END
  FROM (
    SELECT i, at, order_id, sum(round(quantity * unit_price, 2)) AS total,
      sum(round(round(quantity * unit_price, 2) * rate / 100, 2)) AS commission
    FROM bench_lines GROUP BY i, at, order_id ORDER BY i
  ) o, LATERAL (SELECT bench_uniform('status', o.i) AS u) r, LATERAL (SELECT CASE
      WHEN o.i > ${orders} * 0.995 THEN CASE WHEN u < 0.5 THEN 'draft' ELSE 'confirmed' END
      WHEN o.i > ${orders} * 0.97 THEN CASE WHEN u < 0.05 THEN 'draft' WHEN u < 0.3 THEN 'confirmed' WHEN u < 0.9 THEN 'posted_to_qb' ELSE 'paid' END
      ELSE CASE WHEN u < 0.005 THEN 'draft' WHEN u < 0.02 THEN 'confirmed' WHEN u < 0.14 THEN 'posted_to_qb' ELSE 'paid' END
    END AS status) s`;
}

const insertLinesSql = `
  INSERT INTO order_lines (id, order_id, product_id, line_no, quantity, unit_price, line_total, commission_rate,
    commission_amount, pack_size, pack_unit, created_at)
  SELECT bench_id('line' || n, i, at), order_id, product_id, n, quantity, unit_price, round(quantity * unit_price, 2), rate,
    round(round(quantity * unit_price, 2) * rate / 100, 2), 25, 'lb', at
  FROM bench_lines ORDER BY i, n`;

const activitiesSql = `
  INSERT INTO activities (entity_type, entity_id, source, action, changes, created_at)
  SELECT DISTINCT ON (i) 'order', order_id, 'sample', 'created', '{}'::jsonb, at FROM bench_lines ORDER BY i`;

const countersSql = `
  INSERT INTO order_number_counters (period, last_number)
  SELECT split_part(order_no, '-', 1), max(split_part(order_no, '-', 2)::int) FROM orders GROUP BY 1
  ON CONFLICT (period) DO UPDATE SET last_number = greatest(order_number_counters.last_number, excluded.last_number)`;
