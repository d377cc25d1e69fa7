import { describe, expect } from 'vitest';
import { testWithBooks } from './clients.ts';
import { salesBody } from './samples.ts';

const test = testWithBooks();

describe('the company', () => {
  test('is read by its own id, and its settings without one', async ({ books }) => {
    const company = await books.ask((done) => books.qbo.getCompanyInfo(books.realmId, done));
    expect(company).toMatchObject({
      Id: '1',
      CompanyName: 'Cedar & Vale Brokerage',
      Country: 'US',
      DefaultTimeZone: 'America/Los_Angeles',
      FiscalYearStartMonth: 'January',
    });
    const prefs = await books.ask((done) => books.qbo.getPreferences(done));
    expect(prefs).toMatchObject({
      SalesFormsPrefs: { CustomTxnNumbers: false, AllowEstimates: true, DefaultTerms: expect.anything() },
      TaxPrefs: { UsingSalesTax: false, PartnerTaxEnabled: false },
      CurrencyPrefs: { HomeCurrency: { value: 'USD' }, MultiCurrencyEnabled: false },
      AccountingInfoPrefs: { FirstMonthOfFiscalYear: 'January' },
      ProductAndServicesPrefs: { ForSales: true },
    });
  });

  test('changes field by field, and keeps what is not for a client to change', async ({ books }) => {
    const changed = await books.ask((done) =>
      books.qbo.updateCompanyInfo(
        { Id: '1', SyncToken: '0', LegalName: 'Cedar LLC', Country: 'FR', DefaultTimeZone: 'Europe/Paris' },
        done,
      ),
    );
    expect(changed).toMatchObject({
      SyncToken: '1',
      LegalName: 'Cedar LLC',
      CompanyName: 'Cedar & Vale Brokerage',
      Country: 'US',
      DefaultTimeZone: 'America/Los_Angeles',
    });
    const stale = { Id: '1', SyncToken: '0', LegalName: 'x' };
    expect(await books.refused('CompanyInfo', stale)).toMatchObject({ code: '5010' });
  });

  test('has settings whose parts change field by field', async ({ books }) => {
    const changed = await books.ask((done) =>
      books.qbo.updatePreferences(
        {
          Id: '1',
          SyncToken: '0',
          SalesFormsPrefs: { CustomTxnNumbers: true },
          TaxPrefs: { UsingSalesTax: true },
        },
        done,
      ),
    );
    expect(changed).toMatchObject({
      SyncToken: '1',
      SalesFormsPrefs: { CustomTxnNumbers: true, AllowEstimates: true },
      TaxPrefs: { UsingSalesTax: false },
    });
    expect(await books.post('Invoice', salesBody(books))).not.toHaveProperty('DocNumber');
    const closed = { AccountingInfoPrefs: { BookCloseDate: '2026-01-31' } };
    await books.post('Preferences', { Id: '1', SyncToken: '1', sparse: true, ...closed });
    expect(await books.refused('Invoice', salesBody(books))).toMatchObject({ code: '6210' });
    const open = { AccountingInfoPrefs: { BookCloseDate: null }, SalesFormsPrefs: null };
    expect(await books.post('Preferences', { Id: '1', SyncToken: '2', sparse: true, ...open })).toMatchObject(
      {
        AccountingInfoPrefs: { FirstMonthOfFiscalYear: 'January' },
        SalesFormsPrefs: { AllowEstimates: true },
      },
    );
    await books.post('Invoice', salesBody(books));
  });

  test('cannot be created, deleted or voided', async ({ books }) => {
    for (const [entity, operation] of [
      ['Preferences', 'create'],
      ['CompanyInfo', 'delete'],
      ['Customer', 'delete'],
      ['Estimate', 'void'],
      ['CreditMemo', 'void'],
      ['Item', 'delete'],
    ] as const) {
      const body = { Id: '1', SyncToken: '0' };
      expect(await books.refused(entity, body, { operation })).toMatchObject({ status: 400, code: '500' });
    }
  });

  test('whose estimates are switched off takes none', async ({ books }) => {
    const { Id } = await books.post('Estimate', salesBody(books));
    await books.user('setPref', { prefs: { SalesFormsPrefs: { AllowEstimates: false } } });
    expect(await books.refused('Estimate', salesBody(books))).toMatchObject({ code: '5020' });
    expect(await books.sparse('Estimate', Id, { PrivateNote: 'x' })).toMatchObject({ SyncToken: '1' });
  });
});

describe('employees and vendors', () => {
  test('are created, changed and switched off like customers', async ({ books }) => {
    const vendor = await books.ask((done) =>
      books.qbo.createVendor({ DisplayName: 'Blue Grove', AcctNum: 'B-7', TermRef: { value: '1' } }, done),
    );
    expect(vendor).toMatchObject({ Active: true, Balance: 0, Vendor1099: false, AcctNum: 'B-7' });
    expect(
      await books.ask((done) =>
        books.qbo.updateVendor({ Id: vendor.Id, SyncToken: '0', AcctNum: 'B-8' }, done),
      ),
    ).toMatchObject({ SyncToken: '1', AcctNum: 'B-8', DisplayName: 'Blue Grove' });
    expect(await books.refused('Vendor', { DisplayName: 'x', AcctNum: 'y'.repeat(101) })).toMatchObject({
      code: '2050',
    });
    const employee = await books.ask((done) =>
      books.qbo.createEmployee({ GivenName: 'Kim', FamilyName: 'Lee' }, done),
    );
    expect(await books.sparse('Employee', employee.Id, { Active: false })).toMatchObject({
      DisplayName: 'Kim Lee (deleted)',
    });
  });
});
