import { describe, expect } from 'vitest';
import { type Books, testWithBooks } from './clients.ts';
import { salesBody, salesLine } from './samples.ts';

const testPlain = testWithBooks();
const testAutomated = testWithBooks({ presets: ['us-ast'] });
const testCoded = testWithBooks({ presets: ['ca-gst'] });

const taxed = (amount: number, code: string) => salesLine(amount, { TaxCodeRef: { value: code } });

const shipTo = (state: string) => ({ ShipAddr: { CountrySubDivisionCode: state } });

describe('a company without sales tax', () => {
  testPlain('sets every line to NON and takes no tax that is sent', async ({ books }) => {
    const body = salesBody(books, {
      Line: [taxed(100, 'TAX'), salesLine(1, { TaxCodeRef: { value: '' } }), salesLine(2)],
      TxnTaxDetail: { TotalTax: 8, TxnTaxCodeRef: { value: '2' } },
    });
    const made = await books.post('Invoice', body);
    expect(made).toMatchObject({ TotalAmt: 103, TxnTaxDetail: { TotalTax: 0 } });
    const codes = made.Line.slice(0, 3).map((line) => Object.entries(line).at(-1)?.[1]);
    expect(codes).toEqual([1, 2, 3].map(() => ({ TaxCodeRef: { value: 'NON' } })));
  });
});

describe('the preference of sales tax', () => {
  const lines = (books: Books) => salesBody(books, { Line: [taxed(100, 'TAX')], ...shipTo('CA') });

  testPlain('switches the automated tax on, whose codes no list shows', async ({ books }) => {
    await books.user('setPref', { prefs: { TaxPrefs: { UsingSalesTax: true, PartnerTaxEnabled: true } } });
    expect(await books.post('Invoice', lines(books))).toMatchObject({
      TotalAmt: 108,
      Line: [{ SalesItemLineDetail: { TaxCodeRef: { value: 'TAX' } } }, {}],
    });
    const { json } = await books.raw('query?query=select * from TaxCode');
    expect(json).toMatchObject({ QueryResponse: {} });
    expect(await books.brokenInvariants()).toEqual([]);
  });

  for (const [title, test] of [
    ['switches the automated tax off', testAutomated],
    ['switches tax codes off', testCoded],
  ] as const) {
    test(title, async ({ books }) => {
      await books.user('setPref', { prefs: { TaxPrefs: { UsingSalesTax: false } } });
      expect(await books.post('Invoice', lines(books))).toMatchObject({
        TotalAmt: 100,
        Line: [{ SalesItemLineDetail: { TaxCodeRef: { value: 'NON' } } }, {}],
      });
    });
  }
});

describe('the codes of US lines', () => {
  for (const [title, test, listed] of [
    ['are listed without sales tax', testPlain, ['NON', 'TAX']],
    ['can be read but are not listed under automated tax', testAutomated, []],
  ] as const) {
    test(title, async ({ books }) => {
      expect(await books.ask((done) => books.qbo.getTaxCode('TAX', done))).toMatchObject({
        Id: 'TAX',
        Name: 'TAX',
        Taxable: true,
      });
      const { json } = await books.raw('query?query=select * from TaxCode');
      const { TaxCode = [] } = (json as { QueryResponse: { TaxCode?: { Id: string }[] } }).QueryResponse;
      expect(TaxCode.map(({ Id }) => Id)).toEqual(listed);
    });
  }
});

describe('automated sales tax', () => {
  testAutomated('taxes the lines marked TAX at the rate of the state the goods go to', async ({ books }) => {
    const Line = [taxed(100, 'TAX'), taxed(50, 'NON'), salesLine(25)];
    const made = await books.post('Invoice', salesBody(books, { Line, ...shipTo('CA') }));
    expect(made).toMatchObject({
      TotalAmt: 183,
      Balance: 183,
      TxnTaxDetail: {
        TotalTax: 8,
        TaxLine: [{ Amount: 8, TaxLineDetail: { TaxPercent: 8, NetAmountTaxable: 100 } }],
      },
      Line: [
        { SalesItemLineDetail: { TaxCodeRef: { value: 'TAX' } } },
        { SalesItemLineDetail: { TaxCodeRef: { value: 'NON' } } },
        { SalesItemLineDetail: { TaxCodeRef: { value: 'NON' } } },
        { Amount: 175 },
      ],
    });
    const totals: [string, number][] = [
      ['NY', 183.88],
      ['tx', 183.25],
      ['OR', 175],
      ['ZZ', 175],
    ];
    for (const [state, total] of totals) {
      expect(await books.post('Invoice', salesBody(books, { Line, ...shipTo(state) }))).toMatchObject({
        TotalAmt: total,
      });
    }
    expect(await books.brokenInvariants()).toEqual([]);
  });

  testAutomated(
    'takes the customer’s address when the document has none, and taxes inside groups',
    async ({ books }) => {
      const group = { DetailType: 'GroupLineDetail', GroupLineDetail: { Line: [taxed(100, 'TAX')] } };
      expect(await books.post('Invoice', salesBody(books, { Line: [group] }))).toMatchObject({
        TotalAmt: 108,
        TxnTaxDetail: { TotalTax: 8 },
      });
      expect(await books.brokenInvariants()).toEqual([]);
    },
  );

  testAutomated('lets a total of tax that is sent win', async ({ books }) => {
    const body = { Line: [taxed(100, 'TAX')], ...shipTo('CA') };
    const made = await books.post('Invoice', salesBody(books, { ...body, TxnTaxDetail: { TotalTax: 7.5 } }));
    expect(made).toMatchObject({ TotalAmt: 107.5, TxnTaxDetail: { TotalTax: 7.5 } });
    expect(await books.sparse('Invoice', made.Id, { PrivateNote: 'x' })).toMatchObject({ TotalAmt: 107.5 });
    expect(await books.sparse('Invoice', made.Id, { Line: [taxed(200, 'TAX')] })).toMatchObject({
      TotalAmt: 216,
    });
    expect(await books.sparse('Invoice', made.Id, { TxnTaxDetail: { TotalTax: 0 } })).toMatchObject({
      TotalAmt: 200,
    });
  });

  testAutomated('is computed anew when the goods go elsewhere', async ({ books }) => {
    const made = await books.post(
      'Invoice',
      salesBody(books, { Line: [taxed(100, 'TAX')], ...shipTo('CA') }),
    );
    expect(await books.sparse('Invoice', made.Id, shipTo('OR'))).toMatchObject({ TotalAmt: 100 });
  });

  testAutomated('knows no other codes than TAX and NON: 6100', async ({ books }) => {
    for (const code of ['2', 'tax', 'GST']) {
      const body = salesBody(books, { Line: [taxed(1, code)] });
      expect(await books.refused('Invoice', body)).toMatchObject({ status: 400, code: '6100' });
    }
    const group = { DetailType: 'GroupLineDetail', GroupLineDetail: { Line: [taxed(1, '7')] } };
    expect(await books.refused('Invoice', salesBody(books, { Line: [group] }))).toMatchObject({
      code: '6100',
    });
  });

  testAutomated(
    'comes out a cent higher with astDriftCents, once, and only where there is tax',
    async ({ books }) => {
      await books.turn({ astDriftCents: 1 });
      const made = await books.post(
        'Invoice',
        salesBody(books, { Line: [taxed(100, 'TAX')], ...shipTo('CA') }),
      );
      expect(made).toMatchObject({ TotalAmt: 108.01, TxnTaxDetail: { TotalTax: 8.01 } });
      expect(await books.sparse('Invoice', made.Id, {})).toMatchObject({ TotalAmt: 108.01 });
      expect(await books.post('Invoice', salesBody(books))).toMatchObject({ TotalAmt: 100 });
      const sent = { Line: [taxed(100, 'TAX')], TxnTaxDetail: { TotalTax: 8 } };
      expect(await books.post('Invoice', salesBody(books, sent))).toMatchObject({ TotalAmt: 108 });
      expect(await books.brokenInvariants()).toEqual([]);
    },
  );

  testAutomated('applies before or after a discount', async ({ books }) => {
    const discount = {
      DetailType: 'DiscountLineDetail',
      Amount: 20,
      DiscountLineDetail: { PercentBased: false },
    };
    const body = { Line: [taxed(100, 'TAX'), discount], ...shipTo('CA') };
    expect(await books.post('Invoice', salesBody(books, body))).toMatchObject({ TotalAmt: 88 });
    const after = salesBody(books, { ...body, ApplyTaxAfterDiscount: true });
    expect(await books.post('Invoice', after)).toMatchObject({ TotalAmt: 86.4 });
  });

  testAutomated('takes at most 750 taxable lines', async ({ books }) => {
    const body = (count: number) =>
      salesBody(books, { Line: Array.from({ length: count }, () => taxed(1, 'TAX')) });
    expect(await books.refused('Invoice', body(751))).toMatchObject({ code: '6000' });
    expect(await books.post('Invoice', body(750))).toMatchObject({ TotalAmt: 810 });
  });

  testAutomated('leaves nothing of itself in a voided invoice', async ({ books }) => {
    const { Id } = await books.post(
      'Invoice',
      salesBody(books, { Line: [taxed(100, 'TAX')], ...shipTo('CA') }),
    );
    await books.user('void', { entity: 'Invoice', id: Id });
    expect(await books.read('Invoice', Id)).toMatchObject({ TotalAmt: 0, TxnTaxDetail: { TotalTax: 0 } });
    expect(await books.brokenInvariants()).toEqual([]);
  });
});

describe('tax codes on lines', () => {
  const body = (books: Books, calculation: string | undefined, rest: object = {}) =>
    salesBody(books, {
      Line: [
        taxed(100, books.seededNamed('TaxCode', 'GST')),
        taxed(200, books.seededNamed('TaxCode', 'HST ON')),
        taxed(50, books.seededNamed('TaxCode', 'Exempt')),
      ],
      ...(calculation !== undefined && { GlobalTaxCalculation: calculation }),
      ...rest,
    });

  testCoded(
    'come on top of the lines when they are excluded, which is how it is by default',
    async ({ books }) => {
      for (const calculation of ['TaxExcluded', undefined]) {
        expect(await books.post('Invoice', body(books, calculation))).toMatchObject({
          TotalAmt: 381,
          GlobalTaxCalculation: 'TaxExcluded',
          TxnTaxDetail: {
            TotalTax: 31,
            TaxLine: [
              { Amount: 5, TaxLineDetail: { TaxPercent: 5, NetAmountTaxable: 100 } },
              { Amount: 26, TaxLineDetail: { TaxPercent: 13, NetAmountTaxable: 200 } },
            ],
          },
        });
      }
      expect(await books.brokenInvariants()).toEqual([]);
    },
  );

  testCoded('are inside of the lines when they are included', async ({ books }) => {
    expect(await books.post('Invoice', body(books, 'TaxInclusive'))).toMatchObject({
      TotalAmt: 350,
      TxnTaxDetail: {
        TotalTax: 27.77,
        TaxLine: [
          { Amount: 4.76, TaxLineDetail: { NetAmountTaxable: 95.24 } },
          { Amount: 23.01, TaxLineDetail: { NetAmountTaxable: 176.99 } },
        ],
      },
    });
    expect(await books.brokenInvariants()).toEqual([]);
  });

  testCoded('do not matter when tax is not applicable', async ({ books }) => {
    const without = body(books, 'NotApplicable', { Line: [salesLine(350)] });
    expect(await books.post('Invoice', without)).toMatchObject({
      TotalAmt: 350,
      TxnTaxDetail: { TotalTax: 0 },
    });
  });

  testCoded('have to be there and to be known', async ({ books }) => {
    for (const [Line, code] of [
      [[salesLine(1)], '6000'],
      [[taxed(1, '99')], '2500'],
      [[taxed(1, 'TAX')], '2500'],
      [[{ DetailType: 'GroupLineDetail', GroupLineDetail: { Line: [taxed(1, '99')] } }], '2500'],
    ] as const) {
      expect(await books.refused('Invoice', body(books, undefined, { Line }))).toMatchObject({ code });
    }
    const odd = body(books, 'Sometimes');
    expect(await books.refused('Invoice', odd)).toMatchObject({ code: '2170' });
    const code = await books.ask((done) =>
      books.qbo.getTaxCode(books.seededNamed('TaxCode', 'HST ON'), done),
    );
    expect(code).toMatchObject({
      Name: 'HST ON',
      Taxable: true,
      SalesTaxRateList: { TaxRateDetail: [{ TaxRateRef: { value: expect.any(String) } }] },
    });
  });
});
