import {
  address,
  choice,
  date,
  email,
  emailAddress,
  type Fields,
  factor,
  filterable,
  flag,
  list,
  money,
  object,
  readOnly,
  ref,
  required,
  text,
  whole,
} from './fields.ts';

const linkedTxn = list({
  TxnId: { ...text(40), ...required },
  TxnType: { ...text(40), ...required },
  TxnLineId: text(40),
});

const salesItemLineDetail = object({
  ItemRef: ref('Item'),
  ServiceDate: date,
  ClassRef: ref(),
  Qty: factor,
  UnitPrice: factor,
  TaxCodeRef: ref(),
  ItemAccountRef: ref('Account'),
  DiscountRate: factor,
  DiscountAmt: money,
  TaxInclusiveAmt: money,
});

/** The kinds of a sales line. SubTotalLineDetail is the server's own; a sent one is left out and written anew. */
export const salesLineTypes = [
  'SalesItemLineDetail',
  'DescriptionOnly',
  'DiscountLineDetail',
  'GroupLineDetail',
  'SubTotalLineDetail',
] as const;

const plainSalesLine: Fields = {
  Id: text(40),
  LineNum: whole(0, 100_000),
  Description: text(4000),
  Amount: money,
  DetailType: { ...choice(...salesLineTypes), ...required },
  SalesItemLineDetail: salesItemLineDetail,
  DescriptionLineDetail: object({ ServiceDate: date, TaxCodeRef: ref() }),
  DiscountLineDetail: object({
    PercentBased: flag,
    DiscountPercent: factor,
    DiscountAccountRef: ref('Account'),
  }),
  LinkedTxn: linkedTxn,
};

const salesLine: Fields = {
  ...plainSalesLine,
  GroupLineDetail: object({ GroupItemRef: ref('Item'), Quantity: factor, Line: list(plainSalesLine, 150) }),
  SubTotalLineDetail: object({}),
};

const taxDetail = object({
  TxnTaxCodeRef: ref(),
  TotalTax: money,
  TaxLine: {
    ...list({
      Amount: money,
      DetailType: text(40),
      TaxLineDetail: object({
        TaxRateRef: ref(),
        PercentBased: flag,
        TaxPercent: factor,
        NetAmountTaxable: money,
      }),
    }),
    ...readOnly,
  },
});

const everyTransaction: Fields = {
  DocNumber: { ...text(21), ...filterable },
  TxnDate: { ...date, ...filterable },
  PrivateNote: text(4000),
  CurrencyRef: { ...ref(), ...filterable },
  ExchangeRate: factor,
  DepartmentRef: ref(),
  TotalAmt: { ...money, ...readOnly, ...filterable },
  HomeTotalAmt: { ...money, ...readOnly },
};

const sales: Fields = {
  ...everyTransaction,
  CustomerRef: { ...ref('Customer'), ...required, ...filterable },
  // One more than the service takes: the subtotal that was read comes back with the lines.
  Line: { ...list(salesLine, 10_001), ...required },
  CustomerMemo: object({ value: text(1000) }),
  BillAddr: address,
  ShipAddr: address,
  ShipFromAddr: address,
  ShipDate: { ...date, ...filterable },
  ShipMethodRef: object({ value: text(31), name: text(31) }),
  TrackingNum: text(31),
  ClassRef: ref(),
  BillEmail: emailAddress,
  BillEmailCc: object({ Address: { ...email, kind: 'text', max: 200 } }),
  BillEmailBcc: object({ Address: { ...email, kind: 'text', max: 200 } }),
  EmailStatus: { ...choice('NotSet', 'NeedToSend', 'EmailSent'), initial: 'NotSet', ...filterable },
  PrintStatus: { ...choice('NotSet', 'NeedToPrint', 'PrintComplete'), initial: 'NotSet' },
  DeliveryInfo: { ...object({ DeliveryType: text(20), DeliveryTime: text(40) }), ...readOnly },
  CustomField: list(
    {
      DefinitionId: { ...text(10), ...required },
      Name: { ...text(31), ...readOnly },
      Type: { ...choice('StringType'), initial: 'StringType' },
      StringValue: text(31),
    },
    12,
  ),
  LinkedTxn: linkedTxn,
  TxnTaxDetail: taxDetail,
  GlobalTaxCalculation: choice('TaxExcluded', 'TaxInclusive', 'NotApplicable'),
  ApplyTaxAfterDiscount: { ...flag, initial: false },
};

export const invoice: Fields = {
  ...sales,
  DueDate: { ...date, ...filterable },
  SalesTermRef: { ...ref('Term'), ...filterable },
  Deposit: money,
  AllowOnlineCreditCardPayment: { ...flag, initial: false },
  AllowOnlineACHPayment: { ...flag, initial: false },
  Balance: { ...money, ...readOnly, ...filterable },
  HomeBalance: { ...money, ...readOnly },
};

export const estimate: Fields = {
  ...sales,
  DueDate: { ...date, ...filterable },
  SalesTermRef: ref('Term'),
  ExpirationDate: { ...date, ...filterable },
  AcceptedBy: text(100),
  AcceptedDate: date,
  TxnStatus: {
    ...choice('Pending', 'Accepted', 'Closed', 'Rejected', 'Converted'),
    initial: 'Pending',
    ...filterable,
  },
};

export const creditMemo: Fields = {
  ...sales,
  Balance: { ...money, ...readOnly, ...filterable },
  RemainingCredit: { ...money, ...readOnly },
};

/** A payment's line says how much of it goes to which document. */
const settlementLine: Fields = {
  Amount: { ...money, ...required },
  LinkedTxn: { ...linkedTxn, ...required },
};

export const payment: Fields = {
  TxnDate: { ...date, ...filterable },
  PrivateNote: text(4000),
  CurrencyRef: { ...ref(), ...filterable },
  ExchangeRate: factor,
  CustomerRef: { ...ref('Customer'), ...required, ...filterable },
  TotalAmt: { ...money, ...required, ...filterable },
  UnappliedAmt: { ...money, ...readOnly, ...filterable },
  PaymentRefNum: { ...text(21), ...filterable },
  PaymentMethodRef: ref(),
  DepositToAccountRef: ref('Account'),
  ProcessPayment: { ...flag, initial: false },
  Line: list(settlementLine),
};

const expenseLine: Fields = {
  Id: text(40),
  LineNum: whole(0, 100_000),
  Description: text(4000),
  Amount: money,
  DetailType: { ...choice('AccountBasedExpenseLineDetail', 'ItemBasedExpenseLineDetail'), ...required },
  AccountBasedExpenseLineDetail: object({
    AccountRef: ref('Account'),
    CustomerRef: ref('Customer'),
    ClassRef: ref(),
    TaxCodeRef: ref(),
    BillableStatus: choice('Billable', 'NotBillable', 'HasBeenBilled'),
  }),
  ItemBasedExpenseLineDetail: object({
    ItemRef: ref('Item'),
    CustomerRef: ref('Customer'),
    ClassRef: ref(),
    Qty: factor,
    UnitPrice: factor,
    TaxCodeRef: ref(),
    BillableStatus: choice('Billable', 'NotBillable', 'HasBeenBilled'),
  }),
};

export const bill: Fields = {
  ...everyTransaction,
  VendorRef: { ...ref('Vendor'), ...required, ...filterable },
  APAccountRef: ref('Account'),
  SalesTermRef: ref('Term'),
  DueDate: { ...date, ...filterable },
  Line: { ...list(expenseLine), ...required },
  LinkedTxn: { ...linkedTxn, ...readOnly },
  Balance: { ...money, ...readOnly, ...filterable },
};

export const billPayment: Fields = {
  ...everyTransaction,
  VendorRef: { ...ref('Vendor'), ...required, ...filterable },
  TotalAmt: { ...money, ...required, ...filterable },
  PayType: { ...choice('Check', 'CreditCard'), ...required },
  CheckPayment: object({ BankAccountRef: ref('Account'), PrintStatus: text(20) }),
  CreditCardPayment: object({ CCAccountRef: ref('Account') }),
  Line: { ...list(settlementLine), ...required },
};
