import { describe, expect } from 'vitest';
import { listOf } from '../entities/fields.ts';
import { type Books, testWithBooks } from './clients.ts';
import { controls, count, invoices } from './raw-client.ts';
import { salesBody } from './samples.ts';

const test = testWithBooks();

/** Everything that a refused call could have changed. */
async function everything(books: Books): Promise<string> {
  const paths = [
    'realms',
    'knobs',
    'clock',
    'apps',
    'webhooks',
    'faults',
    `dump/${books.realmId}`,
    'oauth/grants',
  ];
  const shown: unknown[] = [];
  for (const path of paths) shown.push(await books.admin(path));
  return JSON.stringify(shown);
}

describe('wrong input is named and changes nothing', () => {
  for (const [method, path, body, field] of [
    ['POST', '/realms', { preset: 'us-plane' }, 'preset'],
    ['POST', '/realms', { presets: 'us-plain' }, 'presets'],
    ['POST', '/realms', { name: {} }, 'name'],
    ['POST', '/realms', { prefs: 'none' }, 'prefs'],
    ['POST', '/realms', { prefs: { Wormhole: {} } }, 'prefs.Wormhole'],
    ['POST', '/realms', { knobs: { wormhole: 1 } }, 'knobs.wormhole'],
    ['POST', '/realms', { knobs: { rounding: 'up' } }, 'knobs.rounding'],
    ['DELETE', '/realms/12345', undefined, 'realm'],
    ['POST', '/clock', { set: 'noon' }, 'set'],
    ['POST', '/clock', { set: '2026-02-30T00:00:00Z' }, 'set'],
    ['POST', '/clock', { set: 5 }, 'set'],
    ['POST', '/clock', { advance: '5 parsecs' }, 'advance'],
    ['POST', '/clock', { advance: -5 }, 'advance'],
    ['POST', '/clock', { set: '9999-12-31T00:00:00Z', advance: '1d' }, 'set'],
    ['POST', '/clock', { freeze: 'yes' }, 'freeze'],
    ['POST', '/clock', { forward: '1d' }, 'forward'],
    ['POST', '/clock', { freeze: true, set: 'noon' }, 'set'],
    ['POST', '/knobs', { wormhole: true }, 'knobs.wormhole'],
    ['POST', '/knobs', { throttle: 'off' }, 'knobs.throttle'],
    ['POST', '/knobs', { cdcCap: 5, listLagMs: -1 }, 'knobs.listLagMs'],
    ['POST', '/knobs', { cdcCap: 1.5 }, 'knobs.cdcCap'],
    ['POST', '/knobs', { cdcCap: '5' }, 'knobs.cdcCap'],
    ['POST', '/knobs', { knobs: [] }, 'knobs'],
    ['POST', '/knobs', { cdcCap: 5, realm: '12345' }, 'realm'],
    ['POST', '/knobs', { cdcCap: 5, realm: 12_345 }, 'realm'],
    ['POST', '/knobs', { cdcCap: 5, realm: {} }, 'realm'],
    ['POST', '/user/teleport', {}, 'action'],
    ['POST', '/user/constructor', {}, 'action'],
    ['POST', '/user/pay', {}, 'amount'],
    ['POST', '/user/pay', { invoiceId: '99999' }, 'id'],
    ['POST', '/user/pay', { invoiceId: '1', amont: 5 }, 'amont'],
    ['POST', '/user/pay', { realm: '12345', invoiceId: '1' }, 'realm'],
    ['POST', '/user/pay', { realm: 12_345, invoiceId: '1' }, 'realm'],
    ['POST', '/user/edit', { id: '1', changes: 'all' }, 'changes'],
    ['POST', '/user/edit', { entity: 'Wormhole', id: '1' }, 'entity'],
    ['POST', '/user/void', { entity: 'Customer', id: '51' }, 'entity'],
    ['POST', '/user/delete', { entity: 'Invoice' }, 'id'],
    ['POST', '/user/merge', { winnerId: '51', loserId: '51' }, 'loserId'],
    ['POST', '/user/closeBooks', { date: '2026-02-30' }, 'date'],
    ['POST', '/user/setPref', { prefs: 5 }, 'prefs'],
    ['POST', '/user/create', { entity: 'Customer' }, 'body'],
    ['POST', '/user/pay', { at: 'noon', customerId: '51', amount: '1' }, 'at'],
    ['POST', '/user/pay', { in: 'a while', customerId: '51', amount: '1' }, 'in'],
    ['POST', '/user/pay', { in: '1h', customer: '51' }, 'customer'],
    ['GET', '/journal?since=noon', undefined, 'since'],
    ['GET', '/journal?limit=0', undefined, 'limit'],
    ['GET', '/journal?class=Wormhole', undefined, 'class'],
    ['GET', '/journal?after=x', undefined, 'after'],
    ['GET', '/calls?since=noon', undefined, 'since'],
    ['GET', '/knobs?realm=12345', undefined, 'realm'],
    ['GET', '/dump/12345', undefined, 'realm'],
    ['POST', '/apps', { clientId: 'x', clientSecret: 'y' }, 'redirectUris'],
    ['POST', '/apps', { clientId: 'x', clientSecret: 'y', redirectUris: ['nowhere'] }, 'redirectUris'],
    ['POST', '/apps', { clientId: '', clientSecret: 'y', redirectUris: [] }, 'clientId'],
    ['POST', '/oauth/grant', { clientId: 'nobody' }, 'clientId'],
    ['POST', '/oauth/grant', { realm: '12345' }, 'realm'],
    ['POST', '/oauth/grant', { company: 'x' }, 'company'],
    ['POST', '/assert/invariants', { realm: '12345' }, 'realm'],
    ['POST', '/load', {}, 'rows'],
    ['POST', '/load', { rows: [] }, 'rows'],
    ['POST', '/load', { rows: [['realms', '93', {}]] }, 'rows'],
    ['POST', '/load', { rows: ['x'] }, 'rows'],
    ['POST', '/knobs', '{', undefined],
    ['POST', '/knobs', '[]', undefined],
    ['POST', '/load', '{', undefined],
    ['POST', '/knobs', `{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`, undefined],
  ] as [string, string, unknown, string | undefined][]) {
    test(`${method} ${path} ${body === undefined ? '' : JSON.stringify(body).slice(0, 80)}`, async ({
      books,
    }) => {
      const before = await everything(books);
      const { status, json } = await controls(books, path, body, method);
      expect([status, json.field, json.error]).toEqual([400, field, expect.any(String)]);
      expect(await everything(books)).toBe(before);
    });
  }

  test('an address that is none of the controls is 404 and says where to look', async ({ books }) => {
    for (const [method, path] of [
      ['GET', '/wormhole'],
      ['PUT', '/knobs'],
      ['POST', '/journal'],
    ] as const) {
      const { status, json } = await controls(books, path, undefined, method);
      expect([status, json.error]).toEqual([404, expect.stringContaining('GET /__sim')]);
    }
  });

  test("a refusal of the books is 422 with QuickBooks' own fault", async ({ books }) => {
    const body = { DisplayName: 'Copper Ridge Foods' };
    const { status, json } = await controls(books, '/user/create', { entity: 'Customer', body });
    expect(status).toBe(422);
    expect(json).toMatchObject({ Fault: { Error: [{ code: '6240' }] } });
  });
});

describe('companies', () => {
  test('are made from every preset, with a name, a country, preferences and knobs of their own', async ({
    books,
  }) => {
    const { presets } = (await books.admin('')) as { presets: Record<string, string> };
    for (const preset of Object.keys(presets).filter((name) => name !== 'us-full')) {
      const made = await books.admin('realms', { preset, name: `The ${preset}`, knobs: { sendsPerDay: 7 } });
      expect(made).toMatchObject({ preset, name: `The ${preset}`, knobs: { sendsPerDay: 7 } });
    }
    const prefs = { SalesFormsPrefs: { CustomTxnNumbers: true } };
    const other = (await books.admin('realms', { country: 'MX', prefs })) as {
      realmId: string;
      country: string;
    };
    expect(other.country).toBe('MX');
    const there = await books.connect({ realmId: other.realmId });
    const { json } = await there.raw('preferences');
    expect(json).toMatchObject({
      Preferences: { SalesFormsPrefs: { CustomTxnNumbers: true, AllowEstimates: true } },
    });
    expect(await books.admin('assert/invariants', {})).toMatchObject({ ok: true });
  });

  test('are dropped with their tokens; the others stay', async ({ books }) => {
    const other = await books.connect();
    await books.admin(`realms/${books.realmId}`, undefined, 'DELETE');
    expect((await books.raw('preferences')).status).toBe(401);
    expect((await other.raw('preferences')).status).toBe(200);
    expect((await controls(books, `/dump/${books.realmId}`)).status).toBe(400);
    const { realms } = (await books.admin('realms')) as { realms: { realmId: string }[] };
    expect(realms.map(({ realmId }) => realmId)).toEqual([other.realmId]);
  });

  test('are all gone after a reset, with rules, tokens, webhooks, counted reads and turned knobs', async ({
    books,
  }) => {
    await books.raw('preferences');
    await books.fault({}, { type: 'throttle' });
    await books.admin('webhooks/config', { url: 'http://127.0.0.1:9/x', verifierToken: 'v' });
    await books.admin('webhooks/faults', { type: 'drop' });
    await books.post('Customer', { DisplayName: 'Untold' }).catch(() => undefined);
    await books.admin('knobs', { rounding: 'half_even' });
    await books.admin('reset', {});
    expect(await books.admin('knobs')).toMatchObject({ knobs: { rounding: { value: 'half_up' } } });
    expect(await books.admin('realms')).toEqual({ realms: [] });
    expect(await books.admin('faults')).toMatchObject({ rules: [] });
    expect(await books.admin('webhooks')).toMatchObject({
      subscriptions: [],
      deliveries: [],
      pendingEvents: 0,
      faults: [],
    });
    expect(await books.admin('calls')).toMatchObject({ corePlusThisMonth: { [books.sim.clientId]: 0 } });
    expect((await books.raw('preferences')).status).toBe(401);
    const next = await books.connect();
    expect((await next.raw('preferences')).status).toBe(200);
  });
});

describe('knobs', () => {
  test('are listed with value, default and meaning', async ({ books }) => {
    const { knobs } = (await books.admin('knobs')) as {
      knobs: Record<string, { value: unknown; default: unknown; meaning: string }>;
    };
    expect(Object.keys(knobs).length).toBeGreaterThan(45);
    for (const [name, knob] of Object.entries(knobs)) {
      expect(knob.value, name).toEqual(knob.default);
      expect(knob.meaning.length, name).toBeGreaterThan(5);
    }
  });

  test('take every position that they list, and the default again', async ({ books }) => {
    type Knob = { default: unknown; values?: unknown[]; min?: number; max?: number };
    const { knobs } = (await books.admin('knobs')) as { knobs: Record<string, Knob> };
    for (const [name, { values, min, max, default: initial }] of Object.entries(knobs)) {
      for (const value of values ?? (min === undefined ? [true, false] : [min, max])) {
        const after = (await books.admin('knobs', { [name]: value })) as {
          knobs: Record<string, { value: unknown }>;
        };
        expect(after.knobs[name]?.value, name).toBe(value);
      }
      await books.admin('knobs', { [name]: initial });
    }
  });

  test('of one company come before those of all, and some are only for all', async ({ books }) => {
    const other = await books.connect();
    await books.admin('knobs', { realm: books.realmId, knobs: { dateCode: '2170', rotateEvery: 'always' } });
    const wrong = (one: Books) => one.refused('invoice', salesBody(one, { TxnDate: 'x' }));
    expect([(await wrong(books)).code, (await wrong(other)).code]).toEqual(['2170', '2080']);
    const { knobs } = (await books.admin(`knobs?realm=${other.realmId}`)) as {
      knobs: Record<string, { value: unknown }>;
    };
    expect(knobs['rotateEvery']?.value).toBe('always');
  });
});

describe('the clock', () => {
  const now = async (books: Books) => ((await books.admin('clock')) as { now: string }).now;

  test('stands still, steps at each call of the API, and moves when it is told', async ({ books }) => {
    const start = await now(books);
    expect(await now(books)).toBe(start);
    await books.raw('preferences');
    expect(Date.parse(await now(books)) - Date.parse(start)).toBe(125);
    await books.turn({ clockStepMs: 0 });
    await books.raw('preferences');
    expect(Date.parse(await now(books)) - Date.parse(start)).toBe(125);
    for (const [by, ms] of [
      [1500, 1500],
      ['90s', 90_000],
      ['15m', 900_000],
      ['25h', 90_000_000],
      ['8d', 691_200_000],
    ] as const) {
      const before = Date.parse(await now(books));
      await books.admin('clock', { advance: by });
      expect(Date.parse(await now(books)) - before, String(by)).toBe(ms);
    }
  });

  test('can be set forward and back, by an instant with any offset', async ({ books }) => {
    await books.admin('clock', { set: '2027-07-01T00:00:00-07:00' });
    expect(await now(books)).toBe('2027-07-01T07:00:00.000Z');
    await books.admin('clock', { set: '2025-01-01T00:00:00Z', advance: '1s' });
    expect(await now(books)).toBe('2025-01-01T00:00:01.000Z');
  });

  test('runs by itself when it is let go, and stops when it is frozen', async ({ books }) => {
    const running = (await books.admin('clock', { freeze: false })) as { mode: string; now: string };
    expect(running.mode).toBe('real');
    expect(running.now).toMatch(/^2026-01-05T17:00:0/);
    await expect.poll(() => now(books), { interval: 5 }).not.toBe(running.now);
    await books.admin('clock', { advance: '1d' });
    expect(await now(books)).toMatch(/^2026-01-06T17:00:0/);
    const frozen = (await books.admin('clock', { freeze: true })) as { mode: string; now: string };
    expect(frozen.mode).toBe('virtual');
    expect(await now(books)).toBe(frozen.now);
  });

  test('says what is due next, and does it on the way', async ({ books }) => {
    await books.user('create', { in: '2h', entity: 'Customer', body: { DisplayName: 'Later' } });
    await books.user('create', { in: '1h', entity: 'Customer', body: { DisplayName: 'Sooner' } });
    expect(await books.admin('clock')).toMatchObject({ nextDue: '2026-01-05T18:00:00.000Z' });
    await books.advance('1d');
    expect(await books.admin('clock')).toMatchObject({ nextDue: null });
    const again = await books.connect({ realmId: books.realmId });
    const found = await again.raw(
      "query?query=select * from Customer where DisplayName in ('Later','Sooner') orderby MetaData.CreateTime",
    );
    const { QueryResponse } = found.json as {
      QueryResponse: { Customer: { MetaData: { CreateTime: string } }[] };
    };
    expect(QueryResponse.Customer.map(({ MetaData }) => MetaData.CreateTime)).toEqual([
      '2026-01-05T10:00:00-08:00',
      '2026-01-05T11:00:00-08:00',
    ]);
  });

  test('a put-off action that cannot be done is noted in the journal and does not stop the clock', async ({
    books,
  }) => {
    await books.user('pay', { in: '1h', invoiceId: '99999' });
    await books.advance('2h');
    expect((await books.journal()).at(-1)).toMatchObject({ class: 'User', operation: 'pay', status: 400 });
  });

  test('ends tokens as it goes by', async ({ books }) => {
    await books.advance('59m');
    expect((await books.raw('preferences')).status).toBe(200);
    await books.advance('1m');
    expect((await books.raw('preferences')).status).toBe(401);
  });
});

describe('a dump', () => {
  test('is put back as it was, over what has changed since', async ({ books }) => {
    const invoice = await books.post('Invoice', salesBody(books), { requestid: 'kept' });
    await books.user('pay', { invoiceId: invoice.Id, amount: '40' });
    const gone = await books.post('Invoice', salesBody(books));
    await books.user('delete', { entity: 'Invoice', id: gone.Id });
    await books.admin('knobs', { realm: books.realmId, voidWithPayment: 'unlinked' });
    const before = await books.admin(`dump/${books.realmId}`);
    await books.user('edit', { entity: 'Invoice', id: invoice.Id, changes: { PrivateNote: 'later' } });
    await books.post('Invoice', salesBody(books));
    await books.admin('knobs', { realm: books.realmId, voidWithPayment: 'refused' });
    await books.admin('load', before);
    expect(await books.admin(`dump/${books.realmId}`)).toEqual(before);
    expect(await books.brokenInvariants()).toEqual([]);
    const next = await books.post('Invoice', salesBody(books));
    expect(Number(next.Id)).toBe(Number(gone.Id) + 1);
    expect((await books.raw('invoice', { body: {}, query: { requestid: 'kept' } })).text).toContain(
      `"Id":"${invoice.Id}"`,
    );
  });

  test('is put into another simulator, which goes on with it', async ({ books }) => {
    const invoice = await books.post('Invoice', salesBody(books));
    for (let n = 0; n < 3; n += 1) await books.sparse('Invoice', invoice.Id, { PrivateNote: `${n}` });
    const dumped = await books.admin(`dump/${books.realmId}`);
    await books.admin('reset', {});
    await books.admin('load', dumped);
    const again = await books.connect({ realmId: books.realmId });
    expect(await invoices(again)).toHaveLength(1);
    expect(await again.read('Invoice', invoice.Id)).toMatchObject({ SyncToken: '3', PrivateNote: '2' });
    expect((await again.sparse('Invoice', invoice.Id, { PrivateNote: 'new' })).SyncToken).toBe('4');
    expect(await again.brokenInvariants()).toEqual([]);
    expect(await count(again, 'select count(*) from Customer')).toBe(3);
  });

  test('that was tampered with is refused whole', async ({ books }) => {
    await books.post('Invoice', salesBody(books));
    const dumped = (await books.admin(`dump/${books.realmId}`)) as {
      rows: [string, string, Record<string, unknown>][];
    };
    const entityAt = dumped.rows.findIndex(([table]) => table.endsWith('/Invoice'));
    const spoil = (change: (row: [string, string, Record<string, unknown>]) => void) => {
      const copy = structuredClone(dumped);
      const row = copy.rows[entityAt];
      if (row !== undefined) change(row);
      return copy;
    };
    const spoilt = [
      spoil((row) => (row[0] = 'realm/1/Invoice')),
      spoil((row) => (row[0] = 'oauth/grants')),
      spoil((row) => (row[0] = `realm/${books.realmId}/Wormhole`)),
      spoil((row) => (row[1] = '5')),
      spoil((row) => (row[2]['syncToken'] = 'one')),
      spoil((row) => (row[2]['data'] = 5)),
      spoil((row) => (row[2]['data'] = { TotalAmt: 'much' })),
      spoil((row) => (row[2]['data'] = { Line: 'none' })),
      { rows: dumped.rows.filter(([table]) => table !== 'realms') },
    ];
    for (const body of spoilt) expect((await controls(books, '/load', body)).json.field).toBe('rows');
    expect(await books.admin(`dump/${books.realmId}`)).toEqual(dumped);
  });
});

describe('the invariants', () => {
  test('notice books that do not add up', async ({ books }) => {
    const invoice = await books.post('Invoice', salesBody(books));
    const realm = books.sim.sim.realms.get(books.realmId);
    const row = realm?.entities.Invoice.get(invoice.Id);
    if (realm === undefined || row === undefined) throw new Error('The invoice is not there');
    realm.entities.Invoice.set(row.id, { ...row, data: { ...row.data, Balance: '7', TotalAmt: '8' } });
    const { ok, broken } = (await books.admin('assert/invariants', {})) as {
      ok: boolean;
      broken: { rule: string }[];
    };
    expect(ok).toBe(false);
    expect(broken.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(['Σ lines = total', 'balance = total − applied', 'party balance = Σ open']),
    );
  });

  test('notice a call that the journal does not have', async ({ books }) => {
    await books.post('Invoice', salesBody(books));
    const no = books.sim.sim.journal.takeNo(); // Given out, and never written down.
    await books.post('Invoice', salesBody(books));
    expect(await books.brokenInvariants()).toContainEqual(
      expect.objectContaining({ rule: 'journal complete', detail: `entry ${no} is missing` }),
    );
  });

  test('notice links without an end and a marker that stands in two invoices', async ({ books }) => {
    const marked = salesBody(books, { PrivateNote: 'PACE 123 g1' });
    const [first] = [await books.post('Invoice', marked), await books.post('Invoice', marked)];
    const realm = books.sim.sim.realms.get(books.realmId);
    const row = realm?.entities.Invoice.get(first?.Id ?? '');
    if (realm === undefined || row === undefined) throw new Error('The invoice is not there');
    const LinkedTxn = [{ TxnId: '99999', TxnType: 'Payment' }];
    const [line, ...others] = listOf(row.data, 'Line');
    const Line = [{ ...line, SalesItemLineDetail: { ItemRef: { value: '99999' } } }, ...others];
    realm.entities.Invoice.set(row.id, { ...row, data: { ...row.data, LinkedTxn, Line } });
    const { broken } = (await books.admin('assert/invariants', { realm: books.realmId })) as {
      broken: { rule: string }[];
    };
    expect(broken.map(({ rule }) => rule).sort()).toEqual([
      'no orphan links',
      'no orphan links',
      'one invoice per marker',
    ]);
  });
});
