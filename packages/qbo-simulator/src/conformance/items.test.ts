import { describe, expect } from 'vitest';
import { testWithBooks } from './clients.ts';
import { salesBody, salesLine } from './samples.ts';

const test = testWithBooks();

describe('an item', () => {
  test('needs a name and a type that is known', async ({ books }) => {
    const account = { IncomeAccountRef: { value: books.seededNamed('Account', 'Sales of Product Income') } };
    for (const [change, code, element] of [
      [{ Type: 'Service' }, '2020', 'Name'],
      [{ Type: 'Service', Name: '   ' }, '2020', 'Name'],
      [{ Name: 'Figs' }, '2020', 'Type'],
      [{ Name: 'Figs', Type: 'Fruit' }, '2170', 'Type'],
      [{ Name: 'Figs', Type: 'service' }, '2170', 'Type'],
      [{ Name: 'x'.repeat(101), Type: 'Service' }, '2050', 'Name'],
      [{ Name: 'Figs:Dried', Type: 'Service' }, '6000', 'Name'],
      [{ Name: 'Figs\tDried', Type: 'Service' }, '6000', 'Name'],
      [{ Name: 'Figs', Type: 'Service', Sku: 'x'.repeat(101) }, '2050', 'Sku'],
      [{ Name: 'Figs', Type: 'Service', Description: 'x'.repeat(4001) }, '2050', 'Description'],
      [{ Name: 'Figs', Type: 'Service', PurchaseDesc: 'x'.repeat(1001) }, '2050', 'PurchaseDesc'],
    ] as const) {
      expect(await books.refused('Item', { ...account, ...change })).toMatchObject({ code, element });
    }
    for (const Type of ['Service', 'NonInventory', 'Category', 'Group']) {
      expect(await books.post('Item', { ...account, Name: `A ${Type}`, Type })).toMatchObject({
        FullyQualifiedName: `A ${Type}`,
        Active: true,
      });
    }
    for (const Type of ['NonInventory', 'Category', 'Group'])
      expect(await books.post('Item', { Name: `Bare ${Type}`, Type })).toMatchObject({ Type });
  });

  test('that is sold needs an income account, which is never number 1', async ({ books }) => {
    const body = { Name: 'Figs', Type: 'Service' };
    expect(await books.refuses((done) => books.qbo.createItem({ ...body }, done))).toMatchObject({
      code: '2020',
      element: 'IncomeAccountRef',
    });
    const builtIn = { ...body, IncomeAccountRef: { value: '1' } };
    expect(await books.refuses((done) => books.qbo.createItem(builtIn, done))).toMatchObject({
      code: '2500',
    });
    const bank = { ...body, IncomeAccountRef: { value: books.seededNamed('Account', 'Checking') } };
    expect(await books.refuses((done) => books.qbo.createItem(bank, done))).toMatchObject({ code: '6000' });
    const good = {
      ...body,
      IncomeAccountRef: { value: books.seededNamed('Account', 'Sales of Product Income') },
    };
    expect(await books.ask((done) => books.qbo.createItem(good, done))).toMatchObject({
      SyncToken: '0',
      UnitPrice: 0,
      IncomeAccountRef: { name: 'Sales of Product Income' },
    });
  });

  test('of inventory needs its accounts, its stock and the feature', async ({ books }) => {
    const whole = {
      Name: 'Boxes',
      Type: 'Inventory',
      IncomeAccountRef: { value: books.seededNamed('Account', 'Sales of Product Income') },
      ExpenseAccountRef: { value: books.seededNamed('Account', 'Cost of Goods Sold') },
      AssetAccountRef: { value: books.seededNamed('Account', 'Inventory Asset') },
      InvStartDate: '2026-01-01',
      QtyOnHand: 12,
      TrackQtyOnHand: true,
    };
    for (const field of [
      'IncomeAccountRef',
      'ExpenseAccountRef',
      'AssetAccountRef',
      'InvStartDate',
      'QtyOnHand',
    ]) {
      expect(await books.refused('Item', { ...whole, [field]: null })).toMatchObject({
        code: '2020',
        element: field,
      });
    }
    expect(await books.refused('Item', { ...whole, TrackQtyOnHand: false })).toMatchObject({ code: '6000' });
    for (const field of ['ExpenseAccountRef', 'AssetAccountRef']) {
      const wrong = { ...whole, [field]: { value: books.seededNamed('Account', 'Checking') } };
      expect(await books.refused('Item', wrong)).toMatchObject({ code: '6000', element: field });
    }
    await books.user('setPref', { prefs: { ProductAndServicesPrefs: { QuantityOnHand: false } } });
    expect(await books.refused('Item', whole)).toMatchObject({ code: '5020' });
    await books.user('setPref', { prefs: { ProductAndServicesPrefs: { QuantityOnHand: true } } });
    expect(await books.post('Item', whole)).toMatchObject({ QtyOnHand: 12, InvStartDate: '2026-01-01' });
  });

  test('has its name to itself below one parent, whatever the case', async ({ books }) => {
    const fruit = await books.post('Item', { Name: 'Fruit', Type: 'Category' });
    const nuts = await books.post('Item', { Name: 'Nuts', Type: 'Category' });
    const below = (parent: string, name = 'Dried') => ({
      Name: name,
      Type: 'NonInventory',
      SubItem: true,
      ParentRef: { value: parent },
      IncomeAccountRef: { value: books.seededNamed('Account', 'Sales of Product Income') },
    });
    const made = await books.post('Item', below(fruit.Id));
    expect(made).toMatchObject({ FullyQualifiedName: 'Fruit:Dried', Level: 1 });
    expect(await books.post('Item', below(nuts.Id))).toMatchObject({ FullyQualifiedName: 'Nuts:Dried' });
    expect(await books.refused('Item', below(fruit.Id, ' DRIED '))).toMatchObject({
      code: '6240',
      detail: expect.stringContaining(`Id=${made.Id}`),
    });
    // A customer of that name is of no concern to items.
    await books.post('Customer', { DisplayName: 'Fruit' });
  });

  test('is stored without blanks around its name', async ({ books }) => {
    expect(await books.post('Item', { Name: '  Figs ', Type: 'Category' })).toMatchObject({
      Name: 'Figs',
      FullyQualifiedName: 'Figs',
    });
    expect(await books.post('Term', { Name: ' Net 9', DueDays: 9 })).toMatchObject({ Name: 'Net 9' });
  });

  test('keeps its type', async ({ books }) => {
    const item = books.seeded('Item');
    for (const Type of ['NonInventory', 'Inventory', 'Category']) {
      const change = { Id: item, SyncToken: '0', sparse: true, Type };
      expect(await books.refused('Item', change)).toMatchObject({ code: '6000', element: 'Type' });
    }
  });

  test('that is switched off frees its name, stays in its invoices, and comes back', async ({ books }) => {
    const item = books.seeded('Item');
    const body = salesBody(books, { Line: [salesLine(1, { ItemRef: { value: item } })] });
    const invoice = await books.post('Invoice', body);
    expect(await books.sparse('Item', item, { Active: false })).toMatchObject({
      Name: 'Brokerage commission (deleted)',
      FullyQualifiedName: 'Brokerage commission (deleted)',
    });
    expect(await books.refused('Invoice', body)).toMatchObject({ code: '2500' });
    await books.sparse('Invoice', invoice.Id, {
      Line: [{ ...salesLine(2, { ItemRef: { value: item } }), Id: '1' }],
    });
    const { IncomeAccountRef } = (await books.read('Item', item)) as unknown as { IncomeAccountRef: object };
    const taker = await books.post('Item', {
      Name: 'Brokerage commission',
      Type: 'Service',
      IncomeAccountRef,
    });
    const back = { Id: item, SyncToken: '1', sparse: true, Active: true };
    expect(await books.refused('Item', back)).toMatchObject({ code: '6240' });
    await books.sparse('Item', taker.Id, { Name: 'Other' });
    expect(await books.post('Item', back)).toMatchObject({ Name: 'Brokerage commission' });
  });

  test('whose account changes rewrites history, unless it is told not to', async ({ books }) => {
    const change = () =>
      books.read('Item', books.seeded('Item')).then(({ SyncToken }) => ({
        Id: books.seeded('Item'),
        SyncToken,
        sparse: true,
        IncomeAccountRef: { value: books.seededNamed('Account', 'Sales of Product Income') },
      }));
    await books.post('Item', await change());
    expect((await books.lastCall()).flags).toContain('rewroteHistory');
    await books.post('Item', await change(), { include: 'donotupdateaccountontxns' });
    expect((await books.lastCall()).flags).not.toContain('rewroteHistory');
  });

  test('that is saved with its account, or refused with another one, rewrites nothing; in a batch it does', async ({
    books,
  }) => {
    const item = await books.read('Item', books.seeded('Item'));
    const saved = await books.post('Item', { ...item, Description: 'By the lug' });
    expect((await books.lastCall()).flags).toEqual([]);
    const other = { value: books.seededNamed('Account', 'Sales of Product Income') };
    const change = { ...saved, IncomeAccountRef: other };
    expect(await books.refused('Item', { ...change, SyncToken: '0' })).toMatchObject({ code: '5010' });
    expect((await books.lastCall()).flags).toEqual([]);
    await books.raw('batch', {
      body: { BatchItemRequest: [{ bId: '1', operation: 'update', Item: change }] },
    });
    expect((await books.lastCall()).flags).toEqual(['rewroteHistory']);
  });
});

describe('accounts and terms', () => {
  test('are there, and none that is of use has the id 1', async ({ books }) => {
    const income = books.seededNamed('Account', 'Sales of Product Income');
    expect(await books.ask((done) => books.qbo.getAccount(income, done))).toMatchObject({
      AccountType: 'Income',
      Classification: 'Revenue',
      Active: true,
    });
    expect(await books.whyUnreadable('Account', '1')).toMatchObject({ code: '610' });
  });

  test('an account has a name of its own without : or ", and a type', async ({ books }) => {
    expect(
      await books.ask((done) => books.qbo.createAccount({ Name: 'Claims', AccountType: 'Expense' }, done)),
    ).toMatchObject({ FullyQualifiedName: 'Claims', Classification: 'Expense' });
    for (const [body, code] of [
      [{ Name: 'claims', AccountType: 'Expense' }, '6240'],
      [{ Name: 'Claims: other', AccountType: 'Expense' }, '6000'],
      [{ Name: 'Claims "other"', AccountType: 'Expense' }, '6000'],
      [{ Name: 'x'.repeat(101), AccountType: 'Expense' }, '2050'],
      [{ Name: 'Other', AccountType: 'Spending' }, '2170'],
      [{ Name: 'Other' }, '2020'],
      [{ AccountType: 'Expense' }, '2020'],
    ] as const) {
      expect(await books.refused('Account', body)).toMatchObject({ status: 400, code });
    }
    expect(await books.post('Account', { Name: 'Fees', AccountSubType: 'ServiceFeeIncome' })).toMatchObject({
      AccountType: 'Income',
    });
  });

  test('a term has a name of its own and days', async ({ books }) => {
    const net7 = { Name: 'Net 7', DueDays: 7 };
    expect(await books.ask((done) => books.qbo.createTerm({ ...net7 }, done))).toMatchObject({
      ...net7,
      Type: 'STANDARD',
      Active: true,
    });
    expect(await books.post('Term', { Name: 'The 10th', DayOfMonthDue: 10 })).toMatchObject({
      Type: 'DATE_DRIVEN',
    });
    for (const [body, code] of [
      [net7, '6240'],
      [{ Name: 'Net 8' }, '2020'],
      [{ Name: 'Net 8', DueDays: 1000 }, '2080'],
      [{ Name: 'Net 8', DueDays: 7.5 }, '2080'],
      [{ Name: 'x'.repeat(32), DueDays: 8 }, '2050'],
    ] as const) {
      expect(await books.refused('Term', body)).toMatchObject({ status: 400, code });
    }
  });
});
