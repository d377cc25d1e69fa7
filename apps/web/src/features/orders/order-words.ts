import type { PriceUnit } from '@pace/shared/units';
import type { CommissionUnit, HeaderField, LineField } from './order-form.ts';

/** The words of this screen for what the form and the API name. */
export const headerWords: Readonly<Record<HeaderField, string>> = {
  seller: 'Seller',
  buyer: 'Buyer',
  orderDate: 'Order date',
  shipDate: 'Ships',
  deliveryDate: 'Delivery',
  poNumber: 'PO number',
  freightTerm: 'Freight',
  freightPlace: 'Freight place',
  billingMode: 'We invoice',
  engagedBy: 'Engaged by',
  paymentTermsId: 'Payment terms',
  salespersonId: 'Salesperson',
  memo: 'Memo',
  notes: 'Notes',
};

export const lineWords: Readonly<Record<LineField, string>> = {
  product: 'Product',
  productText: 'Product',
  size: 'Size',
  quantity: 'Quantity',
  packageType: 'Package',
  packSize: 'Pack size',
  packUnit: 'Pack unit',
  price: 'Price',
  priceUnit: 'Price per',
  commissionPrice: 'Commission',
  commission: 'Commission per',
  description: 'Description',
  actualWeight: 'Net weight',
};

export const priceUnitWords: Readonly<Record<PriceUnit, string>> = {
  package: 'package',
  each: 'each',
  lb: 'lb',
  cwt: 'cwt',
  ton: 'ton',
  kg: 'kg',
  tonne: 'tonne',
};

export const commissionWords: Readonly<Record<CommissionUnit, string>> = {
  percent: '%',
  flat: '$ flat',
  per_package: '$/package',
  lb: '$/lb',
  cwt: '$/cwt',
  ton: '$/ton',
  kg: '$/kg',
  tonne: '$/tonne',
};

export const freightWords = { fob: 'FOB', delivered: 'Delivered' } as const;
export const billingWords = { goods: 'the goods to the buyer', commission: 'our commission' } as const;
export const engagedWords = { seller: 'Seller', buyer: 'Buyer', both: 'Both' } as const;
