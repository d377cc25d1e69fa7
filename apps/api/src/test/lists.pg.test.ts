import { randomUUID } from 'node:crypto';
import { accountSorts } from '@pace/shared/accounts';
import { orderSorts } from '@pace/shared/orders';
import { productSorts } from '@pace/shared/products';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Caller, type Json, startTestApi, type TestApi } from './api.ts';

/** Random, but the same in every run. */
const seed = 20261122;

let api: TestApi;
let admin: Caller;
let random: () => number;

const names = [
  ...[
    'almonds',
    'Almonds',
    'ALMONDS',
    'Álmonds',
    'almonds ',
    'Zebra',
    'zebra',
    'Éclair',
    'eclair',
    'Ångström',
    'Ärger',
    'Łódź Nuts, Inc.',
  ],
  ...[
    'ß',
    'ss',
    'ñandú',
    'nandu',
    '漢字',
    '한국',
    'عربى',
    '💥',
    '100% Fresh',
    'under_score',
    'back\\slash',
    "O'Hara",
    '"quoted"',
    '=SUM(A1)',
  ],
  ...['-minus', '+plus', '@at', 'comma, semicolon;', 'two\nlines', 'tab\there', '  ', '~', '0', 'a', 'A'].map(
    (name) => name.trim() || '_',
  ),
];

beforeAll(async () => {
  api = await startTestApi();
  admin = await api.signIn('Admin');
  random = generator(seed);
  const other = await api.signIn('Sales');
  await api.pool.query('SELECT setseed(0.42)');
  // A thousand rows of every list share one microsecond.
  const at = `CASE WHEN n <= 1000 THEN '2026-01-02 03:04:05.123456' ELSE timestamp '2026-01-02 03:04:05.123456' + (n % 7) * interval '1 microsecond' END`;
  const name = `($1::text[])[1 + n % array_length($1::text[], 1)]`;
  await api.pool.query(
    `INSERT INTO accounts (name, type, trades_both_ways, name_key, code, is_active, owner_id, email, phone, created_at)
     SELECT ${name}, (ARRAY['seller','buyer'])[1 + n % 2], n % 5 = 0, 'k' || n, CASE WHEN n % 3 = 0 THEN 'C-' || n END, n % 4 <> 0,
       CASE n % 3 WHEN 0 THEN $2::uuid WHEN 1 THEN $3::uuid END, CASE WHEN n % 6 = 0 THEN 'mail' || n || '@example.com' END,
       CASE WHEN n % 9 = 0 THEN '+1 (555) 010-' || lpad(n::text, 4, '0') END, ${at}
     FROM generate_series(1, 1100) n`,
    [names, admin.userId, other.userId],
  );
  await api.pool.query(
    `INSERT INTO products (name, variety, grade, code, category, is_active, price, pack_size, pack_unit, created_at)
     SELECT ${name}, 'variety ' || n % 11, 'grade ' || n % 5, CASE WHEN n % 3 = 0 THEN 'P-' || n END, (ARRAY['nuts','fruit',NULL])[1 + n % 3],
       n % 4 <> 0, n % 100, 25, 'lb', ${at}
     FROM generate_series(1, 1100) n`,
    [names],
  );
  // Amounts repeat, some orders have no total at all; the totals are those of the lines, or the database would refuse.
  await api.pool.query(
    `WITH parties AS (SELECT array_agg(id ORDER BY name_key) FILTER (WHERE is_seller) AS s, array_agg(id ORDER BY name_key) FILTER (WHERE is_buyer) AS b FROM accounts),
     goods AS (SELECT array_agg(id ORDER BY created_at, id) AS p FROM products),
     written AS (
       INSERT INTO orders (order_no, seller_id, buyer_id, status, total_amount, commission_total, order_date, ship_date, po_number, qbo_doc_number, salesperson_id, cancelled_at, created_at)
       SELECT '2601-' || lpad(n::text, 4, '0'), CASE WHEN n % 10 <> 0 THEN s[1 + n % 40] END, CASE WHEN n % 10 <> 1 THEN b[1 + n % 30] END,
         (ARRAY['draft','confirmed','posted_to_qb','paid'])[1 + n % 4], CASE WHEN n % 8 = 0 THEN NULL ELSE (n % 13) * 10.25 END, CASE WHEN n % 8 = 0 THEN NULL ELSE 0 END,
         date '2026-01-01' + n % 45, CASE WHEN n % 5 <> 0 THEN date '2026-01-10' + n % 60 END, CASE WHEN n % 6 = 0 THEN 'PO ' || n END, CASE WHEN n % 7 = 0 THEN 'INV-' || n END,
         CASE n % 3 WHEN 0 THEN $1::uuid WHEN 1 THEN $2::uuid END, CASE WHEN n % 9 = 0 THEN timestamp '2026-02-01' END, ${at}
       FROM generate_series(1, 1100) n, parties RETURNING id, order_no, total_amount)
     INSERT INTO order_lines (order_id, product_id, quantity, unit_price, line_total)
     SELECT written.id, p[1 + right(order_no, 4)::int % 20], 1, total_amount, total_amount FROM written, goods WHERE total_amount IS NOT NULL`,
    [admin.userId, other.userId],
  );
  await api.pool.query(
    `INSERT INTO users (email, clerk_user_id, first_name, last_name, is_active, created_at)
     SELECT 'u' || n || '@example.com', gen_random_uuid()::text, ${name}, 'Last ' || n, n % 4 <> 0, timestamp '2026-01-02 03:04:05.123456' FROM generate_series(1, 120) n`,
    [names],
  );
  await api.pool.query(`INSERT INTO roles (name) SELECT ${name} || n FROM generate_series(1, 120) n`, [
    names,
  ]);
  await api.pool.query(
    `INSERT INTO activities (entity_type, entity_id, source, action, changes, created_at)
     SELECT 'user', $1, 'system', 'changed', '{}', timestamp '2026-01-02 03:04:05.123456' + (n % 2) * interval '1 microsecond' FROM generate_series(1, 300) n`,
    [admin.userId],
  );
});

afterAll(() => api.close());

const byName = `name COLLATE "und-x-icu"`;
const total = 'coalesce(total_amount, 0)';
/** The order of each sort, written once more. */
const walks: [path: string, sort: string, table: string, order: string][] = [
  ...accountSorts.map((sort): [string, string, string, string] => [
    '/api/accounts',
    sort,
    'accounts',
    orderOf(sort),
  ]),
  ...productSorts.map((sort): [string, string, string, string] => [
    '/api/products',
    sort,
    'products',
    orderOf(sort),
  ]),
  ...orderSorts.map((sort): [string, string, string, string] => [
    '/api/orders',
    sort,
    'orders',
    orderOf(sort),
  ]),
  ['/api/users', '', 'users', 'created_at, id'],
  ['/api/roles', '', 'roles', `${byName}, id`],
];

function orderOf(sort: string): string {
  const columns: Record<string, string> = {
    name: byName,
    createdAt: 'created_at',
    code: `coalesce(code, '')`,
    orderDate: 'order_date',
    totalAmount: total,
  };
  const direction = sort.startsWith('-') ? 'DESC' : 'ASC';
  return `${columns[sort.replace('-', '')]} ${direction}, id ${direction}`;
}

test.each(walks)(
  '%s sorted by "%s" gives every row once, in order, whatever the page size',
  async (path, sort, table, order) => {
    const { rows } = await api.pool.query<{ id: string }>(`SELECT id FROM ${table} ORDER BY ${order}`);

    const walked = await walk(path, sort && `sort=${sort}`);

    expect(walked.map((item) => item.id)).toEqual(rows.map(({ id }) => id));
  },
);

test('a history gives every event once, newest first', async () => {
  const { rows } = await api.pool.query<{ id: string }>(
    `SELECT id FROM activities WHERE entity_type = 'user' AND entity_id = $1 ORDER BY created_at DESC, id DESC`,
    [admin.userId],
  );

  const walked = await walk(`/api/users/${admin.userId}/activities`, '');

  expect(walked.map((item) => item.id)).toEqual(rows.map(({ id }) => id));
});

test.each([
  [
    '/api/products',
    'name',
    `INSERT INTO products (name) SELECT 'mmm' FROM generate_series(1, 3)`,
    'products',
  ],
  ['/api/products', '-createdAt', `INSERT INTO products (name) VALUES ('newest')`, 'products'],
  [
    '/api/accounts',
    'code',
    `INSERT INTO accounts (name, type, name_key, code) SELECT 'x', 'buyer', 'x', gen_random_uuid()::text`,
    'accounts',
  ],
])(
  'rows that come in while %s is walked by %s hide none of those that were there',
  async (path, sort, insert, table) => {
    const before = new Set(
      (await api.pool.query<{ id: string }>(`SELECT id FROM ${table}`)).rows.map(({ id }) => id),
    );

    const walked = await walk(path, `sort=${sort}`, () => api.pool.query(insert));

    const ids = walked.map((item) => item.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => before.has(id))).toHaveLength(before.size);
    await api.pool.query(`DELETE FROM ${table} WHERE id <> ALL($1)`, [[...before]]);
  },
);

test('a cursor that is not of this list in this order is refused', async () => {
  const { nextCursor } = (await admin.get('/api/orders?limit=1')).body;
  const forged = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url');
  const id = randomUUID();
  const wrong: [path: string, sort: string, cursor: string][] = [
    ['/api/orders', 'orderDate', nextCursor],
    ['/api/orders', 'createdAt', nextCursor],
    ['/api/accounts', '-name', nextCursor],
    ['/api/orders', '-createdAt', nextCursor.slice(0, -8)],
    ...[
      '0000-01-01 00:00:00',
      '2026-02-30 00:00:00',
      '2026-01-01',
      'now',
      'infinity',
      '2026-01-01 25:00:00',
      '9999999-01-01 00:00:00',
      '',
    ].map((value): [string, string, string] => [
      '/api/orders',
      '-createdAt',
      forged('-createdAt', value, id),
    ]),
    ...['0000-01-01', '2026-13-01', 'today', '-infinity', '10000-01-01'].map(
      (value): [string, string, string] => ['/api/orders', 'orderDate', forged('orderDate', value, id)],
    ),
    ...['NaN', 'Infinity', '-1', '1e400', '', '1;select'].map((value): [string, string, string] => [
      '/api/orders',
      'totalAmount',
      forged('totalAmount', value, id),
    ]),
    ...['a\0b', '\ud800', 'x'.repeat(501)].map((value): [string, string, string] => [
      '/api/accounts',
      'name',
      forged('name', value, id),
    ]),
    ...[null, 7, {}, 'x', "' OR 1=1", `${id}0`].map((value): [string, string, string] => [
      '/api/accounts',
      'name',
      forged('name', 'x', value),
    ]),
    ...[null, 7, 'text', {}, [], [[]], ['name'], ['name', 'x'], { 0: 'name', 1: 'x', 2: id }].map(
      (value): [string, string, string] => [
        '/api/accounts',
        'name',
        Buffer.from(JSON.stringify(value)).toString('base64url'),
      ],
    ),
  ];

  for (const [path, sort, cursor] of wrong) {
    const { body } = await admin.get(`${path}?sort=${sort}&after=${encodeURIComponent(cursor)}`);
    expect([cursor, body.status, body.errors]).toMatchObject([cursor, 422, [{ path: 'after' }]]);
  }
});

describe('filters', () => {
  test('of orders, alone and together, find what a plain reading finds, and the totals are its sums', async () => {
    const everything = await plainOrders();
    const pick = <T>(list: T[]): T => list[Math.floor(random() * list.length)] as T; // Never empty here.
    const filters: [string, () => string, (value: string) => (order: Json) => boolean][] = [
      [
        'id',
        () => [randomUUID(), ...Array.from({ length: 49 }, () => pick(everything).id)].join(),
        (value) => (o) => value.split(',').includes(o.id),
      ],
      [
        'status',
        () => pick(['draft', 'paid', 'confirmed,posted_to_qb', 'draft,draft']),
        (value) => (o) => value.split(',').includes(o.status),
      ],
      [
        'isCancelled',
        () => pick(['true', 'false']),
        (value) => (o) => (o.cancelled_at !== null) === (value === 'true'),
      ],
      ['sellerId', () => pick(everything).seller_id ?? randomUUID(), (value) => (o) => o.seller_id === value],
      ['buyerId', () => pick(everything).buyer_id ?? randomUUID(), (value) => (o) => o.buyer_id === value],
      [
        'productId',
        () => pick(everything).products[0] ?? randomUUID(),
        (value) => (o) => o.products.includes(value),
      ],
      ['orderDateFrom', () => pick(everything).order_date, (value) => (o) => o.order_date >= value],
      ['orderDateTo', () => pick(everything).order_date, (value) => (o) => o.order_date <= value],
      [
        'shipDateFrom',
        () => pick(everything).order_date,
        (value) => (o) => o.ship_date !== null && o.ship_date >= value,
      ],
      [
        'shipDateTo',
        () => pick(everything).order_date,
        (value) => (o) => o.ship_date !== null && o.ship_date <= value,
      ],
      [
        'attention',
        () => pick(['old_draft', 'unposted', 'overdue_shipment']),
        // Every date of theirs is in the past.
        (value) => (o) =>
          o.cancelled_at === null &&
          o.status === (value === 'old_draft' ? 'draft' : 'confirmed') &&
          (value !== 'overdue_shipment' || o.ship_date !== null),
      ],
      [
        'amountMin',
        () => String(Math.floor(random() * 120)),
        (value) => (o) => Number(o.total) >= Number(value),
      ],
      [
        'amountMax',
        () => String(Math.floor(random() * 120)),
        (value) => (o) => Number(o.total) <= Number(value),
      ],
      [
        'mine',
        () => pick(['true', 'false']),
        (value) => (o) => value === 'false' || o.salesperson_id === admin.userId,
      ],
      [
        'q',
        () =>
          pick(['alm', 'Éclair', '2601-01', 'PO', 'INV-7', 'inv', '2601-0001', '%', '_', 'zebra', 'nothing']),
        (value) => (o) => isFound(o, value),
      ],
    ];
    const combinations = [
      ...filters.map((filter) => [filter]),
      ...Array.from({ length: 40 }, () => filters.filter(() => random() < 0.25)),
    ];

    for (const combination of combinations) {
      const chosen = combination.map(([name, value, matches]) => ({ name, value: value(), matches }));
      const query = chosen.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('&');
      const wanted = everything.filter((order) =>
        chosen.every(({ matches, value }) => matches(value)(order)),
      );

      const walked = await walk('/api/orders', `${query}&sort=${pick([...orderSorts])}`, undefined, 200);
      const totals = (await admin.get(`/api/orders/totals?${query}`)).body;

      expect([query, ids(walked)]).toEqual([query, ids(wanted)]);
      expect([query, totals.count, totals.totalAmount]).toEqual([
        query,
        wanted.length,
        sumOfCents(wanted.map((order) => order.total)),
      ]);
    }
  });

  test('of accounts and products find what a plain reading finds', async () => {
    const accounts = (await api.pool.query('SELECT * FROM accounts')).rows;
    const products = (await api.pool.query('SELECT * FROM products')).rows;
    const some = (rows: Json[]) => rows.filter((_, n) => n % 40 === 0).slice(0, 50);
    const among = (rows: Json[]) => `id=${ids(some(rows)).join('%2C')}`;
    const cases: [path: string, query: string, rows: Json[], matches: (row: Json) => boolean][] = [
      ['/api/accounts', among(accounts), some(accounts), () => true],
      [
        '/api/accounts',
        `${among(accounts)}&role=seller&isActive=true`,
        some(accounts),
        (a) => a.is_seller && a.is_active,
      ],
      ['/api/accounts', `${among(accounts)}&q=almonds`, some(accounts), (a) => /almonds/i.test(a.name)],
      ['/api/accounts', `id=${randomUUID()}`, accounts, () => false],
      ['/api/products', among(products), some(products), () => true],
      ['/api/products', `${among(products)}&category=nuts`, some(products), (p) => p.category === 'nuts'],
      ['/api/products', `${among(products)}&q=almonds`, some(products), (p) => /almonds/i.test(p.name)],
      ['/api/accounts', 'role=seller', accounts, (a) => a.is_seller],
      ['/api/accounts', 'role=buyer&isActive=true', accounts, (a) => a.is_buyer && a.is_active],
      ['/api/accounts', 'isActive=false', accounts, (a) => !a.is_active],
      [
        '/api/accounts',
        `ownerId=${admin.userId}&role=seller`,
        accounts,
        (a) => a.owner_id === admin.userId && a.is_seller,
      ],
      ['/api/accounts', `ownerId=${randomUUID()}`, accounts, () => false],
      ['/api/products', 'isActive=true', products, (p) => p.is_active],
      ['/api/products', 'category=nuts', products, (p) => p.category === 'nuts'],
      [
        '/api/products',
        'category=nuts&isActive=false',
        products,
        (p) => p.category === 'nuts' && !p.is_active,
      ],
      ['/api/products', 'category=NUTS', products, () => false],
    ];

    for (const [path, query, rows, matches] of cases) {
      const wanted = rows.filter(matches);

      const walked = await walk(path, query, undefined, 200);
      const totals = (await admin.get(`${path}/totals?${query}`)).body;

      expect([query, ids(walked)]).toEqual([query, ids(wanted)]);
      expect([query, totals]).toMatchObject([
        query,
        { count: wanted.length, active: wanted.filter((row) => row.is_active).length },
      ]);
    }
  });

  test('of accounts by owner say who that is, also when nothing is found', async () => {
    const named = async (query: string) => (await admin.get(`/api/accounts/totals?${query}`)).body.named;
    const [owner] = (await admin.get(`/api/users/names`)).body.items;

    expect(await named(`ownerId=${owner.id}&q=nothing`)).toEqual([{ id: owner.id, name: owner.name }]);
    expect(await named(`ownerId=${randomUUID()}`)).toEqual([]);
    expect(await named('role=seller')).toEqual([]);
  });

  test.each(['orders', 'accounts', 'products'])('by ids leave out %s before the cursor', async (kind) => {
    const first = (await admin.get(`/api/${kind}?limit=20`)).body;
    const next = (await admin.get(`/api/${kind}?limit=20&after=${first.nextCursor}`)).body;
    const both = ids([...first.items, ...next.items]).join();

    const behind = (await admin.get(`/api/${kind}?id=${both}&after=${first.nextCursor}`)).body;

    expect(next.items).toHaveLength(20);
    expect(behind).toEqual({ items: next.items, nextCursor: null });
  });

  test.each(['orders', 'accounts', 'products', 'users'])('name at most fifty %s, by ids', async (kind) => {
    const tooMany = Array.from({ length: 51 }, () => randomUUID()).join();
    const asked = (value: string) => admin.get(`/api/${kind}?id=${value}`);
    const [many, none, wrong] = [await asked(tooMany), await asked(''), await asked(`${randomUUID()},x`)];

    expect([many.status, none.status, wrong.status]).toEqual([422, 422, 422]);
    expect(many.body.errors).toEqual([{ path: 'id', message: 'must name at most 50 records' }]);
    expect(none.body.errors).toEqual([{ path: 'id.0', message: 'must be an id' }]);
    expect(wrong.body.errors).toEqual([{ path: 'id.1', message: 'must be an id' }]);
  });

  test('of people find by state, text and role', async () => {
    const found = async (query: string) => (await admin.get(`/api/users?limit=200&${query}`)).body.items;

    expect((await found('isActive=false')).every((user: Json) => !user.isActive)).toBe(true);
    expect(await found('isActive=false')).toHaveLength(30);
    expect(await found('q=u77@')).toMatchObject([{ email: 'u77@example.com' }]);
    expect(await found('q=last%2077')).toMatchObject([{ lastName: 'Last 77' }]);
    const held = (await admin.get('/api/users?limit=200')).body.items.find(
      (user: Json) => user.id === admin.userId,
    ).roles;
    expect(ids(await found(`roleId=${held[0].id}`))).toEqual([admin.userId]);
    expect(await found(`roleId=${held[0].id}&q=nobody`)).toEqual([]);
    expect(await found(`roleId=${randomUUID()}`)).toEqual([]);
    expect(ids(await found(`id=${admin.userId},${randomUUID()}`))).toEqual([admin.userId]);
    expect(await found(`id=${admin.userId}&isActive=false`)).toEqual([]);
  });
});

describe('search', () => {
  const account = {
    name: 'Łódź Ōmega Growers, Inc.',
    type: 'seller',
    code: 'QX-900%_\\',
    email: 'Front.Desk@omega-growers.example',
    phone: '+1 (559) 555-0142',
    contacts: [{ name: 'Zoë Vanderbilt', email: 'zoe@nowhere.example', phone: '209.555.7788' }],
    addresses: [{ kind: 'pickup', city: 'Fresno-Ünder' }],
  };

  test.each([
    ['name', 'Ōmega'],
    ['name in capitals', 'ŌMEGA GROWERS'],
    ['name without accents', 'lodz omega'],
    ['name without its company form', 'omega growers llc'],
    ['beginning of the name', 'Łó'],
    ['code', 'x-900'],
    ['beginning of the code', 'qx'],
    ['signs that a pattern would read', '900%_\\'],
    ['e-mail', 'desk@OMEGA'],
    ['beginning of the e-mail', 'fr'],
    ['phone as written', '(559) 555'],
    ['digits of the phone', '5595550142'],
    ['digits in another writing', '559-555-0142'],
    ['contact', 'vanderbilt'],
    ['e-mail of a contact', 'zoe@nowhere'],
    ['phone of a contact', '2095557788'],
    ['city', 'fresno-ünder'],
  ])('finds an account by its %s', async (_, text) => {
    const created = await admin.post('/api/accounts', { ...account, acknowledge: ['account.similar_name'] });
    expect(created.status, created.text).toBe(201);

    const items = await walk('/api/accounts', `q=${encodeURIComponent(text)}`, undefined, 200);
    const totals = (await admin.get(`/api/accounts/totals?q=${encodeURIComponent(text)}`)).body;

    expect(ids(items)).toContain(created.body.id);
    expect(totals.count).toBe(items.length);
    await admin.delete(`/api/accounts/${created.body.id}`, 1);
  });

  test.each([
    ['name:omega', 1],
    ['name:"omega growers"', 1],
    ['name:"front desk"', 0],
    ['code:QX-900', 1],
    ['code:omega', 0],
    ['email:omega-growers', 1],
    ['email:zoe@nowhere', 1],
    ['email:vanderbilt', 0],
    ['phone:5595550142', 1],
    ['phone:"(559) 555"', 1],
    ['phone:209.555', 1],
    ['phone:omega', 0],
    ['contact:"zoë v"', 1],
    ['contact:omega', 0],
    ['city:fresno', 1],
    ['city:zo', 0],
    ['owner:"Olive Owner"', 1],
    ['owner:olive@owner.example', 1],
    ['owner:nobody', 0],
    ['owner:olive city:fresno contact:zoë', 1],
    ['owner:olive city:chico', 0],
    ['CITY:fresno omega', 1],
    ['city:fresno nothing', 0],
    ['vanderbilt owner:olive', 1],
    ['city:%', 0],
    ['owner:_____________________________________________', 0],
    ['city:', 1],
    ['note:omega', 0],
  ])('looks in the named fields alone, all of which must fit: %s', async (text, count) => {
    const { user } = (
      await admin.post('/api/users', {
        email: `${randomUUID()}.olive@owner.example`,
        firstName: 'Olive',
        lastName: 'Owner',
      })
    ).body;
    const body = { ...account, ownerId: user.id, acknowledge: ['account.similar_name'] };
    const created = (await admin.post('/api/accounts', body)).body;
    const query = `q=${encodeURIComponent(text)}`;

    const items = await walk('/api/accounts', query, undefined, 200);
    const byAge = await walk('/api/accounts', `${query}&sort=-createdAt`, undefined, 200);
    const totals = (await admin.get(`/api/accounts/totals?${query}`)).body;
    await admin.delete(`/api/accounts/${created.id}`, 1);

    expect(items.filter(({ id }) => id === created.id)).toHaveLength(count);
    expect([byAge.length, totals.count]).toEqual([items.length, items.length]);
  });

  test.each(['%', '_', '\\', '%%%', '___', '\\\\\\', 'Ōm_ga', 'x%x', "' OR '1'='1"])(
    'takes "%s" as it is written',
    async (text) => {
      const created = await admin.post('/api/accounts', {
        ...account,
        code: null,
        name: 'Ōmega',
        acknowledge: ['account.similar_name'],
      });

      const items = await walk('/api/accounts', `q=${encodeURIComponent(text)}`, undefined, 200);

      expect(ids(items)).not.toContain(created.body.id);
      await admin.delete(`/api/accounts/${created.body.id}`, 1);
    },
  );

  test.each([
    ['name', 'macada'],
    ['variety', 'BEAUMONT'],
    ['grade', 'style zero'],
    ['code', 'mx-77'],
    ['beginning', 'ma'],
  ])('finds a product by its %s', async (_, text) => {
    const created = await admin.post('/api/products', {
      name: 'Macadamias',
      variety: 'Beaumont',
      grade: 'Style Zero',
      code: 'MX-77',
    });

    const items = await walk('/api/products', `q=${encodeURIComponent(text)}`, undefined, 200);

    expect(ids(items)).toEqual([created.body.id]);
    await admin.delete(`/api/products/${created.body.id}`, 1);
  });

  test('below three characters looks at beginnings, from three on anywhere', async () => {
    const created = await admin.post('/api/products', { name: 'Xq middle wq' });
    const find = async (q: string) => ids((await admin.get(`/api/products?q=${q}`)).body.items);

    expect([
      await find('xq'),
      await find('wq'),
      await find('%20wq%20'),
      await find('dle'),
      await find('dle%20wq'),
    ]).toEqual([[created.body.id], [], [], [created.body.id], [created.body.id]]);
    await admin.delete(`/api/products/${created.body.id}`, 1);
  });

  test('of nothing finds everything', async () => {
    const [all, blank] = [
      await admin.get('/api/products/totals'),
      await admin.get('/api/products/totals?q=%20%20'),
    ];

    expect(blank.body).toEqual(all.body);
  });
});

describe('an export', () => {
  test.each([
    [
      'accounts',
      ['Name', 'Code', 'Type', 'Trades both ways', 'Email', 'Phone', 'City', 'Owner', 'Active', 'Created at'],
    ],
    [
      'products',
      [
        'Name',
        'Code',
        'Category',
        'Variety',
        'Grade',
        'Price',
        'Unit',
        'Pack size',
        'Pack unit',
        'Fresh produce',
        'Active',
        'Created at',
      ],
    ],
    [
      'orders',
      [
        'Order number',
        'Status',
        'Cancelled',
        'Order date',
        'Ship date',
        'Seller',
        'Buyer',
        'PO number',
        'Total',
        'Commission',
        'Document number',
        'Salesperson',
        'Created at',
      ],
    ],
  ])('of %s has a header, every row and a byte order mark', async (kind, header) => {
    const answer = await fetch(`${api.baseUrl}/api/${kind}/export.csv`, {
      headers: { authorization: `Bearer ${admin.token}` },
    });
    const bytes = Buffer.from(await answer.arrayBuffer());

    const rows: Json[] = parse(bytes, { bom: true });

    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="${kind}.csv"`);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(rows[0]).toEqual(header);
    expect(rows).toHaveLength((await admin.get(`/api/${kind}/totals`)).body.count + 1);
    expect(new Set(rows.map((row) => row.length))).toEqual(new Set([header.length]));
  });

  test('says the same as the list, every name parsed back equal, formulas defused', async () => {
    const csv = await admin.get('/api/products/export.csv?isActive=true');
    const rows: Json[] = parse(csv.text, { bom: true, columns: true });
    const listed = await walk('/api/products', 'isActive=true', undefined, 200);

    const asWritten = (text: string) => (/^[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text);
    expect(rows.map((row) => row.Name)).toEqual(listed.map((item) => asWritten(item.name)));
    expect(rows.some((row) => row.Name === `'=SUM(A1)`)).toBe(true);
    expect(rows.map((row) => row.Price)).toEqual(listed.map((item) => item.price ?? ''));
    expect(rows.map((row) => row.Code)).toEqual(listed.map((item) => item.code ?? ''));
  });

  test('has the rows of its filter, and of nothing the header alone', async () => {
    const paid = await admin.get('/api/orders/export.csv?status=paid&mine=true');
    const none = await admin.get(`/api/orders/export.csv?sellerId=${randomUUID()}`);

    const rows: Json[] = parse(paid.text, { bom: true, columns: true });
    expect(rows).toHaveLength((await admin.get('/api/orders/totals?status=paid&mine=true')).body.count);
    expect(new Set(rows.map((row) => row.Status))).toEqual(new Set(['paid']));
    expect(parse(none.text, { bom: true })).toHaveLength(1);
  });

  test.each([
    ['accounts', 'name'],
    ['products', 'name'],
    ['orders', '-createdAt'],
  ])('of chosen %s is the document of a whole filter with their rows alone', async (kind, sort) => {
    const isChosen = (_: unknown, index: number) => index % 3 === 1;
    const listed = await walk(`/api/${kind}`, `sort=${sort}`, undefined, 200);
    const id = listed.filter(isChosen).map((item) => item.id);

    const whole = await admin.get(`/api/${kind}/export.csv`);
    const some = await admin.post(`/api/${kind}/export.csv`, { id: id.toReversed() });

    const [header, ...rows]: string[][] = parse(whole.text, { bom: true });
    expect(parse(some.text, { bom: true })).toEqual([header, ...rows.filter(isChosen)]);
    expect(some.headers.get('content-disposition')).toBe(`attachment; filename="${kind}.csv"`);
  });
});

/** Every row of a list, page by page, in pages of a random size unless one is given. */
async function walk(
  path: string,
  query: string,
  betweenPages?: () => Promise<unknown>,
  limit?: number,
): Promise<Json[]> {
  const items: Json[] = [];
  let after = '';
  do {
    const size = limit ?? 1 + Math.floor(random() * 200);
    const { status, body, text } = await admin.get(
      `${path}?${query}&limit=${size}${after && `&after=${after}`}`.replace('?&', '?'),
    );
    expect(status, text).toBe(200);
    expect(body.items.length).toBeLessThanOrEqual(size);
    items.push(...body.items);
    after = body.nextCursor ?? '';
    await betweenPages?.();
  } while (after !== '');
  return items;
}

async function plainOrders(): Promise<Json[]> {
  const { rows } = await api.pool.query(`
    SELECT o.*, o.order_date::text AS order_date, o.ship_date::text AS ship_date, coalesce(o.total_amount, 0)::text AS total, s.name AS seller, b.name AS buyer,
      s.name_key AS seller_key, b.name_key AS buyer_key, array(SELECT product_id FROM order_lines l WHERE l.order_id = o.id) AS products
    FROM orders o LEFT JOIN accounts s ON s.id = o.seller_id LEFT JOIN accounts b ON b.id = o.buyer_id`);
  return rows;
}

/** As the search is described: number, parties, PO, document number; at the beginning below three characters. */
function isFound(order: Json, text: string): boolean {
  const wanted = text.toLowerCase();
  return [order.order_no, order.po_number, order.qbo_doc_number, order.seller, order.buyer]
    .map((value) => value?.toLowerCase() ?? '')
    .some((value) => (wanted.length < 3 ? value.startsWith(wanted) : value.includes(wanted)));
}

function sumOfCents(amounts: string[]): string {
  const cents = amounts.reduce((sum, amount) => sum + BigInt(Math.round(Number(amount) * 100)), 0n);
  return `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`;
}

function ids(items: Json[]): string[] {
  return items.map((item) => item.id).toSorted();
}

/** Mulberry32: small, and good enough to choose page sizes. */
function generator(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
