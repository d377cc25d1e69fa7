import { describe, expect } from 'vitest';
import { type Books, testWithBooks } from './clients.ts';
import { salesBody } from './samples.ts';

const test = testWithBooks();

const invoiceTo = (books: Books, address?: string) =>
  books.post('Invoice', salesBody(books, address === undefined ? {} : { BillEmail: { Address: address } }));

const sendRaw = (books: Books, id: string, query: Record<string, string> = {}) =>
  books.raw(`invoice/${id}/send`, {
    method: 'POST',
    query,
    headers: { 'content-type': 'application/octet-stream' },
  });

describe('sending', () => {
  test('by node-quickbooks, as a form without content, marks the invoice and keeps the address', async ({
    books,
  }) => {
    const { Id } = await invoiceTo(books, 'old@b.example');
    const sent = await books.ask((done) => books.qbo.sendInvoicePdf(Id, 'buyer@b.example', done));
    expect(sent).toMatchObject({
      SyncToken: '1',
      EmailStatus: 'EmailSent',
      BillEmail: { Address: 'buyer@b.example' },
      DeliveryInfo: {
        DeliveryType: 'Email',
        DeliveryTime: expect.stringMatching(/^2026-01-05T09:.*-08:00$/),
      },
    });
    const call = await books.lastCall();
    expect([call.operation, call.requestBody, call.headers['content-type']]).toEqual([
      'send',
      undefined,
      'application/x-www-form-urlencoded',
    ]);
  });

  test('without another address goes to that of the document', async ({ books }) => {
    const { Id } = await invoiceTo(books, 'old@b.example');
    for (const query of [{}, { sendTo: '' }]) {
      expect((await sendRaw(books, Id, query)).json).toMatchObject({
        Invoice: { EmailStatus: 'EmailSent', BillEmail: { Address: 'old@b.example' } },
      });
    }
  });

  test('to nobody, or to what is no address, is 6000; to more than 100 characters 2050', async ({
    books,
  }) => {
    const { Id } = await invoiceTo(books);
    for (const query of [{}, { sendTo: 'nobody' }, { sendTo: 'a b@c.example' }]) {
      const answer = await sendRaw(books, Id, query);
      expect(answer).toMatchObject({ status: 400, json: { Fault: { Error: [{ code: '6000' }] } } });
    }
    const long = `${'a'.repeat(95)}@b.example`;
    const answer = await sendRaw(books, Id, { sendTo: long });
    expect(answer).toMatchObject({ status: 400, json: { Fault: { Error: [{ code: '2050' }] } } });
    expect(await books.read('Invoice', Id)).toMatchObject({ EmailStatus: 'NotSet', SyncToken: '0' });
  });

  test('to an address with a plus fails when the library does not encode it', async ({ books }) => {
    const { Id } = await invoiceTo(books);
    const plus = 'buyer+pears@b.example';
    expect(await books.refuses((done) => books.qbo.sendInvoicePdf(Id, plus, done))).toMatchObject({
      status: 400,
      code: '6000',
    });
    const encoded = encodeURIComponent(plus);
    expect(await books.ask((done) => books.qbo.sendInvoicePdf(Id, encoded, done))).toMatchObject({
      BillEmail: { Address: plus },
    });
  });

  test('estimates and credit memos works the same way; customers are not sent', async ({ books }) => {
    for (const type of ['estimate', 'creditmemo']) {
      const { Id } = await books.post(type, salesBody(books));
      const answer = await books.raw(`${type}/${Id}/send?sendTo=a@b.example`, { method: 'POST' });
      expect(answer.status).toBe(200);
    }
    const answer = await books.raw(`customer/${books.seeded('Customer')}/send`, { method: 'POST' });
    expect(answer).toMatchObject({ status: 400, json: { Fault: { Error: [{ code: '500' }] } } });
    expect((await sendRaw(books, '999')).json).toMatchObject({ Fault: { Error: [{ code: '610' }] } });
  });

  test('ends after forty e-mails a day, and goes on the next day', async ({ books }) => {
    const { Id } = await invoiceTo(books, 'a@b.example');
    for (let n = 0; n < 40; n += 1) expect((await sendRaw(books, Id)).status).toBe(200);
    expect((await sendRaw(books, Id)).json).toMatchObject({ Fault: { Error: [{ code: '6000' }] } });
    await books.advance('1d');
    const tomorrow = await books.connect({ realmId: books.realmId });
    expect((await sendRaw(tomorrow, Id)).status).toBe(200);
  });

  test('is limited as its knob says, and not at all with 0', async ({ books }) => {
    const { Id } = await invoiceTo(books, 'a@b.example');
    await books.turn({ sendsPerDay: 1 });
    expect([(await sendRaw(books, Id)).status, (await sendRaw(books, Id)).status]).toEqual([200, 400]);
    await books.turn({ sendsPerDay: 0 });
    for (let n = 0; n < 45; n += 1) expect((await sendRaw(books, Id)).status).toBe(200);
  });
});

describe('printing', () => {
  test('gives node-quickbooks a PDF of the invoice', async ({ books }) => {
    const { Id } = await invoiceTo(books);
    const pdf = (await books.ask((done) => books.qbo.getInvoicePdf(Id, done))) as unknown;
    expect(Buffer.isBuffer(pdf)).toBe(true);
    const text = String(pdf);
    expect([text.slice(0, 5), text.trimEnd().slice(-5)]).toEqual(['%PDF-', '%%EOF']);
    expect(text).toContain('Harbor Lane Grocers');
    const { headers, class: metered } = await books.lastCall();
    expect([headers['accept'], metered]).toEqual([expect.stringContaining('application/pdf'), 'CorePlus']);
  });

  test('points to each of its parts where it is', async ({ books }) => {
    const { Id } = await books.post('Invoice', salesBody(books, { DocNumber: 'Nº (7)' }));
    const { text, headers } = await books.raw(`invoice/${Id}/pdf`);
    expect(headers.get('content-type')).toBe('application/pdf');
    const table = text.slice(Number(/startxref\n(\d+)/.exec(text)?.[1]));
    const offsets = [...table.matchAll(/^(\d{10}) 00000 n/gm)].map(([, offset]) => Number(offset));
    expect(table.startsWith('xref')).toBe(true);
    expect(offsets.map((offset, n) => text.slice(offset).startsWith(`${n + 1} 0 obj`))).toEqual(
      offsets.map(() => true),
    );
  });

  test('what is not there is 610, and what has no print is 500', async ({ books }) => {
    expect(await books.whyUnreadable('Invoice', '999/pdf')).toMatchObject({ code: '610' });
    expect(await books.whyUnreadable('Customer', `${books.seeded('Customer')}/pdf`)).toMatchObject({
      code: '500',
    });
  });
});
