import { describe, expect } from 'vitest';
import { type Books, testWithBooks } from './clients.ts';
import { paymentBody, salesBody, salesLine } from './samples.ts';

const test = testWithBooks();
const testNumbered = testWithBooks({ presets: ['us-customnumbers'] });
const testClosed = testWithBooks({ presets: ['us-closed-books'] });

const numberOf = async (books: Books, type: string, rest: object = {}) =>
  (await books.post(type, salesBody(books, { ...rest }))).DocNumber;

describe('document numbers that QuickBooks gives', () => {
  test('go on by kind of document, past numbers that are taken', async ({ books }) => {
    expect(await numberOf(books, 'Invoice')).toBe('1001');
    expect(await numberOf(books, 'Invoice', { DocNumber: '1002' })).toBe('1002');
    expect(await numberOf(books, 'Invoice', { DocNumber: 'PO-7' })).toBe('PO-7');
    expect(await numberOf(books, 'Invoice', { DocNumber: null })).toBe('1003');
    expect(await numberOf(books, 'Invoice', { DocNumber: '' })).toBe('1004');
    expect(await numberOf(books, 'Estimate')).toBe('1001');
    expect(await numberOf(books, 'CreditMemo')).toBe('1001');
    expect(await numberOf(books, 'Invoice', { DocNumber: 'AUTO_GENERATE' })).toBe('1005');
  });

  test('stay with a document whose update does not speak of them', async ({ books }) => {
    const made = await books.post('Invoice', salesBody(books));
    expect(await books.sparse('Invoice', made.Id, {})).toMatchObject({ DocNumber: '1001' });
    const full = { ...salesBody(books), Id: made.Id, SyncToken: '1' };
    expect(await books.post('Invoice', full)).toMatchObject({ DocNumber: '1001' });
  });

  test('may be given twice, or not by the knob', async ({ books }) => {
    const { Id } = await books.post('Invoice', salesBody(books, { DocNumber: 'A-1' }));
    await books.post('Invoice', salesBody(books, { DocNumber: 'A-1' }));
    await books.turn({ duplicateNumbers: '6140' });
    expect(await books.refused('Invoice', salesBody(books, { DocNumber: 'A-1' }))).toMatchObject({
      code: '6140',
      detail: expect.stringContaining(`TxnId=${Id}`),
    });
    await books.post('Estimate', salesBody(books, { DocNumber: 'A-1' }));
  });
});

describe('document numbers of the user', () => {
  testNumbered('are given by nobody else, unless AUTO_GENERATE asks for one', async ({ books }) => {
    expect(await books.post('Invoice', salesBody(books))).not.toHaveProperty('DocNumber');
    await books.post('Invoice', salesBody(books));
    expect(await numberOf(books, 'Invoice', { DocNumber: '1001' })).toBe('1001');
    expect(await numberOf(books, 'Invoice', { DocNumber: 'AUTO_GENERATE' })).toBe('1002');
  });

  testNumbered(
    'given twice are 6140 with the other document, and allowed when asked for',
    async ({ books }) => {
      const first = await books.post('Invoice', salesBody(books, { DocNumber: 'A-1' }));
      const again = salesBody(books, { DocNumber: 'A-1' });
      expect(await books.refuses((done) => books.qbo.createInvoice({ ...again }, done))).toMatchObject({
        status: 400,
        code: '6140',
        detail: expect.stringMatching(new RegExp(`DocNumber=A-1 .*TxnId=${first.Id}`)),
      });
      const allowed = { ...again, allowDuplicateDocNum: true };
      expect(await books.ask((done) => books.qbo.createInvoice(allowed, done))).toMatchObject({
        DocNumber: 'A-1',
      });
      expect((await books.lastCall()).query).toContain('include=allowduplicatedocnum');
      expect(await numberOf(books, 'Estimate', { DocNumber: 'A-1' })).toBe('A-1');
    },
  );

  testNumbered("are the owner's own in an update, and free again after a deletion", async ({ books }) => {
    const first = await books.post('Invoice', salesBody(books, { DocNumber: 'A-1' }));
    const second = await books.post('Invoice', salesBody(books, { DocNumber: 'A-2' }));
    expect(await books.sparse('Invoice', first.Id, { DocNumber: 'A-1' })).toMatchObject({ DocNumber: 'A-1' });
    const take = { Id: second.Id, SyncToken: '0', sparse: true, DocNumber: 'A-1' };
    expect(await books.refused('Invoice', take)).toMatchObject({ code: '6140' });
    await books.user('delete', { entity: 'Invoice', id: first.Id });
    expect(await books.post('Invoice', take)).toMatchObject({ DocNumber: 'A-1' });
  });
});

describe('the date of a transaction', () => {
  test('is a day of the calendar, or the code of the knob', async ({ books }) => {
    const days = ['2026-02-30', '2026-1-5', '05/01/2026', '2026-01-05T00:00:00Z', 'today', ''];
    for (const TxnDate of days) {
      expect(await books.refused('Invoice', salesBody(books, { TxnDate }))).toMatchObject({
        status: 400,
        code: '2080',
        element: 'TxnDate',
      });
    }
    await books.turn({ dateCode: '2170' });
    expect(await books.refused('Payment', { ...paymentBody('51', 1), TxnDate: 'soon' })).toMatchObject({
      code: '2170',
    });
    expect(await books.post('Invoice', salesBody(books, { TxnDate: '2028-02-29' }))).toMatchObject({
      TxnDate: '2028-02-29',
    });
  });

  test('is by default the day in California, in the zone of the company, or in UTC', async ({ books }) => {
    // Half past five in the morning in UTC: the evening before in California, past midnight in Toronto.
    await books.admin('clock', { set: '2026-01-10T05:30:00Z' });
    const canada = await books.connect({ preset: 'ca-gst' });
    const again = await books.connect({ realmId: books.realmId });
    const lines = { Line: [salesLine(1, { TaxCodeRef: { value: '2' } })] };
    const day = async (one: Books) => (await one.post('Invoice', salesBody(one, lines))).TxnDate;
    expect([await day(again), await day(canada)]).toEqual(['2026-01-09', '2026-01-09']);
    await books.turn({ serverZone: 'company' });
    expect([await day(again), await day(canada)]).toEqual(['2026-01-09', '2026-01-10']);
    await books.turn({ serverZone: 'UTC' });
    expect([await day(again), await day(canada)]).toEqual(['2026-01-10', '2026-01-10']);
    const payment = await again.post('Payment', paymentBody(again.seeded('Customer'), 1));
    expect(payment.TxnDate).toBe('2026-01-10');
  });
});

describe('the due date', () => {
  test('is the given one, else by the terms of the document, the customer, the company, else the day itself', async ({
    books,
  }) => {
    const { Id } = await books.post('Customer', {
      DisplayName: 'Fig',
      SalesTermRef: { value: books.seededNamed('Term', 'Net 10') },
    });
    const TxnDate = '2026-01-25';
    const due = async (rest: object) =>
      (await books.post('Invoice', salesBody(books, { TxnDate, ...rest }))).DueDate;
    const net60 = { SalesTermRef: { value: books.seededNamed('Term', 'Net 60') } };
    expect(await due({ DueDate: '2026-02-01', ...net60, CustomerRef: { value: Id } })).toBe('2026-02-01');
    expect(await due({ ...net60, CustomerRef: { value: Id } })).toBe('2026-03-26');
    expect(await due({ CustomerRef: { value: Id } })).toBe('2026-02-04');
    expect(await due({})).toBe('2026-02-24');
    await books.user('setPref', { prefs: { SalesFormsPrefs: { DefaultTerms: null } } });
    expect(await due({})).toBe(TxnDate);
  });

  test("by a day of the month is this month's or the next one's", async ({ books }) => {
    const { Id } = await books.post('Term', { Name: '31st', DayOfMonthDue: 31, DueNextMonthDays: 5 });
    const due = async (TxnDate: string) =>
      (await books.post('Invoice', salesBody(books, { TxnDate, SalesTermRef: { value: Id } }))).DueDate;
    expect(await due('2026-01-10')).toBe('2026-01-31');
    expect(await due('2026-01-28')).toBe('2026-02-28');
    expect(await due('2026-12-30')).toBe('2027-01-31');
  });

  test('follows new terms or another date, unless it was sent', async ({ books }) => {
    const { Id } = await books.post('Invoice', salesBody(books, { TxnDate: '2026-01-01' }));
    const net10 = { SalesTermRef: { value: books.seededNamed('Term', 'Net 10') } };
    expect(await books.sparse('Invoice', Id, net10)).toMatchObject({ DueDate: '2026-01-11' });
    expect(await books.sparse('Invoice', Id, { TxnDate: '2026-02-01' })).toMatchObject({
      DueDate: '2026-02-11',
    });
    expect(await books.sparse('Invoice', Id, { DueDate: '2026-05-05' })).toMatchObject({
      DueDate: '2026-05-05',
    });
    expect(await books.sparse('Invoice', Id, { PrivateNote: 'x' })).toMatchObject({ DueDate: '2026-05-05' });
    expect(await books.sparse('Invoice', Id, { DueDate: null })).toMatchObject({ DueDate: '2026-02-11' });
  });
});

describe('closed books', () => {
  testClosed('take nothing with a date in them, and let nothing out: 6210', async ({ books }) => {
    const closed = '2025-11-30';
    const prefs = await books.ask((done) => books.qbo.getPreferences(done));
    expect(prefs).toMatchObject({ AccountingInfoPrefs: { BookCloseDate: closed } });
    const customer = books.seeded('Customer');
    for (const type of ['Invoice', 'Estimate', 'CreditMemo']) {
      const body = salesBody(books, { TxnDate: closed });
      expect(await books.refused(type, body)).toMatchObject({ status: 400, code: '6210' });
    }
    const payment = { ...paymentBody(customer, 1), TxnDate: '2025-11-01' };
    expect(await books.refused('Payment', payment)).toMatchObject({ code: '6210' });
    const { Id } = await books.post('Invoice', salesBody(books, { TxnDate: '2025-12-01' }));
    const back = { Id, SyncToken: '0', sparse: true, TxnDate: closed };
    expect(await books.refused('Invoice', back)).toMatchObject({ code: '6210' });
    await books.user('closeBooks', { date: '2025-12-31' });
    for (const operation of ['void', 'delete', 'update']) {
      const body = { Id, SyncToken: '0', sparse: true, TxnDate: '2026-01-05' };
      expect(await books.refused('Invoice', body, { operation })).toMatchObject({ code: '6210' });
    }
    await books.user('closeBooks', {});
    expect(await books.sparse('Invoice', Id, { TxnDate: closed })).toMatchObject({ TxnDate: closed });
  });
});
