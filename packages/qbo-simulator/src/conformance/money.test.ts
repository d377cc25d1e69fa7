import { describe, expect } from 'vitest';
import { type Books, testWithBooks } from './clients.ts';
import { salesBody, salesLine } from './samples.ts';

const test = testWithBooks();

const priced = (
  books: Books,
  amount: string | number | undefined,
  qty: string | number,
  price: string | number,
) => salesBody(books, { Line: [salesLine(amount, { Qty: qty, UnitPrice: price })] });

describe('amount, quantity and price', () => {
  test('agree at two decimals, with seven in quantity and price', async ({ books }) => {
    const body = priced(books, 1, 3, 0.3333333);
    expect(await books.ask((done) => books.qbo.createInvoice(body, done))).toMatchObject({
      TotalAmt: 1,
      Line: [{ Amount: 1, SalesItemLineDetail: { Qty: 3, UnitPrice: 0.3333333 } }, { Amount: 1 }],
    });
    const wrong = priced(books, 1.01, 3, 0.3333333);
    expect(await books.refuses((done) => books.qbo.createInvoice(wrong, done))).toMatchObject({
      status: 400,
      code: '6070',
    });
  });

  test('may leave the amount to the service', async ({ books }) => {
    expect(await books.post('Invoice', priced(books, undefined, '12', '0.455'))).toMatchObject({
      TotalAmt: 5.46,
    });
  });

  test('may be an amount with one of the two, and need one of the three ways', async ({ books }) => {
    const onlyQty = salesBody(books, { Line: [salesLine(5, { Qty: 2 })] });
    expect(await books.post('Invoice', onlyQty)).toMatchObject({ TotalAmt: 5 });
    for (const detail of [{}, { Qty: 2 }, { UnitPrice: 2 }]) {
      const body = salesBody(books, { Line: [salesLine(undefined, detail)] });
      expect(await books.refused('Invoice', body)).toMatchObject({ code: '2020' });
    }
  });

  test('drop what comes after the seventh decimal', async ({ books }) => {
    // 0.12345678 counts as 0.1234567, so a million of them are 123456.70.
    expect(await books.post('Invoice', priced(books, '123456.7', 1_000_000, '0.12345678'))).toMatchObject({
      Line: [{ SalesItemLineDetail: { UnitPrice: 0.1234567 } }, {}],
    });
    expect(await books.refused('Invoice', priced(books, '123456.78', 1_000_000, '0.12345678'))).toMatchObject(
      {
        code: '6070',
      },
    );
  });

  test('round a tie up, to the even cent, or after the fourth decimal is cut', async ({ books }) => {
    const ties: ['half_up' | 'half_even' | 'truncate4_then_half_up', string, string, string, number][] = [
      ['half_up', '1', '1.005', 'tie', 1.01],
      ['half_even', '1', '1.005', 'tie to even', 1],
      ['half_even', '1', '1.015', 'tie to even', 1.02],
      ['half_even', '1', '1.0050001', 'above the tie', 1.01],
      ['truncate4_then_half_up', '1', '1.005', 'tie', 1.01],
      ['half_up', '1', '1.00499999', 'below', 1],
      ['truncate4_then_half_up', '3', '0.3349999', '1.0049997', 1],
      ['half_up', '-1', '1.005', 'away from zero', -1.01],
      ['half_even', '-1', '1.005', 'to even', -1],
    ];
    for (const [rounding, qty, price, , total] of ties) {
      await books.turn({ rounding });
      const body = {
        ...salesBody(books),
        Line: [salesLine(100), salesLine(undefined, { Qty: qty, UnitPrice: price })],
      };
      expect([rounding, price, (await books.post('Invoice', body)).Line[1]?.Amount]).toEqual([
        rounding,
        price,
        total,
      ]);
    }
    await books.turn({ rounding: 'half_even' });
    expect(await books.refused('Invoice', priced(books, '1.01', 1, '1.005'))).toMatchObject({ code: '6070' });
  });

  test('are not rounded anew by an update that leaves the lines alone', async ({ books }) => {
    const { Id } = await books.post('Invoice', priced(books, '1.01', 1, '1.005'));
    await books.turn({ rounding: 'half_even' });
    const noted = await books.sparse('Invoice', Id, { PrivateNote: 'Gate 4' });
    expect(noted).toMatchObject({ TotalAmt: 1.01, PrivateNote: 'Gate 4' });
    const sent = { Id, SyncToken: noted.SyncToken, sparse: true, Line: noted.Line };
    expect(await books.refused('Invoice', sent)).toMatchObject({ code: '6070' });
    await books.fault({ entity: 'Invoice' }, { type: 'staleToken' });
    expect(await books.refused('Invoice', { ...sent, Line: [salesLine(1)] })).toMatchObject({ code: '5010' });
  });

  test('may differ by a cent with tolerance 0.01, and by nothing without', async ({ books }) => {
    expect(await books.refused('Invoice', priced(books, '10.01', 2, 5))).toMatchObject({ code: '6070' });
    await books.turn({ tolerance: '0.01' });
    for (const amount of ['10.01', '9.99']) {
      const made = await books.post('Invoice', priced(books, amount, 2, 5));
      expect(made.TotalAmt).toBe(Number(amount));
    }
    expect(await books.refused('Invoice', priced(books, '10.02', 2, 5))).toMatchObject({ code: '6070' });
  });
});

describe('numbers', () => {
  test('come as numbers or as text, and go as the shortest exact number', async ({ books }) => {
    const line =
      '{"DetailType":"SalesItemLineDetail","Amount":"275.00","SalesItemLineDetail":{"Qty":"1e2","UnitPrice":2.7500}}';
    const body = `{"CustomerRef":{"value":${books.seeded('Customer')}},"Line":[${line}]}`;
    const { text } = await books.raw('invoice', { body });
    expect(text).toContain('"Amount":275,');
    expect(text).toContain('"Qty":100,"UnitPrice":2.75');
    expect(text).toContain('"TotalAmt":275,');
  });

  test('are added exactly, beyond what a double can hold', async ({ books }) => {
    const lines = ['0.1', '0.2', '90071992547409.93', '0.07'].map((amount) => salesLine(amount));
    const { text } = await books.raw('invoice', { body: salesBody(books, { Line: lines }) });
    expect(text).toContain('"TotalAmt":90071992547410.3,');
  });

  test('that are none, or beyond all bounds, are 2080', async ({ books }) => {
    for (const amount of ['abc', '', ' ', '1,5', '0x10', 'NaN', 'Infinity', '1e999', '1e15', true, {}, []]) {
      const body = salesBody(books, { Line: [{ ...salesLine(1), Amount: amount }] });
      const refusal = await books.refused('Invoice', body);
      expect([amount, refusal.status, refusal.code]).toEqual([amount, 400, '2080']);
    }
    for (const amount of ['99999999999999.99', 0, '-0', '+5']) {
      await books.post('Invoice', salesBody(books, { Line: [salesLine(1), salesLine(amount)] }));
    }
  });

  test('that grow beyond all bounds are refused, whoever makes them', async ({ books }) => {
    const product = priced(books, undefined, '99999999999999', '99999999999999');
    expect(await books.refused('Invoice', product)).toMatchObject({ status: 400, code: '2080' });
    const lines = Array.from({ length: 11 }, () => salesLine('99999999999999.99'));
    expect(await books.refused('Invoice', salesBody(books, { Line: lines }))).toMatchObject({ code: '6000' });
  });

  test('of a line may be negative as long as the total is not', async ({ books }) => {
    const body = (amount: number) => salesBody(books, { Line: [salesLine(100), salesLine(amount)] });
    expect(await books.post('Invoice', body(-40))).toMatchObject({ TotalAmt: 60, Balance: 60 });
    expect(await books.post('Invoice', body(-100))).toMatchObject({ TotalAmt: 0, Balance: 0 });
    for (const type of ['Invoice', 'Estimate', 'CreditMemo']) {
      expect(await books.refused(type, body(-100.01))).toMatchObject({ status: 400, code: '6000' });
    }
  });
});

describe('a discount line', () => {
  const discount = (detail: object, amount?: number) => ({
    DetailType: 'DiscountLineDetail',
    ...(amount !== undefined && { Amount: amount }),
    DiscountLineDetail: detail,
  });

  test('takes its amount, or its share of the subtotal wherever it stands, from the total', async ({
    books,
  }) => {
    const fixed = salesBody(books, { Line: [salesLine(100), discount({ PercentBased: false }, 15.5)] });
    expect(await books.post('Invoice', fixed)).toMatchObject({ TotalAmt: 84.5, Balance: 84.5 });
    const share = discount({ PercentBased: true, DiscountPercent: 10 });
    for (const Line of [
      [salesLine(100), salesLine(33.33), share],
      [share, salesLine(100), salesLine(33.33)],
    ]) {
      const made = await books.post('Invoice', salesBody(books, { Line }));
      expect(made).toMatchObject({ TotalAmt: 120 });
      expect(made.Line.find(({ DetailType }) => DetailType === 'DiscountLineDetail')).toMatchObject({
        Amount: 13.33,
      });
      expect(made.Line.at(-1)).toMatchObject({ DetailType: 'SubTotalLineDetail', Amount: 133.33 });
      expect(await books.post('Invoice', { ...made })).toMatchObject({ TotalAmt: 120, SyncToken: '1' });
    }
    expect(await books.brokenInvariants()).toEqual([]);
  });

  test('that makes no sense is 6090, and one above the total is 6000', async ({ books }) => {
    for (const wrong of [
      { DetailType: 'DiscountLineDetail', Amount: 5 },
      discount({ PercentBased: true }),
      discount({ PercentBased: true, DiscountPercent: -5 }),
      discount({ PercentBased: true, DiscountPercent: 101 }),
      discount({ PercentBased: false }),
      discount({ PercentBased: false }, -5),
    ]) {
      const body = salesBody(books, { Line: [salesLine(100), wrong] });
      expect(await books.refused('Invoice', body)).toMatchObject({ status: 400, code: '6090' });
    }
    const more = salesBody(books, { Line: [salesLine(100), discount({ PercentBased: false }, 100.01)] });
    expect(await books.refused('Invoice', more)).toMatchObject({ code: '6000' });
  });
});

describe('a group line', () => {
  const group = (lines: object[], rest: object = {}) => ({
    DetailType: 'GroupLineDetail',
    GroupLineDetail: { Quantity: 1, Line: lines },
    ...rest,
  });

  test('counts the lines inside it, which follow the rules of lines', async ({ books }) => {
    const item = books.seeded('Item');
    const inner = [
      salesLine(undefined, { Qty: 2, UnitPrice: 3.5, ItemRef: { value: item } }),
      salesLine(1, { TaxCodeRef: { value: 'TAX' } }),
    ];
    const made = await books.post('Invoice', salesBody(books, { Line: [group(inner), salesLine(10)] }));
    expect(made).toMatchObject({ TotalAmt: 18 });
    expect(made.Line).toMatchObject([
      {
        Id: '1',
        Amount: 8,
        GroupLineDetail: {
          Line: [
            {
              Amount: 7,
              SalesItemLineDetail: {
                ItemRef: { value: item, name: 'Brokerage commission' },
                TaxCodeRef: { value: 'NON' },
              },
            },
            { Amount: 1, SalesItemLineDetail: { TaxCodeRef: { value: 'NON' } } },
          ],
        },
      },
      { Id: '2', Amount: 10 },
      { Amount: 18, DetailType: 'SubTotalLineDetail' },
    ]);
    expect(await books.post('Invoice', { ...made })).toMatchObject({ TotalAmt: 18 });
    expect(await books.brokenInvariants()).toEqual([]);
  });

  test('is refused when it is empty or something in it does not add up', async ({ books }) => {
    const send = (line: object) => books.refused('Invoice', salesBody(books, { Line: [line] }));
    expect(await send(group([]))).toMatchObject({ code: '2020' });
    expect(await send({ DetailType: 'GroupLineDetail' })).toMatchObject({ code: '2020' });
    expect(await send(group([salesLine(5, { Qty: 2, UnitPrice: 2 })]))).toMatchObject({ code: '6070' });
    expect(await send(group([salesLine(5, { ItemRef: { value: '1' } })]))).toMatchObject({ code: '2500' });
  });
});
