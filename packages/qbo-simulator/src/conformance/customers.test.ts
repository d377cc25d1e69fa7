import { describe, expect } from 'vitest';
import { testWithBooks } from './clients.ts';
import { paymentBody, salesBody } from './samples.ts';

const test = testWithBooks();

describe('creating', () => {
  test('fills in what was not said', async ({ books }) => {
    const made = await books.ask((done) =>
      books.qbo.createCustomer({ DisplayName: 'Orchard & Söhne 🍐' }, done),
    );
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d-08:00$/);
    expect(made).toMatchObject({
      Id: expect.stringMatching(/^\d+$/),
      SyncToken: '0',
      DisplayName: 'Orchard & Söhne 🍐',
      FullyQualifiedName: 'Orchard & Söhne 🍐',
      Active: true,
      Balance: 0,
      Job: false,
      domain: 'QBO',
      sparse: false,
      MetaData: { CreateTime: time, LastUpdatedTime: time },
    });
    expect(await books.ask((done) => books.qbo.getCustomer(made.Id, done))).toEqual(made);
  });

  test('puts the display name together from the parts', async ({ books }) => {
    const made = await books.post('Customer', {
      Title: 'Dr.',
      GivenName: 'Ana',
      MiddleName: 'M.',
      FamilyName: 'Ruiz',
      Suffix: 'Jr.',
    });
    expect(made.DisplayName).toBe('Dr. Ana M. Ruiz Jr.');
    expect(await books.refused('Customer', { GivenName: 'Ana', Suffix: ':' })).toMatchObject({
      code: '6000',
    });
  });

  for (const [title, body] of [
    ['nothing', {}],
    ['blanks', { DisplayName: '   ', GivenName: '' }],
    ['null', { DisplayName: null }],
  ] as const) {
    test(`without a name (${title}) is 6080`, async ({ books }) => {
      expect(await books.refused('Customer', body)).toMatchObject({ status: 400, code: '6080' });
      expect(await books.refused('Vendor', body)).toMatchObject({ status: 400, code: '6080' });
    });
  }

  for (const sign of [':', '\t', '\n']) {
    test(`with ${JSON.stringify(sign)} in the name is 6000, or 2050 by its knob`, async ({ books }) => {
      const body = { DisplayName: `Fig${sign}Co` };
      expect(await books.refused('Customer', body)).toMatchObject({ code: '6000', element: 'DisplayName' });
      await books.turn({ nameSignCode: '2050' });
      expect(await books.refused('Vendor', body)).toMatchObject({ code: '2050', element: 'DisplayName' });
    });
  }

  test('holds every text to its length', async ({ books }) => {
    const lengths = {
      DisplayName: 500,
      GivenName: 100,
      MiddleName: 100,
      FamilyName: 100,
      Title: 16,
      Suffix: 16,
      CompanyName: 100,
    };
    for (const [field, length] of Object.entries(lengths)) {
      const named = { DisplayName: `By ${field}` };
      const long = { ...named, [field]: 'x'.repeat(length + 1) };
      expect(await books.refused('Customer', long)).toMatchObject({ code: '2050', element: field });
      await books.post('Customer', { ...named, [field]: 'x'.repeat(length) });
    }
  });

  test('wants an address that looks like x@y.z, of at most 100 characters', async ({ books }) => {
    for (const bad of ['nobody', 'a@b', 'a b@c.example', '@c.example']) {
      const body = { DisplayName: 'Mail', PrimaryEmailAddr: { Address: bad } };
      expect(await books.refused('Customer', body)).toMatchObject({ code: '6000' });
    }
    const long = { DisplayName: 'Mail', PrimaryEmailAddr: { Address: `${'a'.repeat(95)}@b.cde` } };
    expect(await books.refused('Customer', long)).toMatchObject({ code: '2050' });
    const good = { DisplayName: 'Mail', PrimaryEmailAddr: { Address: "o'neil+pears@b.example" } };
    expect(await books.post('Customer', good)).toMatchObject(good);
  });

  test('refuses references to nothing and to what is switched off', async ({ books }) => {
    const body = { DisplayName: 'Terms', SalesTermRef: { value: '999' } };
    expect(await books.refused('Customer', body)).toMatchObject({ code: '2500' });
    const term = books.seeded('Term');
    await books.user('inactivate', { entity: 'Term', id: term });
    expect(
      await books.refused('Customer', { DisplayName: 'Terms', SalesTermRef: { value: term } }),
    ).toMatchObject({ code: '2500' });
  });
});

describe('one name', () => {
  test('belongs to one customer, vendor or employee, whatever its case and the blanks around it', async ({
    books,
  }) => {
    const made = await books.ask((done) => books.qbo.createCustomer({ DisplayName: 'Fig & Co' }, done));
    const taken = { status: 400, code: '6240', detail: expect.stringContaining(`Id=${made.Id}`) };
    expect(
      await books.refuses((done) => books.qbo.createCustomer({ DisplayName: 'FIG & CO' }, done)),
    ).toMatchObject(taken);
    expect(
      await books.refuses((done) => books.qbo.createVendor({ DisplayName: ' Fig & Co ' }, done)),
    ).toMatchObject(taken);
    expect(await books.refused('Employee', { DisplayName: 'fig & co' })).toMatchObject(taken);
    const vendor = await books.post('Vendor', { DisplayName: 'Date Growers' });
    const rename = { Id: made.Id, SyncToken: '0', sparse: true, DisplayName: 'date growers' };
    expect(await books.refused('Customer', rename)).toMatchObject({
      code: '6240',
      detail: expect.stringContaining(`Id=${vendor.Id}`),
    });
  });

  test('may be written in another way by its owner', async ({ books }) => {
    const made = await books.post('Customer', { DisplayName: 'Fig & Co' });
    expect(await books.sparse('Customer', made.Id, { DisplayName: 'FIG & Co' })).toMatchObject({
      DisplayName: 'FIG & Co',
      SyncToken: '1',
    });
  });

  test('becomes free when its owner is switched off, who keeps it with " (deleted)"', async ({ books }) => {
    const first = await books.post('Customer', { DisplayName: 'Fig & Co' });
    expect(await books.sparse('Customer', first.Id, { Active: false })).toMatchObject({
      Active: false,
      DisplayName: 'Fig & Co (deleted)',
      FullyQualifiedName: 'Fig & Co (deleted)',
    });
    const second = await books.post('Vendor', { DisplayName: 'Fig & Co' });
    expect(await books.refused('Vendor', { DisplayName: 'fig & co (Deleted)' })).toMatchObject({
      code: '6240',
    });
    const back = { Id: first.Id, SyncToken: '1', sparse: true, Active: true };
    expect(await books.refused('Customer', back)).toMatchObject({
      code: '6240',
      detail: expect.stringContaining(`Id=${second.Id}`),
    });
    await books.sparse('Vendor', second.Id, { DisplayName: 'Vendor Fig' });
    expect(await books.post('Customer', back)).toMatchObject({ Active: true, DisplayName: 'Fig & Co' });
  });

  test('that is taken even with " (deleted)" gets a number, or is 6240 by its knob', async ({ books }) => {
    const made = [];
    for (let n = 0; n < 4; n += 1) {
      const { Id } = await books.post('Customer', { DisplayName: 'Fig & Co' });
      made.push(Id);
      if (n === 3) await books.turn({ deletedNameTaken: '6240' });
      if (n < 3) await books.sparse('Customer', Id, { Active: false });
    }
    const names = await Promise.all(made.map((id) => books.read('Customer', id)));
    expect(names.map(({ DisplayName }) => DisplayName)).toEqual([
      'Fig & Co (deleted)',
      'Fig & Co (deleted) (2)',
      'Fig & Co (deleted) (3)',
      'Fig & Co',
    ]);
    const last = { Id: made[3], SyncToken: '0', sparse: true, Active: false };
    expect(await books.refused('Customer', last)).toMatchObject({ code: '6240' });
  });

  test('of 500 characters survives being switched off and on', async ({ books }) => {
    const { Id } = await books.post('Customer', { DisplayName: 'x'.repeat(500) });
    await books.sparse('Customer', Id, { Active: false });
    expect(await books.sparse('Customer', Id, { Active: true })).toMatchObject({
      DisplayName: 'x'.repeat(500),
    });
  });
});

describe('a switched-off customer', () => {
  test('still answers by id, cannot be used in anything new, and keeps what it has', async ({ books }) => {
    const { Id } = await books.post('Customer', { DisplayName: 'Fig & Co' });
    const invoice = await books.post('Invoice', salesBody(books, { CustomerRef: { value: Id } }));
    await books.post('Payment', paymentBody(Id, 100, [{ id: invoice.Id, amount: 100 }]));
    await books.sparse('Customer', Id, { Active: false });
    expect(await books.read('Customer', Id)).toMatchObject({ Active: false });
    for (const type of ['Invoice', 'Estimate', 'CreditMemo']) {
      const body = salesBody(books, { CustomerRef: { value: Id } });
      expect(await books.refused(type, body)).toMatchObject({ code: '2500' });
    }
    expect(await books.refused('Payment', paymentBody(Id, 1))).toMatchObject({ code: '2500' });
    expect(await books.sparse('Invoice', invoice.Id, { PrivateNote: 'still here' })).toMatchObject({
      PrivateNote: 'still here',
    });
  });

  test('can be switched on or have its addresses changed, and nothing else', async ({ books }) => {
    const { Id } = await books.post('Customer', { DisplayName: 'Fig & Co', Notes: 'old' });
    const off = await books.sparse('Customer', Id, { Active: false });
    const rename = { Id, SyncToken: '1', sparse: true, DisplayName: 'Other' };
    expect(await books.refused('Customer', rename)).toMatchObject({ status: 400, code: '610' });
    expect(await books.sparse('Customer', Id, { Notes: 'new' })).toMatchObject({ Notes: 'new' });
    // As a client does that reads, changes one field, and sends everything back.
    const whole = { ...off, SyncToken: '2', Notes: 'newer' };
    expect(await books.ask((done) => books.qbo.updateCustomer(whole, done))).toMatchObject({
      Notes: 'newer',
      Active: false,
      DisplayName: 'Fig & Co (deleted)',
    });
  });

  test('needs a balance of nothing, or the knob that allows another', async ({ books }) => {
    const customer = books.seeded('Customer');
    await books.post('Invoice', salesBody(books));
    const off = { Id: customer, SyncToken: '0', sparse: true, Active: false };
    expect(await books.refused('Customer', off)).toMatchObject({ code: '6000' });
    await books.turn({ inactivateWithBalance: 'allowed' });
    expect(await books.post('Customer', off)).toMatchObject({ Active: false, Balance: 100 });
  });
});

describe('a sub-customer', () => {
  test('carries the name of its parent, and its balance counts there as well', async ({ books }) => {
    const parent = await books.post('Customer', { DisplayName: 'Market' });
    const child = await books.post('Customer', {
      DisplayName: 'Dock 4',
      Job: true,
      ParentRef: { value: parent.Id },
    });
    expect(child).toMatchObject({ FullyQualifiedName: 'Market:Dock 4', Level: 1, Job: true });
    await books.post('Invoice', salesBody(books, { CustomerRef: { value: child.Id } }));
    expect(await books.read('Customer', parent.Id)).toMatchObject({ Balance: 0, BalanceWithJobs: 100 });
    await books.sparse('Customer', parent.Id, { DisplayName: 'Big Market' });
    expect(await books.read('Customer', child.Id)).toMatchObject({
      FullyQualifiedName: 'Big Market:Dock 4',
      Balance: 100,
    });
    expect(await books.brokenInvariants()).toEqual([]);
  });

  test('cannot be its own ancestor, nor more than four levels down, even when a whole branch moves', async ({
    books,
  }) => {
    const ids: string[] = [];
    for (let level = 0; level < 5; level += 1) {
      const parent = ids.at(-1);
      const body = { DisplayName: `Level ${level}`, ...(parent && { ParentRef: { value: parent } }) };
      ids.push((await books.post('Customer', body)).Id);
    }
    const [top = '', , , , bottom = ''] = ids;
    const below = { DisplayName: 'Level 5', ParentRef: { value: bottom } };
    expect(await books.refused('Customer', below)).toMatchObject({ code: '6000' });
    const loop = { Id: top, SyncToken: '0', sparse: true, ParentRef: { value: bottom } };
    expect(await books.refused('Customer', loop)).toMatchObject({ code: '6000' });
    const other = await books.post('Customer', { DisplayName: 'Other' });
    const deeper = { Id: top, SyncToken: '0', sparse: true, ParentRef: { value: other.Id } };
    expect(await books.refused('Customer', deeper)).toMatchObject({ code: '6000' });
    await books.post('Invoice', salesBody(books, { CustomerRef: { value: bottom } }));
    expect(await books.read('Customer', top)).toMatchObject({ BalanceWithJobs: 100 });
    expect(await books.brokenInvariants()).toEqual([]);
  });

  test('shows its new level when its branch moves', async ({ books }) => {
    const make = (name: string, parent?: string) =>
      books.post('Customer', { DisplayName: name, ...(parent && { ParentRef: { value: parent } }) });
    const root = await make('Root');
    const branch = await make('Branch');
    const leaf = await make('Leaf', branch.Id);
    await books.sparse('Customer', branch.Id, { ParentRef: { value: root.Id } });
    expect(await books.read('Customer', leaf.Id)).toMatchObject({
      FullyQualifiedName: 'Root:Branch:Leaf',
      Level: 2,
    });
  });
});
