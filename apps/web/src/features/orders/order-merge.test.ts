import { expect, test } from 'vitest';
import { blankLine, type LineForm, newForm, type OrderForm } from './order-form.ts';
import { applyChoices, mergeOrders } from './order-merge.ts';

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
      lineNo: undefined,
      before: 'PO-1',
      mine: 'PO-mine',
      theirs: 'PO-theirs',
    },
    { path: 'b.price', field: 'price', lineNo: 2, before: '4.10', mine: '5', theirs: '6' },
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
  expect(merge.conflicts).toMatchObject([{ path: 'a', field: 'line', lineNo: 1, theirs: null }]);
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
  expect(merge.conflicts).toMatchObject([{ field: 'price', mine: '3.00', theirs: '9.99' }]);
  const priceOf = (form: OrderForm) => form.lines.find(({ id }) => id === 'c')?.price;
  expect(priceOf(applyChoices(merge, theirs, () => true))).toBe('9.99');
  expect(priceOf(applyChoices(merge, theirs, () => false))).toBe('3.00');
});
