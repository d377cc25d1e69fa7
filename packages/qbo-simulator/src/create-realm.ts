import { dayIn } from './core/clock.ts';
import { type JsonObject, parseExact } from './core/json.ts';
import { globalKnobs, type KnobName, type Knobs } from './core/knobs.ts';
import { definitions } from './entities/definitions.ts';
import { execute } from './entities/execute.ts';
import type { Data, EntityName } from './entities/fields.ts';
import type { Entity, Realm } from './entities/model.ts';
import { createEntity } from './entities/put.ts';
import { openRealm, realmNowMs, realmsTable } from './entities/realm.ts';
import { type Preset, type PresetName, presets } from './presets.ts';
import { seedFullBooks } from './seed-full.ts';
import { type Sim, setKnobs } from './sim.ts';

export interface RealmOptions {
  readonly preset: PresetName;
  readonly name?: string;
  /** Another country than the preset's; only what a client reads of it changes. */
  readonly country?: string;
}

/** A new company with its chart of accounts, terms, items and a few names. */
export function createRealm(sim: Sim, options: RealmOptions): Realm {
  const preset: Preset = presets[options.preset];
  const id = `93${sim.random.digits(14)}`;
  sim.journalNo = 0;
  const shared = Object.entries(preset.knobs).filter(([name]) => globalKnobs.has(name as KnobName));
  const own = Object.entries(preset.knobs).filter(([name]) => !globalKnobs.has(name as KnobName));
  if (shared.length > 0) setKnobs(sim, Object.fromEntries(shared) as Partial<Knobs>);
  const realm = openRealm(sim, id);
  sim.store.table(realmsTable).set(id, {
    id,
    name: options.name ?? preset.companyName,
    preset: options.preset,
    country: options.country ?? preset.country,
    zone: preset.zone,
    homeCurrency: preset.homeCurrency,
    exchangeRates: preset.exchangeRates,
    taxRegime: preset.taxRegime,
    stateTaxRates: preset.stateTaxRates,
    customFields: [
      { id: '1', name: 'PO Number' },
      { id: '2', name: 'Salesperson' },
    ],
    isLapsed: false,
    knobs: Object.fromEntries(own),
    skewMs: 0,
  });
  sim.realms.set(id, realm);
  seedCompany(realm, preset, options.name ?? preset.companyName, options.country ?? preset.country);
  if (preset.invoices > 0) seedFullBooks(realm, preset);
  realm.past = []; // What a company begins with has always been there, however far its lists lag.
  return realm;
}

export function dropRealm(sim: Sim, realm: Realm): void {
  sim.store.drop(`realm/${realm.id}/`);
  sim.store.table(realmsTable).delete(realm.id);
  for (const grant of sim.oauth.grants.find('realm', realm.id))
    sim.oauth.grants.set(grant.id, { ...grant, isRevoked: true });
  sim.realms.delete(realm.id);
}

/** The command a person would give; numbers keep their digits. */
export function seed(realm: Realm, type: EntityName, body: object): Entity {
  return execute(realm, {
    definition: definitions[type],
    operation: 'create',
    body: parseExact(JSON.stringify(body)) as JsonObject, // From an object.
    includes: new Set(),
  });
}

const chart: readonly [name: string, type: string, subType: string][] = [
  ['Checking', 'Bank', 'Checking'],
  ['Accounts Receivable (A/R)', 'Accounts Receivable', 'AccountsReceivable'],
  ['Undeposited Funds', 'Other Current Asset', 'UndepositedFunds'],
  ['Inventory Asset', 'Other Current Asset', 'Inventory'],
  ['Accounts Payable (A/P)', 'Accounts Payable', 'AccountsPayable'],
  ['Retained Earnings', 'Equity', 'RetainedEarnings'],
  ['Brokerage Commission Income', 'Income', 'ServiceFeeIncome'],
  ['Sales of Product Income', 'Income', 'SalesOfProductIncome'],
  ['Cost of Goods Sold', 'Cost of Goods Sold', 'SuppliesMaterialsCogs'],
  ['Freight and Delivery', 'Expense', 'ShippingFreightDelivery'],
];

const terms: readonly [name: string, days: number][] = [
  ['Due on receipt', 0],
  ['Net 10', 10],
  ['Net 15', 15],
  ['Net 21', 21],
  ['Net 30', 30],
  ['Net 60', 60],
];

const buyers = ['Harbor Lane Grocers', 'Copper Ridge Foods', 'Ninth Street Market'];
const sellers = ['Blue Mesa Orchards', 'Tule Creek Almonds'];

function seedCompany(realm: Realm, preset: Preset, name: string, country: string): void {
  const accounts = new Map(
    chart.map(([account, type, subType]) => [
      account,
      seed(realm, 'Account', { Name: account, AccountType: type, AccountSubType: subType }).id,
    ]),
  );
  const termIds = new Map(
    terms.map(([term, days]) => [term, seed(realm, 'Term', { Name: term, DueDays: days }).id]),
  );
  seedSettings(realm, preset, name, country, termIds.get('Net 30') ?? '');
  if (preset.taxRegime === 'non_us') seedTaxCodes(realm);
  else seedLineCodes(realm);
  seed(realm, 'Item', {
    Name: 'Brokerage commission',
    Type: 'Service',
    IncomeAccountRef: { value: accounts.get('Brokerage Commission Income') },
  });
  seed(realm, 'Item', {
    Name: 'Produce',
    Type: 'NonInventory',
    IncomeAccountRef: { value: accounts.get('Sales of Product Income') },
  });
  const currencies = [preset.homeCurrency, ...Object.keys(preset.exchangeRates)];
  for (const [index, buyer] of buyers.entries()) {
    seed(realm, 'Customer', {
      DisplayName: buyer,
      CompanyName: buyer,
      PrimaryEmailAddr: { Address: `accounts@${buyer.toLowerCase().replaceAll(' ', '-')}.example` },
      CurrencyRef: { value: currencies[index % currencies.length] },
      BillAddr: {
        Line1: `${100 + index} Market Street`,
        City: 'Fresno',
        CountrySubDivisionCode: 'CA',
        PostalCode: '93701',
      },
    });
  }
  for (const seller of sellers) seed(realm, 'Vendor', { DisplayName: seller, CompanyName: seller });
  seed(realm, 'Employee', { GivenName: 'Robin', FamilyName: 'Ledger' });
}

function seedSettings(
  realm: Realm,
  preset: Preset,
  name: string,
  country: string,
  defaultTerm: string,
): void {
  const today = dayIn(preset.zone, realmNowMs(realm));
  const address: Data = {
    Id: '1',
    Line1: '1 Packing House Road',
    City: 'Fresno',
    CountrySubDivisionCode: 'CA',
    PostalCode: '93701',
    Country: country,
  };
  createEntity(realm, 'CompanyInfo', '1', {
    CompanyName: name,
    LegalName: name,
    CompanyAddr: address,
    Country: country,
    DefaultTimeZone: preset.zone,
    FiscalYearStartMonth: 'January',
    CompanyStartDate: `${Number(today.slice(0, 4)) - 3}-01-01`,
    SupportedLanguages: 'en',
    NameValue: [{ Name: 'OfferingSku', Value: 'QuickBooks Online Plus' }],
  });
  createEntity(realm, 'Preferences', '1', {
    AccountingInfoPrefs: {
      ...(preset.hasClosedBooks && { BookCloseDate: endOfMonthBeforeLast(today) }),
      ClassTrackingPerTxn: false,
      ClassTrackingPerTxnLine: false,
      TrackDepartments: false,
      FirstMonthOfFiscalYear: 'January',
      CustomerTerminology: 'Customers',
    },
    ProductAndServicesPrefs: {
      ForSales: true,
      ForPurchase: true,
      QuantityWithPriceAndRate: true,
      QuantityOnHand: true,
    },
    SalesFormsPrefs: {
      CustomTxnNumbers: preset.isNumberedByUser,
      AllowDeposit: true,
      AllowDiscount: true,
      AllowEstimates: true,
      AllowServiceDate: false,
      AllowShipping: true,
      DefaultTerms: { value: defaultTerm },
      CustomField: [
        {
          CustomField: [
            { Name: 'SalesFormsPrefs.SalesCustomName1', Type: 'StringType', StringValue: 'PO Number' },
            { Name: 'SalesFormsPrefs.SalesCustomName2', Type: 'StringType', StringValue: 'Salesperson' },
          ],
        },
      ],
    },
    VendorAndPurchasesPrefs: { BillableExpenseTracking: true, TrackingByCustomer: true },
    TaxPrefs: { UsingSalesTax: preset.taxRegime !== 'none', PartnerTaxEnabled: preset.taxRegime === 'ast' },
    CurrencyPrefs: {
      HomeCurrency: { value: preset.homeCurrency },
      MultiCurrencyEnabled: Object.keys(preset.exchangeRates).length > 0,
    },
  });
}

function endOfMonthBeforeLast(today: string): string {
  const [year = 2026, month = 1] = today.split('-').map(Number);
  return new Date(Date.UTC(year, month - 2, 0)).toISOString().slice(0, 10);
}

const taxes: readonly [code: string, description: string, percent: string | undefined][] = [
  ['GST', 'Goods and services tax', '5'],
  ['HST ON', 'Harmonized sales tax, Ontario', '13'],
  ['Zero-rated', 'Zero-rated', '0'],
  ['Exempt', 'Exempt', undefined],
];

/** A US line is taxed or not: its two codes are no numbers, and read like any other. */
function seedLineCodes(realm: Realm): void {
  for (const code of ['NON', 'TAX']) {
    createEntity(realm, 'TaxCode', code, {
      Name: code,
      Description: code === 'TAX' ? 'Taxable' : 'Not taxable',
      Active: true,
      Taxable: code === 'TAX',
      TaxGroup: false,
    });
  }
}

function seedTaxCodes(realm: Realm): void {
  for (const [index, [code, description, percent]] of taxes.entries()) {
    const id = String(index + 2);
    if (percent !== undefined)
      createEntity(realm, 'TaxRate', id, { Name: code, Active: true, RateValue: percent });
    createEntity(realm, 'TaxCode', id, {
      Name: code,
      Description: description,
      Active: true,
      Taxable: percent !== undefined,
      TaxGroup: percent !== undefined,
      SalesTaxRateList: {
        TaxRateDetail: percent === undefined ? [] : [{ TaxRateRef: { value: id, name: code } }],
      },
    });
  }
}
