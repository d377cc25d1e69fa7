import { describe, expect, test } from 'vitest';
import { blankLine, newForm } from './order-form.ts';
import { createOrderFormStore } from './order-form-store.ts';

function storeOf(...lines: ReturnType<typeof blankLine>[]) {
  const head = newForm({
    orderDate: '2026-11-23',
    billingMode: 'commission',
    engagedBy: 'seller',
    salespersonId: '',
  });
  return createOrderFormStore({ ...head, lines });
}

describe('pasting', () => {
  test('the way back takes the pasted lines and nothing that was typed elsewhere since', () => {
    const [first, second] = [
      { ...blankLine(), quantity: '7' },
      { ...blankLine(), quantity: '8' },
    ];
    const store = storeOf(first, second);
    const { keys, undo } = store.paste(second.key, [{ quantity: '1' }, { quantity: '2' }]);
    expect(store.get().lines.map(({ quantity }) => quantity)).toEqual(['7', '1', '2']);
    expect(keys).toEqual([second.key, store.get().lines[2]?.key]);

    store.setHeader('poNumber', 'PO 12');
    store.setLine(first.key, { price: '4.10' });
    const added = store.addLine();
    store.setLine(added, { quantity: '3' });
    undo();
    expect(store.get().poNumber).toBe('PO 12');
    expect(store.get().lines.map(({ quantity, price }) => [quantity, price])).toEqual([
      ['7', '4.10'],
      ['8', ''],
      ['3', ''],
    ]);
  });

  test('a product that is pasted over another one does not keep its package and weight', () => {
    const line = {
      ...blankLine(),
      product: { id: 'almonds', label: 'Almonds' },
      packSize: '25',
      packUnit: 'lb' as const,
      actualWeight: '2480',
      price: '4.10',
    };
    const store = storeOf(line);
    store.paste(line.key, [{ productText: 'WAL-CH', quantity: '77' }]);
    expect(store.get().lines[0]).toMatchObject({
      product: null,
      productText: 'WAL-CH',
      quantity: '77',
      packSize: '',
      packUnit: '',
      actualWeight: '',
      price: '4.10',
    });
    store.paste(line.key, [{ packSize: '50', quantity: '78' }]);
    expect(store.get().lines[0]).toMatchObject({ productText: 'WAL-CH', packSize: '50' });
  });

  test('a pasted line that was removed stays removed; an order keeps at least one line', () => {
    const only = { ...blankLine(), quantity: '7' };
    const store = storeOf(only);
    const { keys, undo } = store.paste(only.key, [{ quantity: '1' }, { quantity: '2' }]);
    store.removeLine(only.key);
    undo();
    expect(store.get().lines).toHaveLength(1);
    expect(keys).not.toContain(store.get().lines[0]?.key);
    expect(store.get().lines[0]).toMatchObject({ quantity: '' });
  });
});
