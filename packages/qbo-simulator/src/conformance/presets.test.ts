import { describe, expect } from 'vitest';
import { presets } from '../presets.ts';
import { testWithBooks } from './clients.ts';
import { salesBody, salesLine } from './samples.ts';

const test = testWithBooks();
const testCurrencies = testWithBooks({ presets: ['us-multicurrency'] });
const testHostile = testWithBooks({ presets: ['hostile'] });

interface Settings {
  TaxPrefs: object;
  SalesFormsPrefs: object;
  CurrencyPrefs: object;
  AccountingInfoPrefs: { BookCloseDate?: string };
}

describe('every preset', () => {
  test('shows in its settings what is special about it', async ({ books }) => {
    const special = {
      'us-plain': { tax: [false, false], custom: false, currency: ['USD', false], closed: undefined },
      'us-ast': { tax: [true, true], custom: false, currency: ['USD', false], closed: undefined },
      'us-customnumbers': { tax: [false, false], custom: true, currency: ['USD', false], closed: undefined },
      'us-closed-books': {
        tax: [false, false],
        custom: false,
        currency: ['USD', false],
        closed: '2025-11-30',
      },
      'us-multicurrency': { tax: [false, false], custom: false, currency: ['USD', true], closed: undefined },
      'us-full': { tax: [false, false], custom: false, currency: ['USD', false], closed: undefined },
      'ca-gst': { tax: [true, false], custom: false, currency: ['CAD', false], closed: undefined },
      hostile: { tax: [true, true], custom: true, currency: ['USD', false], closed: undefined },
    };
    expect(Object.keys(special)).toEqual(Object.keys(presets));
    for (const [preset, { tax, custom, currency, closed }] of Object.entries(special)) {
      if (preset === 'us-full') continue; // Its ten thousand customers have a test of their own.
      const other = await books.connect({ preset });
      const prefs = (await other.read('Preferences', '1')) as unknown as Settings;
      expect([preset, prefs]).toMatchObject([
        preset,
        {
          TaxPrefs: { UsingSalesTax: tax[0], PartnerTaxEnabled: tax[1] },
          SalesFormsPrefs: { CustomTxnNumbers: custom },
          CurrencyPrefs: { HomeCurrency: { value: currency[0] }, MultiCurrencyEnabled: currency[1] },
        },
      ]);
      expect([preset, prefs.AccountingInfoPrefs.BookCloseDate]).toEqual([preset, closed]);
      expect(Number(other.seededNamed('Account', 'Sales of Product Income'))).toBeGreaterThan(1);
      expect(await other.brokenInvariants()).toEqual([]);
    }
  });

  test('may be given a name, a country and settings of its own', async ({ books }) => {
    const { realmId } = (await books.admin('realms', {
      preset: 'us-ast',
      name: 'Third Rail Produce',
      country: 'GB',
      prefs: { SalesFormsPrefs: { CustomTxnNumbers: true } },
      knobs: { overApply: 'capped' },
    })) as { realmId: string };
    const other = await books.connect({ realmId });
    expect(await other.read('CompanyInfo', realmId)).toMatchObject({
      CompanyName: 'Third Rail Produce',
      Country: 'GB',
    });
    expect(await other.read('Preferences', '1')).toMatchObject({
      SalesFormsPrefs: { CustomTxnNumbers: true, AllowEstimates: true },
    });
    expect(await other.admin(`knobs?realm=${realmId}`)).toMatchObject({
      knobs: { overApply: { value: 'capped' } },
    });
    expect(await other.admin(`knobs?realm=${books.realmId}`)).toMatchObject({
      knobs: { overApply: { value: 'refused' } },
    });
    await books.admin(`realms/${realmId}`, undefined, 'DELETE');
    expect((await other.raw('companyinfo/1')).status).toBe(401);
  });
});

describe('us-multicurrency', () => {
  testCurrencies(
    'books documents in the currency of the customer, and shows them in the home currency',
    async ({ books }) => {
      const mexican = books.seeded('Customer', 1);
      expect(await books.read('Customer', mexican)).toMatchObject({ CurrencyRef: { value: 'MXN' } });
      const made = await books.post('Invoice', salesBody(books, { CustomerRef: { value: mexican } }));
      expect(made).toMatchObject({
        CurrencyRef: { value: 'MXN' },
        ExchangeRate: 0.0575,
        TotalAmt: 100,
        HomeTotalAmt: 5.75,
        HomeBalance: 5.75,
      });
      await books.user('pay', { invoiceId: made.Id, amount: '40' });
      expect(await books.read('Invoice', made.Id)).toMatchObject({ Balance: 60, HomeBalance: 3.45 });
      const rate = { CustomerRef: { value: mexican }, ExchangeRate: '0.06' };
      expect(await books.post('Invoice', salesBody(books, rate))).toMatchObject({ HomeTotalAmt: 6 });
      expect(await books.post('Invoice', salesBody(books))).toMatchObject({
        CurrencyRef: { value: 'USD' },
        ExchangeRate: 1,
        HomeTotalAmt: 100,
      });
      expect(await books.brokenInvariants()).toEqual([]);
    },
  );

  testCurrencies(
    'refuses another currency than the customer’s, one nobody trades in, and a rate of nothing',
    async ({ books }) => {
      const mexican = { CustomerRef: { value: books.seeded('Customer', 1) } };
      for (const change of [
        { CurrencyRef: { value: 'MXN' } },
        { ...mexican, CurrencyRef: { value: 'USD' } },
        { ...mexican, ExchangeRate: 0 },
        { ...mexican, ExchangeRate: -1 },
      ]) {
        expect(await books.refused('Invoice', salesBody(books, change))).toMatchObject({ code: '6000' });
      }
      const lira = { DisplayName: 'Fig', CurrencyRef: { value: 'TRY' } };
      expect(await books.refused('Customer', lira)).toMatchObject({ code: '6000' });
    },
  );

  testCurrencies('fixes the currency of a customer with the first transaction', async ({ books }) => {
    const { Id } = await books.post('Customer', { DisplayName: 'Fig', CurrencyRef: { value: 'MXN' } });
    const peso = await books.sparse('Customer', Id, { CurrencyRef: { value: 'CAD' } });
    expect(peso).toMatchObject({ CurrencyRef: { value: 'CAD' } });
    await books.post('Invoice', salesBody(books, { CustomerRef: { value: Id } }));
    const back = { Id, SyncToken: '1', sparse: true, CurrencyRef: { value: 'USD' } };
    expect(await books.refused('Customer', back)).toMatchObject({ code: '6000' });
    const silent = { Id, SyncToken: '1', DisplayName: 'Fig and Date' };
    expect(await books.post('Customer', silent)).toMatchObject({ CurrencyRef: { value: 'CAD' } });
  });

  test('is what it takes: other companies know their own currency alone', async ({ books }) => {
    const body = salesBody(books, { CurrencyRef: { value: 'CAD' } });
    expect(await books.refused('Invoice', body)).toMatchObject({ code: '6000' });
    const made = await books.post(
      'Invoice',
      salesBody(books, { CurrencyRef: { value: 'USD' }, ExchangeRate: 1 }),
    );
    expect(made).not.toHaveProperty('ExchangeRate');
  });
});

describe('hostile', () => {
  testHostile(
    'has everything at once: numbers, drifting tax, half-even, rotation, lag, disorder and a small cap',
    async ({ books }) => {
      const made = await books.post(
        'Invoice',
        salesBody(books, { Line: [salesLine(100, { TaxCodeRef: { value: 'TAX' } })] }),
      );
      expect(made).toMatchObject({ TotalAmt: 108.01 });
      expect(made).not.toHaveProperty('DocNumber');
      const tie = { Line: [salesLine(undefined, { Qty: 1, UnitPrice: '1.005' })] };
      expect(await books.post('Invoice', salesBody(books, tie))).toMatchObject({ TotalAmt: 1 });
      const { json } = await books.token({ grant_type: 'refresh_token', refresh_token: books.refreshToken });
      expect(json).not.toMatchObject({ refresh_token: books.refreshToken });
      const count = await books.raw('query?query=select count(*) from Invoice');
      expect(count.json).toMatchObject({ QueryResponse: { totalCount: 0 } });
      await books.advance('10s');
      const later = await books.raw('query?query=select count(*) from Invoice');
      expect(later.json).toMatchObject({ QueryResponse: { totalCount: 2 } });
      for (let n = 0; n < 12; n += 1) await books.post('Customer', { DisplayName: `Buyer ${n}` });
      const changes = await books.raw('cdc?entities=Customer&changedSince=2026-01-05');
      expect(changes.text.match(/"DisplayName"/g)).toHaveLength(10);
    },
  );
});

describe('us-full', () => {
  test('has ten thousand customers and fifty thousand invoices whose books are right', {
    timeout: 120_000,
  }, async ({ books }) => {
    const full = await books.connect({ preset: 'us-full' });
    for (const [type, count] of [
      ['Customer', 10_000],
      ['Invoice', 50_000],
    ] as const) {
      const { json } = await full.raw(`query?query=select count(*) from ${type}`);
      expect(json).toMatchObject({ QueryResponse: { totalCount: count } });
    }
    expect(await full.post('Invoice', salesBody(full))).toMatchObject({ TotalAmt: 100 });
    expect(await full.brokenInvariants()).toEqual([]);
  });
});
