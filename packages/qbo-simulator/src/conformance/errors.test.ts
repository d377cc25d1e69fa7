import { describe, expect } from 'vitest';
import { type Books, testWithBooks } from './clients.ts';
import { salesBody } from './samples.ts';

const test = testWithBooks();

const companyUrl = (books: Books) => `${books.sim.url}/v3/company/${books.realmId}`;

describe('what the libraries make of errors', () => {
  test('node-quickbooks hands over a fault that came with HTTP 200', async ({ books }) => {
    await books.fault({ operation: 'read' }, { type: 'fault', code: '6000', http: 200 });
    const error = await books.fails((done) => books.qbo.getCompanyInfo('1', done));
    expect(error).toMatchObject({ Fault: { Error: [{ code: '6000' }] }, time: expect.any(String) });
  });

  test('node-quickbooks takes a lower-case fault with HTTP 200 for a success', async ({ books }) => {
    await books.fault({ operation: 'read' }, { type: 'fault', code: '3200', http: 200, shape: 'lower' });
    const data = await books.ask((done) => books.qbo.getCompanyInfo('1', done));
    expect(data).toMatchObject({ fault: { error: [{ code: '3200' }] } });
  });

  test('node-quickbooks gets the text of XML and HTML with their status, and resets as they are', async ({
    books,
  }) => {
    await books.fault({}, { type: 'throttle' });
    expect(await books.fails((done) => books.qbo.getPreferences(done))).toMatchObject({
      name: 'AxiosError',
      response: {
        status: 429,
        data: expect.stringMatching(/^<\?xml.*<Error code="3001">/),
        headers: { 'content-type': expect.stringContaining('application/xml') },
      },
    });
    await books.fault({}, { type: 'status', status: 503, body: 'html' });
    expect(await books.fails((done) => books.qbo.getPreferences(done))).toMatchObject({
      response: { status: 503, data: expect.stringContaining('<html>') },
    });
    await books.fault({}, { type: 'resetBefore' });
    expect(await books.fails((done) => books.qbo.getPreferences(done))).toMatchObject({
      code: 'ECONNRESET',
    });
  });

  test('intuit-oauth knows the code of a 400 and loses that of a 401', async ({ books }) => {
    const client = books.oauth();
    const { Id } = await books.post('Customer', { DisplayName: 'Fig' });
    const stale = client.makeApiCall({
      url: `${companyUrl(books)}/customer`,
      method: 'POST',
      body: { Id, SyncToken: '7', sparse: true },
    });
    await expect(stale).rejects.toMatchObject({
      name: 'OAuthError',
      code: '5010',
      faultType: 'ValidationFault',
      intuitTid: expect.stringMatching(/^1-/),
    });
    await books.advance('1h');
    const error: unknown = await client
      .makeApiCall({ url: `${companyUrl(books)}/customer/${Id}` })
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'OAuthError', code: '401' });
    expect(error).not.toHaveProperty('fault');
  });

  test('intuit-oauth does not try again after a 429 or a reset', async ({ books }) => {
    const client = books.oauth();
    const url = `${companyUrl(books)}/companyinfo/1`;
    await books.fault({}, { type: 'throttle' }, null);
    await expect(client.makeApiCall({ url })).rejects.toMatchObject({ code: 'RATE_LIMIT_EXCEEDED' });
    await books.admin('faults', undefined, 'DELETE');
    await books.fault({}, { type: 'resetBefore' }, null);
    await expect(client.makeApiCall({ url })).rejects.toMatchObject({ code: 'NETWORK_ERROR' });
    expect((await books.journal()).filter(({ operation }) => operation === 'read')).toHaveLength(2);
  });
});

describe('authentication', () => {
  test('that is missing, unknown or of another kind is 401 with code 3200', async ({ books }) => {
    for (const authorization of ['', 'Bearer', 'Bearer unknown', `Bearer ${books.refreshToken}`]) {
      const answer = await books.raw('companyinfo/1', { headers: { authorization } });
      expect(answer).toMatchObject({
        status: 401,
        json: {
          warnings: null,
          fault: { error: [{ code: '3200', message: expect.any(String) }], type: 'AUTHENTICATION' },
          time: expect.any(Number),
        },
      });
      expect(answer.headers.get('intuit_tid')).toEqual(expect.any(String));
    }
  });

  test('for another company is 401 with code 100, or 403 with 3100 by the knob', async ({ books }) => {
    const other = await books.connect();
    const headers = { authorization: `Bearer ${other.accessToken}` };
    expect(await books.raw('companyinfo/1', { headers })).toMatchObject({
      status: 401,
      json: { fault: { error: [{ code: '100', detail: expect.stringContaining('SRV-110') }] } },
    });
    await books.turn({ wrongRealm: '403-3100' });
    expect(await books.raw('companyinfo/1', { headers })).toMatchObject({
      status: 403,
      json: { fault: { error: [{ code: '3100' }], type: 'SERVICE' } },
    });
    const answer = await fetch(`${books.sim.url}/v3/company/1234/companyinfo/1`, { headers });
    expect(answer.status).toBe(403);
  });

  test('without the scope of accounting is 403 with code 3100', async ({ books }) => {
    const other = await books.connect({ realmId: books.realmId, scope: 'openid email' });
    expect(await other.raw('companyinfo/1')).toMatchObject({
      status: 403,
      json: { fault: { error: [{ code: '3100' }] } },
    });
  });

  test('comes before the state of the company, which comes before the route and the body', async ({
    books,
  }) => {
    await books.user('lapse');
    expect((await books.raw('companyinfo/1', { headers: { authorization: '' } })).status).toBe(401);
    expect(await books.whyUnreadable('unicorn', '1')).toMatchObject({ status: 400, code: '6190' });
    expect(await books.refused('Invoice', '{')).toMatchObject({ code: '6190' });
    await books.user('renew');
    expect(await books.whyUnreadable('unicorn', '1')).toMatchObject({ code: '500' });
    expect(await books.post('Invoice', salesBody(books))).toMatchObject({ TotalAmt: 100 });
  });
});

describe('the form of a fault', () => {
  const throttled = async (books: Books, headers: Record<string, string> = {}) => {
    await books.fault({}, { type: 'throttle' });
    return books.raw('companyinfo/1', { headers });
  };

  test('is XML for a throttled call and HTML for a gateway that fails', async ({ books }) => {
    const answer = await throttled(books);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      429,
      'application/xml;charset=UTF-8',
    ]);
    expect(answer.text).toContain('<IntuitResponse xmlns="http://schema.intuit.com/finance/v3"');
  });

  for (const [format, type, sign] of [
    ['json', 'application/json;charset=UTF-8', '"fault"'],
    ['xml', 'application/xml;charset=UTF-8', '<Fault type="'],
    ['html', 'text/html', '<html>'],
  ] as const) {
    test(`is ${format} for everything the gateway says, by its knob, and for nothing else`, async ({
      books,
    }) => {
      await books.turn({ gatewayFormat: format });
      const answers = [
        await throttled(books),
        await books.raw('companyinfo/1', { headers: { authorization: '' } }),
      ];
      for (const { headers, text } of answers) {
        expect([headers.get('content-type'), text]).toEqual([type, expect.stringContaining(sign)]);
      }
      expect(answers.map(({ status }) => status)).toEqual([429, 401]);
      expect(await books.whyUnreadable('Invoice', '999')).toMatchObject({ code: '610' });
    });
  }

  test('is XML for every fault when Accept asks for it', async ({ books }) => {
    const headers = { accept: 'application/xml' };
    const { status, text } = await books.raw('invoice/%3C999', { headers });
    expect(status).toBe(400);
    expect(text).toMatch(/<Fault type="ValidationFault"><Error code="610">/);
    expect(text).not.toContain('<999');
    const refused = await books.raw('companyinfo/1', { headers: { ...headers, authorization: '' } });
    expect([refused.status, refused.text]).toEqual([401, expect.stringContaining('code="3200"')]);
  });

  test('names what is wrong, where, and when', async ({ books }) => {
    const { json } = await books.raw('invoice', { body: {} });
    expect(json).toEqual({
      Fault: {
        Error: [
          {
            Message: 'Required Param Missing',
            Detail: expect.stringContaining('CustomerRef'),
            code: '2020',
            element: 'CustomerRef',
          },
        ],
        type: 'ValidationFault',
      },
      time: expect.stringMatching(/^2026-01-05T09:00:00\.125-08:00$/),
    });
  });
});

describe('anything at all', () => {
  test('that is posted is answered, and never with 500', { timeout: 90_000 }, async ({ books }) => {
    const odd = [
      null,
      true,
      0,
      -1,
      '',
      'x',
      [],
      {},
      [null],
      [[]],
      [{}],
      { value: null },
      { value: {} },
      '\u0000🍐',
    ];
    const fields = ['CustomerRef', 'VendorRef', 'Line', 'TotalAmt', 'DisplayName', 'Name', 'Type', 'Active'];
    const more = [
      'TxnDate',
      'LinkedTxn',
      'CustomField',
      'BillEmail',
      'TxnTaxDetail',
      'ParentRef',
      'Id',
      'SyncToken',
    ];
    await books.turn({ throttle: false });
    for (const type of ['Customer', 'Item', 'Invoice', 'Payment', 'Bill', 'Preferences']) {
      for (const value of odd) {
        for (const field of [...fields, ...more]) {
          const body = {
            ...salesBody(books),
            DisplayName: `${type} ${field} ${odd.indexOf(value)}`,
            TotalAmt: 1,
            [field]: value,
          };
          const { status, text } = await books.raw(type.toLowerCase(), { body });
          expect([type, field, value, status, text]).toEqual([type, field, value, expect.any(Number), text]);
          expect([200, 400], text).toContain(status);
        }
      }
    }
    expect(await books.brokenInvariants()).toEqual([]);
  });

  test('in a line is answered too', { timeout: 90_000 }, async ({ books }) => {
    const odd = [
      null,
      true,
      -1,
      '',
      'x',
      [],
      {},
      [null],
      [{}],
      { value: {} },
      { Line: [null] },
      { Line: [{}] },
    ];
    const fields = [
      'Id',
      'LineNum',
      'Amount',
      'DetailType',
      'SalesItemLineDetail',
      'GroupLineDetail',
      'LinkedTxn',
    ];
    await books.turn({ throttle: false });
    for (const type of ['SalesItemLineDetail', 'GroupLineDetail', 'DiscountLineDetail', 'DescriptionOnly']) {
      for (const value of odd) {
        for (const field of [...fields, 'DiscountLineDetail']) {
          const line = { DetailType: type, Amount: 1, [field]: value };
          const body = salesBody(books, { Line: [{ DetailType: 'SalesItemLineDetail', Amount: 5 }, line] });
          const { status, text } = await books.raw('invoice', { body });
          expect([200, 400], JSON.stringify(line) + text).toContain(status);
        }
      }
    }
    expect(await books.brokenInvariants()).toEqual([]);
  });
});
