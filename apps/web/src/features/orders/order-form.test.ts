import { expect, test } from 'vitest';
import { blankLine, isBlankLine, type LineForm, newForm, toForm, totalsOf } from './order-form.ts';
import { isChanged, listMissing, toCreate, toFormErrors, toUpdate } from './order-wire.ts';
import type { Order } from './orders.queries.ts';

const line = (change: Partial<LineForm>): LineForm => ({ ...blankLine(), ...change });
const almonds = { id: '019a0000-0000-7000-8000-000000000001', label: 'Almonds' };
const seller = { id: '019a0000-0000-7000-8000-0000000000aa', label: 'Alder Creek' };
const buyer = { id: '019a0000-0000-7000-8000-0000000000bb', label: 'Harbor Foods' };
const empty = newForm({
  orderDate: '2026-11-22',
  billingMode: 'goods',
  engagedBy: 'seller',
  salespersonId: '',
});
const deal = line({
  product: almonds,
  quantity: '100',
  packSize: '25',
  packUnit: 'lb',
  price: '4.10',
  priceUnit: 'lb',
  commissionPrice: '5',
});

test('live totals: goods, commission, packages and weight by unit', () => {
  const inKilograms = line({ quantity: '10', packSize: '5', packUnit: 'kg', price: '2', priceUnit: 'kg' });
  expect(totalsOf([deal, inKilograms, blankLine()])).toEqual({
    goods: '10350.00',
    commission: '512.50',
    packages: '110',
    weights: [
      ['lb', '2500'],
      ['kg', '50'],
    ],
    lines: 2,
  });
});

test('half-typed numbers count nothing and break nothing', () => {
  const typing = line({ ...deal, quantity: '1e5', price: '4.1x' });
  const withComma = line({ ...deal, quantity: '4,5', price: '4,10' });
  expect(totalsOf([typing, withComma])).toMatchObject({ goods: '0.00', commission: '0.00', packages: '0' });
});

test.each([
  ['$5', 'percent', undefined],
  ['5%', 'percent', '5'],
  ['$5', 'flat', '5'],
  ['5%', 'flat', undefined],
] as const)(
  'a commission of %s in %s is sent as %s, or refused beside its field',
  (typed, commission, sent) => {
    const form = { ...empty, seller, buyer, lines: [line({ ...deal, commissionPrice: typed, commission })] };
    const wire = toCreate(form);
    if (sent === undefined) expect(wire).toHaveProperty('errors');
    else expect(wire).toHaveProperty('body.lines.0.commissionPrice', sent);
    expect(totalsOf(form.lines).commission === '0.00').toBe(sent === undefined);
  },
);

test('a new line takes over how the load is priced, and is still blank', () => {
  const next = blankLine(deal);
  expect(next).toMatchObject({ priceUnit: 'lb', commissionPrice: '5', quantity: '', product: null });
  expect(isBlankLine(next)).toBe(true);
  expect(isBlankLine({ ...next, size: '40/50' })).toBe(false);
});

test('a new order is sent without blank lines, and leaves the terms to the buyer’s account', () => {
  const wire = toCreate({ ...empty, seller, buyer, lines: [deal, blankLine(deal)] });
  expect(wire).toMatchObject({
    body: {
      sellerId: seller.id,
      buyerId: buyer.id,
      poNumber: null,
      paymentTermsId: undefined,
      lines: [
        {
          productId: almonds.id,
          quantity: '100',
          price: '4.1',
          commissionBasis: 'percent',
          commissionUnit: null,
        },
      ],
    },
  });
});

test('a commission per weight is sent as basis and unit', () => {
  const wire = toCreate({ ...empty, lines: [{ ...deal, commission: 'cwt', commissionPrice: '0.75' }] });
  expect(wire).toMatchObject({
    body: { lines: [{ commissionBasis: 'per_weight', commissionUnit: 'cwt', commissionPrice: '0.75' }] },
  });
});

test('what the API would refuse is found before, by line and field', () => {
  const wrong = line({ productText: 'Dragon fruit', quantity: '1.234', price: '3' });
  const wire = toCreate({ ...empty, orderDate: '0206-01-01', lines: [blankLine(), wrong] });
  const errors = 'errors' in wire ? wire.errors : new Map();
  expect(errors.get('orderDate')).toBe('must lie between the years 1900 and 2200');
  expect(errors.get(`${wrong.key}.product`)).toBe('must be chosen');
  expect(errors.get(`${wrong.key}.quantity`)).toBe('must have at most 2 decimals');
});

test('the paths of a refusal name the lines that were sent, not those on screen', () => {
  const form = { ...empty, lines: [blankLine(), deal] };
  const errors = toFormErrors(
    new Map([
      ['lines.0.unitPrice', 'would be too large'],
      ['sellerId', 'is not a seller'],
    ]),
    form,
  );
  expect([...errors]).toEqual([
    [`${deal.key}.price`, 'would be too large'],
    ['seller', 'is not a seller'],
  ]);
});

test('a change sends what changed and nothing else', () => {
  const base = { ...empty, seller, buyer, paymentTermsId: '', lines: [deal] };
  expect(toUpdate({ ...base, poNumber: 'PO-1' }, base)).toEqual({ body: { poNumber: 'PO-1' } });
  expect(isChanged(base, base)).toBe(false);
  // The same number written otherwise is another text to the API, but a label with a hint is the same account.
  expect(isChanged({ ...base, seller: { ...seller, hint: 'Visalia' } }, base)).toBe(false);
});

test('what a binding order needs', () => {
  expect([...listMissing(empty).keys()]).toEqual(['seller', 'buyer', 'lines']);
  const unpriced = line({ product: almonds, quantity: '5' });
  const unweighed = line({ product: almonds, quantity: '5', price: '2', priceUnit: 'lb' });
  const form = { ...empty, seller, buyer: seller, lines: [deal, unpriced, unweighed] };
  expect([...listMissing(form).keys()]).toEqual([
    'buyer',
    `${unpriced.key}.price`,
    `${unweighed.key}.packSize`,
  ]);
});

test('a stored order and back again changes nothing', () => {
  const order = {
    seller: { id: seller.id, name: seller.label },
    buyer: null,
    orderDate: '2026-11-22',
    shipDate: null,
    billingMode: 'goods',
    engagedBy: 'both',
    lines: [
      {
        id: '019a0000-0000-7000-8000-0000000000cc',
        product: { id: almonds.id, name: 'Almonds', variety: 'Nonpareil', grade: null },
        quantity: '100.00',
        price: '4.10',
        priceUnit: 'cwt',
        packSize: '25',
        packUnit: 'lb',
        commissionBasis: 'per_weight',
        commissionUnit: 'ton',
        commissionPrice: '12.50',
      },
    ],
    // Only the fields that the form reads.
  } as unknown as Order;
  const form = toForm(order);
  expect(form.lines[0]).toMatchObject({
    product: { label: 'Almonds Nonpareil' },
    quantity: '100',
    commission: 'ton',
    commissionPrice: '12.5',
  });
  expect(isChanged(form, toForm(order))).toBe(false);
});

test('a flat fee is of one line: the blank one below neither takes it over nor adds it', () => {
  const flat = line({ ...deal, commissionPrice: '50', commission: 'flat' });
  expect(blankLine(flat)).toMatchObject({ commission: 'flat', commissionPrice: '' });
  const leftOver = line({ commissionPrice: '50', commission: 'flat' });
  expect(isBlankLine(leftOver)).toBe(true);
  expect(totalsOf([flat, leftOver]).commission).toBe('50.00');
});

test('the same number typed another way is no change', () => {
  const stored = { ...empty, lines: [line({ ...deal, id: 'a' })] };
  const typed = { ...stored, lines: [line({ ...deal, id: 'a', price: '$04.100', quantity: '100.00' })] };
  expect(isChanged(typed, stored)).toBe(false);
});
