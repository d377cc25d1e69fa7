import { describe, expect } from 'vitest';
import { type Books, testWithBooks } from './clients.ts';
import { salesBody } from './samples.ts';

const test = testWithBooks({ knobs: { gatewayFormat: 'json' } });

async function used(books: Books): Promise<number | undefined> {
  const { corePlusThisMonth } = (await books.admin('calls')) as { corePlusThisMonth: Record<string, number> };
  return corePlusThisMonth[books.sim.clientId];
}

const queryItem = { bId: 'q', Query: 'select * from Term' };
const writeItem = (n: number) => ({
  bId: `w${n}`,
  operation: 'create',
  Customer: { DisplayName: `Metered ${n}` },
});
const postBatch = (books: Books, ...items: object[]) =>
  books.raw('batch', { body: { BatchItemRequest: items } });

describe('what is metered', () => {
  test('every kind of read, once each', async ({ books }) => {
    const { Id } = await books.post('Invoice', salesBody(books));
    expect(await used(books)).toBe(0);
    const since = new Date(books.sim.sim.clock.nowMs()).toISOString();
    const reads = [
      `invoice/${Id}`,
      'query?query=select * from Invoice',
      `cdc?entities=Invoice&changedSince=${since}`,
      `invoice/${Id}/pdf`,
      `companyinfo/${books.realmId}`,
      'preferences',
    ];
    for (const [n, path] of reads.entries()) {
      expect((await books.raw(path)).status, path).toBe(200);
      expect(await used(books), path).toBe(n + 1);
    }
    const asText = { 'content-type': 'text/plain' };
    await books.raw('query', { body: 'select * from Term', headers: asText });
    expect(await used(books)).toBe(7);
  });

  test('no write, no sign-in and nothing that failed', async ({ books }) => {
    const made = await books.post('Invoice', salesBody(books, { BillEmail: { Address: 'a@b.example' } }));
    await books.raw(`invoice/${made.Id}/send`, {
      body: '',
      headers: { 'content-type': 'application/octet-stream' },
    });
    await books.raw('invoice?operation=void', { body: { Id: made.Id, SyncToken: '1' } });
    await books.token({ grant_type: 'refresh_token', refresh_token: books.refreshToken });
    await books.whyUnreadable('invoice', '99999');
    await books.raw('query?query=nonsense');
    await books.raw('preferences', { headers: { authorization: '' } });
    await books.fault({}, { type: 'status', status: 503 });
    await books.raw('preferences');
    expect(await used(books)).toBe(0);
  });

  test('a batch with a query in it once, one of writes alone not', async ({ books }) => {
    await postBatch(books, writeItem(1), writeItem(2));
    expect(await used(books)).toBe(0);
    await postBatch(books, writeItem(3), queryItem, { ...queryItem, bId: 'q2' });
    expect(await used(books)).toBe(1);
  });

  test('no batch under batchQueryClass: Core, for one company or for all', async ({ books }) => {
    await books.admin('knobs', { realm: books.realmId, batchQueryClass: 'Core' });
    await postBatch(books, queryItem);
    expect(await used(books)).toBe(0);
    const other = await books.connect();
    await postBatch(other, queryItem);
    expect(await used(books)).toBe(1);
    await books.turn({ batchQueryClass: 'Core' });
    await postBatch(other, queryItem);
    expect(await used(books)).toBe(1);
  });

  test('a read whose answer was lost on the way', async ({ books }) => {
    await books.fault({}, { type: 'truncateBody' });
    await books.raw('preferences').catch(() => undefined);
    expect(await used(books)).toBe(1);
  });
});

describe('the monthly limit', () => {
  test('three reads, and the fourth is 429 with another text than a throttle; writes go on', async ({
    books,
  }) => {
    await books.turn({ corePlusLimit: 3, retryAfter: false });
    for (let n = 0; n < 3; n += 1) expect((await books.raw('preferences')).status).toBe(200);
    const { status, text } = await books.raw('preferences');
    expect(status).toBe(429);
    expect(text).toMatch(/monthly limit/i);
    expect((await books.raw('query?query=select * from Term')).status).toBe(429);
    expect((await books.raw('cdc?entities=Term&changedSince=2026-01-05')).status).toBe(429);
    expect((await books.raw('customer', { body: { DisplayName: 'Written' } })).status).toBe(200);
    expect((await postBatch(books, writeItem(1))).status).toBe(200);
    expect(await used(books)).toBe(3);
  });

  test('blocks a batch that asks, unless such a batch is no read', async ({ books }) => {
    await books.turn({ corePlusLimit: 0 });
    expect((await postBatch(books, writeItem(1), queryItem)).status).toBe(429);
    expect((await postBatch(books, writeItem(1))).status).toBe(200);
    await books.turn({ batchQueryClass: 'Core' });
    expect((await postBatch(books, queryItem)).status).toBe(200);
  });

  test('counts for all companies of an app together, and for each app by itself', async ({ books }) => {
    await books.turn({ corePlusLimit: 2 });
    const neighbour = await books.connect();
    await books.raw('preferences');
    await neighbour.raw('preferences');
    expect((await books.raw('preferences')).status).toBe(429);
    expect((await neighbour.raw('preferences')).status).toBe(429);
    await books.admin('apps', {
      clientId: 'second',
      clientSecret: 's',
      redirectUris: ['http://localhost/callback'],
    });
    const grant = await books.admin('oauth/grant', { realm: books.realmId, clientId: 'second' });
    const headers = { authorization: `Bearer ${(grant as { access_token: string }).access_token}` };
    expect((await books.raw('preferences', { headers })).status).toBe(200);
  });

  test('ends when the month turns', async ({ books }) => {
    await books.turn({ corePlusLimit: 1 });
    await books.raw('preferences');
    await books.admin('clock', { set: '2026-01-31T23:30:00Z' });
    let now = await books.connect({ realmId: books.realmId });
    expect((await now.raw('preferences')).status).toBe(429);
    await books.admin('clock', { set: '2026-02-01T00:00:00Z' });
    now = await books.connect({ realmId: books.realmId });
    expect((await now.raw('preferences')).status).toBe(200);
    expect(await used(books)).toBe(1);
    expect((await now.raw('preferences')).status).toBe(429);
  });

  test('does not shut the buckets of requests', async ({ books }) => {
    await books.turn({ corePlusLimit: 0 });
    await books.raw('preferences');
    await books.turn({ corePlusLimit: 10 });
    expect((await books.raw('preferences')).status).toBe(200);
  });

  test('can be asked for by a rule: reads are blocked, writes go on', async ({ books }) => {
    await books.fault({}, { type: 'coreplusBlock' }, null);
    const { status, text } = await books.raw('preferences');
    expect([status, /monthly limit/i.test(text)]).toEqual([429, true]);
    expect((await books.raw('customer', { body: { DisplayName: 'Written' } })).status).toBe(200);
  });
});

test('the counts of calls by class, entity and operation, from a moment on and for one company', async ({
  books,
}) => {
  const neighbour = await books.connect();
  await books.post('Customer', { DisplayName: 'Counted' });
  await neighbour.raw('preferences');
  await books.advance('1m');
  const since = new Date(books.sim.sim.clock.nowMs()).toISOString();
  await books.post('Invoice', salesBody(books));
  await books.raw('query?query=select * from Term');
  await postBatch(books, writeItem(1));
  await books.token({ grant_type: 'refresh_token', refresh_token: books.refreshToken });
  await books.user('pay', { customerId: books.seeded('Customer'), amount: '5' });
  const of = async (path: string) => (await books.admin(path)) as { total: number; byClass: object };
  expect(await of('calls')).toMatchObject({
    total: 6,
    byClass: { Core: 2, CorePlus: 2, Batch: 1, OAuth: 1 },
  });
  expect(await of(`calls?since=${since}`)).toMatchObject({
    total: 4,
    byClass: { Core: 1, CorePlus: 1, Batch: 1, OAuth: 1 },
    byEntity: { Invoice: 1 },
    byOperation: { create: 1, query: 1, batch: 1, token: 1 },
  });
  expect(await of(`calls?realm=${neighbour.realmId}`)).toMatchObject({ total: 1, byClass: { CorePlus: 1 } });
});

test('posting an order with a new buyer and two new products takes four calls and no read', async ({
  books,
}) => {
  const income = { value: books.seededNamed('Account', 'Sales of Product Income') };
  const buyer = await books.post('Customer', { DisplayName: 'New Buyer' });
  const ids: string[] = [];
  for (const Name of ['Almonds', 'Walnuts'])
    ids.push((await books.post('Item', { Name, Type: 'NonInventory', IncomeAccountRef: income })).Id);
  await books.post('Invoice', {
    CustomerRef: { value: buyer.Id },
    Line: ids.map((value) => ({
      DetailType: 'SalesItemLineDetail',
      Amount: 10,
      SalesItemLineDetail: { ItemRef: { value } },
    })),
  });
  expect(await books.admin('calls')).toMatchObject({ total: 4, byClass: { Core: 4 } });
  expect(await used(books)).toBe(0);
});
