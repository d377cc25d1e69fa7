import { describe, expect } from 'vitest';
import { type Books, type Doc, testWithBooks } from './clients.ts';
import { paymentBody, salesBody, salesLine } from './samples.ts';

const test = testWithBooks();

const invoiceOf = (books: Books, amount: number, rest: object = {}) =>
  books.post('Invoice', salesBody(books, { Line: [salesLine(amount)], ...rest }));

describe('a payment', () => {
  test('closes its invoice, which moves on, and leaves the token of the customer alone', async ({
    books,
  }) => {
    const customer = books.seeded('Customer');
    const invoice = await invoiceOf(books, 100);
    await books.advance('10m');
    const body = paymentBody(customer, 100, [{ id: invoice.Id, amount: 100 }]);
    const payment = await books.ask((done) => books.qbo.createPayment(body, done));
    expect(payment).toMatchObject({ SyncToken: '0', TotalAmt: 100, UnappliedAmt: 0 });
    const paid = await books.ask((done) => books.qbo.getInvoice(invoice.Id, done));
    expect(paid).toMatchObject({
      Balance: 0,
      TotalAmt: 100,
      SyncToken: '1',
      LinkedTxn: [{ TxnId: payment.Id, TxnType: 'Payment' }],
    });
    expect(paid.MetaData.LastUpdatedTime).toBe(payment.MetaData.LastUpdatedTime);
    const stale = { Id: invoice.Id, SyncToken: '0', PrivateNote: 'x' };
    expect(await books.refuses((done) => books.qbo.updateInvoice(stale, done))).toMatchObject({
      code: '5010',
    });
    expect(await books.read('Customer', customer)).toMatchObject({ Balance: 0, SyncToken: '0' });
  });

  test("moves the customer's token and time with customerTokenOnBalance", async ({ books }) => {
    await books.turn({ customerTokenOnBalance: true });
    const { Id } = await invoiceOf(books, 100);
    await books.user('pay', { invoiceId: Id, amount: '40' });
    expect(await books.read('Customer', books.seeded('Customer'))).toMatchObject({
      Balance: 60,
      BalanceWithJobs: 60,
      SyncToken: '2',
    });
    expect(await books.brokenInvariants()).toEqual([]);
  });

  test('may pay a part, several invoices, or more than there is to pay', async ({ books }) => {
    const customer = books.seeded('Customer');
    const [first, second] = [await invoiceOf(books, 60), await invoiceOf(books, 40.01)];
    const parts = [
      { id: first.Id, amount: 50 },
      { id: second.Id, amount: 40.01 },
    ];
    const payment = await books.post('Payment', paymentBody(customer, 120, parts));
    expect(payment).toMatchObject({ UnappliedAmt: 29.99 });
    expect(await books.read('Invoice', first.Id)).toMatchObject({ Balance: 10 });
    expect(await books.read('Invoice', second.Id)).toMatchObject({ Balance: 0 });
    expect(await books.read('Customer', customer)).toMatchObject({ Balance: -19.99 });
    const more = await books.post('Payment', paymentBody(customer, 10, [{ id: first.Id, amount: 10 }]));
    expect(await books.read('Invoice', first.Id)).toMatchObject({
      Balance: 0,
      LinkedTxn: [payment, more].map(({ Id }) => ({ TxnId: Id, TxnType: 'Payment' })),
    });
    expect(await books.brokenInvariants()).toEqual([]);
  });

  test('may be for nothing in particular', async ({ books }) => {
    const { Line: _none, ...body } = paymentBody(books.seeded('Customer'), 25);
    expect(await books.post('Payment', body)).toMatchObject({ TotalAmt: 25, UnappliedAmt: 25 });
  });

  test('needs a customer, a total that is not negative, and lines that name one document', async ({
    books,
  }) => {
    const customer = books.seeded('Customer');
    const { Id } = await invoiceOf(books, 100);
    const good = paymentBody(customer, 100, [{ id: Id, amount: 100 }]);
    const link = { TxnId: Id, TxnType: 'Invoice' };
    for (const [change, code] of [
      [{ CustomerRef: null }, '2020'],
      [{ TotalAmt: null }, '2020'],
      [{ TotalAmt: -1, Line: [] }, '6000'],
      [{ TotalAmt: 'much' }, '2080'],
      [{ CustomerRef: { value: '999' } }, '2500'],
      [{ PaymentRefNum: 'x'.repeat(22) }, '2050'],
      [{ Line: [{ Amount: 100 }] }, '2020'],
      [{ Line: [{ LinkedTxn: [link] }] }, '2020'],
      [{ Line: [{ Amount: 100, LinkedTxn: [{ TxnId: Id }] }] }, '2020'],
      [{ Line: [{ Amount: 100, LinkedTxn: [link, link] }] }, '6000'],
      [{ Line: [{ Amount: -1, LinkedTxn: [link] }] }, '6000'],
      [{ Line: [{ Amount: 1, LinkedTxn: [{ ...link, TxnType: 'Estimate' }] }] }, '6000'],
      [{ Line: [{ Amount: 1, LinkedTxn: [{ ...link, TxnId: '999' }] }] }, '2500'],
      [{ Line: [{ Amount: 1, LinkedTxn: [{ ...link, TxnType: 'CreditMemo' }] }] }, '2500'],
      [{ TotalAmt: 99.99 }, '6000'],
    ] as const) {
      expect(await books.refused('Payment', { ...good, ...change })).toMatchObject({ status: 400, code });
    }
    expect(await books.read('Invoice', Id)).toMatchObject({ SyncToken: '0', Balance: 100 });
  });

  test('is for invoices of its own customer, or of one below it', async ({ books }) => {
    const customer = books.seeded('Customer');
    const below = await books.post('Customer', { DisplayName: 'Dock', ParentRef: { value: customer } });
    const theirs = await invoiceOf(books, 100, { CustomerRef: { value: books.seeded('Customer', 1) } });
    const wrong = paymentBody(customer, 100, [{ id: theirs.Id, amount: 100 }]);
    expect(await books.refused('Payment', wrong)).toMatchObject({ code: '6000' });
    const child = await invoiceOf(books, 30, { CustomerRef: { value: below.Id } });
    await books.post('Payment', paymentBody(customer, 30, [{ id: child.Id, amount: 30 }]));
    expect(await books.read('Invoice', child.Id)).toMatchObject({ Balance: 0 });
    const own = await invoiceOf(books, 30);
    const upwards = paymentBody(below.Id, 30, [{ id: own.Id, amount: 30 }]);
    expect(await books.refused('Payment', upwards)).toMatchObject({ code: '6000' });
    expect(await books.brokenInvariants()).toEqual([]);
  });

  test('above the open balance is refused, or capped by the knob', async ({ books }) => {
    const customer = books.seeded('Customer');
    const { Id } = await invoiceOf(books, 100);
    const much = paymentBody(customer, 150, [{ id: Id, amount: 100.01 }]);
    expect(await books.refused('Payment', much)).toMatchObject({ code: '6000' });
    const twice = paymentBody(customer, 150, [
      { id: Id, amount: 60 },
      { id: Id, amount: 60 },
    ]);
    expect(await books.refused('Payment', twice)).toMatchObject({ code: '6000' });
    await books.turn({ overApply: 'capped' });
    expect(await books.post('Payment', much)).toMatchObject({
      TotalAmt: 150,
      UnappliedAmt: 50,
      Line: [{ Amount: 100 }],
    });
    expect(await books.brokenInvariants()).toEqual([]);
  });

  test('is not for an invoice with nothing open, not even a payment of nothing', async ({ books }) => {
    const customer = books.seeded('Customer');
    const { Id } = await invoiceOf(books, 100);
    await books.user('pay', { invoiceId: Id });
    for (const overApply of ['refused', 'capped'] as const) {
      await books.turn({ overApply });
      for (const amount of [0, 1]) {
        const body = paymentBody(customer, 1, [{ id: Id, amount }]);
        expect(await books.refused('Payment', body)).toMatchObject({ code: '6000' });
      }
    }
    const empty = await invoiceOf(books, 5);
    await books.user('void', { entity: 'Invoice', id: empty.Id });
    const body = paymentBody(customer, 1, [{ id: empty.Id, amount: 0 }]);
    expect(await books.refused('Payment', body)).toMatchObject({ code: '6000' });
  });
});

describe('whatever a payment moves', () => {
  test('is in the log of changes, and nothing else is', async ({ books }) => {
    const [paid, other] = [await invoiceOf(books, 100), await invoiceOf(books, 50)];
    await books.advance('10m');
    const since = { changedSince: '2026-01-05T09:05:00-08:00', entities: 'Invoice,Payment,Customer' };
    const changed = async () => {
      const { json } = await books.raw('cdc', { query: since });
      const { CDCResponse } = json as { CDCResponse: { QueryResponse: Record<string, Doc[]>[] }[] };
      return CDCResponse[0]?.QueryResponse.flatMap(({ Invoice, Payment, Customer }) =>
        [Invoice, Payment, Customer].flatMap((rows) => (rows ?? []).map(({ Id }) => Id)),
      );
    };
    expect(await changed()).toEqual([]);
    const payment = await books.user('pay', { invoiceId: paid.Id });
    expect(await changed()).toEqual([paid.Id, payment.Id]);
    await books.user('delete', { entity: 'Payment', id: payment.Id });
    expect(await changed()).toEqual([paid.Id, payment.Id]);
    await books.user('pay', { invoiceId: other.Id, amount: '1' });
    expect(await changed()).toHaveLength(4);
  });
});

describe('a changed payment', () => {
  test('read and sent back moves its own invoices once and nothing else', async ({ books }) => {
    const customer = books.seeded('Customer');
    const { Id } = await invoiceOf(books, 100);
    const payment = await books.post('Payment', paymentBody(customer, 100, [{ id: Id, amount: 100 }]));
    const changed = await books.ask((done) =>
      books.qbo.updatePayment({ ...payment, PrivateNote: 'checked' }, done),
    );
    expect(changed).toMatchObject({ SyncToken: '1', UnappliedAmt: 0, PrivateNote: 'checked' });
    expect(await books.read('Invoice', Id)).toMatchObject({ Balance: 0, SyncToken: '1' });
  });

  test('with fewer lines reopens the invoices it has left', async ({ books }) => {
    const customer = books.seeded('Customer');
    const [first, second] = [await invoiceOf(books, 60), await invoiceOf(books, 40)];
    const parts = [
      { id: first.Id, amount: 60 },
      { id: second.Id, amount: 40 },
    ];
    const { Id } = await books.post('Payment', paymentBody(customer, 100, parts));
    const fewer = { ...paymentBody(customer, 100, parts.slice(1)), Id, SyncToken: '0' };
    expect(await books.post('Payment', fewer)).toMatchObject({ UnappliedAmt: 60 });
    const reopened = await books.read('Invoice', first.Id);
    expect(reopened).toMatchObject({ Balance: 60, SyncToken: '2' });
    expect(reopened).not.toHaveProperty('LinkedTxn');
    expect(await books.read('Invoice', second.Id)).toMatchObject({ Balance: 0, SyncToken: '1' });
    expect(await books.post('Payment', { ...paymentBody(customer, 100), Id, SyncToken: '1' })).toMatchObject({
      UnappliedAmt: 100,
    });
    expect(await books.read('Invoice', second.Id)).toMatchObject({ Balance: 40 });
    expect(await books.brokenInvariants()).toEqual([]);
  });

  test('by a sparse update without lines keeps them, and cannot fall below them', async ({ books }) => {
    const { Id: invoice } = await invoiceOf(books, 100);
    const { Id } = await books.user('pay', { invoiceId: invoice, amount: '80' });
    const less = { Id, SyncToken: '0', sparse: true, TotalAmt: 79.99 };
    expect(await books.refused('Payment', less)).toMatchObject({ code: '6000' });
    expect(await books.post('Payment', { ...less, TotalAmt: 90 })).toMatchObject({ UnappliedAmt: 10 });
    expect(await books.read('Invoice', invoice)).toMatchObject({ Balance: 20 });
  });
});

describe('a credit memo', () => {
  test('lowers the balance of the customer and is applied through a payment of nothing', async ({
    books,
  }) => {
    const customer = books.seeded('Customer');
    const invoice = await invoiceOf(books, 100);
    const memo = await books.ask((done) =>
      books.qbo.createCreditMemo(salesBody(books, { Line: [salesLine(30)] }), done),
    );
    expect(memo).toMatchObject({ TotalAmt: 30, Balance: 30, RemainingCredit: 30 });
    expect(await books.read('Customer', customer)).toMatchObject({ Balance: 70 });
    const zero = paymentBody(customer, 0, [
      { id: invoice.Id, amount: 30 },
      { type: 'CreditMemo', id: memo.Id, amount: 30 },
    ]);
    const payment = await books.ask((done) => books.qbo.createPayment(zero, done));
    expect(payment).toMatchObject({ TotalAmt: 0, UnappliedAmt: 0 });
    expect(await books.read('Invoice', invoice.Id)).toMatchObject({ Balance: 70, SyncToken: '1' });
    expect(await books.read('CreditMemo', memo.Id)).toMatchObject({
      Balance: 0,
      RemainingCredit: 0,
      SyncToken: '1',
      LinkedTxn: [{ TxnId: payment.Id, TxnType: 'Payment' }],
    });
    expect(await books.read('Customer', customer)).toMatchObject({ Balance: 70 });
    await books.ask((done) => books.qbo.deletePayment(payment.Id, done));
    expect(await books.read('CreditMemo', memo.Id)).toMatchObject({ Balance: 30, RemainingCredit: 30 });
    expect(await books.brokenInvariants()).toEqual([]);
  });

  test('gives no more than it has, and nothing to others', async ({ books }) => {
    const customer = books.seeded('Customer');
    const invoice = await invoiceOf(books, 100);
    const memo = await books.post('CreditMemo', salesBody(books, { Line: [salesLine(30)] }));
    const apply = (amount: number, credit: number) =>
      paymentBody(customer, 0, [
        { id: invoice.Id, amount },
        { type: 'CreditMemo', id: memo.Id, amount: credit },
      ]);
    expect(await books.refused('Payment', apply(30.01, 30))).toMatchObject({ code: '6000' });
    expect(await books.refused('Payment', apply(30.01, 30.01))).toMatchObject({ code: '6000' });
    const other = { ...apply(30, 30), CustomerRef: { value: books.seeded('Customer', 1) } };
    expect(await books.refused('Payment', other)).toMatchObject({ code: '6000' });
  });
});
