import { describe, expect } from 'vitest';
import { testWithBooks } from './clients.ts';
import { salesBody, salesLine } from './samples.ts';

const test = testWithBooks();

describe('a sparse update', () => {
  test('by node-quickbooks changes the fields that were sent and no others', async ({ books }) => {
    const made = await books.post('Customer', { DisplayName: 'Fig', Notes: 'pays late', GivenName: 'Ana' });
    const changed = await books.ask((done) =>
      books.qbo.updateCustomer({ Id: made.Id, SyncToken: '0', GivenName: 'Eva' }, done),
    );
    expect(changed).toMatchObject({
      SyncToken: '1',
      GivenName: 'Eva',
      Notes: 'pays late',
      DisplayName: 'Fig',
    });
    const { query, requestBody } = await books.lastCall();
    expect([query, requestBody]).toEqual([
      expect.stringContaining('operation=update'),
      expect.stringContaining('"sparse":true'),
    ]);
  });

  test('clears what is sent as null, or leaves it by the knob', async ({ books }) => {
    const { Id } = await books.post('Customer', { DisplayName: 'Fig', Notes: 'a', ResaleNum: '7' });
    const cleared = await books.sparse('Customer', Id, { Notes: null });
    expect(cleared).not.toHaveProperty('Notes');
    await books.turn({ sparseNull: 'ignored' });
    expect(await books.sparse('Customer', Id, { ResaleNum: null })).toMatchObject({ ResaleNum: '7' });
  });

  test('replaces a list as a whole', async ({ books }) => {
    const invoice = await books.post(
      'Invoice',
      salesBody(books, {
        Line: [salesLine(1), salesLine(2)],
        CustomField: [
          { DefinitionId: '1', StringValue: 'PO 7' },
          { DefinitionId: '2', StringValue: 'Ana' },
        ],
      }),
    );
    const changed = await books.sparse('Invoice', invoice.Id, {
      Line: [salesLine(5)],
      CustomField: [{ DefinitionId: '2', StringValue: 'Eva' }],
    });
    expect(changed).toMatchObject({
      TotalAmt: 5,
      CustomField: [{ DefinitionId: '2', Name: 'Salesperson', StringValue: 'Eva' }],
    });
    expect(changed.Line).toHaveLength(2);
  });

  test('that changes nothing moves the SyncToken and the time', async ({ books }) => {
    const made = await books.post('Customer', { DisplayName: 'Fig' });
    await books.advance('30m');
    const { SyncToken, MetaData } = await books.sparse('Customer', made.Id, {});
    expect(SyncToken).toBe('1');
    expect(MetaData.CreateTime).toBe(made.MetaData.CreateTime);
    expect(Date.parse(MetaData.LastUpdatedTime) - Date.parse(made.MetaData.LastUpdatedTime)).toBeGreaterThan(
      1_790_000,
    );
  });
});

describe('a full update', () => {
  test('sets what was not sent to nothing, or to what a new object has', async ({ books }) => {
    const { Id } = await books.post('Customer', {
      DisplayName: 'Fig',
      Notes: 'gone after this',
      BillAddr: { City: 'Fresno' },
      PreferredDeliveryMethod: 'Email',
    });
    const changed = await books.post('Customer', { Id, SyncToken: '0', DisplayName: 'Fig' });
    expect(changed).toMatchObject({ PreferredDeliveryMethod: 'Print', Active: true, Balance: 0 });
    for (const field of ['Notes', 'BillAddr']) expect(changed).not.toHaveProperty(field);
  });

  test('takes read-only fields without a word and keeps its own', async ({ books }) => {
    const invoice = await books.post('Invoice', salesBody(books));
    const changed = await books.post('Invoice', {
      ...invoice,
      TotalAmt: 7,
      Balance: 7,
      MetaData: { CreateTime: '1999-01-01T00:00:00Z' },
      domain: 'X',
    });
    expect(changed).toMatchObject({
      TotalAmt: 100,
      Balance: 100,
      domain: 'QBO',
      MetaData: { CreateTime: invoice.MetaData.CreateTime },
    });
  });

  test('of what was read gives the same object again, for every kind, even where unknown fields are 2010', async ({
    books,
  }) => {
    await books.turn({ unknownFields: '2010' });
    const customer = books.seeded('Customer');
    const vendor = books.seeded('Vendor');
    const invoice = await books.post(
      'Invoice',
      salesBody(books, {
        BillEmail: { Address: 'a@b.example' },
        CustomField: [{ DefinitionId: '1', StringValue: 'PO' }],
      }),
    );
    await books.raw(`invoice/${invoice.Id}/send`, { method: 'POST' });
    const payment = await books.post('Payment', {
      CustomerRef: { value: customer },
      TotalAmt: 30,
      Line: [{ Amount: 20, LinkedTxn: [{ TxnId: invoice.Id, TxnType: 'Invoice' }] }],
    });
    const line = {
      DetailType: 'AccountBasedExpenseLineDetail',
      Amount: 9,
      AccountBasedExpenseLineDetail: {
        AccountRef: { value: books.seededNamed('Account', 'Freight and Delivery') },
      },
    };
    const bill = await books.post('Bill', { VendorRef: { value: vendor }, Line: [line] });
    const samples: [string, string][] = [
      ['Customer', customer],
      ['Vendor', vendor],
      ['Employee', books.seeded('Employee')],
      ['Item', books.seeded('Item')],
      ['Account', books.seeded('Account')],
      ['Term', books.seeded('Term')],
      ['Invoice', invoice.Id],
      ['Estimate', (await books.post('Estimate', salesBody(books))).Id],
      ['CreditMemo', (await books.post('CreditMemo', salesBody(books))).Id],
      ['Payment', payment.Id],
      ['Bill', bill.Id],
      ['CompanyInfo', '1'],
      ['Preferences', '1'],
    ];
    for (const [type, id] of samples) {
      const { SyncToken, MetaData, ...before } = await books.read(type, id);
      const {
        SyncToken: next,
        MetaData: _meta,
        ...after
      } = await books.post(type, {
        ...before,
        SyncToken,
        MetaData,
        time: 'x',
      });
      expect([type, after]).toEqual([type, before]);
      expect(Number(next)).toBe(Number(SyncToken) + 1);
    }
    expect(await books.brokenInvariants()).toEqual([]);
  });

  test('may ask for operation=update, or not', async ({ books }) => {
    const { Id } = await books.post('Customer', { DisplayName: 'Fig' });
    await books.post('Customer', { Id, SyncToken: '0', DisplayName: 'Fig' }, { operation: 'update' });
    expect(await books.read('Customer', Id)).toMatchObject({ SyncToken: '1' });
  });
});

describe('the SyncToken', () => {
  test('that is older, newer or none is refused: 5010 and 2020', async ({ books }) => {
    const { Id } = await books.post('Customer', { DisplayName: 'Fig' });
    await books.sparse('Customer', Id, { Notes: 'x' });
    for (const token of ['0', '2', '01', 'x']) {
      const update = { Id, SyncToken: token, DisplayName: 'Fig' };
      expect(await books.refuses((done) => books.qbo.updateCustomer({ ...update }, done))).toMatchObject({
        status: 400,
        code: '5010',
      });
    }
    for (const token of [undefined, null, '']) {
      const update = { Id, SyncToken: token, sparse: true };
      expect(await books.refused('Customer', update, { operation: 'update' })).toMatchObject({
        code: '2020',
        element: 'SyncToken',
      });
    }
    expect(await books.post('Customer', { Id: Number(Id), SyncToken: 1, sparse: true })).toMatchObject({
      SyncToken: '2',
    });
  });

  test('is asked after everything about the fields and before the rules of business', async ({ books }) => {
    const { Id } = await books.post('Invoice', salesBody(books));
    const stale = { Id, SyncToken: '9', sparse: true };
    const wrong: [object, string][] = [
      [{ CustomerRef: null }, '2020'],
      [{ TxnDate: 'soon' }, '2080'],
      [{ PrivateNote: 'x'.repeat(4001) }, '2050'],
      [{ EmailStatus: 'Perhaps' }, '2170'],
      [{ CustomerRef: { value: '999' } }, '2500'],
      [{ Line: [salesLine(3, { Qty: 2, UnitPrice: 2 })] }, '5010'],
    ];
    for (const [field, code] of wrong) {
      expect(await books.refused('Invoice', { ...stale, ...field })).toMatchObject({ code });
    }
    await books.post('Customer', { DisplayName: 'Taken' });
    const customer = { ...stale, Id: books.seeded('Customer'), DisplayName: 'Taken' };
    expect(await books.refused('Customer', customer)).toMatchObject({ code: '6240' });
  });

  test('of an object that is not there is not asked: 610', async ({ books }) => {
    expect(await books.refuses((done) => books.qbo.getCustomer('99999', done))).toMatchObject({
      status: 400,
      code: '610',
    });
    const update = { Id: '99999', SyncToken: '0', DisplayName: 'x' };
    expect(await books.refused('Customer', update)).toMatchObject({ code: '610' });
    for (const id of ['abc', '0', '-1', '1e3', '%27']) {
      expect(await books.whyUnreadable('Invoice', id)).toMatchObject({ status: 400, code: '610' });
    }
  });
});

describe('ids', () => {
  test('come from one sequence for all transactions, and one for all names', async ({ books }) => {
    const docs = ['Invoice', 'Estimate', 'CreditMemo'];
    const made = [];
    for (const type of docs) made.push(Number((await books.post(type, salesBody(books))).Id));
    expect(new Set(made).size).toBe(3);
    expect(made).toEqual([made[0], Number(made[0]) + 1, Number(made[0]) + 2]);
    const customer = await books.post('Customer', { DisplayName: 'A' });
    const vendor = await books.post('Vendor', { DisplayName: 'B' });
    expect(Number(vendor.Id)).toBe(Number(customer.Id) + 1);
  });

  test('come from one sequence per kind with sharedIds off', async ({ books }) => {
    await books.turn({ sharedIds: false });
    const invoice = await books.post('Invoice', salesBody(books));
    const estimate = await books.post('Estimate', salesBody(books));
    expect([invoice.Id, estimate.Id]).toEqual(['1', '1']);
    const customer = await books.post('Customer', { DisplayName: 'A' });
    const vendor = await books.post('Vendor', { DisplayName: 'B' });
    expect([customer.Id, vendor.Id]).toEqual(['1', '1']);
  });
});
