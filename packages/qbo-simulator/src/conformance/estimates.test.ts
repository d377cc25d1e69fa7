import { describe, expect } from 'vitest';
import { type Books, testWithBooks } from './clients.ts';
import { salesBody } from './samples.ts';

const test = testWithBooks();

const estimateOf = (books: Books, rest: object = {}) =>
  books.ask((done) => books.qbo.createEstimate(salesBody(books, { ...rest }), done));

const linkedTo = (books: Books, estimateId: string, rest: object = {}) =>
  salesBody(books, { LinkedTxn: [{ TxnId: estimateId, TxnType: 'Estimate' }], ...rest });

describe('an estimate', () => {
  test('begins as pending and is changed, read and deleted like other documents', async ({ books }) => {
    const made = await estimateOf(books, { ExpirationDate: '2026-02-01' });
    expect(made).toMatchObject({ TxnStatus: 'Pending', DocNumber: '1001', TotalAmt: 100 });
    expect(made).not.toHaveProperty('Balance');
    const accepted = { Id: made.Id, SyncToken: '0', TxnStatus: 'Accepted', AcceptedBy: 'Ana' };
    expect(await books.ask((done) => books.qbo.updateEstimate(accepted, done))).toMatchObject({
      TxnStatus: 'Accepted',
      ExpirationDate: '2026-02-01',
    });
    const odd = { Id: made.Id, SyncToken: '1', sparse: true, TxnStatus: 'Perhaps' };
    expect(await books.refused('Estimate', odd)).toMatchObject({ code: '2170' });
    await books.ask((done) => books.qbo.deleteEstimate(made.Id, done));
    expect(await books.whyUnreadable('Estimate', made.Id)).toMatchObject({ code: '610' });
    expect(await books.read('Customer', books.seeded('Customer'))).toMatchObject({ Balance: 0 });
  });
});

describe('an invoice made from an estimate', () => {
  for (const status of ['Closed', 'Converted'] as const) {
    test(`links both ways and leaves the estimate ${status} by its knob`, async ({ books }) => {
      await books.turn({ estimateAfterInvoice: status });
      const estimate = await estimateOf(books);
      const invoice = await books.ask((done) => books.qbo.createInvoice(linkedTo(books, estimate.Id), done));
      expect(invoice.LinkedTxn).toEqual([{ TxnId: estimate.Id, TxnType: 'Estimate' }]);
      expect(await books.read('Estimate', estimate.Id)).toMatchObject({
        TxnStatus: status,
        SyncToken: '1',
        LinkedTxn: [{ TxnId: invoice.Id, TxnType: 'Invoice' }],
      });
      expect(await books.brokenInvariants()).toEqual([]);
    });
  }

  test('needs one that is there, of the same customer, and not invoiced yet: 6000', async ({ books }) => {
    const [first, second] = [await estimateOf(books), await estimateOf(books)];
    const other = { CustomerRef: { value: books.seeded('Customer', 1) } };
    expect(await books.refused('Invoice', linkedTo(books, '999'))).toMatchObject({ code: '6000' });
    expect(await books.refused('Invoice', linkedTo(books, first.Id, other))).toMatchObject({ code: '6000' });
    const both = [first, second].map(({ Id }) => ({ TxnId: Id, TxnType: 'Estimate' }));
    expect(await books.refused('Invoice', salesBody(books, { LinkedTxn: both }))).toMatchObject({
      code: '6000',
    });
    const { Id } = await books.post('Invoice', linkedTo(books, first.Id));
    expect(await books.refused('Invoice', linkedTo(books, first.Id))).toMatchObject({
      status: 400,
      code: '6000',
    });
    expect(await books.read('Estimate', second.Id)).toMatchObject({ SyncToken: '0', TxnStatus: 'Pending' });
    // Its own link may be sent back.
    const again = { ...linkedTo(books, first.Id), Id, SyncToken: '0' };
    expect(await books.post('Invoice', again)).toMatchObject({ LinkedTxn: [{ TxnId: first.Id }] });
  });

  test('keeps its link when it is paid, and shows both', async ({ books }) => {
    const estimate = await estimateOf(books);
    const invoice = await books.post('Invoice', linkedTo(books, estimate.Id));
    const payment = await books.user('pay', { invoiceId: invoice.Id });
    expect((await books.read('Invoice', invoice.Id)).LinkedTxn).toEqual([
      { TxnId: estimate.Id, TxnType: 'Estimate' },
      { TxnId: payment.Id, TxnType: 'Payment' },
    ]);
    // Links to payments are the payments' own: an update neither takes them away nor adds one.
    const changed = await books.sparse('Invoice', invoice.Id, {
      LinkedTxn: [{ TxnId: estimate.Id, TxnType: 'Estimate' }],
    });
    expect(changed.LinkedTxn).toHaveLength(2);
    expect(await books.brokenInvariants()).toEqual([]);
  });

  test('frees it again when the link is taken away, when it is voided, and when it is deleted', async ({
    books,
  }) => {
    const estimate = await estimateOf(books);
    const isFree = async () => {
      const read = await books.read('Estimate', estimate.Id);
      expect(read).toMatchObject({ TxnStatus: 'Pending' });
      expect(read).not.toHaveProperty('LinkedTxn');
    };
    const first = await books.post('Invoice', linkedTo(books, estimate.Id));
    await books.post('Invoice', { ...salesBody(books), Id: first.Id, SyncToken: '0' });
    await isFree();
    const second = await books.post('Invoice', linkedTo(books, estimate.Id));
    await books.user('void', { entity: 'Invoice', id: second.Id });
    expect(await books.read('Invoice', second.Id)).not.toHaveProperty('LinkedTxn');
    await isFree();
    const third = await books.post('Invoice', linkedTo(books, estimate.Id));
    const body = { Id: third.Id, SyncToken: '0' };
    expect(await books.refused('Invoice', body, { operation: 'delete' })).toMatchObject({ code: '6000' });
    await books.turn({ deleteWithLinks: 'unlinked' });
    await books.post('Invoice', body, { operation: 'delete' });
    await isFree();
    expect(await books.brokenInvariants()).toEqual([]);
  });

  test('holds its estimate: that one cannot be deleted, or leaves no link behind by the knob', async ({
    books,
  }) => {
    const estimate = await estimateOf(books);
    const invoice = await books.post('Invoice', linkedTo(books, estimate.Id));
    const body = { Id: estimate.Id, SyncToken: '1' };
    expect(await books.refused('Estimate', body, { operation: 'delete' })).toMatchObject({ code: '6000' });
    const other = { Id: invoice.Id, SyncToken: '0', sparse: true };
    expect(
      await books.refused('Invoice', { ...other, CustomerRef: { value: books.seeded('Customer', 1) } }),
    ).toMatchObject({ code: '6000' });
    await books.turn({ deleteWithLinks: 'unlinked' });
    await books.post('Estimate', body, { operation: 'delete' });
    expect(await books.read('Invoice', invoice.Id)).not.toHaveProperty('LinkedTxn');
    expect(await books.brokenInvariants()).toEqual([]);
  });
});
