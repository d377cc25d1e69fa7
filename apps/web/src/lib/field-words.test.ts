import { orderCreate } from '@pace/shared/orders';
import { expect, test } from 'vitest';
import { describeField } from './field-words.ts';

test.each([
  ['sellerId', 'must be chosen', 'Seller must be chosen.'],
  ['paymentTermsId', 'are not active', 'Payment terms are not active.'],
  ['shipDate', 'must be a date such as 2026-11-22', 'Ship date must be a date such as 2026-11-22.'],
  ['poNumber', 'must have at most 255 characters', 'PO number must have at most 255 characters.'],
  ['lines', 'must have at least one line', 'The order must have at least one line.'],
  ['lines.0.quantity', 'must be agreed', 'Line 1: quantity must be agreed.'],
  [
    'lines.11.packSize',
    'and its unit, or the actual weight, must be known for this price',
    'Line 12: pack size and its unit, or the actual weight, must be known for this price.',
  ],
  ['lines.2', 'must be a JSON object', 'Line 3 must be a JSON object.'],
  ['contacts.0.email', 'must be an e-mail address', 'Contact 1: e-mail must be an e-mail address.'],
  ['addresses.1.line1', 'must be text', 'Address 2: street must be text.'],
  ['id', 'must name at most 10000 records', 'The choice must name at most 10000 records.'],
  ['company.timeZone', 'is required', 'Time zone is required.'],
  ['code', 'Another account already has this code.', 'Another account already has this code.'],
  ['', 'must be a JSON object', 'This must be a JSON object.'],
])('%j %j reads: %s', (path, message, sentence) => {
  expect(describeField(path, message)).toBe(sentence);
});

test('no field of an order is named as the request names it', () => {
  const { lines: _, ...header } = orderCreate.shape;
  const paths = [
    ...Object.keys(header),
    ...['productId', 'packSize', 'priceUnit', 'commissionBasis'].map((field) => `lines.0.${field}`),
  ];

  for (const path of paths) expect(describeField(path, 'is wrong')).not.toMatch(/[a-z][A-Z]|Id\b|\.\w/);
});
