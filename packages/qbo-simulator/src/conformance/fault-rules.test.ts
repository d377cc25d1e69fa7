import { describe, expect } from 'vitest';
import { type Books, testWithBooks } from './clients.ts';
import { controls } from './raw-client.ts';
import { salesBody } from './samples.ts';

const test = testWithBooks({ knobs: { gatewayFormat: 'json' } });

/** Whether a call met a rule: each of them is refused with 418. */
const action = { type: 'fault', code: '1', http: 418 };
const rule = (
  books: Books,
  match: Record<string, unknown>,
  rest: Record<string, unknown> = { times: null },
) => books.admin('faults', { match, action, ...rest });
const meets = async (call: Promise<{ status: number }>): Promise<boolean> => (await call).status === 418;

const read = (books: Books) => books.raw('preferences');
const write = (books: Books, query: Record<string, string> = {}, rest = {}) =>
  books.raw('invoice', { body: salesBody(books, rest), query });

describe('what a rule waits for', () => {
  test('everything, when nothing is said', async ({ books }) => {
    await rule(books, {});
    expect([await meets(read(books)), await meets(write(books))]).toEqual([true, true]);
  });

  test('a company', async ({ books }) => {
    const other = await books.connect();
    await rule(books, { realm: other.realmId });
    expect([await meets(read(books)), await meets(read(other))]).toEqual([false, true]);
  });

  test('a method', async ({ books }) => {
    await rule(books, { method: 'post' });
    expect([await meets(read(books)), await meets(write(books))]).toEqual([false, true]);
  });

  test('an entity, in any case; a service by its name in the path', async ({ books }) => {
    await rule(books, { entity: 'INVOICE' });
    await rule(books, { entity: 'query' });
    expect(await meets(write(books))).toBe(true);
    expect(await meets(books.raw('query?query=select * from Term'))).toBe(true);
    expect(await meets(read(books))).toBe(false);
  });

  const operations: [string, (books: Books) => Promise<{ status: number }>][] = [
    ['create', (books) => write(books)],
    [
      'update',
      (books) =>
        books.raw('customer', { body: { Id: books.seeded('Customer'), SyncToken: '0', sparse: true } }),
    ],
    ['delete', (books) => books.raw('invoice?operation=delete', { body: { Id: '1', SyncToken: '0' } })],
    ['void', (books) => books.raw('invoice?operation=void', { body: { Id: '1', SyncToken: '0' } })],
    [
      'void',
      (books) => books.raw('payment?operation=update&include=void', { body: { Id: '1', SyncToken: '0' } }),
    ],
    ['read', read],
    ['query', (books) => books.raw('query?query=select * from Term')],
    ['cdc', (books) => books.raw('cdc?entities=Term&changedSince=2026-01-05')],
    ['batch', (books) => books.raw('batch', { body: {} })],
    ['send', (books) => books.raw('invoice/1/send', { body: '' })],
    ['pdf', (books) => books.raw('invoice/1/pdf')],
    ['unknown', (books) => books.raw('wormhole/1')],
  ];
  for (const [operation, call] of operations) {
    test(`the operation ${operation}, and no other`, async ({ books }) => {
      await rule(books, { operation });
      expect(await meets(call(books))).toBe(true);
      for (const [other, otherCall] of operations)
        if (other !== operation) expect([other, await meets(otherCall(books))]).toEqual([other, false]);
    });
  }

  test('a path with its parameters, as a pattern', async ({ books }) => {
    await rule(books, { path: '/invoice\\?.*minorversion=75' });
    expect(await meets(write(books, { minorversion: '75' }))).toBe(true);
    expect(await meets(write(books, { minorversion: '4' }))).toBe(false);
    expect(await meets(write(books))).toBe(false);
  });

  test('a request id', async ({ books }) => {
    await rule(books, { requestid: 'r-2' });
    expect(await meets(write(books, { requestid: 'r-1' }))).toBe(false);
    expect(await meets(write(books, { requestid: 'r-2' }))).toBe(true);
  });

  test('a header, as a pattern', async ({ books }) => {
    await rule(books, { header: { 'X-Who': '^me$' } });
    const as = (who: string) => books.raw('preferences', { headers: { 'x-who': who } });
    expect([await meets(as('me')), await meets(as('menu')), await meets(read(books))]).toEqual([
      true,
      false,
      false,
    ]);
  });

  test('a body, as a pattern or by the values of its fields', async ({ books }) => {
    await rule(books, { body: 'secret \\w+' });
    expect(await meets(write(books, {}, { PrivateNote: 'a secret note' }))).toBe(true);
    expect(await meets(write(books))).toBe(false);
    await books.admin('faults', undefined, 'DELETE');
    await rule(books, { body: { 'CustomerRef.value': books.seeded('Customer'), 'Line.0.Amount': 100 } });
    expect(await meets(write(books))).toBe(true);
    expect(await meets(write(books, {}, { Line: [{ DetailType: 'SalesItemLineDetail', Amount: 7 }] }))).toBe(
      false,
    );
    expect(await meets(read(books))).toBe(false);
    expect(await meets(books.raw('invoice', { body: '{' }))).toBe(false);
  });

  test('the n-th call that fits the rest', async ({ books }) => {
    await rule(books, { entity: 'Invoice', call: 2 });
    const met: boolean[] = [];
    for (let n = 0; n < 4; n += 1) {
      await read(books);
      met.push(await meets(write(books)));
    }
    expect(met).toEqual([false, true, false, false]);
  });

  test('only the first attempt of each request id', async ({ books }) => {
    await rule(books, { firstAttempt: true });
    const met: boolean[] = [];
    for (const requestid of ['a', 'a', 'b', 'a', 'b']) met.push(await meets(write(books, { requestid })));
    expect(met).toEqual([true, false, true, false, false]);
    expect(await meets(write(books))).toBe(false);
  });

  test('all of them together', async ({ books }) => {
    await rule(books, { method: 'POST', entity: 'Invoice', operation: 'create', path: 'requestid=x' });
    expect(await meets(write(books, { requestid: 'x' }))).toBe(true);
    expect(await meets(write(books, { requestid: 'y' }))).toBe(false);
  });
});

describe('how often', () => {
  test('once, unless something is said', async ({ books }) => {
    await rule(books, {}, {});
    expect([await meets(read(books)), await meets(read(books))]).toEqual([true, false]);
  });

  test('so many times, or always', async ({ books }) => {
    const met = async (n: number) => {
      let seen = 0;
      for (let at = 0; at < n; at += 1) seen += Number(await meets(read(books)));
      return seen;
    };
    await rule(books, {}, { times: 3 });
    expect(await met(6)).toBe(3);
    await rule(books, {}, { times: null });
    expect(await met(6)).toBe(6);
  });

  test('with a chance, under the seed', async ({ books }) => {
    await books.turn({ throttle: false });
    await rule(books, {}, { p: 0.3, times: null });
    let met = 0;
    for (let n = 0; n < 200; n += 1) met += Number(await meets(read(books)));
    expect(met).toBeGreaterThan(30);
    expect(met).toBeLessThan(95);
    await books.admin('faults', undefined, 'DELETE');
    await rule(books, {}, { p: 0.3, times: 4 });
    met = 0;
    for (let n = 0; n < 100; n += 1) met += Number(await meets(read(books)));
    expect(met).toBe(4);
  });

  test('a rule that cannot do anything to a call is not used up by it', async ({ books }) => {
    await books.fault({}, { type: 'cdcOmit' });
    await books.fault({}, { type: 'refresh5xx' });
    await books.fault({}, { type: 'staleToken' });
    await read(books);
    const { rules } = (await books.admin('faults')) as {
      rules: { action: { type: string }; fired: number }[];
    };
    expect(rules.map(({ action: { type }, fired }) => [type, fired])).toEqual([
      ['cdcOmit', 0],
      ['refresh5xx', 0],
      ['staleToken', 0],
    ]);
  });

  test('several rules strike one call, each counted', async ({ books }) => {
    await books.fault({}, { type: 'userEdit', entity: 'Customer', id: books.seeded('Customer') });
    await books.fault({}, { type: 'slow', ms: 1 });
    await read(books);
    expect((await books.lastCall()).rules).toHaveLength(2);
    expect((await books.read('Customer', books.seeded('Customer'))).SyncToken).toBe('1');
  });
});

describe('the list of rules', () => {
  test('shows each with what is left of it, and every action with its meaning', async ({ books }) => {
    const made = (await rule(books, { entity: 'Invoice' }, { times: 5, p: 1 })) as { id: string };
    await write(books);
    const { rules, actions } = (await books.admin('faults')) as {
      rules: object[];
      actions: Record<string, string>;
    };
    expect(rules).toEqual([
      { id: made.id, match: { entity: 'Invoice' }, action, times: 4, p: 1, seen: 1, fired: 1 },
    ]);
    for (const name of [
      'resetBefore',
      'resetAfterCommit',
      'truncateBody',
      'nameTaken',
      'clockSkew',
      'userCloseBooks',
    ])
      expect(actions[name]?.length, name).toBeGreaterThan(10);
    expect((await books.lastCall()).rules).toEqual([made.id]);
  });

  test('loses one rule or all', async ({ books }) => {
    const { id } = (await rule(books, { entity: 'Invoice' })) as { id: string };
    await rule(books, { entity: 'Preferences' });
    await books.admin(`faults/${id}`, undefined, 'DELETE');
    expect([await meets(write(books)), await meets(read(books))]).toEqual([false, true]);
    expect((await controls(books, `/faults/${id}`, undefined, 'DELETE')).status).toBe(400);
    await books.admin('faults', undefined, 'DELETE');
    expect(await meets(read(books))).toBe(false);
  });

  for (const [field, wrong] of [
    ['action.type', {}],
    ['action.type', { action: { type: 'explode' } }],
    ['action.type', { action: 'toString' }],
    ['action.type', { action: 5 }],
    ['action.ms', { action: { type: 'slow', ms: -1 } }],
    ['action.ms', { action: { type: 'slow', ms: 'long' } }],
    ['action.ms', { action: { type: 'clockSkew', ms: 1e12 } }],
    ['action.msec', { action: { type: 'slow', msec: 5 } }],
    ['action.status', { action: { type: 'status', status: 200 } }],
    ['action.status', { action: { type: 'status', status: '503' } }],
    ['action.body', { action: { type: 'status', body: 'constructor' } }],
    ['action.committed', { action: { type: 'status', committed: 'yes' } }],
    ['action.code', { action: { type: 'fault' } }],
    ['action.http', { action: { type: 'fault', code: '1', http: 99 } }],
    ['action.http', { action: { type: 'fault', code: '1', http: 1000 } }],
    ['action.shape', { action: { type: 'fault', code: '1', shape: 'round' } }],
    ['action.cap', { action: { type: 'cdcCap' } }],
    ['action.cap', { action: { type: 'cdcCap', cap: 0 } }],
    ['action.mode', { action: { type: 'roundingMode', mode: 'up' } }],
    ['action.ms', { action: { type: 'listLag', ms: '5' } }],
    ['action.entity', { action: { type: 'staleToken', entity: 'Wormhole' } }],
    ['action.invoice', { action: { type: 'userPay', invoice: '5' } }],
    ['action.n', { action: { type: 'throttle', n: 0 } }],
    ['action.by', { action: { type: 'nameTaken', by: 'Employee' } }],
    ['times', { action, times: 0 }],
    ['times', { action, times: 1.5 }],
    ['times', { action, times: 'often' }],
    ['p', { action, p: 0 }],
    ['p', { action, p: 1.1 }],
    ['p', { action, p: '0.5' }],
    ['match', { action, match: 'all' }],
    ['match.entities', { action, match: { entities: 'Invoice' } }],
    ['match.method', { action, match: { method: 5 } }],
    ['match.operation', { action, match: { operation: 'creat' } }],
    ['match.path', { action, match: { path: '(' } }],
    ['match.call', { action, match: { call: 0 } }],
    ['match.header', { action, match: { header: 'x' } }],
    ['match.header.x', { action, match: { header: { x: '[' } } }],
    ['match.body', { action, match: { body: '(' } }],
    ['match.body.a', { action, match: { body: { a: {} } } }],
    ['match.firstAttempt', { action, match: { firstAttempt: 'yes' } }],
    ['time', { action, time: 5 }],
  ] as [string, object][]) {
    test(`${JSON.stringify(wrong)} is refused for its ${field}`, async ({ books }) => {
      const { status, json } = await controls(books, '/faults', wrong);
      expect([status, json.field]).toEqual([400, field]);
      expect(await books.admin('faults')).toMatchObject({ rules: [] });
    });
  }
});
