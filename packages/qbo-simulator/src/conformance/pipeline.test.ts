import { request } from 'node:http';
import { describe, expect } from 'vitest';
import { refusalOf, testWithBooks } from './clients.ts';
import { queryAnswer } from './raw-client.ts';
import { salesBody } from './samples.ts';

const test = testWithBooks();
const testRedacted = testWithBooks({ redactBodies: true });

/** The code in a gateway's answer, which is written in lower case. */
function lowerCode(json: unknown): string | undefined {
  return (json as { fault?: { error: { code: string }[] } }).fault?.error[0]?.code;
}

describe('the order in which a call is looked at', () => {
  test('a full bucket is noticed before a bad token', async ({ books }) => {
    await books.turn({ requestsPerMinute: 1, gatewayFormat: 'json' });
    await books.raw('customer/1');
    const { status, json } = await books.raw('customer/1', { headers: { authorization: 'Bearer nonsense' } });
    expect([status, lowerCode(json)]).toEqual([429, '3001']);
  });

  test('a throttle that a fault rule asks for is noticed before a bad token too', async ({ books }) => {
    await books.turn({ gatewayFormat: 'json' });
    await books.fault({}, { type: 'throttle' });
    const { status } = await books.raw('customer/1', { headers: { authorization: 'Bearer nonsense' } });
    expect(status).toBe(429);
  });

  test('a bad token is noticed before a lapsed subscription and before a wrong address', async ({
    books,
  }) => {
    await books.user('lapse');
    const { status, json } = await books.raw('wormhole', { headers: { authorization: 'Bearer nonsense' } });
    expect([status, lowerCode(json)]).toEqual([401, '3200']);
  });

  test('a lapsed subscription is noticed before a wrong address', async ({ books }) => {
    await books.user('lapse');
    const { status, json } = await books.raw('wormhole', { body: {} });
    expect(refusalOf(status, json)).toMatchObject({ status: 400, code: '6190' });
    await books.user('renew');
    expect((await books.refused('wormhole', {})).code).toBe('500');
  });

  test('a wrong address is noticed before the monthly limit, and that before a wrong query', async ({
    books,
  }) => {
    await books.turn({ corePlusLimit: 0, gatewayFormat: 'json' });
    expect((await books.whyUnreadable('wormhole', '1')).code).toBe('500');
    const { status, json } = await queryAnswer(books, 'no query at all');
    expect([status, lowerCode(json)]).toEqual([429, '3001']);
  });

  test('a wrong content type is noticed before a body that cannot be read', async ({ books }) => {
    const asText = { 'content-type': 'text/xml' };
    const { status, json } = await books.raw('customer', { body: '{', headers: asText });
    expect(refusalOf(status, json).code).toBe('1050');
  });

  test('a body that cannot be read is noticed before a known request id, and is not stored', async ({
    books,
  }) => {
    const query = { requestid: 'once' };
    expect((await books.refused('customer', '{', query)).code).toBe('2010');
    const made = await books.post('Customer', { DisplayName: 'Once Only' }, query);
    expect(made.DisplayName).toBe('Once Only');
    expect((await books.refused('customer', '{', query)).code).toBe('2010');
    expect((await books.post('Customer', { DisplayName: 'Once Only' }, query)).Id).toBe(made.Id);
  });

  test('a body that is nested beyond measure cannot be read either', async ({ books }) => {
    for (const [open, close] of [
      ['[', ']'],
      ['{"a":', '}'],
    ] as const) {
      const body = `{"DisplayName":"Deep","X":${open.repeat(60_000)}1${close.repeat(60_000)}}`;
      expect((await books.refused('customer', body)).code).toBe('2010');
      expect((await books.refused('batch', body)).code).toBe('2010');
    }
  });

  test('the rules of a document come in the order: missing, type, length, choice, reference, name, token', async ({
    books,
  }) => {
    const taken = await books.post('Customer', { DisplayName: 'Taken Name' });
    const mine = await books.post('Customer', { DisplayName: 'My Name' });
    const wrong = {
      Id: mine.Id,
      sparse: true,
      DisplayName: taken.DisplayName,
      Title: 'x'.repeat(17),
      Taxable: 'perhaps',
      SalesTermRef: { value: '99999' },
    };
    const codes: string[] = [];
    const stale = { SyncToken: '7' };
    codes.push((await books.refused('customer', wrong)).code);
    codes.push((await books.refused('customer', { ...wrong, ...stale })).code);
    codes.push((await books.refused('customer', { ...wrong, ...stale, Taxable: true })).code);
    codes.push((await books.refused('customer', { ...wrong, ...stale, Taxable: true, Title: 'Dr' })).code);
    const { SalesTermRef: _gone, ...named } = { ...wrong, ...stale, Taxable: true, Title: 'Dr' };
    codes.push((await books.refused('customer', named)).code);
    codes.push((await books.refused('customer', { ...named, DisplayName: 'Free Name' })).code);
    expect(codes).toEqual(['2020', '2010', '2050', '2500', '6240', '5010']);
  });

  test('what is missing by a rule of its own is told before a wrong type as well', async ({ books }) => {
    const customer = { value: books.seeded('Customer') };
    const cases: [entity: string, wrong: Record<string, unknown>, code: string, remedy: object][] = [
      ['customer', { Active: 'perhaps' }, '6080', { GivenName: 'Robin' }],
      ['item', { Name: 'Figs', Type: 'Service', UnitPrice: 'dear' }, '2020', { IncomeAccountRef: 'x' }],
      ['account', { Name: 'Fees', Active: 'perhaps' }, '2020', { AccountType: 'Income' }],
      ['term', { Name: 'Net 7', Active: 'perhaps' }, '2020', { DueDays: 7 }],
      [
        'invoice',
        { CustomerRef: customer, Line: [{ DetailType: 'SubTotalLineDetail' }], TxnDate: false },
        '2020',
        { Line: 'none' },
      ],
    ];
    for (const [entity, wrong, code, remedy] of cases) {
      expect((await books.refused(entity, wrong)).code, entity).toBe(code);
      expect((await books.refused(entity, { ...wrong, ...remedy })).code, entity).toMatch(/^20[18]0$/);
    }
    const mine = { Id: customer.value, SyncToken: '7', DisplayName: null };
    for (const sparse of [true, false])
      expect((await books.refused('customer', { ...mine, sparse, Taxable: 'perhaps' })).code).toBe('6080');
  });
});

describe('every answer', () => {
  test('carries intuit_tid, QBO-Version, the type of its content and the date of the simulated clock', async ({
    books,
  }) => {
    await books.admin('clock', { set: '2026-03-01T12:00:00Z' });
    const now = await books.connect({ realmId: books.realmId });
    const answers = [await now.raw('companyinfo/1'), await now.raw('customer/999999')];
    for (const { headers } of answers) {
      expect(headers.get('intuit_tid')).toMatch(/^1-[0-9a-f]{8}-[0-9a-f]{24}$/);
      expect(headers.get('qbo-version')).toBeTruthy();
      expect(headers.get('content-type')).toBe('application/json;charset=UTF-8');
      expect(headers.get('date')).toBe('Sun, 01 Mar 2026 12:00:00 GMT');
    }
    expect(answers[0]?.headers.get('intuit_tid')).not.toBe(answers[1]?.headers.get('intuit_tid'));
  });

  test('says its time with milliseconds and the offset of the company', async ({ books }) => {
    await books.admin('clock', { set: '2026-03-01T12:00:00.250Z' });
    await books.turn({ clockStepMs: 0 });
    const fresno = await books.connect({ realmId: books.realmId });
    const toronto = await books.connect({ preset: 'ca-gst' });
    const times = [];
    for (const one of [fresno, toronto]) {
      const { json } = await one.raw('companyinfo/1');
      times.push((json as { time: string }).time);
    }
    expect(times).toEqual(['2026-03-01T04:00:00.250-08:00', '2026-03-01T07:00:00.250-05:00']);
  });

  test('is upper case from the service and lower case, with the time in milliseconds, from the gateway', async ({
    books,
  }) => {
    const service = (await books.raw('customer/999999')).json;
    expect(service).toMatchObject({
      Fault: { Error: [{ Message: expect.any(String), Detail: expect.any(String), code: '610' }] },
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    });
    const gateway = (await books.raw('customer/1', { headers: { authorization: '' } })).json;
    expect(gateway).toMatchObject({
      fault: { error: [{ code: '3200' }], type: 'AUTHENTICATION' },
      warnings: null,
      time: expect.any(Number),
    });
  });

  test('is XML where Accept asks for it', async ({ books }) => {
    const headers = { accept: 'application/xml' };
    for (const path of ['customer/999999', 'wormhole']) {
      const { text, headers: answered } = await books.raw(path, { headers });
      expect(answered.get('content-type')).toContain('application/xml');
      expect(text).toMatch(
        /^<\?xml .*<IntuitResponse .*<Fault type="ValidationFault"><Error code="(610|500)"/,
      );
    }
    const { text } = await books.raw('customer/1', { headers: { ...headers, authorization: '' } });
    expect(text).toContain('<Error code="3200"');
  });
});

describe('gateway errors are written as the knob says', () => {
  for (const [format, type] of [
    ['default', 'application/xml'],
    ['xml', 'application/xml'],
    ['json', 'application/json'],
    ['html', 'text/html'],
  ] as const) {
    test(`gatewayFormat ${format}: a 429 is ${type}`, async ({ books }) => {
      await books.turn({ gatewayFormat: format });
      await books.fault({}, { type: 'throttle' });
      const { status, headers } = await books.raw('companyinfo/1');
      expect([status, headers.get('content-type')?.split(';')[0]]).toEqual([429, type]);
    });
  }

  test('a 504 of the gateway is HTML by default', async ({ books }) => {
    await books.fault({}, { type: 'slowSimulated', ms: 130_000 });
    const { status, text } = await books.raw('companyinfo/1');
    expect([status, text.includes('6002') || text.includes('Gateway')]).toEqual([504, true]);
  });
});

describe('addresses', () => {
  test('the entity may be in any case and may end with a slash', async ({ books }) => {
    const id = books.seeded('Customer');
    for (const path of [
      `customer/${id}`,
      `Customer/${id}`,
      `CUSTOMER/${id}/`,
      `customer/${id}/?format=json`,
    ]) {
      expect((await books.raw(path)).status, path).toBe(200);
    }
    expect((await books.raw('Customer/', { body: { DisplayName: 'Slash Foods' } })).status).toBe(200);
  });

  test('unknown parameters, an empty one and any minorversion are taken', async ({ books }) => {
    const id = books.seeded('Customer');
    for (const query of [
      'minorversion=4',
      'minorversion=75&&format=json',
      'x=&=',
      'minorversion=nonsense',
      '&',
    ]) {
      expect((await books.raw(`customer/${id}?${query}`)).status, query).toBe(200);
    }
    const versions = (await books.journal()).map(({ minorversion }) => minorversion);
    expect(versions).toEqual(['4', '75', undefined, 'nonsense', undefined]);
  });

  test('what is not offered is an unsupported operation', async ({ books }) => {
    const id = books.seeded('Customer');
    const cases = [
      { path: 'customer', method: 'GET' },
      { path: `customer/${id}`, method: 'DELETE' },
      { path: `customer/${id}`, method: 'PUT' },
      { path: `customer/${id}`, method: 'POST', body: {} },
      { path: 'customer?operation=void', method: 'POST', body: { Id: id, SyncToken: '0' } },
      { path: 'customer?operation=delete', method: 'POST', body: { Id: id, SyncToken: '0' } },
      { path: 'invoice?operation=teleport', method: 'POST', body: {} },
      { path: 'taxcode', method: 'POST', body: { Name: 'X' } },
      { path: 'companyinfo', method: 'POST', body: { CompanyName: 'X', Id: '1', SyncToken: '0' }, is: 200 },
      { path: 'invoice/1/nothing', method: 'GET' },
      { path: '', method: 'GET' },
      { path: '%zz', method: 'GET' },
    ];
    for (const { path, is, ...rest } of cases) {
      const { status, json, text } = await books.raw(path, rest);
      if (is !== undefined) expect([path, status, text]).toEqual([path, is, text]);
      else expect({ path, ...refusalOf(status, json) }).toMatchObject({ path, status: 400, code: '500' });
    }
  });

  test('an address outside of the API is a page that says 404', async ({ books }) => {
    const response = await fetch(`${books.sim.url}/v4/company/1/customer`);
    expect([response.status, response.headers.get('content-type')]).toEqual([404, 'text/html']);
  });

  test('content types: JSON for objects, text for queries, anything for sending', async ({ books }) => {
    const post = async (path: string, type: string, body = '{}') => {
      const { status, json, text } = await books.raw(path, { body, headers: { 'content-type': type } });
      return status === 200 ? 200 : text.includes('"Fault"') ? refusalOf(status, json).code : status;
    };
    expect(await post('customer', 'application/json; charset=utf-8', '{"DisplayName":"Typed"}')).toBe(200);
    expect(await post('customer', 'application/x-www-form-urlencoded')).toBe('1050');
    expect(await post('batch', 'text/plain')).toBe('1050');
    expect(await post('query', 'application/text', 'select * from Item')).toBe(200);
    expect(await post('query', 'text/plain', 'select * from Item')).toBe(200);
    expect(await post('query', 'application/json', 'select * from Item')).toBe('1050');
    const invoice = await books.post('Invoice', salesBody(books, { BillEmail: { Address: 'a@b.example' } }));
    expect(await post(`invoice/${invoice.Id}/send`, 'application/octet-stream', '')).toBe(200);
  });
});

test('a token of another company is 401 with code 100, or 403 with 3100', async ({ books }) => {
  const other = await books.connect();
  const headers = { authorization: `Bearer ${other.accessToken}` };
  const strict = await books.raw('companyinfo/1', { headers });
  expect([strict.status, lowerCode(strict.json)]).toEqual([401, '100']);
  await books.turn({ wrongRealm: '403-3100' });
  const other403 = await books.raw('companyinfo/1', { headers });
  expect([other403.status, lowerCode(other403.json)]).toEqual([403, '3100']);
});

test('a token without the scope of accounting is 403 with code 3100', async ({ books }) => {
  const guest = await books.connect({ realmId: books.realmId, scope: 'openid profile' });
  const { status, json } = await guest.raw('companyinfo/1');
  expect([status, lowerCode(json)]).toEqual([403, '3100']);
});

test('a journal entry says who asked what, under which rules, and what came of it', async ({ books }) => {
  await books.fault({ entity: 'Customer' }, { type: 'slow', ms: 1 });
  await books.raw('customer/999999', { query: { minorversion: '75', requestid: 'r-1' } });
  expect(await books.lastCall()).toMatchObject({
    realm: books.realmId,
    app: books.sim.clientId,
    class: 'CorePlus',
    entity: 'Customer',
    operation: 'read',
    requestId: 'r-1',
    minorversion: '75',
    status: 400,
    faultCode: '610',
    rules: [expect.any(String)],
    tid: expect.stringMatching(/^1-/),
    durationMs: expect.any(Number),
  });
});

testRedacted('a journal without bodies keeps none, of nobody', async ({ books }) => {
  await books.post('Customer', { DisplayName: 'Secret Grocer' });
  await books.user('rename', { id: books.seeded('Customer'), name: 'Secret Market' });
  const entries = await books.journal();
  expect(entries.map(({ operation }) => operation)).toEqual(['create', 'rename']);
  expect(JSON.stringify(entries)).not.toContain('Secret');
});

test('the controls and the page answer only to names of this machine', async ({ books }) => {
  const statusFor = (path: string, host: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      const call = request(`${books.sim.url}${path}`, { headers: { host } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      call.on('error', reject).end();
    });
  for (const path of ['/__sim', '/__sim/knobs']) {
    expect(await statusFor(path, 'evil.example')).toBe(403);
    expect(await statusFor(path, `localhost:${books.sim.port}`)).toBe(200);
    expect(await statusFor(path, `127.0.0.1:${books.sim.port}`)).toBe(200);
  }
});
