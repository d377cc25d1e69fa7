import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { orderNumberCounters, orders, retiredOrderNumbers } from '../../db/schema/orders.ts';
import {
  type Answer,
  almondLine,
  type Book,
  type Caller,
  type Json,
  openBook,
  startTestApi,
  type TestApi,
  writeOrder,
} from '../../test/api.ts';

let now = Temporal.Instant.from('2026-11-22T18:00:00Z');
let api: TestApi;
let sales: Caller;
let admin: Caller;
let book: Book;

beforeAll(async () => {
  api = await startTestApi({ clock: () => now });
  sales = await api.signIn('Sales');
  admin = await api.signIn('Admin');
  book = await openBook(sales);
});

afterAll(() => api.close());

beforeEach(() => {
  now = Temporal.Instant.from('2026-11-22T18:00:00Z');
});

const path = (order: Json) => `/api/orders/${order.id}`;
const command = (order: Json, name: string, body?: object) =>
  sales.command(`${path(order)}/${name}`, order.version, body);
const edit = (order: Json, change: object) => sales.patch(path(order), change, order.version);

/** The order a step leads to; the step must succeed. */
function done(answer: Answer): Json {
  expect(answer.status, answer.text).toBeLessThan(300);
  return answer.body;
}

async function confirmedOrder(more: object = {}): Promise<Json> {
  return done(await command(await writeOrder(sales, book, more), 'confirm'));
}

async function newAccount(type: 'seller' | 'buyer', more: object = {}): Promise<Json> {
  return done(await sales.post('/api/accounts', { name: randomUUID(), type, ...more }));
}

async function newTerms(days: number): Promise<Json> {
  return done(await admin.post('/api/payment-terms', { name: randomUUID(), days }));
}

describe('revisions', () => {
  test('the first confirmation is revision 1 and needs no reason', async () => {
    const draft = await writeOrder(sales, book);
    const changed = done(await edit(draft, { memo: 'Draft changes need no reason' }));
    const confirmed = done(await command(changed, 'confirm'));

    expect(confirmed).toMatchObject({ status: 'confirmed', revision: 1, confirmedAt: expect.any(String) });
    expect((await sales.get(`${path(confirmed)}/revisions`)).body.items).toEqual([
      {
        revision: 1,
        reason: null,
        by: { id: sales.userId, name: expect.any(String) },
        at: expect.any(String),
      },
    ]);
  });

  const printed: [string, (order: Json) => Promise<object> | object][] = [
    ['the seller', async () => ({ sellerId: (await newAccount('seller')).id })],
    ['the buyer', async () => ({ buyerId: (await newAccount('buyer')).id })],
    ['the order date', () => ({ orderDate: '2026-11-20' })],
    ['the ship date', () => ({ shipDate: '2026-12-01' })],
    ['the delivery date', () => ({ deliveryDate: '2026-12-05' })],
    ['the PO number', () => ({ poNumber: 'PO-77' })],
    ['the freight term', () => ({ freightTerm: 'delivered' })],
    ['the freight place', () => ({ freightPlace: 'Fresno' })],
    ['the payment terms', async () => ({ paymentTermsId: (await newTerms(10)).id })],
    ['the memo', () => ({ memo: 'Lift gate needed' })],
    ...(
      [
        ['quantity', { quantity: '101' }],
        ['price', { price: '4.100001' }],
        ['size', { size: '23/25' }],
        ['package', { packageType: 'carton' }],
        ['description', { description: 'Whole' }],
        ['pack size', { packSize: '50' }],
        ['weight', { actualWeight: '2499' }],
      ] as const
    ).map(([what, change]): (typeof printed)[number] => [
      `the ${what} of a line`,
      (order: Json) => ({ lines: [{ ...almondLine(book.productId), id: order.lines[0].id, ...change }] }),
    ]),
    [
      'a line more',
      (order) => ({
        lines: [{ ...almondLine(book.productId), id: order.lines[0].id }, almondLine(book.productId)],
      }),
    ],
  ];

  test.each(printed)(
    'a change of %s on a confirmed order needs a reason and is the next revision',
    async (_, make) => {
      const order = await confirmedOrder();
      const change = await make(order);

      const refused = await edit(order, change);
      expect(refused).toMatchObject({
        status: 422,
        body: { code: 'order.reason_required', errors: [{ path: 'reason', message: expect.any(String) }] },
      });
      expect((await sales.get(path(order))).body).toEqual(order);

      const changed = done(await edit(order, { ...change, reason: 'The buyer called' }));
      expect(changed).toMatchObject({ status: 'confirmed', revision: 2, version: order.version + 1 });
      const revisions = (await sales.get(`${path(order)}/revisions`)).body.items;
      expect(revisions).toMatchObject([
        { revision: 2, reason: 'The buyer called' },
        { revision: 1, reason: null },
      ]);
    },
  );

  test.each<[string, (order: Json) => object]>([
    ['notes', () => ({ notes: 'Slow payer' })],
    ['the billing mode', () => ({ billingMode: 'commission' })],
    ['who engaged us', () => ({ engagedBy: 'buyer' })],
    ['the salesperson', () => ({ salespersonId: admin.userId })],
    [
      'the commission of a line',
      (order) => ({
        lines: [{ ...almondLine(book.productId), id: order.lines[0].id, commissionPrice: '6' }],
      }),
    ],
    [
      'the same lines again',
      (order) => ({ lines: [{ ...almondLine(book.productId), id: order.lines[0].id }] }),
    ],
    ['nothing', () => ({})],
  ])('a change of %s is not printed and makes no revision', async (_title, make) => {
    const order = await confirmedOrder();

    const changed = done(await edit(order, make(order)));

    expect(changed.revision).toBe(1);
    expect((await sales.get(`${path(order)}/revisions`)).body.items).toHaveLength(1);
  });

  test('a change of commission goes to the history with both figures', async () => {
    const order = await confirmedOrder();

    await edit(order, {
      lines: [{ ...almondLine(book.productId), id: order.lines[0].id, commissionPrice: '6' }],
    });

    const [newest] = (await sales.get(`${path(order)}/activities`)).body.items;
    expect(newest).toMatchObject({
      action: 'changed',
      changes: {
        commissionTotal: { from: '512.50', to: '615.00' },
        'lines.1.commissionPrice': { from: '5.00', to: '6.00' },
        'lines.1.commissionAmount': { from: '512.50', to: '615.00' },
      },
    });
  });

  test('an order reopened and confirmed unchanged has no second revision', async () => {
    const order = await confirmedOrder();
    const reopened = done(await command(order, 'reopen'));
    expect(reopened).toMatchObject({ status: 'draft', revision: 1, confirmedAt: null });

    expect(done(await command(reopened, 'confirm'))).toMatchObject({ status: 'confirmed', revision: 1 });
  });

  test('an order reopened, changed and confirmed needs a reason and is the next revision', async () => {
    const reopened = done(await command(await confirmedOrder(), 'reopen'));
    const changed = done(await edit(reopened, { poNumber: 'PO-78' }));
    expect(changed.revision).toBe(1);

    expect(await command(changed, 'confirm')).toMatchObject({
      status: 422,
      body: { code: 'order.reason_required' },
    });
    const confirmed = done(await command(changed, 'confirm', { reason: 'New PO' }));

    expect(confirmed).toMatchObject({ status: 'confirmed', revision: 2 });
    expect((await sales.get(`${path(confirmed)}/revisions/2`)).body).toMatchObject({
      reason: 'New PO',
      snapshot: { poNumber: 'PO-78', revision: 2, status: 'confirmed' },
    });
  });

  test('a snapshot is complete and stays as it was, whatever changes afterwards', async () => {
    const terms = await newTerms(30);
    const order = await confirmedOrder({
      paymentTermsId: terms.id,
      shipDate: '2026-12-01',
      deliveryDate: '2026-12-03',
      freightTerm: 'fob',
      freightPlace: 'Modesto',
      poNumber: 'PO-1',
      memo: 'Call before delivery',
      notes: 'Internal',
    });
    const { allowedActions: _, ...complete } = order;
    const first = (await sales.get(`${path(order)}/revisions/1`)).body;
    expect(first.snapshot).toEqual(complete);

    const account = (await sales.get(`/api/accounts/${book.sellerId}`)).body;
    done(
      await sales.patch(
        `/api/accounts/${book.sellerId}`,
        { name: `Renamed ${randomUUID()}` },
        account.version,
      ),
    );
    done(
      await edit(order, { lines: [], memo: null, reason: 'All off' }).then(async (answer) =>
        answer.status === 200 ? answer : edit(order, { memo: null, reason: 'All off' }),
      ),
    );

    expect((await sales.get(`${path(order)}/revisions/1`)).body).toEqual(first);
    expect(await sales.get(`${path(order)}/revisions/9`)).toMatchObject({ status: 404 });
  });

  test('a binding order stays one that could be confirmed', async () => {
    const order = await confirmedOrder();
    const line = { ...almondLine(book.productId), id: order.lines[0].id };
    const inactive = await newAccount('buyer');
    done(await sales.patch(`/api/accounts/${inactive.id}`, { isActive: false }, 1));

    for (const [change, wrong] of [
      [{ sellerId: null }, 'sellerId'],
      [{ buyerId: null }, 'buyerId'],
      [{ buyerId: inactive.id }, 'buyerId'],
      [{ lines: [] }, 'lines'],
      [{ lines: [{ ...line, quantity: null }] }, 'lines.0.quantity'],
      [{ lines: [{ ...line, price: null }] }, 'lines.0.price'],
      [{ lines: [{ ...line, packSize: null }] }, 'lines.0.packSize'],
    ] as const) {
      const refused = await edit(order, { ...change, reason: 'Asked for' });
      expect(refused, wrong).toMatchObject({
        status: 422,
        body: { code: 'order.not_ready', errors: [{ path: wrong }] },
      });
    }
    expect((await sales.get(path(order))).body).toEqual(order);
  });

  test('a confirmed order whose seller was deactivated since can still be changed', async () => {
    const seller = await newAccount('seller');
    const order = await confirmedOrder({ sellerId: seller.id });
    done(await sales.patch(`/api/accounts/${seller.id}`, { isActive: false }, seller.version));

    expect(done(await edit(order, { shipDate: '2026-12-24', reason: 'Snow' })).revision).toBe(2);
  });
});

describe('what a new order starts with', () => {
  test('the company’s billing, the day in its zone, the writer as salesperson', async () => {
    const order = done(await sales.post('/api/orders', {}));

    expect(order).toMatchObject({
      status: 'draft',
      seller: null,
      buyer: null,
      orderDate: '2026-11-22',
      dueDate: null,
      billingMode: 'goods',
      engagedBy: 'seller',
      salesperson: { id: sales.userId },
      totalAmount: '0.00',
      commissionTotal: '0.00',
      revision: 0,
      version: 1,
      lines: [],
    });
  });

  test('the buyer’s payment terms, unless others are named', async () => {
    const [buyers, others] = [await newTerms(30), await newTerms(7)];
    const buyer = await newAccount('buyer', { paymentTermsId: buyers.id });

    const usual = done(await sales.post('/api/orders', { buyerId: buyer.id, orderDate: '2026-12-15' }));
    const special = done(await sales.post('/api/orders', { buyerId: buyer.id, paymentTermsId: others.id }));
    const none = done(await sales.post('/api/orders', { buyerId: buyer.id, paymentTermsId: null }));

    expect(usual).toMatchObject({ paymentTerms: { id: buyers.id, days: 30 }, dueDate: '2027-01-14' });
    expect(special).toMatchObject({ paymentTerms: { id: others.id }, dueDate: '2026-11-29' });
    expect(none).toMatchObject({ paymentTerms: null, dueDate: null });
  });

  test('the product’s pack, unless the line says its own or none', async () => {
    const line = { productId: book.productId, quantity: '10', price: '1', priceUnit: 'lb' };
    const order = await writeOrder(sales, book, {
      lines: [
        line,
        { ...line, packSize: '50' },
        { ...line, packSize: '5', packUnit: 'kg' },
        { ...line, packSize: null },
      ],
    });

    expect(order.lines).toMatchObject([
      { packSize: '25', packUnit: 'lb', netWeight: '250', lineTotal: '250.00' },
      { packSize: '50', packUnit: 'lb', netWeight: '500', lineTotal: '500.00' },
      { packSize: '5', packUnit: 'kg', netWeight: '50', lineTotal: '110.23' },
      { packSize: null, netWeight: null, lineTotal: null },
    ]);
  });
});

test('the due date follows the order date and the terms, and nothing else', async () => {
  const [ten, thirty] = [await newTerms(10), await newTerms(30)];
  const order = await writeOrder(sales, book, { orderDate: '2028-02-20', paymentTermsId: ten.id });
  expect(order.dueDate).toBe('2028-03-01');

  const moved = done(await edit(order, { orderDate: '2028-02-28' }));
  expect(moved.dueDate).toBe('2028-03-09');
  const longer = done(await edit(moved, { paymentTermsId: thirty.id }));
  expect(longer.dueDate).toBe('2028-03-29');
  const noted = done(await edit(longer, { notes: 'x' }));
  expect(noted.dueDate).toBe('2028-03-29');
  expect(done(await edit(noted, { paymentTermsId: null })).dueDate).toBeNull();
});

describe('lines', () => {
  test('keep their ids when changed and reordered; absent ones go, new ones come', async () => {
    const line = (quantity: string) => ({ ...almondLine(book.productId), quantity });
    const order = await writeOrder(sales, book, { lines: [line('1'), line('2'), line('3')] });
    const [first, second, third] = order.lines;

    const changed = done(
      await edit(order, {
        lines: [{ ...line('30'), id: third.id }, line('4'), { ...line('1'), id: first.id }],
      }),
    );

    expect(changed.version).toBe(2);
    expect(changed.lines.map((one: Json) => [one.lineNo, one.quantity])).toEqual([
      [1, '30.00'],
      [2, '4.00'],
      [3, '1.00'],
    ]);
    expect(changed.lines[0].id).toBe(third.id);
    expect(changed.lines[2].id).toBe(first.id);
    expect([first.id, second.id, third.id]).not.toContain(changed.lines[1].id);
    expect(changed.totalAmount).toBe('3587.50');
  });

  test('of another order are refused with their path, and both orders stay', async () => {
    const [mine, other] = [await writeOrder(sales, book), await writeOrder(sales, book)];
    const stolen = { ...almondLine(book.productId), id: other.lines[0].id };

    expect(await edit(mine, { lines: [almondLine(book.productId), stolen] })).toMatchObject({
      status: 422,
      body: { code: 'request.invalid', errors: [{ path: 'lines.1.id' }] },
    });
    expect(await sales.post('/api/orders', { lines: [stolen] })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'lines.0.id' }] },
    });
    expect((await sales.get(path(other))).body).toEqual(other);
  });

  test('named twice are refused', async () => {
    const order = await writeOrder(sales, book);
    const line = { ...almondLine(book.productId), id: order.lines[0].id };

    expect(await edit(order, { lines: [line, line] })).toMatchObject({ status: 422 });
  });

  test.each<[string, object, string]>([
    ['a total beyond its column', { quantity: '99999999.99', price: '999' }, 'lines.0.lineTotal'],
    [
      'a price per package beyond its column',
      { quantity: '0.01', actualWeight: '99999999', price: '1', priceUnit: 'lb' },
      'lines.0.unitPrice',
    ],
    ['a face price beyond its column', { quantity: '1', price: '100000000' }, 'lines.0.unitPrice'],
    [
      'a commission beyond its column',
      { quantity: '1', price: '1', commissionBasis: 'flat', commissionPrice: '10000000000' },
      'lines.0.commissionAmount',
    ],
    ['three decimals of a quantity', { quantity: '1.001' }, 'lines.0.quantity'],
    ['seven decimals of a price', { price: '1.0000001' }, 'lines.0.price'],
    ['three decimals of a unit price', { price: undefined, unitPrice: '1.001' }, 'lines.0.unitPrice'],
    [
      'three decimals of a rate',
      { commissionPrice: undefined, commissionRate: '5.001' },
      'lines.0.commissionRate',
    ],
    ['five decimals of a pack size', { packSize: '1.00001' }, 'lines.0.packSize'],
    ['a quantity of nothing', { quantity: '0' }, 'lines.0.quantity'],
    ['more than all', { commissionPrice: '100.000001' }, 'lines.0.commissionPrice'],
    ['a product that is none', { productId: randomUUID() }, 'lines.0.productId'],
  ])('with %s are refused with their path, and nothing is written', async (_title, wrong, where) => {
    const before = await countOrders();
    const plain = { productId: book.productId, quantity: '1', price: '1', priceUnit: 'package' };

    const answer = await sales.post('/api/orders', { lines: [{ ...plain, ...wrong }] });

    expect(answer).toMatchObject({ status: 422, body: { code: 'request.invalid' } });
    expect(answer.body.errors.map((error: Json) => error.path)).toContain(where);
    expect(await countOrders()).toEqual(before);
  });

  test('that fit each but not together are refused as a total', async () => {
    const line = { productId: book.productId, quantity: '99999999.99', price: '90', commissionPrice: '100' };

    const answer = await sales.post('/api/orders', { lines: [line, line] });

    expect(answer.status).toBe(422);
    expect(answer.body.errors.map((error: Json) => error.path)).toEqual(['totalAmount', 'commissionTotal']);
  });

  test('at the edge of their columns are stored to the cent', async () => {
    const order = await writeOrder(sales, book, {
      lines: [{ productId: book.productId, quantity: '99999999.99', price: '100', commissionPrice: '100' }],
    });

    expect(order).toMatchObject({ totalAmount: '9999999999.00', commissionTotal: '9999999999.00' });
  });
});

describe('naming what does not exist is a bad field, never a failure', () => {
  test.each(['sellerId', 'buyerId', 'paymentTermsId', 'salespersonId'])('%s', async (field) => {
    const order = await writeOrder(sales, book);

    for (const answer of [
      await sales.post('/api/orders', { [field]: randomUUID() }),
      await edit(order, { [field]: randomUUID() }),
    ]) {
      expect(answer, answer.text).toMatchObject({
        status: 422,
        body: { code: 'request.invalid', errors: [{ path: field, message: expect.any(String) }] },
      });
    }
  });
});

test('ids are the same in capitals', async () => {
  const order = done(
    await sales.post('/api/orders', {
      sellerId: book.sellerId.toUpperCase(),
      lines: [{ ...almondLine(book.productId.toUpperCase()) }],
    }),
  );

  expect(order.seller.id).toBe(book.sellerId);
  expect((await sales.get(`/api/orders/${order.id.toUpperCase()}`)).body).toEqual(order);
});

describe('a percentage that looks like a fraction', () => {
  const fraction = () => ({ ...almondLine(book.productId), commissionPrice: '0.05' });
  const acknowledge = ['commission.looks_like_fraction'];

  test('is written only once it is acknowledged', async () => {
    const lines = [almondLine(book.productId), fraction()];

    const warned = await sales.post('/api/orders', { lines });
    expect(warned).toMatchObject({
      status: 409,
      body: {
        code: 'warning.unacknowledged',
        warnings: [{ code: 'commission.looks_like_fraction', path: 'lines.1.commissionPrice' }],
      },
    });
    const order = done(await sales.post('/api/orders', { lines, acknowledge }));
    expect(order.lines[1]).toMatchObject({
      commissionPrice: '0.05',
      commissionRate: '0.05',
      commissionAmount: '5.13',
    });
  });

  test('is not asked about again while it stays', async () => {
    const order = done(await sales.post('/api/orders', { lines: [fraction()], acknowledge }));
    const kept = { ...fraction(), id: order.lines[0].id, quantity: '7' };

    const changed = done(await edit(order, { lines: [kept] }));

    expect(await edit(changed, { lines: [{ ...kept, commissionPrice: '0.04' }] })).toMatchObject({
      status: 409,
    });
  });

  test('is asked about where the same figure was dollars before', async () => {
    const line = { ...fraction(), commissionBasis: 'flat' };
    const order = await writeOrder(sales, book, { lines: [line] });

    expect(await edit(order, { lines: [{ ...fraction(), id: order.lines[0].id }] })).toMatchObject({
      status: 409,
    });
  });
});

test('a commission from both parties cannot be invoiced yet', async () => {
  const split = { billingMode: 'commission', engagedBy: 'both' };
  const order = await writeOrder(sales, book, { billingMode: 'commission' });

  for (const answer of [await sales.post('/api/orders', split), await edit(order, { engagedBy: 'both' })]) {
    expect(answer).toMatchObject({
      status: 422,
      body: { code: 'billing.split_unsupported', errors: [{ path: 'engagedBy' }] },
    });
  }
  expect(done(await sales.post('/api/orders', { billingMode: 'goods', engagedBy: 'both' })).engagedBy).toBe(
    'both',
  );
});

describe('confirming', () => {
  test('says everything that is missing at once', async () => {
    const empty = done(await sales.post('/api/orders', {}));
    const line = { productId: book.productId, quantity: '1', price: '1', priceUnit: 'lb' };
    const half = done(
      await sales.post('/api/orders', {
        lines: [
          { ...line, quantity: undefined },
          { ...line, price: undefined },
          { ...line, packSize: null },
          line,
        ],
      }),
    );

    expect((await command(empty, 'confirm')).body).toMatchObject({
      status: 422,
      code: 'order.not_ready',
      errors: [{ path: 'sellerId' }, { path: 'buyerId' }, { path: 'lines' }],
    });
    const refused = await command(half, 'confirm');
    expect(refused.body.errors.map((error: Json) => error.path)).toEqual([
      'sellerId',
      'buyerId',
      'lines.0.quantity',
      'lines.1.price',
      'lines.2.packSize',
    ]);
    expect((await sales.get(path(half))).body).toEqual(half);
  });

  test('refuses a party that is inactive, and takes it when it is active again', async () => {
    const seller = await newAccount('seller');
    const order = await writeOrder(sales, book, { sellerId: seller.id });
    const gone = done(await sales.patch(`/api/accounts/${seller.id}`, { isActive: false }, 1));

    expect((await command(order, 'confirm')).body).toMatchObject({
      code: 'order.not_ready',
      errors: [{ path: 'sellerId', message: 'is not active' }],
    });
    done(await sales.patch(`/api/accounts/${seller.id}`, { isActive: true }, gone.version));
    expect((await command(order, 'confirm')).status).toBe(200);
  });

  test('refuses an order from somebody to themselves', async () => {
    const both = await newAccount('seller', { tradesBothWays: true });
    const order = await writeOrder(sales, book, { sellerId: both.id, buyerId: both.id });

    expect((await command(order, 'confirm')).body).toMatchObject({
      code: 'order.not_ready',
      errors: [{ path: 'buyerId', message: 'must be another account than the seller' }],
    });
  });

  test('a party stands only in a role it has', async () => {
    const { sellerId, buyerId } = book;

    for (const [wrong, where] of [
      [{ sellerId: buyerId }, 'sellerId'],
      [{ buyerId: sellerId }, 'buyerId'],
    ] as const) {
      expect(await sales.post('/api/orders', wrong)).toMatchObject({
        status: 422,
        body: { errors: [{ path: where }] },
      });
    }
    const both = await newAccount('buyer', { tradesBothWays: true });
    expect((await sales.post('/api/orders', { sellerId: both.id })).status).toBe(201);
  });
});

describe('a copy', () => {
  test('has parties, terms and lines, and nothing of dates, PO, notes, QuickBooks or history', async () => {
    const terms = await newTerms(15);
    const source = await confirmedOrder({
      orderDate: '2026-10-01',
      shipDate: '2026-10-02',
      deliveryDate: '2026-10-03',
      poNumber: 'PO-1',
      notes: 'Internal',
      memo: 'Printed',
      freightTerm: 'delivered',
      freightPlace: 'Reno',
      billingMode: 'commission',
      engagedBy: 'buyer',
      paymentTermsId: terms.id,
      lines: [
        {
          ...almondLine(book.productId),
          description: 'Whole',
          size: '23/25',
          packageType: 'bag',
          actualWeight: '2490.5',
        },
        {
          productId: book.productId,
          quantity: '3',
          unitPrice: '7.25',
          commissionBasis: 'per_weight',
          commissionUnit: 'cwt',
          commissionPrice: '0.125',
        },
      ],
    });
    await api.db
      .update(orders)
      .set({ qboDocId: '5', qboDocNumber: 'X', qboDocType: 'estimate' })
      .where(eq(orders.id, source.id));
    const reader = await api.signIn('Sales');

    // The load that was weighed is not the load that will be: the copy is what the packages hold.
    const copy = done(await reader.post(`${path(source)}/duplicate`));

    const { id: _, orderNo, lines, allowedActions: __, createdAt: ___, updatedAt: ____, ...rest } = source;
    expect(copy).toMatchObject({
      ...rest,
      totalAmount: '10271.75',
      commissionTotal: '512.59',
      status: 'draft',
      orderDate: '2026-11-22',
      shipDate: null,
      deliveryDate: null,
      dueDate: '2026-12-07',
      poNumber: null,
      notes: null,
      qboDocId: null,
      qboDocNumber: null,
      qboDocType: null,
      confirmedAt: null,
      salesperson: { id: reader.userId },
      revision: 0,
      version: 1,
    });
    const withoutId = ({ id: _id, ...line }: Json) => line;
    const [weighed, counted] = lines.map(withoutId);
    const unweighed = { ...weighed, actualWeight: null, netWeight: '2500', lineTotal: '10250.00' };
    expect(copy.lines.map(withoutId)).toEqual([
      { ...unweighed, unitPrice: '102.50', commissionAmount: '512.50' },
      counted,
    ]);
    expect(copy.orderNo).not.toBe(orderNo);
    const [made] = (await sales.get(`${path(copy)}/activities`)).body.items;
    expect(made.changes.copyOf).toEqual({ from: null, to: orderNo });
  });

  test('of a line that names only the documented columns is the same to the cent', async () => {
    const id = randomUUID();
    await api.pool.query(
      `WITH o AS (INSERT INTO orders (id, order_no, status, total_amount, commission_total)
         VALUES ($1, 'HAND-1', 'draft', 30.75, 1.54) RETURNING id)
       INSERT INTO order_lines (order_id, product_id, quantity, unit_price, line_total, commission_rate, commission_amount)
       SELECT id, $2, 3, 10.25, 30.75, 5, 1.54 FROM o`,
      [id, book.productId],
    );

    const copy = done(await sales.post(`/api/orders/${id}/duplicate`));

    expect(copy).toMatchObject({ totalAmount: '30.75', commissionTotal: '1.54' });
    expect(copy.lines[0]).toMatchObject({ price: '10.25', unitPrice: '10.25', commissionPrice: '5.00' });
  });
});

describe('numbers', () => {
  /** In a month of its own, so that other tests do not count along. */
  const writeAt = async (instant: string, more: object = {}) => {
    now = Temporal.Instant.from(instant);
    return done(await sales.post('/api/orders', more));
  };

  test('count from 1 in every month of the company’s zone, across the year', async () => {
    // In Los Angeles the year turns at 08:00 UTC.
    expect((await writeAt('2031-12-31T23:30:00Z')).orderNo).toBe('3112-0001');
    expect((await writeAt('2032-01-01T07:59:59Z')).orderNo).toBe('3112-0002');
    expect(await writeAt('2032-01-01T08:00:00Z')).toMatchObject({
      orderNo: '3201-0001',
      orderDate: '2032-01-01',
    });
  });

  test('follow the company’s zone when that changes', async () => {
    expect(await writeAt('2033-03-31T15:30:00Z')).toMatchObject({
      orderNo: '3303-0001',
      orderDate: '2033-03-31',
    });
    const company = (await admin.get('/api/company')).body;
    const moved = done(await admin.patch('/api/company', { timeZone: 'Asia/Tokyo' }, company.version));

    const order = await writeAt('2033-03-31T15:30:00Z');

    done(await admin.patch('/api/company', { timeZone: company.timeZone }, moved.version));
    expect(order).toMatchObject({ orderNo: '3304-0001', orderDate: '2033-04-01' });
  });

  test('go on past 9999', async () => {
    await api.db.insert(orderNumberCounters).values({ period: '3405', lastNumber: 9998 });

    expect((await writeAt('2034-05-15T12:00:00Z')).orderNo).toBe('3405-9999');
    expect((await writeAt('2034-05-15T12:00:00Z')).orderNo).toBe('3405-10000');
  });

  test('that somebody wrote by hand are passed over', async () => {
    await api.pool.query(
      `INSERT INTO orders (order_no, status) SELECT '3705-000' || n, 'draft' FROM generate_series(2, 4) n`,
    );

    expect((await writeAt('2037-05-15T12:00:00Z')).orderNo).toBe('3705-0001');
    expect((await writeAt('2037-05-15T12:00:00Z')).orderNo).toBe('3705-0005');
  });

  test('of a deleted draft are retired and never given again', async () => {
    const order = await writeAt('2035-05-15T12:00:00Z');
    expect((await sales.delete(path(order), order.version)).status).toBe(204);

    expect((await writeAt('2035-05-15T12:00:00Z')).orderNo).toBe('3505-0002');
    const [retired] = await api.db
      .select()
      .from(retiredOrderNumbers)
      .where(eq(retiredOrderNumbers.orderNo, '3505-0001'));
    expect(retired).toMatchObject({ retiredBy: sales.userId });
  });

  test('are not used up by what is refused', async () => {
    await writeAt('2036-05-15T12:00:00Z');
    for (const wrong of [
      { sellerId: randomUUID() },
      { lines: [{ productId: randomUUID() }] },
      { salespersonId: randomUUID() },
    ]) {
      expect((await sales.post('/api/orders', wrong)).status).toBe(422);
    }

    expect((await writeAt('2036-05-15T12:00:00Z')).orderNo).toBe('3605-0002');
  });
});

test('history says who did what under which request, and why', async () => {
  const order = await confirmedOrder();
  const answer = await command(order, 'cancel', { reason: 'Buyer withdrew' });

  const items = (await sales.get(`${path(order)}/activities`)).body.items;

  expect(items.map((item: Json) => item.action)).toEqual(['cancelled', 'confirmed', 'created']);
  expect(items[0]).toMatchObject({
    actor: { id: sales.userId },
    source: 'api',
    requestId: answer.headers.get('x-request-id'),
    changes: {
      cancelledAt: { from: null, to: expect.any(String) },
      reason: { from: null, to: 'Buyer withdrew' },
    },
  });
  expect(items[1].changes).toMatchObject({
    status: { from: 'draft', to: 'confirmed' },
    revision: { from: 0, to: 1 },
  });
});

test('an order of 50 lines takes no more statements than one of a single line', async () => {
  const count = async (lines: number, run: (lines: object[]) => Promise<Answer>) => {
    api.statements.length = 0;
    done(await run(Array.from({ length: lines }, () => almondLine(book.productId))));
    return api.statements.length;
  };
  const create = (lines: object[]) => sales.post('/api/orders', { ...book, productId: undefined, lines });
  const [short, long] = [await writeOrder(sales, book), await writeOrder(sales, book)];

  expect(await count(50, create)).toBe(await count(1, create));
  expect(await count(50, (lines) => edit(long, { lines }))).toBe(
    await count(1, (lines) => edit(short, { lines })),
  );
});

async function countOrders(): Promise<Json> {
  const { rows } = await api.pool.query(
    `SELECT (SELECT count(*)::int FROM orders) AS orders, (SELECT count(*)::int FROM activities) AS activities,
       (SELECT sum(last_number)::int FROM order_number_counters) AS numbers`,
  );
  return rows[0];
}
