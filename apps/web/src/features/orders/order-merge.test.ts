import { expect, test } from 'vitest';
import { blankLine, type LineForm, newForm, type OrderForm } from './order-form.ts';
import { applyChoices, isSameOrder, mergeOrders } from './order-merge.ts';

const stored = (id: string, change: Partial<LineForm> = {}): LineForm => ({
  ...blankLine(),
  key: id,
  id,
  product: { id: 'almonds', label: 'Almonds' },
  quantity: '100',
  price: '4.10',
  ...change,
});
const base: OrderForm = {
  ...newForm({ orderDate: '2026-11-22', billingMode: 'goods', engagedBy: 'seller', salespersonId: '' }),
  poNumber: 'PO-1',
  lines: [stored('a'), stored('b')],
};
const withLine = (form: OrderForm, id: string, change: Partial<LineForm>): OrderForm => ({
  ...form,
  lines: form.lines.map((line) => (line.id === id ? { ...line, ...change } : line)),
});

test('what only one side changed is taken from that side', () => {
  const mine = withLine({ ...base, poNumber: 'PO-mine' }, 'a', { quantity: '120' });
  const theirs = withLine({ ...base, memo: 'theirs' }, 'a', { price: '4.20' });

  const { merged, conflicts, taken } = mergeOrders(base, mine, theirs);

  expect(conflicts).toEqual([]);
  expect(taken).toBe(2);
  expect(merged).toMatchObject({ poNumber: 'PO-mine', memo: 'theirs' });
  expect(merged.lines[0]).toMatchObject({ quantity: '120', price: '4.20' });
});

test('the same change on both sides is no conflict', () => {
  const both = { ...base, poNumber: 'PO-2', seller: { id: 's', label: 'Alder' } };
  const { conflicts } = mergeOrders(base, both, {
    ...both,
    seller: { id: 's', label: 'Alder', hint: 'Visalia' },
  });
  expect(conflicts).toEqual([]);
});

test('a field that both changed is asked about, and the choice holds', () => {
  const mine = withLine({ ...base, poNumber: 'PO-mine' }, 'b', { price: '5' });
  const theirs = withLine({ ...base, poNumber: 'PO-theirs' }, 'b', { price: '6' });

  const merge = mergeOrders(base, mine, theirs);

  expect(merge.conflicts).toEqual([
    {
      path: 'poNumber',
      field: 'poNumber',
      line: undefined,
      before: { poNumber: 'PO-1' },
      mine: { poNumber: 'PO-mine' },
      theirs: { poNumber: 'PO-theirs' },
    },
    {
      path: 'b.price',
      field: 'price',
      line: { key: 'b', no: 2 },
      before: { price: '4.10', priceUnit: 'package' },
      mine: { price: '5', priceUnit: 'package' },
      theirs: { price: '6', priceUnit: 'package' },
    },
  ]);
  const chosen = applyChoices(merge, theirs, (path) => path === 'b.price');
  expect(chosen.poNumber).toBe('PO-mine');
  expect(chosen.lines[1]?.price).toBe('6');
});

test('lines that both added are all there, and a blank one stays last', () => {
  const mine = { ...base, lines: [...base.lines, { ...blankLine(), quantity: '7' }, blankLine()] };
  const theirs = { ...base, lines: [...base.lines, stored('c', { quantity: '8' })] };

  const { merged } = mergeOrders(base, mine, theirs);

  expect(merged.lines.map((line) => line.quantity)).toEqual(['100', '100', '7', '8', '']);
});

test('a line they removed goes when I left it alone, and is asked about when I did not', () => {
  const theirs = { ...base, lines: [stored('b')] };
  expect(mergeOrders(base, base, theirs).merged.lines.map(({ id }) => id)).toEqual(['b']);

  const mine = withLine(base, 'a', { quantity: '99' });
  const merge = mergeOrders(base, mine, theirs);
  expect(merge.conflicts).toMatchObject([{ path: 'a', field: 'line', line: { no: 1 }, theirs: null }]);
  // Kept, it is written as a new line: the old one is gone.
  expect(merge.merged.lines[0]).toMatchObject({ id: undefined, quantity: '99' });
  expect(applyChoices(merge, theirs, () => true).lines.map(({ key }) => key)).toEqual(['b']);
});

test('a line I removed and they changed is asked about, and can come back', () => {
  const mine = { ...base, lines: [stored('b')] };
  const theirs = withLine(base, 'a', { price: '9' });

  const merge = mergeOrders(base, mine, theirs);

  expect(merge.conflicts).toMatchObject([{ path: 'a', field: 'line', mine: null }]);
  expect(merge.merged.lines.map(({ id }) => id)).toEqual(['b']);
  expect(applyChoices(merge, theirs, () => true).lines.map(({ id }) => id)).toEqual(['b', 'a']);
});

test('the choice holds for a line that was added and stored on this screen, whose name here is not its id', () => {
  const added = { ...stored('c'), key: 'a name on this screen' };
  const before = { ...base, lines: [...base.lines, added] };
  const mine = withLine(before, 'c', { price: '3.00' });
  const theirs = { ...base, lines: [...base.lines, stored('c', { price: '9.99' })] };

  const merge = mergeOrders(before, mine, theirs);
  expect(merge.conflicts).toMatchObject([
    { field: 'price', mine: { price: '3.00' }, theirs: { price: '9.99' } },
  ]);
  const priceOf = (form: OrderForm) => form.lines.find(({ id }) => id === 'c')?.price;
  expect(priceOf(applyChoices(merge, theirs, () => true))).toBe('9.99');
  expect(priceOf(applyChoices(merge, theirs, () => false))).toBe('3.00');
});

test('a price and its unit are decided together', () => {
  const lb = withLine(base, 'a', { priceUnit: 'lb' });
  const mine = withLine(lb, 'a', { price: '4.20' });
  const theirs = withLine(lb, 'a', { price: '102.50', priceUnit: 'package' });

  const merge = mergeOrders(lb, mine, theirs);
  expect(merge.conflicts).toMatchObject([
    {
      path: 'a.price',
      mine: { price: '4.20', priceUnit: 'lb' },
      theirs: { price: '102.50', priceUnit: 'package' },
    },
  ]);
  expect(merge.merged.lines[0]).toMatchObject({ price: '4.20', priceUnit: 'lb' });
  expect(applyChoices(merge, theirs, () => true).lines[0]).toMatchObject({
    price: '102.50',
    priceUnit: 'package',
  });

  // Only the unit there and only the price here: still one thing.
  expect(mergeOrders(lb, mine, withLine(lb, 'a', { priceUnit: 'cwt' })).conflicts).toHaveLength(1);
});

test('a line of mine that was stored, its answer lost, is not written twice', () => {
  const mine = {
    ...base,
    lines: [
      ...base.lines,
      { ...stored('x', { quantity: '1,200', price: '4.2' }), id: undefined },
      blankLine(),
    ],
  };
  const theirs = { ...base, lines: [...base.lines, stored('c', { quantity: '1200', price: '4.20' })] };

  const { merged, conflicts, taken } = mergeOrders(base, mine, theirs);

  expect(conflicts).toEqual([]);
  expect(taken).toBe(0);
  expect(merged.lines.map(({ id }) => id)).toEqual(['a', 'b', 'c', undefined]);
  expect(isSameOrder(merged, theirs)).toBe(true);

  // Two equal lines of mine are two lines, of which one was stored.
  const twice = { ...mine, lines: [...mine.lines, { ...mine.lines[2], key: 'y' } as LineForm] };
  expect(mergeOrders(base, twice, theirs).merged.lines.map(({ id }) => id)).toEqual([
    'a',
    'b',
    'c',
    undefined,
    undefined,
  ]);
});

test('orders are the same when they say the same', () => {
  expect(isSameOrder(base, withLine(base, 'a', { price: '4.1' }))).toBe(true);
  expect(isSameOrder(base, withLine(base, 'a', { price: '4.11' }))).toBe(false);
  expect(isSameOrder(base, { ...base, lines: [stored('a')] })).toBe(false);
  expect(isSameOrder(base, { ...base, memo: 'x' })).toBe(false);
});

test('how many there are and what they weigh are decided together', () => {
  const mine = withLine(base, 'a', { quantity: '50' });
  const theirs = withLine(base, 'a', { actualWeight: '980' });
  expect(mergeOrders(base, mine, theirs).conflicts).toMatchObject([
    { path: 'a.quantity', mine: { quantity: '50' }, theirs: { quantity: '100', actualWeight: '980' } },
  ]);
});
