import { describe, expect } from 'vitest';
import { definitions } from '../entities/definitions.ts';
import { testWithBooks } from './clients.ts';
import { salesBody } from './samples.ts';

const test = testWithBooks();

const allNull = (fields: object) => Object.fromEntries(Object.keys(fields).map((name) => [name, null]));

describe('null', () => {
  test('for everything that need not be there is nothing at all', async ({ books }) => {
    for (const type of [
      'Customer',
      'Vendor',
      'Item',
      'Invoice',
      'Estimate',
      'CreditMemo',
      'Payment',
    ] as const) {
      const needed: Record<string, unknown> = {
        ...(type === 'Customer' && { DisplayName: 'Null Customer' }),
        ...(type === 'Vendor' && { DisplayName: 'Null Vendor' }),
        ...(type === 'Item' && { Name: 'Null', Type: 'Category' }),
        ...(type === 'Payment' && { CustomerRef: { value: books.seeded('Customer') }, TotalAmt: 1 }),
        ...(['Invoice', 'Estimate', 'CreditMemo'].includes(type) && salesBody(books)),
      };
      const {
        Id: _a,
        SyncToken: _b,
        MetaData: _c,
        DocNumber: _d,
        ...plain
      } = await books.post(type, {
        ...needed,
        ...(type !== 'Payment' && { Active: null }),
      });
      const other = { ...needed, ...('DisplayName' in needed && { DisplayName: `${type} of nulls` }) };
      const body = {
        ...allNull(definitions[type].fields),
        ...other,
        ...(type === 'Item' && { Name: 'Nulls' }),
      };
      const {
        Id,
        SyncToken: _f,
        MetaData: _g,
        DocNumber: _h,
        ...withNulls
      } = await books.post(type, {
        ...body,
        Id: null,
        SyncToken: null,
        MetaData: null,
      });
      const names = { DisplayName: 0, FullyQualifiedName: 0, Name: 0 };
      expect([type, { ...withNulls, ...names }]).toEqual([type, { ...plain, ...names }]);
      expect(Id).toMatch(/^\d+$/);
    }
  });
});

describe('unknown fields', () => {
  test('are ignored, or 2010 by their knob', async ({ books }) => {
    const body = { DisplayName: 'Fig', Colour: 'purple', BillAddr: { City: 'Fresno', Planet: 'Earth' } };
    const made = await books.post('Customer', body);
    expect(made).toMatchObject({ BillAddr: { City: 'Fresno' } });
    expect(JSON.stringify(made)).not.toMatch(/purple|Earth/);
    await books.turn({ unknownFields: '2010' });
    expect(await books.refused('Customer', { ...body, DisplayName: 'Fig 2' })).toMatchObject({
      code: '2010',
    });
    const inside = { DisplayName: 'Fig 2', BillAddr: { Planet: 'Earth' } };
    expect(await books.refused('Customer', inside)).toMatchObject({
      code: '2010',
      element: 'BillAddr.Planet',
    });
  });

  test('named like what every object of the language has are unknown as well', async ({ books }) => {
    const body = '{"DisplayName":"Fig","__proto__":{"Active":false},"constructor":1,"toString":null}';
    expect(await books.post('Customer', body)).toMatchObject({ DisplayName: 'Fig', Active: true });
  });
});
