import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Answer,
  type Book,
  type Caller,
  type Json,
  openBook,
  startTestApi,
  type TestApi,
  writeOrder,
} from '../../test/api.ts';

let api: TestApi;
let sales: Caller;
let book: Book;

beforeAll(async () => {
  api = await startTestApi();
  sales = await api.signIn('Sales');
  book = await openBook(sales);
});

afterAll(() => api.close());

function done(answer: Answer): Json {
  expect(answer.status, answer.text).toBeLessThan(300);
  return answer.body;
}

const create = async (more: object = {}) =>
  done(await sales.post('/api/accounts', { name: randomUUID(), type: 'seller', ...more }));
const read = async (account: Json) => (await sales.get(`/api/accounts/${account.id}`)).body;
const edit = (account: Json, change: object) =>
  sales.patch(`/api/accounts/${account.id}`, change, account.version);
const history = async (account: Json) =>
  (await sales.get(`/api/accounts/${account.id}/activities`)).body.items;

const withoutIds = (parts: Json[]) => parts.map(({ id: _, ...part }) => part);

describe('contacts and addresses are complete lists', () => {
  const ann = { name: 'Ann', title: 'Sales', email: 'ann@example.com', phone: '555-1', isPrimary: true };
  const bob = { name: 'Bob', title: null, email: null, phone: null, isPrimary: false };
  const office = {
    kind: 'billing',
    line1: '1 Nut Way',
    line2: null,
    city: 'Fresno',
    state: 'CA',
    postalCode: '93650',
    country: 'US',
    isPrimary: true,
  };
  const dock = { ...office, kind: 'warehouse', line1: 'Dock 3', isPrimary: false };

  test('written with the account and read back', async () => {
    const account = await create({ contacts: [ann, bob], addresses: [office, dock] });

    expect(account.version).toBe(1);
    expect(withoutIds(account.contacts)).toEqual([ann, bob]);
    expect(withoutIds(account.addresses)).toEqual([office, dock]);
    expect(account.city).toBe('Fresno');
    expect(await read(account)).toEqual(account);
  });

  test('a part with its id is kept, without is new, absent is deleted; the account counts one version', async () => {
    const account = await create({ contacts: [ann, bob], addresses: [office] });
    const [first, second] = account.contacts;

    const changed = done(
      await edit(account, {
        contacts: [
          { ...bob, id: second.id, phone: '555-2' },
          { name: 'Cy', isPrimary: true },
        ],
      }),
    );

    expect(changed.version).toBe(2);
    expect(changed.contacts).toMatchObject([
      { name: 'Cy', isPrimary: true },
      { id: second.id, name: 'Bob', phone: '555-2', isPrimary: false },
    ]);
    expect(changed.contacts.map(({ id }: Json) => id)).not.toContain(first.id);
    expect(changed.addresses).toEqual(account.addresses);
    expect(done(await edit(changed, { contacts: [] })).contacts).toEqual([]);
  });

  test('the primary moves from one to the other in one step', async () => {
    const account = await create({ contacts: [ann, bob], addresses: [office, { ...dock, kind: 'billing' }] });
    // The new primary comes first, while the old one still is it.
    const swap = (parts: Json[]) =>
      parts.map((part) => ({ ...part, isPrimary: !part.isPrimary })).toReversed();

    const changed = done(
      await edit(account, { contacts: swap(account.contacts), addresses: swap(account.addresses) }),
    );

    const primaryOf = (parts: Json[]) => parts.filter(({ isPrimary }) => isPrimary).map(({ id }) => id);
    expect(primaryOf(changed.contacts)).toEqual([account.contacts[1].id]);
    expect(primaryOf(changed.addresses)).toEqual([account.addresses[1].id]);
  });

  test('an address may change its kind, also into the place of a primary', async () => {
    const account = await create({ addresses: [office, { ...dock, isPrimary: true }] });
    const [billing, warehouse] = account.addresses;

    const changed = done(
      await edit(account, {
        addresses: [
          { ...billing, kind: 'warehouse' },
          { ...warehouse, kind: 'billing' },
        ],
      }),
    );

    expect(changed.addresses).toMatchObject([
      { id: warehouse.id, kind: 'billing', isPrimary: true },
      { id: billing.id, kind: 'warehouse', isPrimary: true },
    ]);
  });

  test.each([
    ['contacts', { name: 'Eve' }],
    ['addresses', { kind: 'billing' }],
  ])('%s of another account are refused with their path and stay there', async (list, part) => {
    const other = await create({ [list]: [part] });
    const mine = await create({ [list]: [part] });
    const stolen = { ...part, id: other[list][0].id };

    for (const answer of [
      await edit(mine, { [list]: [part, stolen] }),
      await sales.post('/api/accounts', { name: randomUUID(), type: 'seller', [list]: [part, stolen] }),
    ]) {
      expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: `${list}.1.id` }] } });
    }
    expect(await read(other)).toEqual(other);
    expect(await read(mine)).toEqual(mine);
  });

  test('two primaries, or one part twice, are refused', async () => {
    const account = await create({ contacts: [ann] });
    const [contact] = account.contacts;

    const once = { ...contact, isPrimary: false };

    for (const wrong of [
      { contacts: [ann, ann] },
      { contacts: [once, once] },
      { addresses: [office, office] },
    ]) {
      expect(await edit(account, wrong)).toMatchObject({
        status: 422,
        body: { errors: [{ path: Object.keys(wrong)[0] }] },
      });
    }
    expect(
      done(await edit(account, { addresses: [office, { ...dock, isPrimary: true }] })).addresses,
    ).toHaveLength(2);
  });
});

describe('a name that nearly exists', () => {
  const acknowledge = ['account.similar_name'];

  test('is answered with the candidates and created once acknowledged', async () => {
    const first = await create({ name: 'Łódź Nuts, Inc.' });

    const warned = await sales.post('/api/accounts', { name: 'LODZ NUTS LLC', type: 'buyer' });
    expect(warned).toMatchObject({
      status: 409,
      body: {
        code: 'warning.unacknowledged',
        warnings: [
          {
            code: 'account.similar_name',
            path: 'name',
            candidates: [{ id: first.id, name: 'Łódź Nuts, Inc.' }],
          },
        ],
      },
    });
    expect(
      (await sales.post('/api/accounts', { name: 'LODZ NUTS LLC', type: 'buyer', acknowledge })).status,
    ).toBe(201);
    expect((await sales.get('/api/accounts/similar?name=Lodz%20Nuts')).body.items).toHaveLength(2);
  });

  test('is asked about when an account is renamed to it, and not when its own name is only written better', async () => {
    await create({ name: 'Quarry Fruit Co' });
    const account = await create({ name: 'pebble fruit' });

    expect(await edit(account, { name: 'QUARRY FRUIT' })).toMatchObject({
      status: 409,
      body: { code: 'warning.unacknowledged' },
    });
    const better = done(await edit(account, { name: 'Pebble Fruit, Inc.' }));
    expect(done(await edit(better, { name: 'Quarry Fruit', acknowledge })).name).toBe('Quarry Fruit');
  });

  test('without a letter or digit is like none but itself', async () => {
    await create({ name: '***' });

    expect((await sales.post('/api/accounts', { name: '???', type: 'seller' })).status).toBe(201);
    expect((await sales.post('/api/accounts', { name: '***', type: 'seller' })).status).toBe(409);
  });
});

test('a search for signs finds names with those signs, not every name', async () => {
  const account = await create({ name: `%%%Xyz%%% ${randomUUID()}` });

  // Signs alone are looked up at the beginning; beside letters or digits, anywhere.
  for (const q of ['%%%', 'xyz%%%']) {
    const { items } = (await sales.get(`/api/accounts?q=${encodeURIComponent(q)}`)).body;
    expect(items.map(({ id }: Json) => id)).toEqual([account.id]);
  }
  expect((await sales.get('/api/accounts?q=___')).body.items).toEqual([]);
});

describe('an account on orders', () => {
  test('keeps the role in which orders name it', async () => {
    const seller = await create({ tradesBothWays: true });
    await writeOrder(sales, book, { sellerId: seller.id });

    for (const change of [{ type: 'buyer', tradesBothWays: false }]) {
      expect(await edit(seller, change)).toMatchObject({
        status: 409,
        body: { code: 'account.role_in_use' },
      });
    }
    // As a seller it stays one, however that is said.
    const both = done(await edit(seller, { type: 'buyer' }));
    expect(both).toMatchObject({ isSeller: true, isBuyer: true });
    expect(await edit(both, { tradesBothWays: false })).toMatchObject({ status: 409 });
    expect(done(await edit(both, { type: 'seller', tradesBothWays: false }))).toMatchObject({
      isBuyer: false,
    });
  });

  test('is deactivated, never deleted', async () => {
    const seller = await create();
    const order = await writeOrder(sales, book, { sellerId: seller.id });

    expect((await read(seller)).allowedActions).toEqual(['edit', 'deactivate']);
    expect(await sales.delete(`/api/accounts/${seller.id}`, seller.version)).toMatchObject({
      status: 409,
      body: { code: 'account.in_use' },
    });
    expect(done(await edit(seller, { isActive: false }))).toMatchObject({
      isActive: false,
      allowedActions: ['edit', 'activate'],
    });
    expect((await sales.get(`/api/orders/${order.id}`)).body.seller.id).toBe(seller.id);
  });

  test('is free again when the last order that named it is deleted', async () => {
    const seller = await create({ contacts: [{ name: 'Ann' }], addresses: [{ kind: 'billing' }] });
    const order = await writeOrder(sales, book, { sellerId: seller.id });
    expect((await sales.delete(`/api/orders/${order.id}`, 1)).status).toBe(204);

    expect((await sales.delete(`/api/accounts/${seller.id}`, seller.version)).status).toBe(204);

    const { rows } = await api.pool.query(
      `SELECT (SELECT count(*)::int FROM contacts WHERE account_id = $1) AS contacts,
         (SELECT count(*)::int FROM addresses WHERE account_id = $1) AS addresses`,
      [seller.id],
    );
    expect(rows).toEqual([{ contacts: 0, addresses: 0 }]);
  });
});

test('a code belongs to one account, and none to any number', async () => {
  const code = randomUUID().slice(0, 8);
  const first = await create({ code });
  const second = await create();

  for (const answer of [
    await sales.post('/api/accounts', { name: randomUUID(), type: 'seller', code }),
    await edit(second, { code }),
  ]) {
    expect(answer).toMatchObject({
      status: 409,
      body: { code: 'account.code_taken', errors: [{ path: 'code', message: expect.any(String) }] },
    });
  }
  expect(done(await edit(first, { code: '' })).code).toBeNull();
  expect(done(await edit(second, { code })).code).toBe(code);
});

test.each(['paymentTermsId', 'ownerId'])('%s that names nothing is a bad field', async (field) => {
  const account = await create();

  for (const answer of [
    await sales.post('/api/accounts', { name: randomUUID(), type: 'seller', [field]: randomUUID() }),
    await edit(account, { [field]: randomUUID() }),
  ]) {
    expect(answer, answer.text).toMatchObject({ status: 422, body: { errors: [{ path: field }] } });
  }
});

describe('history', () => {
  test('holds who changed what from which value to which', async () => {
    const account = await create({
      name: 'Old Name',
      phone: '1',
      contacts: [{ name: 'Ann', isPrimary: true }],
    });
    const contacts = [{ ...account.contacts[0], title: 'Boss' }];

    const answer = await edit(account, { name: 'New Name', phone: null, contacts });

    const [changed, created] = await history(account);
    expect(changed).toMatchObject({
      action: 'changed',
      actor: { id: sales.userId },
      source: 'api',
      requestId: answer.headers.get('x-request-id'),
      changes: {
        name: { from: 'Old Name', to: 'New Name' },
        phone: { from: '1', to: null },
        contacts: { from: account.contacts, to: contacts },
      },
    });
    expect(Object.keys(changed.changes)).toEqual(['name', 'phone', 'contacts']);
    expect(created).toMatchObject({ action: 'created', changes: { name: { from: null, to: 'Old Name' } } });
  });

  test('is silent where nothing changed, and outlives the account', async () => {
    const account = await create();
    const same = done(await edit(account, { name: account.name, contacts: [], addresses: [] }));
    expect(await history(account)).toHaveLength(1);

    expect((await sales.delete(`/api/accounts/${account.id}`, same.version)).status).toBe(204);

    const { rows } = await api.pool.query(
      'SELECT action, changes FROM activities WHERE entity_id = $1 ORDER BY created_at',
      [account.id],
    );
    expect(rows.map(({ action }) => action)).toEqual(['created', 'deleted']);
    expect(rows[1].changes).toMatchObject({
      account: { from: { name: account.name, contacts: [] }, to: null },
    });
  });
});

test('a bulk command changes what it may and says of the rest why not', async () => {
  const [first, second, third] = [await create(), await create(), await create()];
  done(await edit(second, { notes: 'changed meanwhile' }));
  const items = [
    { id: first.id, version: 1 },
    { id: second.id, version: 1 },
    { id: randomUUID(), version: 1 },
    { id: third.id, version: 1 },
  ];

  const { results } = done(await sales.post('/api/accounts/bulk', { action: 'deactivate', items }));

  expect(results).toMatchObject([
    { id: first.id, ok: true, version: 2, error: null },
    { id: second.id, ok: false, version: 2, error: { code: 'record.stale' } },
    { id: items[2]?.id, ok: false, error: { code: 'account.not_found' } },
    { id: third.id, ok: true, version: 2 },
  ]);
  expect([(await read(first)).isActive, (await read(second)).isActive]).toEqual([false, true]);
});
