import { describe, expect } from 'vitest';
import { testWithBooks } from './clients.ts';
import { salesBody, salesLine } from './samples.ts';

const test = testWithBooks();

describe('a new invoice', () => {
  test('of one amount has a subtotal, its number, its due date and everything open', async ({ books }) => {
    const body = salesBody(books, { Line: [salesLine(47.5)], TxnDate: '2026-01-10' });
    const made = await books.ask((done) => books.qbo.createInvoice(body, done));
    expect(made).toMatchObject({
      SyncToken: '0',
      DocNumber: '1001',
      TxnDate: '2026-01-10',
      DueDate: '2026-02-09',
      TotalAmt: 47.5,
      Balance: 47.5,
      EmailStatus: 'NotSet',
      PrintStatus: 'NotSet',
      CustomerRef: { value: books.seeded('Customer'), name: 'Harbor Lane Grocers' },
      CurrencyRef: { value: 'USD' },
      TxnTaxDetail: { TotalTax: 0 },
    });
    expect(made.Line).toEqual([
      {
        Id: '1',
        LineNum: 1,
        Amount: 47.5,
        DetailType: 'SalesItemLineDetail',
        SalesItemLineDetail: { TaxCodeRef: { value: 'NON' } },
      },
      { Amount: 47.5, DetailType: 'SubTotalLineDetail', SubTotalLineDetail: {} },
    ]);
  });

  test('names the item of a line, and keeps the order of its lines', async ({ books }) => {
    const item = books.seeded('Item');
    const lines = [
      salesLine(3, { ItemRef: { value: item, name: 'whatever' } }, { LineNum: 7 }),
      { DetailType: 'DescriptionOnly', Description: 'Ship before noon' },
      salesLine(1, {}, { Description: 'Brokerage' }),
    ];
    const made = await books.post('Invoice', salesBody(books, { Line: lines }));
    expect(made.Line).toMatchObject([
      {
        Id: '1',
        LineNum: 1,
        SalesItemLineDetail: { ItemRef: { value: item, name: 'Brokerage commission' } },
      },
      { Id: '2', LineNum: 2, DetailType: 'DescriptionOnly', Description: 'Ship before noon' },
      { Id: '3', LineNum: 3, Description: 'Brokerage' },
      { DetailType: 'SubTotalLineDetail', Amount: 4 },
    ]);
    expect(made.TotalAmt).toBe(4);
  });

  test('is refused without a customer or a line of its own: 2020', async ({ books }) => {
    const { CustomerRef, Line, ...rest } = salesBody(books) as { CustomerRef: object; Line: object[] };
    const subtotal = { DetailType: 'SubTotalLineDetail', Amount: 1, SubTotalLineDetail: {} };
    for (const type of ['Invoice', 'Estimate', 'CreditMemo']) {
      for (const [body, element] of [
        [{ ...rest, Line }, 'CustomerRef'],
        [{ ...rest, Line, CustomerRef: null }, 'CustomerRef'],
        [{ ...rest, Line, CustomerRef: { name: 'Harbor Lane Grocers' } }, 'CustomerRef'],
        [{ ...rest, CustomerRef }, 'Line'],
        [{ ...rest, CustomerRef, Line: [] }, 'Line'],
        [{ ...rest, CustomerRef, Line: null }, 'Line'],
        [{ ...rest, CustomerRef, Line: [subtotal] }, 'Line'],
      ] as const) {
        expect(await books.refused(type, body)).toMatchObject({ status: 400, code: '2020', element });
      }
    }
  });

  test('is refused with a customer, item, term or account that is not there or is switched off: 2500', async ({
    books,
  }) => {
    const item = books.seeded('Item', 1);
    await books.user('inactivate', { entity: 'Item', id: item });
    for (const change of [
      { CustomerRef: { value: '99999' } },
      { CustomerRef: { value: books.seeded('Vendor') } },
      { SalesTermRef: { value: '99' } },
      { Line: [salesLine(1, { ItemRef: { value: '1' } })] },
      { Line: [salesLine(1, { ItemRef: { value: item } })] },
      { Line: [salesLine(1, { ItemAccountRef: { value: '1' } })] },
    ]) {
      expect(await books.refused('Invoice', salesBody(books, change))).toMatchObject({ code: '2500' });
    }
  });

  test('is refused with a line type that nobody knows, or none: 2170 and 2020', async ({ books }) => {
    const odd = salesBody(books, { Line: [{ DetailType: 'OddLineDetail', Amount: 1 }] });
    expect(await books.refused('Invoice', odd)).toMatchObject({ code: '2170' });
    const none = salesBody(books, { Line: [{ Amount: 1 }] });
    expect(await books.refused('Invoice', none)).toMatchObject({ code: '2020' });
    for (const field of ['EmailStatus', 'PrintStatus', 'GlobalTaxCalculation']) {
      const body = salesBody(books, { [field]: 'Sometimes' });
      expect(await books.refused('Invoice', body)).toMatchObject({ code: '2170' });
    }
  });

  test('holds every text to its length: 2050', async ({ books }) => {
    const x = (length: number) => 'x'.repeat(length);
    const texts: [(length: number) => object, number][] = [
      [(length) => ({ PrivateNote: x(length) }), 4000],
      [(length) => ({ CustomerMemo: { value: x(length) } }), 1000],
      [(length) => ({ DocNumber: x(length) }), 21],
      [(length) => ({ Line: [salesLine(1, {}, { Description: x(length) })] }), 4000],
      [(length) => ({ BillEmail: { Address: `${x(length - 10)}@b.example` } }), 100],
      [(length) => ({ BillEmailCc: { Address: `${x(length - 10)}@b.example` } }), 200],
      [(length) => ({ BillAddr: { Line1: x(length) } }), 500],
      [(length) => ({ ShipAddr: { PostalCode: x(length) } }), 30],
      [(length) => ({ CustomField: [{ DefinitionId: '1', StringValue: x(length) }] }), 31],
    ];
    for (const [change, most] of texts) {
      expect(await books.refused('Invoice', salesBody(books, { ...change(most + 1) }))).toMatchObject({
        code: '2050',
      });
      await books.post('Invoice', salesBody(books, { ...change(most) }));
    }
  });

  test('knows the custom fields of the company and no others', async ({ books }) => {
    const body = (id: string) =>
      salesBody(books, { CustomField: [{ DefinitionId: id, Type: 'StringType', StringValue: 'PO 7' }] });
    expect(await books.post('Invoice', body('1'))).toMatchObject({
      CustomField: [{ DefinitionId: '1', Name: 'PO Number', Type: 'StringType', StringValue: 'PO 7' }],
    });
    expect(await books.refused('Invoice', body('9'))).toMatchObject({ code: '6000' });
  });

  test('that is to be sent needs an address of its own', async ({ books }) => {
    const body = salesBody(books, { EmailStatus: 'NeedToSend' });
    expect(await books.refused('Invoice', body)).toMatchObject({ code: '6000', element: 'BillEmail' });
    const { Id } = await books.post('Invoice', { ...body, BillEmail: { Address: 'a@b.example' } });
    const cleared = { Id, SyncToken: '0', sparse: true, BillEmail: null };
    expect(await books.refused('Invoice', cleared)).toMatchObject({ code: '6000' });
  });

  test('has at most 10,000 lines', async ({ books }) => {
    const line = { DetailType: 'SalesItemLineDetail', Amount: 1 };
    const lines = (count: number) => salesBody(books, { Line: Array.from({ length: count }, () => line) });
    expect(await books.refused('Invoice', lines(10_001))).toMatchObject({ code: '6000' });
    const made = await books.post('Invoice', lines(10_000));
    expect(made.TotalAmt).toBe(10_000);
    // What was read can be sent back, with the subtotal that is in it.
    expect(await books.post('Invoice', { ...made })).toMatchObject({ SyncToken: '1' });
  });

  test('may have more than 750 lines with a tax code where there is no sales tax', async ({ books }) => {
    const line = salesLine(1, { TaxCodeRef: { value: 'TAX' } });
    const body = salesBody(books, { Line: Array.from({ length: 751 }, () => line) });
    expect(await books.post('Invoice', body)).toMatchObject({ TotalAmt: 751 });
  });
});

describe('the lines of an update', () => {
  const three = [salesLine(1), salesLine(2), salesLine(3)];

  test('are kept by their id, added without one, and removed when they are missing', async ({ books }) => {
    const made = await books.post('Invoice', salesBody(books, { Line: three }));
    const changed = await books.ask((done) =>
      books.qbo.updateInvoice(
        {
          Id: made.Id,
          SyncToken: '0',
          Line: [salesLine(9), { ...salesLine(30), Id: '3' }, { ...salesLine(10), Id: '1' }],
        },
        done,
      ),
    );
    expect(changed.Line).toMatchObject([
      { Id: '4', LineNum: 1, Amount: 9 },
      { Id: '3', LineNum: 2, Amount: 30 },
      { Id: '1', LineNum: 3, Amount: 10 },
      { DetailType: 'SubTotalLineDetail', Amount: 49 },
    ]);
    expect(changed).toMatchObject({ TotalAmt: 49, Balance: 49 });
  });

  test('replace what a line was: nothing of the old one is left in it', async ({ books }) => {
    const line = salesLine(6, { Qty: 2, UnitPrice: 3 }, { Description: 'Pears' });
    const { Id } = await books.post('Invoice', salesBody(books, { Line: [line] }));
    const changed = await books.sparse('Invoice', Id, { Line: [{ ...salesLine(5), Id: '1' }] });
    expect(changed.Line[0]).toEqual({
      Id: '1',
      LineNum: 1,
      Amount: 5,
      DetailType: 'SalesItemLineDetail',
      SalesItemLineDetail: { TaxCodeRef: { value: 'NON' } },
    });
  });

  test('turn a line into a description when it is sent as one, and do not delete it', async ({ books }) => {
    const { Id } = await books.post('Invoice', salesBody(books, { Line: three }));
    const changed = await books.sparse('Invoice', Id, {
      Line: [
        { Id: '2', DetailType: 'DescriptionOnly', Description: 'was two dollars' },
        { ...salesLine(3), Id: '3' },
      ],
    });
    expect(changed.Line).toMatchObject([
      { Id: '2', DetailType: 'DescriptionOnly', Description: 'was two dollars' },
      { Id: '3', Amount: 3 },
      { DetailType: 'SubTotalLineDetail', Amount: 3 },
    ]);
    expect(changed.Line[0]).not.toHaveProperty('SalesItemLineDetail');
  });

  test('with an id that the document does not have are new, or 2500 by the knob', async ({ books }) => {
    const { Id } = await books.post('Invoice', salesBody(books, { Line: three }));
    const body = { Line: [{ ...salesLine(5), Id: '77' }] };
    expect((await books.sparse('Invoice', Id, body)).Line[0]).toMatchObject({ Id: '4', Amount: 5 });
    await books.turn({ unknownLineId: '2500' });
    const again = { Id, SyncToken: '1', sparse: true, ...body };
    expect(await books.refused('Invoice', again)).toMatchObject({ code: '2500' });
    const twice = { ...again, Line: ['4', '4'].map((id) => ({ ...salesLine(5), Id: id })) };
    expect(await books.refused('Invoice', twice)).toMatchObject({ code: '2500' });
  });

  test('are left alone by a sparse update without them', async ({ books }) => {
    const made = await books.post('Invoice', salesBody(books, { Line: three }));
    const { Line } = await books.sparse('Invoice', made.Id, { PrivateNote: 'x' });
    expect(Line).toEqual(made.Line);
  });

  test('cannot bring the total below what has been paid', async ({ books }) => {
    const { Id } = await books.post('Invoice', salesBody(books));
    await books.user('pay', { invoiceId: Id, amount: '60' });
    const lower = { Id, SyncToken: '1', sparse: true, Line: [salesLine(59)] };
    expect(await books.refused('Invoice', lower)).toMatchObject({ code: '6000' });
    expect(await books.post('Invoice', { ...lower, Line: [salesLine(60)] })).toMatchObject({ Balance: 0 });
  });
});

describe('reading and routes', () => {
  test('answer in the envelope, with the headers of the service', async ({ books }) => {
    const { Id } = await books.post('Invoice', salesBody(books));
    const { headers, json } = await books.raw(`invoice/${Id}`);
    expect(json).toMatchObject({
      Invoice: { Id },
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}-08:00$/),
    });
    expect(headers.get('content-type')).toBe('application/json;charset=UTF-8');
    expect(headers.get('intuit_tid')).toMatch(/^1-[0-9a-f]{8}-[0-9a-f]{24}$/);
    expect(headers.get('qbo-version')).toEqual(expect.any(String));
    expect(new Date(headers.get('date') ?? '').getUTCFullYear()).toBe(2026);
  });

  test('take the entity in any case, a slash at the end, and parameters nobody knows', async ({ books }) => {
    const { Id } = await books.post('Invoice', salesBody(books));
    for (const path of [
      `Invoice/${Id}`,
      `INVOICE/${Id}/`,
      `invoice/${Id}?format=json&&minorversion=12&x=y`,
    ]) {
      expect((await books.raw(path)).json).toMatchObject({ Invoice: { Id } });
    }
    expect((await books.journal()).at(-1)?.minorversion).toBe('12');
    const made = await books.raw('Invoice/', { body: salesBody(books) });
    expect(made.status).toBe(200);
  });

  test('refuse an entity or method that there is not: 500 in a fault, with HTTP 400', async ({ books }) => {
    for (const [path, method] of [
      ['unicorn/1', 'GET'],
      ['unicorn', 'POST'],
      ['invoice', 'PUT'],
      ['invoice/1', 'DELETE'],
      ['invoice', 'GET'],
      ['', 'GET'],
      ['taxcode', 'POST'],
    ] as const) {
      const body = method === 'GET' || method === 'DELETE' ? undefined : {};
      expect(await books.raw(path, { method, body })).toMatchObject({
        status: 400,
        json: { Fault: { Error: [{ code: '500' }], type: 'ValidationFault' } },
      });
    }
  });

  test('refuse bodies that are no JSON objects', async ({ books }) => {
    for (const body of ['', '{', '[]', '"x"', 'null', '{"Line":[}', '7']) {
      expect(await books.refused('Invoice', body)).toMatchObject({ status: 400, code: '2010' });
    }
    for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'application/xml']) {
      const answer = await books.raw('invoice', {
        body: salesBody(books),
        headers: { 'content-type': type },
      });
      expect(answer).toMatchObject({ status: 400, json: { Fault: { Error: [{ code: '1050' }] } } });
    }
  });

  test('take the envelope for its content', async ({ books }) => {
    expect(await books.post('Invoice', { Invoice: salesBody(books) })).toMatchObject({ TotalAmt: 100 });
  });
});
