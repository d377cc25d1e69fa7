import { describe, expect } from 'vitest';
import { type Books, type Doc, refusalOf, testWithBooks } from './clients.ts';
import { invoices, networkError } from './raw-client.ts';
import { salesBody, salesLine } from './samples.ts';

const test = testWithBooks();

const create = (books: Books, requestid: string, rest: Record<string, unknown> = {}) =>
  books.raw('invoice', { body: salesBody(books, rest), query: { requestid } });

describe('a request id that is used again', () => {
  test('answers with the very bytes of the first answer, and does nothing', async ({ books }) => {
    const first = await create(books, 'r-1');
    await books.advance('5m');
    const again = await create(books, 'r-1');
    expect(again.text).toBe(first.text);
    expect([again.status, again.headers.get('content-type')]).toEqual([
      200,
      first.headers.get('content-type'),
    ]);
    expect(again.headers.get('x-sim-replay')).toBeNull();
    expect(again.headers.get('intuit_tid')).not.toBe(first.headers.get('intuit_tid'));
    expect(await invoices(books)).toHaveLength(1);
    expect(await books.lastCall()).toMatchObject({ isReplay: true, flags: ['x-sim-replay: 1'] });
  });

  test('works for updates, voids, deletions and sending as well', async ({ books }) => {
    const made = await books.post('Invoice', salesBody(books, { BillEmail: { Address: 'a@b.example' } }));
    const named = { Id: made.Id, SyncToken: made.SyncToken };
    const twice = async (path: string, body: unknown, requestid: string) => {
      const [path_ = '', search = ''] = path.split('?');
      const query = { ...Object.fromEntries(new URLSearchParams(search)), requestid };
      const answers = [await books.raw(path_, { body, query }), await books.raw(path_, { body, query })];
      expect(answers[0]?.status, answers[0]?.text).toBe(200);
      expect(answers[1]?.text).toBe(answers[0]?.text);
    };
    await twice('invoice', { ...named, sparse: true, PrivateNote: 'x' }, 'update');
    await twice(`invoice/${made.Id}/send`, '', 'send');
    await twice('invoice?operation=void', { Id: made.Id, SyncToken: '2' }, 'void');
    await twice('invoice?operation=delete', { Id: made.Id, SyncToken: '3' }, 'delete');
    expect((await books.whyUnreadable('invoice', made.Id)).code).toBe('610');
  });

  test('answers the old success although the object was changed and deleted since', async ({ books }) => {
    const first = await create(books, 'r-1');
    const { Invoice } = first.json as { Invoice: Doc };
    await books.user('delete', { entity: 'Invoice', id: Invoice.Id });
    const again = await create(books, 'r-1');
    expect([again.status, again.text]).toEqual([200, first.text]);
    expect(await invoices(books)).toEqual([]);
  });

  test('answers an old refusal although its cause is gone', async ({ books }) => {
    const wrong = { DueDate: '2026-02-30' };
    const first = await create(books, 'r-1', wrong);
    expect(first.status).toBe(400);
    expect((await create(books, 'r-1')).text).toBe(first.text);
  });

  test('keeps the form of an answer that was asked for as XML', async ({ books }) => {
    const ask = () =>
      books.raw('invoice', { body: {}, query: { requestid: 'x' }, headers: { accept: 'application/xml' } });
    const first = await ask();
    const again = await ask();
    expect(again.text).toBe(first.text);
    expect(again.headers.get('content-type')).toContain('application/xml');
  });

  test('is its own in every company', async ({ books }) => {
    const other = await books.connect();
    await create(books, 'r-1');
    expect((await create(other, 'r-1')).status).toBe(200);
    expect(await invoices(other)).toHaveLength(1);
  });

  test('means nothing in a header, in a read and when it is empty', async ({ books }) => {
    for (const _ of [1, 2]) {
      await books.raw('invoice', { body: salesBody(books), headers: { 'request-id': 'r-1' } });
      await create(books, '');
    }
    expect(await invoices(books)).toHaveLength(4);
    const [{ Id = '' } = {}] = await invoices(books);
    const read = () => books.raw(`invoice/${Id}`, { query: { requestid: 'read' } });
    await read();
    await books.sparse('Invoice', Id, { PrivateNote: 'new' });
    expect((await read()).json).toMatchObject({ Invoice: { PrivateNote: 'new' } });
  });

  test('may be fifty characters long', async ({ books }) => {
    expect((await create(books, 'r'.repeat(50))).status).toBe(200);
    const { status, json } = await create(books, 'r'.repeat(51));
    expect(refusalOf(status, json)).toMatchObject({ code: '2050', element: 'requestid' });
  });
});

describe('what is stored', () => {
  test('refusals are not under requestIdStores: successes', async ({ books }) => {
    await books.turn({ requestIdStores: 'successes' });
    expect((await create(books, 'r-1', { DueDate: 'never' })).status).toBe(400);
    expect((await create(books, 'r-1')).status).toBe(200);
    expect((await create(books, 'r-1')).status).toBe(200);
    expect(await invoices(books)).toHaveLength(1);
  });

  test('what the gateway refused is not: throttled, not signed in, lapsed, 5xx before the work', async ({
    books,
  }) => {
    await books.fault({}, { type: 'throttle' });
    expect((await create(books, 'r-1')).status).toBe(429);
    await books.fault({}, { type: 'status', status: 503 });
    expect((await create(books, 'r-1')).status).toBe(503);
    await books.fault({}, { type: 'resetBefore' });
    expect(await networkError(create(books, 'r-1'))).toMatch(/ECONNRESET|UND_ERR_SOCKET/);
    await books.fault({}, { type: 'subscriptionLapsed' });
    expect((await create(books, 'r-1')).status).toBe(400);
    await books.fault({}, { type: 'fault', code: '10000', http: 500 });
    expect((await create(books, 'r-1')).status).toBe(500);
    await books.fault({}, { type: 'expireAccess' });
    expect((await create(books, 'r-1')).status).toBe(401);
    const again = await books.connect({ realmId: books.realmId });
    expect((await create(again, 'r-1')).status).toBe(200);
    expect(await invoices(again)).toHaveLength(1);
  });

  test('for a day, or as long as the knob says', async ({ books }) => {
    await create(books, 'r-1');
    await books.advance('23h');
    let now = await books.connect({ realmId: books.realmId });
    await create(now, 'r-1');
    expect(await invoices(now)).toHaveLength(1);
    await now.advance('1h');
    now = await books.connect({ realmId: books.realmId });
    await create(now, 'r-1');
    expect(await invoices(now)).toHaveLength(2);
    await now.turn({ requestIdHours: 1 });
    await now.advance('59m');
    await create(now, 'r-1');
    expect(await invoices(now)).toHaveLength(2);
    await now.advance('1h');
    now = await books.connect({ realmId: books.realmId });
    await create(now, 'r-1');
    expect(await invoices(now)).toHaveLength(3);
  });
});

describe('a known id with another address or body', () => {
  test('replays the first answer', async ({ books }) => {
    const first = await create(books, 'r-1');
    const other = await books.raw('customer', { body: { DisplayName: 'Else' }, query: { requestid: 'r-1' } });
    expect([other.status, other.text]).toEqual([200, first.text]);
  });

  test('is 600 under requestIdReuse: 600, the same call is not', async ({ books }) => {
    await books.turn({ requestIdReuse: '600' });
    const first = await create(books, 'r-1');
    const otherBody = await create(books, 'r-1', { PrivateNote: 'edited' });
    expect(refusalOf(otherBody.status, otherBody.json)).toMatchObject({ status: 400, code: '600' });
    const otherAddress = await books.raw('estimate', { body: salesBody(books), query: { requestid: 'r-1' } });
    expect(refusalOf(otherAddress.status, otherAddress.json).code).toBe('600');
    expect((await create(books, 'r-1')).text).toBe(first.text);
  });
});

describe('twins', () => {
  test('fifty at once make one invoice and get one answer', async ({ books }) => {
    await books.turn({ throttle: false });
    const answers = await Promise.all(Array.from({ length: 50 }, () => create(books, 'twin')));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(200);
    expect(await invoices(books)).toHaveLength(1);
    expect((await books.journal()).filter(({ isReplay }) => isReplay)).toHaveLength(49);
  });

  test('the second waits for a first that is slow, and replays it', async ({ books }) => {
    await books.fault({}, { type: 'slow', ms: 150 });
    const order: string[] = [];
    const both = [create(books, 'twin'), create(books, 'twin')].map(async (call, n) => {
      const { text } = await call;
      order.push(`${n}`);
      return text;
    });
    const [first, second] = await Promise.all(both);
    expect(second).toBe(first);
    expect(order).toHaveLength(2);
    expect(await invoices(books)).toHaveLength(1);
  });

  test('the second is 600 at once under requestIdConcurrent: 600, and replays later', async ({ books }) => {
    await books.turn({ requestIdConcurrent: '600' });
    await books.fault({}, { type: 'slow', ms: 300 });
    const answers = await Promise.all([create(books, 'twin'), create(books, 'twin')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
    const refused = answers.find(({ status }) => status === 400);
    expect(refusalOf(400, refused?.json).code).toBe('600');
    expect((await create(books, 'twin')).status).toBe(200);
    expect(await invoices(books)).toHaveLength(1);
  });

  test('twins of a quick call are 600 under requestIdConcurrent: 600 too; one after the other they replay', async ({
    books,
  }) => {
    await books.turn({ requestIdConcurrent: '600' });
    const answers = await Promise.all(Array.from({ length: 8 }, () => create(books, 'twin')));
    const made = new Set(answers.flatMap(({ status, text }) => (status === 200 ? [text] : [])));
    expect(made.size).toBe(1);
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused).not.toEqual([]);
    for (const { status, json } of refused)
      expect(refusalOf(status, json)).toMatchObject({ status: 400, code: '600' });
    for (const _ of [1, 2]) expect(made).toContain((await create(books, 'twin')).text);
    expect(await invoices(books)).toHaveLength(1);
  });

  test('a client that gave up on a lost answer is served at once with the same id', async ({ books }) => {
    await books.fault({}, { type: 'timeoutAfterCommit', ms: 30_000 });
    const body = JSON.stringify(salesBody(books));
    const url = `${books.sim.url}/v3/company/${books.realmId}/invoice?requestid=lost`;
    const headers = { authorization: `Bearer ${books.accessToken}`, 'content-type': 'application/json' };
    const call = fetch(url, { method: 'POST', body, headers, signal: AbortSignal.timeout(60) });
    expect(await networkError(call)).toBe('TimeoutError');
    const startedMs = performance.now();
    expect((await create(books, 'lost')).status).toBe(200);
    expect(performance.now() - startedMs).toBeLessThan(3000);
    expect(await invoices(books)).toHaveLength(1);
  });
});

describe('the mode of request ids', () => {
  test('honour: a lost answer and its repetition make one invoice', async ({ books }) => {
    await books.fault({ method: 'POST' }, { type: 'resetAfterCommit' });
    await networkError(create(books, 'r-1'));
    expect((await create(books, 'r-1')).status).toBe(200);
    expect(await invoices(books)).toHaveLength(1);
  });

  test('ignore: the first answer stays the one that is honoured afterwards', async ({ books }) => {
    const first = await create(books, 'r-1');
    await books.turn({ requestIdMode: 'ignore' });
    expect((await create(books, 'r-1')).text).not.toBe(first.text);
    await books.turn({ requestIdMode: 'honour' });
    expect((await create(books, 'r-1')).text).toBe(first.text);
  });

  test('ignore: they make two', async ({ books }) => {
    await books.turn({ requestIdMode: 'ignore' });
    await books.fault({ method: 'POST' }, { type: 'resetAfterCommit' });
    await networkError(create(books, 'r-1'));
    expect((await create(books, 'r-1')).status).toBe(200);
    expect(await invoices(books)).toHaveLength(2);
  });

  test('fault600: the repetition is refused, and one invoice is there', async ({ books }) => {
    await books.turn({ requestIdMode: 'fault600' });
    await books.fault({ method: 'POST' }, { type: 'resetAfterCommit' });
    await networkError(create(books, 'r-1'));
    const { status, json } = await create(books, 'r-1');
    expect(refusalOf(status, json)).toMatchObject({ status: 400, code: '600' });
    expect(await invoices(books)).toHaveLength(1);
  });
});

test('node-quickbooks sends the id it is given, and has to be given it again', async ({ books }) => {
  const body = { ...salesBody(books, { Line: [salesLine(42)] }), requestId: 'nqb-1' };
  const first = await books.ask((done) => books.qbo.createInvoice(body, done));
  expect(body.requestId).toBeUndefined();
  const again = await books.ask((done) => books.qbo.createInvoice({ ...body, requestId: 'nqb-1' }, done));
  expect(again.Id).toBe(first.Id);
  expect(await invoices(books)).toHaveLength(1);
  expect((await books.journal()).map(({ requestId }) => requestId)).toEqual(['nqb-1', 'nqb-1']);
});
