import { describe, expect } from 'vitest';
import { type Books, testWithBooks } from './clients.ts';

const test = testWithBooks();

const billBody = (books: Books, amount = 80, rest: object = {}) => ({
  VendorRef: { value: books.seeded('Vendor') },
  Line: [
    {
      DetailType: 'AccountBasedExpenseLineDetail',
      Amount: amount,
      AccountBasedExpenseLineDetail: {
        AccountRef: { value: books.seededNamed('Account', 'Freight and Delivery') },
      },
    },
  ],
  ...rest,
});

const payBody = (books: Books, billId: string, amount = 80, rest: object = {}) => ({
  VendorRef: { value: books.seeded('Vendor') },
  PayType: 'Check',
  CheckPayment: { BankAccountRef: { value: books.seededNamed('Account', 'Checking') } },
  TotalAmt: amount,
  Line: [{ Amount: amount, LinkedTxn: [{ TxnId: billId, TxnType: 'Bill' }] }],
  ...rest,
});

describe('a bill', () => {
  test('is created, changed, read and deleted, and the vendor is owed it', async ({ books }) => {
    const vendor = books.seeded('Vendor');
    const made = await books.ask((done) => books.qbo.createBill(billBody(books), done));
    expect(made).toMatchObject({
      SyncToken: '0',
      TotalAmt: 80,
      Balance: 80,
      TxnDate: '2026-01-05',
      VendorRef: { value: vendor, name: 'Blue Mesa Orchards' },
      Line: [{ Id: '1', AccountBasedExpenseLineDetail: { AccountRef: { name: 'Freight and Delivery' } } }],
    });
    expect(made.Line).toHaveLength(1);
    expect(await books.read('Vendor', vendor)).toMatchObject({ Balance: 80, SyncToken: '0' });
    const line = {
      DetailType: 'ItemBasedExpenseLineDetail',
      Amount: 12.5,
      ItemBasedExpenseLineDetail: { ItemRef: { value: books.seeded('Item') }, Qty: 5, UnitPrice: 2.5 },
    };
    const changed = await books.ask((done) =>
      books.qbo.updateBill({ Id: made.Id, SyncToken: '0', Line: [line] }, done),
    );
    expect(changed).toMatchObject({ TotalAmt: 12.5, Balance: 12.5, SyncToken: '1' });
    await books.ask((done) => books.qbo.deleteBill(made.Id, done));
    expect(await books.whyUnreadable('Bill', made.Id)).toMatchObject({ code: '610' });
    expect(await books.read('Vendor', vendor)).toMatchObject({ Balance: 0 });
    expect(await books.brokenInvariants()).toEqual([]);
  });

  test('follows the rules of documents', async ({ books }) => {
    const [line] = billBody(books).Line;
    for (const [change, code] of [
      [{ VendorRef: null }, '2020'],
      [{ VendorRef: { value: books.seeded('Customer') } }, '2500'],
      [{ Line: [] }, '2020'],
      [{ Line: [{ ...line, DetailType: 'SalesItemLineDetail' }] }, '2170'],
      [{ Line: [{ ...line, Amount: -1 }] }, '6000'],
      [{ DocNumber: 'x'.repeat(22) }, '2050'],
      [{ TxnDate: 'x' }, '2080'],
    ] as const) {
      expect(await books.refused('Bill', billBody(books, 80, change))).toMatchObject({ status: 400, code });
    }
  });

  test('is due by its terms, the vendor’s, or the company’s', async ({ books }) => {
    const TxnDate = '2026-01-01';
    expect(await books.post('Bill', billBody(books, 1, { TxnDate }))).toMatchObject({
      DueDate: '2026-01-31',
    });
    await books.sparse('Vendor', books.seeded('Vendor'), {
      TermRef: { value: books.seededNamed('Term', 'Net 15') },
    });
    expect(await books.post('Bill', billBody(books, 1, { TxnDate }))).toMatchObject({
      DueDate: '2026-01-16',
    });
  });
});

describe('a bill payment', () => {
  test('closes its bill, and its deletion opens it again', async ({ books }) => {
    const bill = await books.post('Bill', billBody(books));
    const payment = await books.ask((done) => books.qbo.createBillPayment(payBody(books, bill.Id), done));
    expect(payment).toMatchObject({ TotalAmt: 80, PayType: 'Check' });
    expect(await books.read('Bill', bill.Id)).toMatchObject({
      Balance: 0,
      SyncToken: '1',
      LinkedTxn: [{ TxnId: payment.Id, TxnType: 'BillPayment' }],
    });
    expect(await books.read('Vendor', books.seeded('Vendor'))).toMatchObject({ Balance: 0 });
    const body = { Id: bill.Id, SyncToken: '1' };
    expect(await books.refused('Bill', body, { operation: 'delete' })).toMatchObject({ code: '6000' });
    await books.post('BillPayment', { Id: payment.Id, SyncToken: '0' }, { operation: 'delete' });
    expect(await books.read('Bill', bill.Id)).toMatchObject({ Balance: 80, SyncToken: '2' });
    expect(await books.brokenInvariants()).toEqual([]);
  });

  test('is for open bills of its vendor, and its lines come to its total', async ({ books }) => {
    const bill = await books.post('Bill', billBody(books));
    const pay = (amount: number, rest: object) =>
      books.refused('BillPayment', payBody(books, bill.Id, amount, rest));
    expect(await pay(80.01, {})).toMatchObject({ code: '6000' });
    expect(await pay(80, { TotalAmt: 81 })).toMatchObject({ code: '6000' });
    expect(await pay(80, { VendorRef: { value: books.seeded('Vendor', 1) } })).toMatchObject({
      code: '6000',
    });
    expect(await pay(80, { PayType: 'Shells' })).toMatchObject({ code: '2170' });
    expect(await pay(80, { PayType: null })).toMatchObject({ code: '2020' });
    const invoice = [{ Amount: 80, LinkedTxn: [{ TxnId: bill.Id, TxnType: 'Invoice' }] }];
    expect(await pay(80, { Line: invoice })).toMatchObject({ code: '6000' });
  });

  test('leaves with its bill when that is deleted under deleteWithLinks unlinked', async ({ books }) => {
    const bill = await books.post('Bill', billBody(books));
    const payment = await books.post('BillPayment', payBody(books, bill.Id));
    await books.turn({ deleteWithLinks: 'unlinked' });
    await books.post('Bill', { Id: bill.Id, SyncToken: '1' }, { operation: 'delete' });
    expect(await books.read('BillPayment', payment.Id)).toMatchObject({ TotalAmt: 0 });
    expect(await books.brokenInvariants()).toEqual([]);
  });
});
