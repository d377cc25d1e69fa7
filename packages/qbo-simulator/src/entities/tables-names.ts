import {
  address,
  choice,
  date,
  emailAddress,
  type Fields,
  factor,
  filterable,
  flag,
  money,
  nameSigns,
  phone,
  readOnly,
  ref,
  required,
  text,
  whole,
} from './fields.ts';

/** The fields that customers, vendors and employees share. */
const person: Fields = {
  Title: text(16),
  GivenName: { ...text(100), ...filterable },
  MiddleName: { ...text(100), ...filterable },
  FamilyName: { ...text(100), ...filterable },
  Suffix: text(16),
  DisplayName: { ...text(500), forbidden: nameSigns, ...filterable },
  PrintOnCheckName: { ...text(110), ...filterable },
  Active: { ...flag, initial: true, ...filterable },
  PrimaryPhone: phone,
  Mobile: phone,
  PrimaryEmailAddr: { ...emailAddress, ...filterable },
};

const business: Fields = {
  CompanyName: { ...text(100), ...filterable },
  AlternatePhone: phone,
  Fax: phone,
  WebAddr: { kind: 'object', fields: { URI: text(1000) } },
  BillAddr: address,
  Notes: text(4000),
  Balance: { ...money, ...readOnly, initial: '0', ...filterable },
  CurrencyRef: ref(),
};

export const customer: Fields = {
  ...person,
  ...business,
  FullyQualifiedName: { ...text(4000), ...readOnly, ...filterable },
  ShipAddr: address,
  SalesTermRef: ref('Term'),
  PaymentMethodRef: ref(),
  Taxable: flag,
  DefaultTaxCodeRef: ref(),
  ResaleNum: text(30),
  ParentRef: { ...ref('Customer'), ...filterable },
  Job: { ...flag, initial: false, ...filterable },
  BillWithParent: { ...flag, initial: false },
  Level: { ...whole(0, 4), ...readOnly },
  BalanceWithJobs: { ...money, ...readOnly, initial: '0' },
  PreferredDeliveryMethod: { ...choice('Print', 'Email', 'None'), initial: 'Print' },
};

export const vendor: Fields = {
  ...person,
  ...business,
  AcctNum: text(100),
  TermRef: ref('Term'),
  Vendor1099: { ...flag, initial: false, ...filterable },
  TaxIdentifier: text(20),
};

export const employee: Fields = { ...person, PrimaryAddr: address, HiredDate: date, ReleasedDate: date };

export const item: Fields = {
  Name: { ...text(100), forbidden: nameSigns, ...required, ...filterable },
  FullyQualifiedName: { ...text(4000), ...readOnly, ...filterable },
  Type: {
    ...choice('Service', 'NonInventory', 'Inventory', 'Category', 'Group'),
    ...required,
    ...filterable,
  },
  Active: { ...flag, initial: true, ...filterable },
  Sku: { ...text(100), ...filterable },
  Description: text(4000),
  UnitPrice: { ...factor, initial: '0', ...filterable },
  Taxable: { ...flag, initial: false, ...filterable },
  SalesTaxCodeRef: ref(),
  SalesTaxIncluded: flag,
  IncomeAccountRef: ref('Account'),
  PurchaseDesc: text(1000),
  PurchaseCost: { ...factor, initial: '0' },
  ExpenseAccountRef: ref('Account'),
  AssetAccountRef: ref('Account'),
  TrackQtyOnHand: { ...flag, initial: false },
  QtyOnHand: factor,
  InvStartDate: date,
  SubItem: flag,
  ParentRef: { ...ref('Item'), ...filterable },
  Level: { ...whole(0, 4), ...readOnly },
};

/** The account types of the service, with the side of the books each belongs to. */
export const accountTypes: Readonly<Record<string, string>> = {
  Bank: 'Asset',
  'Accounts Receivable': 'Asset',
  'Other Current Asset': 'Asset',
  'Fixed Asset': 'Asset',
  'Other Asset': 'Asset',
  'Accounts Payable': 'Liability',
  'Credit Card': 'Liability',
  'Other Current Liability': 'Liability',
  'Long Term Liability': 'Liability',
  Equity: 'Equity',
  Income: 'Revenue',
  'Other Income': 'Revenue',
  'Cost of Goods Sold': 'Expense',
  Expense: 'Expense',
  'Other Expense': 'Expense',
};

export const account: Fields = {
  Name: { ...text(100), forbidden: /[:"]/, ...required, ...filterable },
  FullyQualifiedName: { ...text(4000), ...readOnly, ...filterable },
  Active: { ...flag, initial: true, ...filterable },
  Classification: { ...text(40), ...readOnly, ...filterable },
  AccountType: { ...choice(...Object.keys(accountTypes)), ...filterable },
  AccountSubType: { ...text(100), ...filterable },
  AcctNum: { ...text(20), ...filterable },
  Description: text(100),
  SubAccount: { ...flag, initial: false },
  ParentRef: ref('Account'),
  CurrencyRef: ref(),
  CurrentBalance: { ...money, ...readOnly, initial: '0' },
};

export const term: Fields = {
  Name: { ...text(31), forbidden: nameSigns, ...required, ...filterable },
  Active: { ...flag, initial: true, ...filterable },
  Type: { ...choice('STANDARD', 'DATE_DRIVEN'), ...readOnly, ...filterable },
  DueDays: whole(0, 999),
  DiscountPercent: factor,
  DiscountDays: whole(0, 999),
  DayOfMonthDue: whole(1, 31),
  DueNextMonthDays: whole(0, 999),
  DiscountDayOfMonth: whole(1, 31),
};

export const taxRate: Fields = {
  Name: { ...text(100), ...readOnly, ...filterable },
  Active: { ...flag, initial: true, ...readOnly, ...filterable },
  RateValue: { ...factor, ...readOnly },
};

export const taxCode: Fields = {
  Name: { ...text(100), ...readOnly, ...filterable },
  Description: { ...text(200), ...readOnly },
  Active: { ...flag, initial: true, ...readOnly, ...filterable },
  Taxable: { ...flag, ...readOnly },
  TaxGroup: { ...flag, ...readOnly },
  SalesTaxRateList: {
    ...readOnly,
    kind: 'object',
    fields: { TaxRateDetail: { kind: 'list', max: 20, fields: { TaxRateRef: ref('TaxRate') } } },
  },
};
