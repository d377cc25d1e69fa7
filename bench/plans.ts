import pg from 'pg';
import { must } from '../apps/api/src/lib/must.ts';
import { openLargeBook } from './large-book.ts';

/**
 * Lists and searches at a million orders: fills a database of its own once, asks the real API over HTTP, and fails
 * when a median is over its limit or a plan reads a big table from end to end.
 */
const bigTables = ['orders', 'order_lines', 'accounts', 'contacts', 'addresses', 'activities'];
const repeats = 9;

const book = await openLargeBook(process.argv[2]);
const { scale, baseUrl, token, pool, queries } = book;
const plans = new pg.Client({ connectionString: book.databaseUrl, options: '-c timezone=UTC' });
await plans.connect();

let failures = 0;
try {
  for (const { name, path, limitMs, mayScan } of await operations())
    await measure(name, path, limitMs, mayScan ?? false);
} finally {
  await plans.end();
  await book.close();
}
console.log(failures === 0 ? 'all within their limits' : `${failures} over a limit`);
process.exitCode = failures === 0 ? 0 : 1;

interface Operation {
  name: string;
  path: string;
  limitMs: number;
  /** A sum of everything reads everything. */
  mayScan?: boolean;
}

async function operations(): Promise<Operation[]> {
  const one = async (sql: string): Promise<Record<string, string>> => {
    const { rows } = await pool.query(sql);
    return must(rows[0], `No row for ${sql}`);
  };
  const busiest = await one('SELECT buyer_id AS id FROM orders GROUP BY 1 ORDER BY count(*) DESC LIMIT 1');
  const ordinary = await one('SELECT seller_id AS id FROM orders OFFSET 500 LIMIT 1');
  const product = await one(
    'SELECT product_id AS id FROM order_lines GROUP BY 1 ORDER BY count(*) DESC OFFSET 20 LIMIT 1',
  );
  const busiestProduct = await one(
    'SELECT product_id AS id FROM order_lines GROUP BY 1 ORDER BY count(*) DESC LIMIT 1',
  );
  const middle = await one(
    'SELECT created_at::text AS at, id FROM orders ORDER BY created_at DESC, id DESC OFFSET 100000 LIMIT 1'.replace(
      '100000',
      String(Math.floor(scale.orders * 0.4)),
    ),
  );
  const depth = Buffer.from(JSON.stringify(['-createdAt', middle['at'], middle['id']])).toString('base64url');
  const account = await one(
    'SELECT name, id FROM accounts ORDER BY name COLLATE "und-x-icu", id OFFSET 1000 LIMIT 1',
  );
  const nameDepth = Buffer.from(JSON.stringify(['name', account['name'], account['id']])).toString(
    'base64url',
  );
  const terms = [
    'valley',
    'pistachio growers',
    '2509-0',
    'INV12345',
    'INV999999999',
    'PO-4711',
    'zzyzx',
    'va',
    '26',
    'sierra fig packers',
    'qqqqq',
    'łąka',
    '---',
  ];
  const list = (name: string, path: string): Operation => ({ name, path, limitMs: 50 });
  return [
    list('orders, first page', '/api/orders'),
    list('orders, page at depth', `/api/orders?after=${depth}`),
    list('orders by date', '/api/orders?sort=orderDate'),
    list('orders by amount', '/api/orders?sort=-totalAmount'),
    list('orders of a status', '/api/orders?status=confirmed'),
    list('orders of two statuses', '/api/orders?status=draft,confirmed'),
    list('orders of the busiest buyer', `/api/orders?buyerId=${busiest['id']}`),
    list('posted orders of the busiest buyer', `/api/orders?buyerId=${busiest['id']}&status=posted_to_qb`),
    list('orders of a seller', `/api/orders?sellerId=${ordinary['id']}`),
    list('orders of a product', `/api/orders?productId=${product['id']}`),
    list('orders of a month', '/api/orders?orderDateFrom=2024-05-01&orderDateTo=2024-05-31'),
    list('orders above an amount', '/api/orders?amountMin=60000'),
    list('my orders', '/api/orders?mine=true'),
    ...['old_draft', 'unposted', 'overdue_shipment'].map((attention) =>
      list(`orders that need somebody: ${attention}`, `/api/orders?attention=${attention}`),
    ),
    {
      name: 'totals of what needs somebody',
      path: '/api/orders/totals?attention=unposted',
      limitMs: 400,
    },
    { name: 'dashboard', path: '/api/dashboard', limitMs: 400 },
    // Every line of a year is added up; the figures do not wait for it.
    { name: 'dashboard, the largest', path: '/api/dashboard/top', limitMs: 2000, mayScan: true },
    ...terms
      .slice(0, 8)
      .map((term) => list(`search everything "${term}"`, `/api/search?q=${encodeURIComponent(term)}`)),
    list('prices of a product', `/api/products/${product['id']}/prices`),
    list('prices of the busiest product', `/api/products/${busiestProduct['id']}/prices`),
    { name: 'partners of a product', path: `/api/products/${product['id']}/partners`, limitMs: 400 },
    {
      name: 'partners of the busiest product',
      path: `/api/products/${busiestProduct['id']}/partners`,
      // One line in a hundred is of it.
      limitMs: 800,
    },
    list('cancelled orders', '/api/orders?isCancelled=true'),
    ...terms.map((term) => list(`search orders "${term}"`, `/api/orders?q=${encodeURIComponent(term)}`)),
    { name: 'totals of everything', path: '/api/orders/totals', limitMs: 400, mayScan: true },
    { name: 'totals of a status', path: '/api/orders/totals?status=paid', limitMs: 400, mayScan: true },
    {
      name: 'totals of the busiest buyer',
      path: `/api/orders/totals?buyerId=${busiest['id']}`,
      limitMs: 400,
    },
    {
      name: 'totals of a month',
      path: '/api/orders/totals?orderDateFrom=2024-05-01&orderDateTo=2024-05-31',
      limitMs: 400,
      mayScan: true,
    },
    { name: 'totals of a product', path: `/api/orders/totals?productId=${product['id']}`, limitMs: 400 },
    ...['valley', 'INV12345', 'zzyzx'].map((term) => ({
      name: `totals of the search "${term}"`,
      path: `/api/orders/totals?q=${term}`,
      limitMs: 400,
      mayScan: term === 'valley',
    })),
    list('accounts, first page', '/api/accounts'),
    list('accounts, page at depth', `/api/accounts?after=${nameDepth}`),
    list('sellers', '/api/accounts?role=seller'),
    list('inactive accounts', '/api/accounts?isActive=false'),
    list('active accounts', '/api/accounts?isActive=true'),
    list('search accounts "%%%"', '/api/accounts?q=%25%25%25'),
    ...[
      'valley',
      'harbor fig',
      '555-0042',
      'person4711',
      'office99',
      'zzyzx',
      'va',
      'cedarton',
      'A4711',
      '5550042',
      'city:cedarton',
      'email:office99',
      'phone:5550042',
      'contact:person4711',
      'code:A4711',
      'name:valley city:harbor',
      'owner:bench',
      'owner:bench valley',
    ].map((term) => list(`search accounts "${term}"`, `/api/accounts?q=${encodeURIComponent(term)}`)),
    list('products, first page', '/api/products'),
    list('search products', '/api/products?q=pistachio'),
    list('history of an order', `/api/orders/${middle['id']}/activities`),
    list('one order', `/api/orders/${middle['id']}`),
  ];
}

async function measure(name: string, path: string, limitMs: number, mayScan: boolean): Promise<void> {
  const times: number[] = [];
  for (let i = 0; i < repeats + 1; i += 1) {
    queries.length = 0;
    const startedAt = performance.now();
    const response = await fetch(`${baseUrl}${path}`, { headers: { authorization: `Bearer ${token}` } });
    await response.arrayBuffer();
    // The first is for warming up.
    if (i > 0) times.push(performance.now() - startedAt);
    if (response.status !== 200) throw new Error(`${path} answered ${response.status}`);
  }
  const median = must(times.toSorted((a, b) => a - b)[Math.floor(repeats / 2)], 'No times');
  const scans = mayScan ? [] : await sequentialScans();
  const isBad = median > limitMs || scans.length > 0;
  if (isBad) failures += 1;
  console.log(
    `${isBad ? 'FAIL' : 'ok  '} ${median.toFixed(1).padStart(7)} ms  (limit ${limitMs})  ${name}${scans.length > 0 ? `  scans ${scans.join(', ')}` : ''}`,
  );
}

/** The big tables that the statements of the last request read from end to end, the session statement aside. */
async function sequentialScans(): Promise<string[]> {
  const found = new Set<string>();
  for (const { sql, params } of queries.filter((query) => !query.sql.includes('auth_sessions'))) {
    const { rows } = await plans.query(`EXPLAIN (FORMAT JSON) ${sql}`, params);
    const text = JSON.stringify(rows[0]);
    for (const table of bigTables) {
      if (new RegExp(`"Node Type":"Seq Scan"[^{}]*"Relation Name":"${table}"`).test(text)) found.add(table);
    }
  }
  return [...found];
}
