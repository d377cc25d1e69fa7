import { describe, expect, test } from 'vitest';
import { blankLine, newForm } from './order-form.ts';
import { stillTold } from './use-form-errors.ts';

const head = newForm({
  orderDate: '2026-11-23',
  billingMode: 'commission',
  engagedBy: 'seller',
  salespersonId: '',
});
const line = { ...blankLine(), quantity: '7', price: '4,1O' };
const form = { ...head, lines: [line] };
const errors = new Map([
  ['seller', 'must be chosen'],
  ['buyer', 'must be another account than the seller'],
  ['reason', 'must be said'],
  [`${line.key}.price`, 'must be a number'],
  [`${line.key}.packSize`, 'must be known'],
]);
const left = (now: typeof form) => [...stillTold(errors, form, now).keys()];

describe('an error beside a field', () => {
  test('is told as long as its field is the same', () => {
    expect(left(form)).toEqual([...errors.keys()]);
    expect(left({ ...form, poNumber: 'PO 12' })).toEqual([...errors.keys()]);
    expect(left({ ...form, lines: [{ ...line, size: '23/25' }] })).toEqual([...errors.keys()]);
  });

  test('goes with what was mended', () => {
    expect(left({ ...form, buyer: { id: '1', label: 'Zebra Foods' } })).not.toContain('buyer');
    // It was about both.
    expect(left({ ...form, seller: { id: '2', label: 'Alder Farms' } })).toEqual([
      'reason',
      `${line.key}.price`,
      `${line.key}.packSize`,
    ]);
    expect(left({ ...form, lines: [{ ...line, price: '4.10' }] })).not.toContain(`${line.key}.price`);
    // Without a pack size the price is per pound, or the weight was read off the scale.
    expect(left({ ...form, lines: [{ ...line, actualWeight: '42000' }] })).toEqual([
      'seller',
      'buyer',
      'reason',
    ]);
  });

  test('goes with its line, and what is wrong with all lines with any change of them', () => {
    expect(left({ ...form, lines: [blankLine()] })).toEqual(['seller', 'buyer', 'reason']);
    const none = new Map([['lines', 'must have at least one line']]);
    expect(stillTold(none, form, form).size).toBe(1);
    expect(stillTold(none, form, { ...form, lines: [line, blankLine()] }).size).toBe(0);
  });
});
