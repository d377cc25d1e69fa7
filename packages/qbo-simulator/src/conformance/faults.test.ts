import { describe, expect } from 'vitest';
import { type Books, type Doc, refusalOf, testWithBooks } from './clients.ts';
import { batch, codeOf, count, invoices, networkError, rows } from './raw-client.ts';
import { salesBody, salesLine } from './samples.ts';

const test = testWithBooks({ knobs: { gatewayFormat: 'json' } });

const create = (books: Books, requestid = 'r-1') =>
  books.raw('invoice', { body: salesBody(books), query: { requestid } });
const isReset = /ECONNRESET|UND_ERR_SOCKET|other side closed/;

describe('a connection that breaks', () => {
  test('resetBefore: nothing was done', async ({ books }) => {
    await books.fault({}, { type: 'resetBefore' });
    expect(await networkError(create(books))).toMatch(isReset);
    expect(await invoices(books)).toEqual([]);
    expect((await create(books)).status).toBe(200);
    expect(await books.journal()).toMatchObject([
      { delivery: 'reset', rules: [expect.any(String)] },
      { rules: [] },
    ]);
  });

  test('resetAfterCommit: it was done, and the same request id gives its answer', async ({ books }) => {
    await books.fault({}, { type: 'resetAfterCommit' });
    expect(await networkError(create(books))).toMatch(isReset);
    const [{ Id = '' } = {}] = await invoices(books);
    const { json } = await create(books);
    expect((json as { Invoice: Doc }).Invoice.Id).toBe(Id);
    expect(await invoices(books)).toHaveLength(1);
  });

  test('resetAfterCommit: the answer is lost when it is a refusal as well', async ({ books }) => {
    for (const query of [{ requestid: 'x' }, {}]) {
      await books.fault({}, { type: 'resetAfterCommit' });
      expect(await networkError(books.raw('invoice', { body: {}, query }))).toMatch(isReset);
    }
  });

  test('resetAfterCommit waits for a call that gets so far', async ({ books }) => {
    await books.fault({}, { type: 'throttle' });
    await books.fault({}, { type: 'resetAfterCommit' });
    expect((await create(books)).status).toBe(429);
    expect(await networkError(create(books))).toMatch(isReset);
    expect(await invoices(books)).toHaveLength(1);
  });

  test('timeoutBefore and timeoutAfterCommit: no answer until the time is over', async ({ books }) => {
    await books.fault({}, { type: 'timeoutBefore', ms: 40 });
    expect(await networkError(create(books))).toMatch(isReset);
    expect(await invoices(books)).toEqual([]);
    await books.fault({}, { type: 'timeoutAfterCommit', ms: 40 });
    expect(await networkError(create(books))).toMatch(isReset);
    expect(await invoices(books)).toHaveLength(1);
  });

  test('truncateBody: half of the JSON, then the end; it was done', async ({ books }) => {
    await books.fault({}, { type: 'truncateBody' });
    const response = await fetch(`${books.sim.url}/v3/company/${books.realmId}/invoice?requestid=r-1`, {
      method: 'POST',
      headers: { authorization: `Bearer ${books.accessToken}`, 'content-type': 'application/json' },
      body: JSON.stringify(salesBody(books)),
    });
    expect(response.status).toBe(200);
    expect(await networkError(response.text())).toMatch(/terminated|SOCKET|closed|RESET|MISMATCH/i);
    expect(await invoices(books)).toHaveLength(1);
  });

  test('slow: the answer comes late, and it was done', async ({ books }) => {
    await books.fault({}, { type: 'slow', ms: 120 });
    const startedMs = performance.now();
    expect((await create(books)).status).toBe(200);
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(115);
  });
});

describe('an HTTP error of the edge', () => {
  for (const status of [500, 502, 503, 504]) {
    for (const [body, type] of [
      ['json', 'application/json'],
      ['xml', 'application/xml'],
      ['html', 'text/html'],
      ['empty', null],
    ] as const) {
      test(`${status} with a body of ${body}, done or not`, async ({ books }) => {
        for (const committed of [false, true]) {
          await books.fault({}, { type: 'status', status, body, committed });
          const answer = await create(books, `r-${committed}`);
          expect([answer.status, answer.headers.get('content-type')]).toEqual([status, type]);
          expect(answer.text === '').toBe(body === 'empty');
          expect(await invoices(books)).toHaveLength(committed ? 1 : 0);
          expect(answer.headers.get('intuit_tid')).toBeTruthy();
        }
        expect((await create(books, 'r-true')).status).toBe(200);
        expect(await invoices(books)).toHaveLength(1);
      });
    }
  }

  test('is a 503 of HTML and nothing done unless something else is said', async ({ books }) => {
    await books.fault({}, { type: 'status' });
    const answer = await create(books);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([503, 'text/html']);
    expect(await invoices(books)).toEqual([]);
  });
});

describe('faults of any shape', () => {
  const ask = async (books: Books, action: Record<string, unknown>) => {
    await books.fault({}, { type: 'fault', ...action });
    const { status, text, json } = await create(books);
    return {
      status,
      text,
      json: json as { Fault?: { Error: object[]; type: string }; fault?: { error: object[] } },
    };
  };

  test('HTTP 200 with a Fault in it, and nothing done', async ({ books }) => {
    const { status, json } = await ask(books, {
      code: '6000',
      http: 200,
      detail: 'As asked',
      element: 'Line',
    });
    expect(status).toBe(200);
    expect(json.Fault).toMatchObject({
      Error: [{ code: '6000', Detail: 'As asked', element: 'Line' }],
      type: 'ValidationFault',
    });
    expect(await invoices(books)).toEqual([]);
  });

  test('lower case, a code with leading zeros, another type, message and status', async ({ books }) => {
    const { status, json } = await ask(books, {
      code: '003001',
      shape: 'lower',
      faultType: 'SERVICE',
      message: 'Odd',
      http: 403,
    });
    expect(status).toBe(403);
    expect(json.fault).toMatchObject({ error: [{ code: '003001' }], type: 'SERVICE' });
  });

  test('without a Detail', async ({ books }) => {
    const { json } = await ask(books, { code: '5010', missingDetail: true });
    expect(json.Fault?.Error).toEqual([{ Message: expect.any(String), code: '5010' }]);
  });

  test('has the status and type of its code where nothing else is asked for', async ({ books }) => {
    for (const [code, status, type] of [
      ['5010', 400, 'ValidationFault'],
      ['630', 400, 'ValidationFault'],
      ['120', 401, 'AuthenticationFault'],
      ['5030', 403, 'AuthorizationFault'],
      ['003001', 429, 'SERVICE'],
      ['10000', 500, 'SystemFault'],
    ] as const) {
      const answer = await ask(books, { code });
      expect(answer.status, code).toBe(status);
      expect(answer.json.Fault).toMatchObject({ Error: [{ code }], type });
    }
  });

  test('of a code that nobody knows', async ({ books }) => {
    expect(await ask(books, { code: 'toString' })).toMatchObject({ status: 500 });
    expect(await ask(books, { code: '77777', http: 418 })).toMatchObject({ status: 418 });
  });

  test('6190 of a lapsed subscription and 5020 of a feature that is off', async ({ books }) => {
    await books.fault({}, { type: 'subscriptionLapsed' });
    await books.fault({ call: 2 }, { type: 'featureOff' });
    const codes: string[] = [];
    for (const id of ['a', 'b']) {
      const { status, json } = await create(books, id);
      codes.push(refusalOf(status, json).code);
    }
    expect(codes).toEqual(['6190', '5020']);
    expect((await create(books, 'c')).status).toBe(200);
  });

  test('a burst of 429, after which everything is as before', async ({ books }) => {
    for (const burst of [
      { type: 'throttle', n: 3 },
      { type: 'throttle', burst: 3 },
    ])
      await books.admin('faults', { action: burst });
    await books.admin('faults', { action: 'throttle', times: 2 });
    const statuses: number[] = [];
    for (let n = 0; n < 10; n += 1) statuses.push((await create(books)).status);
    expect(statuses).toEqual([...Array(8).fill(429), 200, 200]);
    expect(await invoices(books)).toHaveLength(1);
  });
});

describe('tokens', () => {
  const refresh = (books: Books) =>
    books.token({ grant_type: 'refresh_token', refresh_token: books.refreshToken });

  test('expireAccess: 401 with 3200; a refresh helps, and the same request id is done once', async ({
    books,
  }) => {
    await books.fault({}, { type: 'expireAccess' });
    const { status, json } = await create(books);
    expect([status, JSON.stringify(json).includes('"3200"')]).toEqual([401, true]);
    const { access_token } = (await refresh(books)).json as { access_token: string };
    const headers = { authorization: `Bearer ${access_token}` };
    expect(
      (await books.raw('invoice', { body: salesBody(books), query: { requestid: 'r-1' }, headers })).status,
    ).toBe(200);
    expect(await invoices(books)).toHaveLength(1);
  });

  test('revokeGrant: 401, and the refresh is invalid_grant', async ({ books }) => {
    await books.fault({}, { type: 'revokeGrant' });
    expect((await create(books)).status).toBe(401);
    expect(await refresh(books)).toMatchObject({ status: 400, json: { error: 'invalid_grant' } });
  });

  test('rotateNow: calls go on, the known refresh token is superseded', async ({ books }) => {
    await books.fault({}, { type: 'rotateNow' });
    expect((await create(books)).status).toBe(200);
    expect(await refresh(books)).toMatchObject({ status: 400, json: { error: 'invalid_grant' } });
  });

  test('refresh5xx and refresh429: n times transient, then as ever; calls of the API do not use them up', async ({
    books,
  }) => {
    await books.fault({}, { type: 'refresh5xx' }, 2);
    await books.admin('faults', { action: { type: 'refresh429', n: 1 }, match: { call: 3 } });
    await create(books);
    const statuses: number[] = [];
    for (let n = 0; n < 4; n += 1) statuses.push((await refresh(books)).status);
    expect(statuses).toEqual([503, 503, 429, 200]);
  });

  test('refreshLostResponse: rotated, and the old token is superseded; with a grace it still works', async ({
    books,
  }) => {
    await books.fault({}, { type: 'refreshLostResponse' });
    expect(await networkError(refresh(books))).toMatch(isReset);
    expect((await refresh(books)).json).toMatchObject({ error: 'invalid_grant' });
    const again = await books.connect({ realmId: books.realmId });
    await again.turn({ graceSeconds: 60 });
    await again.fault({}, { type: 'refreshLostResponse' });
    await networkError(refresh(again));
    expect((await refresh(again)).status).toBe(200);
  });
});

describe('the other hand on the books', () => {
  const given = async (books: Books, rest = {}) => books.post('Invoice', salesBody(books, rest));
  const edit = (books: Books, { Id, SyncToken }: Doc) =>
    books.raw('invoice', { body: { Id, SyncToken, sparse: true, PrivateNote: 'ours' } });

  test('staleToken and nameTaken reach into a batch', async ({ books }) => {
    const { Id, SyncToken } = await given(books);
    await books.fault({ operation: 'batch' }, { type: 'staleToken' });
    const update = {
      bId: '1',
      operation: 'update',
      Invoice: { Id, SyncToken, sparse: true, PrivateNote: 'x' },
    };
    expect(codeOf((await batch(books, [update]))[0])).toBe('5010');
    await books.fault({ operation: 'batch' }, { type: 'nameTaken' });
    const create = { bId: '1', operation: 'create', Customer: { DisplayName: 'Wanted' } };
    expect(codeOf((await batch(books, [create]))[0])).toBe('6240');
  });

  test('staleToken: somebody saves the object just before our write', async ({ books }) => {
    const invoice = await given(books);
    await books.fault({ operation: 'update' }, { type: 'staleToken' });
    const { status, json } = await edit(books, invoice);
    expect(refusalOf(status, json).code).toBe('5010');
    expect((await edit(books, { ...invoice, SyncToken: '1' })).status).toBe(200);
  });

  test('staleToken of another object than the one that is written', async ({ books }) => {
    const [invoice, other] = [await given(books), await given(books)];
    await books.fault({ operation: 'update' }, { type: 'staleToken', entity: 'Invoice', id: other.Id });
    expect((await edit(books, invoice)).status).toBe(200);
    expect((await books.read('Invoice', other.Id)).SyncToken).toBe('1');
  });

  const inTheWay: [string, (id: string) => Record<string, unknown>, (doc: Doc) => unknown, unknown][] = [
    [
      'userEdit',
      (id) => ({ entity: 'Invoice', id, changes: { PrivateNote: 'theirs' } }),
      (doc) => doc.PrivateNote,
      'theirs',
    ],
    ['userPay', (id) => ({ invoiceId: id, amount: '40' }), (doc) => doc.Balance, 60],
    ['userVoid', (id) => ({ entity: 'Invoice', id }), (doc) => doc.TotalAmt, 0],
  ];
  for (const [type, params, shown, expected] of inTheWay) {
    test(`${type}: our write is stale, and their work is there`, async ({ books }) => {
      const invoice = await given(books);
      await books.fault({ operation: 'update' }, { type, ...params(invoice.Id) });
      const { status, json } = await edit(books, invoice);
      expect(refusalOf(status, json).code).toBe('5010');
      expect(shown(await books.read('Invoice', invoice.Id))).toBe(expected);
    });
  }

  test('userDelete: what we write to is gone', async ({ books }) => {
    const invoice = await given(books);
    await books.fault({}, { type: 'userDelete', entity: 'Invoice', id: invoice.Id });
    const { status, json } = await edit(books, invoice);
    expect(refusalOf(status, json).code).toBe('610');
  });

  test('userInactivate and userMerge: what we refer to is gone', async ({ books }) => {
    const [first, second, third] = [0, 1, 2].map((n) => books.seeded('Customer', n));
    await books.fault({}, { type: 'userInactivate', entity: 'Customer', id: first });
    expect((await books.refused('invoice', salesBody(books))).code).toBe('2500');
    await books.fault({}, { type: 'userMerge', entity: 'Customer', winnerId: second, loserId: third });
    const body = salesBody(books, { CustomerRef: { value: third } });
    expect((await books.refused('invoice', body)).code).toBe('2500');
  });

  test('userRename, userSetPref and userCloseBooks: names, settings and the period change', async ({
    books,
  }) => {
    const id = books.seeded('Customer');
    await books.fault({}, { type: 'userRename', entity: 'Customer', id, name: 'Renamed Meanwhile' });
    const invoice = await given(books);
    expect(invoice).toMatchObject({ CustomerRef: { name: 'Renamed Meanwhile' } });
    await books.fault({}, { type: 'userSetPref', prefs: { SalesFormsPrefs: { CustomTxnNumbers: true } } });
    expect((await given(books)).DocNumber).toBeUndefined();
    await books.fault({}, { type: 'userCloseBooks', date: '2026-12-31' });
    expect((await books.refused('invoice', salesBody(books))).code).toBe('6210');
  });

  test('what they cannot do is noted in the journal, and our call goes on', async ({ books }) => {
    await books.fault({}, { type: 'userPay', invoiceId: '99999' });
    await given(books);
    expect((await books.lastCall()).flags).toEqual([expect.stringMatching(/userPay could not act.*99999/)]);
  });

  test('they can act at a simulated time as well', async ({ books }) => {
    const invoice = await given(books);
    await books.user('pay', { invoiceId: invoice.Id, in: '30m' });
    await books.user('edit', {
      entity: 'Invoice',
      id: invoice.Id,
      at: '2026-01-05T17:10:00Z',
      changes: { PrivateNote: 'x' },
    });
    await books.advance('29m');
    expect(await books.read('Invoice', invoice.Id)).toMatchObject({ Balance: 100, PrivateNote: 'x' });
    await books.advance('1m');
    const { Balance, MetaData } = await books.read('Invoice', invoice.Id);
    expect([Balance, MetaData.LastUpdatedTime]).toEqual([0, expect.stringMatching(/^2026-01-05T09:30:00/)]);
  });

  test('nameTaken: a vendor has the name, or an inactive customer, or an item', async ({ books }) => {
    const ask = (entity: string, body: Record<string, unknown>) => books.refused(entity, body);
    await books.fault({}, { type: 'nameTaken' });
    expect((await ask('customer', { DisplayName: 'Contested' })).code).toBe('6240');
    const [vendor] = await rows(books, "select * from Vendor where DisplayName = 'Contested'");
    expect(vendor).toBeDefined();
    await books.fault({}, { type: 'nameTaken', by: 'Customer', inactive: true });
    const refusal = await ask('customer', { DisplayName: 'Contested Twice' });
    const [inactive] = await rows(books, 'select * from Customer where Active = false');
    expect(refusal).toMatchObject({ code: '6240', detail: expect.stringContaining(`Id=${inactive?.Id}`) });
    await books.fault({}, { type: 'nameTaken' });
    const income = { value: books.seededNamed('Account', 'Sales of Product Income') };
    expect((await ask('item', { Name: 'Contested', Type: 'Service', IncomeAccountRef: income })).code).toBe(
      '6240',
    );
  });

  test('docNumberTaken: another invoice has the number; allowed where the call allows it', async ({
    books,
  }) => {
    const own = await books.connect({ preset: 'us-customnumbers' });
    const body = salesBody(own, { DocNumber: 'N-1' });
    await own.fault({}, { type: 'docNumberTaken' });
    expect(await own.refused('invoice', body)).toMatchObject({ code: '6140' });
    expect((await own.post('Invoice', body, { include: 'allowduplicatedocnum' })).DocNumber).toBe('N-1');
    expect(await invoices(own)).toHaveLength(2);
  });
});

describe('reads that show something else', () => {
  test('roundingMode: a tie is refused for one call', async ({ books }) => {
    const tie = salesBody(books, { Line: [salesLine(0.13, { Qty: 1, UnitPrice: 0.125 })] });
    await books.fault({}, { type: 'roundingMode', mode: 'half_even' });
    expect((await books.refused('invoice', tie)).code).toBe('6070');
    expect((await books.post('Invoice', tie)).TotalAmt).toBe(0.13);
  });

  test('a rule counts more than the knob of the company', async ({ books }) => {
    const hostile = await books.connect({ preset: 'hostile' });
    const line = (amount: number) =>
      salesBody(hostile, { Line: [salesLine(amount, { Qty: 1, UnitPrice: 0.125 })] });
    expect((await hostile.refused('invoice', line(0.13))).code).toBe('6070');
    await hostile.fault({}, { type: 'roundingMode', mode: 'half_up' });
    expect((await hostile.post('Invoice', line(0.13))).Id).toBeTruthy();
  });

  test('listLag: one list shows the past', async ({ books }) => {
    await books.advance('1m');
    await books.post('Customer', { DisplayName: 'Just Made' });
    const found = () => count(books, "select count(*) from Customer where DisplayName = 'Just Made'");
    await books.fault({ operation: 'query' }, { type: 'listLag', ms: 30_000 });
    expect([await found(), await found()]).toEqual([0, 1]);
  });

  test('unstableOrder: one page is shuffled', async ({ books }) => {
    const ids = async () => (await rows(books, 'select * from Account')).map(({ Id }) => Id).join();
    const sorted = await ids();
    await books.fault({}, { type: 'unstableOrder' });
    expect([(await ids()) === sorted, (await ids()) === sorted]).toEqual([false, true]);
  });

  test("clockSkew: the company's dates and times are off from now on, the others' are not", async ({
    books,
  }) => {
    const other = await books.connect();
    await books.turn({ clockStepMs: 0 });
    await books.fault({}, { type: 'clockSkew', ms: -600_000 });
    const { headers, json } = await books.raw('preferences');
    expect(headers.get('date')).toBe('Mon, 05 Jan 2026 16:50:00 GMT');
    expect((json as { time: string }).time).toMatch(/^2026-01-05T08:50:00/);
    const made = await books.post('Customer', { DisplayName: 'Skewed' });
    expect(made.MetaData.CreateTime).toMatch(/^2026-01-05T08:50:00/);
    expect((await other.raw('preferences')).headers.get('date')).toBe('Mon, 05 Jan 2026 17:00:00 GMT');
  });
});
