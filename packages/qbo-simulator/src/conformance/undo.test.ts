import { describe, expect } from 'vitest';
import { type Books, testWithBooks } from './clients.ts';
import { paymentBody, salesBody, salesLine } from './samples.ts';

const test = testWithBooks();

/** An invoice over 100 with a payment of so much. */
async function paidInvoice(books: Books, amount = 100) {
  const invoice = await books.post('Invoice', salesBody(books));
  const parts = [{ id: invoice.Id, amount }];
  const payment = await books.post('Payment', paymentBody(books.seeded('Customer'), amount, parts));
  return { invoice: await books.read('Invoice', invoice.Id), payment };
}

const tombstones = async (books: Books) =>
  JSON.parse((await books.raw('cdc?entities=Invoice,Payment&changedSince=2026-01-05')).text).CDCResponse[0]
    .QueryResponse;

describe('voiding an invoice', () => {
  test('is for good: it gets no amounts again, unless the knob allows it', async ({ books }) => {
    const made = await books.post('Invoice', salesBody(books));
    const voided = await books.ask((done) => books.qbo.voidInvoice({ ...made }, done));
    expect(voided).toMatchObject({ Invoice: { TotalAmt: 0 } });
    const revive = { Id: made.Id, SyncToken: '1', sparse: true, ...salesBody(books) };
    expect(await books.refused('invoice', revive)).toMatchObject({ code: '6000' });
    await books.turn({ editVoided: 'allowed' });
    expect((await books.raw('invoice', { body: revive })).status).toBe(200);
  });

  test('leaves it readable with nothing in it, and says so in its note', async ({ books }) => {
    const line = salesLine(100, { Qty: 4, UnitPrice: 25, ItemRef: { value: books.seeded('Item') } });
    const made = await books.post('Invoice', salesBody(books, { Line: [line], PrivateNote: 'lot 7' }));
    const voided = await books.ask((done) => books.qbo.voidInvoice({ ...made }, done));
    expect(voided).toMatchObject({ Invoice: { Id: made.Id } });
    expect((await books.lastCall()).query).toContain('operation=void');
    const read = await books.read('Invoice', made.Id);
    expect(read).toMatchObject({
      SyncToken: '1',
      TotalAmt: 0,
      Balance: 0,
      PrivateNote: expect.stringMatching(/^Voided.*lot 7$/),
      TxnTaxDetail: { TotalTax: 0 },
      Line: [{ Amount: 0, SalesItemLineDetail: { Qty: 0 } }, { Amount: 0 }],
    });
    expect(read).not.toHaveProperty('LinkedTxn');
    expect(await books.read('Customer', books.seeded('Customer'))).toMatchObject({ Balance: 0 });
  });

  test('by its id alone makes node-quickbooks read it first', async ({ books }) => {
    const { Id } = await books.post('Invoice', salesBody(books));
    await books.ask((done) => books.qbo.voidInvoice(Id, done));
    const calls = (await books.journal()).slice(-2);
    expect(calls.map(({ method, operation, class: metered }) => [method, operation, metered])).toEqual([
      ['GET', 'read', 'CorePlus'],
      ['POST', 'void', 'Core'],
    ]);
    expect(await books.read('Invoice', Id)).toMatchObject({ TotalAmt: 0, PrivateNote: 'Voided' });
  });

  test('is a change and no deletion to change data capture', async ({ books }) => {
    const { Id } = await books.post('Invoice', salesBody(books));
    await books.user('void', { entity: 'Invoice', id: Id });
    expect(await tombstones(books)).toMatchObject([{ Invoice: [{ Id, TotalAmt: 0, SyncToken: '1' }] }]);
    expect(JSON.stringify(await tombstones(books))).not.toContain('Deleted');
  });

  test('again says no more than once that it is void, also in a note that is full', async ({ books }) => {
    const { Id } = await books.post('Invoice', salesBody(books, { PrivateNote: 'x'.repeat(4000) }));
    await books.user('void', { entity: 'Invoice', id: Id });
    await books.user('void', { entity: 'Invoice', id: Id });
    const { PrivateNote } = await books.read('Invoice', Id);
    expect([PrivateNote.length, PrivateNote.match(/Voided/g)]).toEqual([4000, ['Voided']]);
    expect(await books.sparse('Invoice', Id, { CustomerMemo: { value: 'x' } })).toMatchObject({
      TotalAmt: 0,
    });
  });

  test('needs its token', async ({ books }) => {
    const { Id } = await books.post('Invoice', salesBody(books));
    await books.sparse('Invoice', Id, {});
    const ask = (body: object) => books.refused('Invoice', { ...body }, { operation: 'void' });
    expect(await ask({ Id, SyncToken: '0' })).toMatchObject({ code: '5010' });
    expect(await ask({ Id })).toMatchObject({ code: '2020' });
    expect(await ask({ SyncToken: '0' })).toMatchObject({ code: '2020' });
    expect(await ask({ Id: '999', SyncToken: '0' })).toMatchObject({ code: '610' });
  });

  test('to which a payment is applied is refused', async ({ books }) => {
    const { invoice } = await paidInvoice(books);
    expect(await books.refuses((done) => books.qbo.voidInvoice({ ...invoice }, done))).toMatchObject({
      status: 400,
      code: '6000',
    });
    expect(await books.read('Invoice', invoice.Id)).toMatchObject({ TotalAmt: 100, SyncToken: '1' });
  });

  test('to which a payment is applied frees the money with voidWithPayment unlinked', async ({ books }) => {
    await books.turn({ voidWithPayment: 'unlinked' });
    const { invoice, payment } = await paidInvoice(books, 60);
    await books.ask((done) => books.qbo.voidInvoice({ ...invoice }, done));
    const voided = await books.read('Invoice', invoice.Id);
    expect(voided).toMatchObject({ TotalAmt: 0, Balance: 0 });
    expect(voided).not.toHaveProperty('LinkedTxn');
    expect(await books.read('Payment', payment.Id)).toMatchObject({
      TotalAmt: 60,
      UnappliedAmt: 60,
      SyncToken: '1',
    });
    expect(await books.read('Customer', books.seeded('Customer'))).toMatchObject({ Balance: -60 });
    expect(await books.brokenInvariants()).toEqual([]);
  });
});

describe('undoing a payment', () => {
  test('by deletion reopens the invoice and leaves a tombstone', async ({ books }) => {
    const { invoice, payment } = await paidInvoice(books);
    expect(await books.ask((done) => books.qbo.deletePayment(payment.Id, done))).toMatchObject({
      Payment: { status: 'Deleted', domain: 'QBO', Id: payment.Id },
    });
    const reopened = await books.read('Invoice', invoice.Id);
    expect(reopened).toMatchObject({ Balance: 100, SyncToken: '2' });
    expect(reopened).not.toHaveProperty('LinkedTxn');
    expect(await books.whyUnreadable('Payment', payment.Id)).toMatchObject({ code: '610' });
    expect((await tombstones(books))[1].Payment).toMatchObject([{ Id: payment.Id, status: 'Deleted' }]);
    expect(await books.brokenInvariants()).toEqual([]);
  });

  for (const [title, query] of [
    ['include=void of an update', { operation: 'update', include: 'void' }],
    ['operation=void', { operation: 'void' }],
  ] as const) {
    test(`by ${title} keeps it with a total of nothing`, async ({ books }) => {
      const { invoice, payment } = await paidInvoice(books);
      const body = { Id: payment.Id, SyncToken: '0', sparse: true };
      const voided = await books.post('Payment', body, query);
      expect(voided).toMatchObject({ TotalAmt: 0, UnappliedAmt: 0, PrivateNote: 'Voided', SyncToken: '1' });
      expect(voided).not.toHaveProperty('Line');
      expect(await books.read('Invoice', invoice.Id)).toMatchObject({ Balance: 100, SyncToken: '2' });
      expect(await books.brokenInvariants()).toEqual([]);
    });
  }

  test("by node-quickbooks' voidPayment does the same", async ({ books }) => {
    const { payment } = await paidInvoice(books);
    const qbo = books.qbo as typeof books.qbo & {
      voidPayment(payment: object, done: (error: unknown, data?: unknown) => void): void;
    }; // Missing in its types.
    const voided = await books.ask((done) => qbo.voidPayment({ Id: payment.Id, SyncToken: '0' }, done));
    expect(voided).toMatchObject({ TotalAmt: 0, PrivateNote: 'Voided' });
    expect((await books.lastCall()).query).toContain('include=void');
  });
});

describe('deleting an invoice', () => {
  test('answers that it is deleted, and it cannot be read, changed or deleted again', async ({ books }) => {
    const { Id } = await books.post('Invoice', salesBody(books));
    expect(await books.ask((done) => books.qbo.deleteInvoice(Id, done))).toMatchObject({
      Invoice: { status: 'Deleted', domain: 'QBO', Id },
      time: expect.any(String),
    });
    expect(await books.whyUnreadable('Invoice', Id)).toMatchObject({ code: '610' });
    for (const operation of ['update', 'delete', 'void']) {
      expect(await books.refused('Invoice', { Id, SyncToken: '1' }, { operation })).toMatchObject({
        code: '610',
      });
    }
    expect((await tombstones(books))[0].Invoice).toEqual([
      {
        domain: 'QBO',
        status: 'Deleted',
        Id,
        MetaData: { LastUpdatedTime: expect.stringMatching(/-08:00$/) },
      },
    ]);
    expect(await books.read('Customer', books.seeded('Customer'))).toMatchObject({ Balance: 0 });
  });

  test('with a payment is refused, or unlinks it by the knob', async ({ books }) => {
    const { invoice, payment } = await paidInvoice(books);
    const body = { Id: invoice.Id, SyncToken: '1' };
    expect(await books.refused('Invoice', body, { operation: 'delete' })).toMatchObject({ code: '6000' });
    await books.turn({ deleteWithLinks: 'unlinked' });
    await books.ask((done) => books.qbo.deleteInvoice(body, done));
    const freed = await books.read('Payment', payment.Id);
    expect(freed).toMatchObject({ UnappliedAmt: 100, SyncToken: '1' });
    expect(freed).not.toHaveProperty('Line');
    expect(await books.brokenInvariants()).toEqual([]);
  });

  test('stale is 5010 and changes nothing', async ({ books }) => {
    const { Id } = await books.post('Invoice', salesBody(books));
    await books.sparse('Invoice', Id, {});
    const body = { Id, SyncToken: '0' };
    expect(await books.refused('Invoice', body, { operation: 'delete' })).toMatchObject({ code: '5010' });
    expect(await books.read('Invoice', Id)).toMatchObject({ SyncToken: '1' });
  });
});

describe('a merge', () => {
  test('moves the documents and the balance to the one that stays; the other is gone', async ({ books }) => {
    const [winner, loser] = [books.seeded('Customer'), books.seeded('Customer', 1)];
    const invoice = await books.post('Invoice', salesBody(books, { CustomerRef: { value: loser } }));
    const payment = await books.user('pay', { invoiceId: invoice.Id, amount: '30' });
    await books.user('merge', { entity: 'Customer', winnerId: winner, loserId: loser });
    expect(await books.whyUnreadable('Customer', loser)).toMatchObject({ code: '610' });
    expect(await books.refused('Invoice', salesBody(books, { CustomerRef: { value: loser } }))).toMatchObject(
      {
        code: '2500',
      },
    );
    for (const [type, id] of [
      ['Invoice', invoice.Id],
      ['Payment', payment.Id],
    ] as const) {
      expect(await books.read(type, id)).toMatchObject({
        CustomerRef: { value: winner, name: 'Harbor Lane Grocers' },
      });
    }
    expect(await books.read('Invoice', invoice.Id)).toMatchObject({ SyncToken: '2' });
    expect(await books.read('Customer', winner)).toMatchObject({ Balance: 70 });
    expect(await books.brokenInvariants()).toEqual([]);
  });

  test('of items reaches into groups of lines', async ({ books }) => {
    const loser = books.seededNamed('Item', 'Produce');
    const bundle = await books.post('Item', { Name: 'Bundle', Type: 'Group' });
    const Line = [
      {
        DetailType: 'GroupLineDetail',
        GroupLineDetail: {
          GroupItemRef: { value: bundle.Id },
          Line: [salesLine(5, { ItemRef: { value: loser } })],
        },
      },
      salesLine(6, { ItemRef: { value: loser } }),
    ];
    const invoice = await books.post('Invoice', salesBody(books, { Line }));
    const untouched = await books.post('Invoice', salesBody(books));
    const other = await books.post('Item', { Name: 'Bundle 2', Type: 'Group' });
    await books.user('merge', { entity: 'Item', winnerId: books.seeded('Item'), loserId: loser });
    await books.user('merge', { entity: 'Item', winnerId: other.Id, loserId: bundle.Id });
    const ItemRef = { value: books.seeded('Item'), name: 'Brokerage commission' };
    expect(await books.read('Invoice', invoice.Id)).toMatchObject({
      SyncToken: '2',
      Line: [
        {
          GroupLineDetail: {
            GroupItemRef: { value: other.Id, name: 'Bundle 2' },
            Line: [{ SalesItemLineDetail: { ItemRef } }],
          },
        },
        { SalesItemLineDetail: { ItemRef } },
        {},
      ],
    });
    expect(await books.read('Invoice', untouched.Id)).toMatchObject({ SyncToken: '0' });
    expect(await books.brokenInvariants()).toEqual([]);
  });

  test('of customers reaches into the lines of bills', async ({ books }) => {
    const [winner, loser] = [books.seeded('Customer'), books.seeded('Customer', 1)];
    const detail = {
      AccountRef: { value: books.seededNamed('Account', 'Freight and Delivery') },
      CustomerRef: { value: loser },
    };
    const { Id } = await books.post('Bill', {
      VendorRef: { value: books.seeded('Vendor') },
      Line: [
        {
          DetailType: 'AccountBasedExpenseLineDetail',
          Amount: 5,
          AccountBasedExpenseLineDetail: detail,
        },
      ],
    });
    await books.user('merge', { entity: 'Customer', winnerId: winner, loserId: loser });
    expect(await books.read('Bill', Id)).toMatchObject({
      SyncToken: '1',
      Line: [{ AccountBasedExpenseLineDetail: { CustomerRef: { value: winner } } }],
    });
  });
});
