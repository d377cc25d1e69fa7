import { describe, expect } from 'vitest';
import { type Books, testWithBooks } from '../conformance/clients.ts';
import { controls } from '../conformance/raw-client.ts';
import { salesBody, salesLine } from '../conformance/samples.ts';
import { createEntity } from '../entities/put.ts';

const test = testWithBooks();

interface ListPage {
  total: number;
  counts: Record<string, number>;
  sums: { currency: string; total: string; balance: string }[];
  rows: { id: string; state: string; data: Record<string, unknown> }[];
}

const list = (books: Books, entity: string, query: Record<string, string> = {}): Promise<ListPage> =>
  books.admin(`list/${books.realmId}/${entity}?${new URLSearchParams(query)}`) as Promise<ListPage>;

const numbers = ({ rows }: ListPage): unknown[] => rows.map(({ data }) => data['DocNumber']);

/** Invoices of 10, 200 and 3000, of two customers, on three days. */
async function threeInvoices(books: Books) {
  const [first = '', second = ''] = [books.seeded('Customer', 0), books.seeded('Customer', 1)];
  const make = (customer: string, amount: number, day: string) =>
    books.post(
      'Invoice',
      salesBody(books, { CustomerRef: { value: customer }, TxnDate: day, Line: [salesLine(amount)] }),
    );
  return [
    await make(first, 200, '2026-01-03'),
    await make(second, 3000, '2026-01-01'),
    await make(first, 10, '2026-01-02'),
  ] as const;
}

describe('a list', () => {
  test('has the newest documents first, with the sums of all of them', async ({ books }) => {
    await threeInvoices(books);
    const page = await list(books, 'Invoice', { limit: '2' });
    expect(numbers(page)).toEqual(['1001', '1003']);
    expect(page).toMatchObject({
      total: 3,
      counts: { open: 3 },
      sums: [{ currency: 'USD', total: '3210', balance: '3210' }],
    });
    expect(numbers(await list(books, 'Invoice', { limit: '2', after: '2' }))).toEqual(['1002']);
  });

  test('is sorted by the size of amounts and the words of names', async ({ books }) => {
    await threeInvoices(books);
    expect(numbers(await list(books, 'Invoice', { sort: 'TotalAmt' }))).toEqual(['1003', '1001', '1002']);
    expect(numbers(await list(books, 'Invoice', { sort: '-TotalAmt' }))).toEqual(['1002', '1001', '1003']);
    const names = (await list(books, 'Customer', { sort: '-DisplayName' })).rows.map(
      ({ data }) => data['DisplayName'],
    );
    expect(names).toEqual(['Ninth Street Market', 'Harbor Lane Grocers', 'Copper Ridge Foods']);
  });

  test('finds rows in which every word occurs somewhere', async ({ books }) => {
    await threeInvoices(books);
    expect(numbers(await list(books, 'Invoice', { q: 'harbor 2026-01-02' }))).toEqual(['1003']);
    expect((await list(books, 'Invoice', { q: 'harbor 3000' })).total).toBe(0);
    expect((await list(books, 'Customer', { q: 'COPPER-ridge-foods.example' })).total).toBe(1);
  });

  test('shows the state of each row, and the rows of a state', async ({ books }) => {
    const [paid, voided, deleted] = await threeInvoices(books);
    const late = await books.post(
      'Invoice',
      salesBody(books, { TxnDate: '2025-11-01', DueDate: '2025-12-01' }),
    );
    await books.user('pay', { invoiceId: paid.Id });
    await books.user('pay', { invoiceId: late.Id, amount: '40' });
    await books.user('void', { entity: 'Invoice', id: voided.Id });
    await books.user('delete', { entity: 'Invoice', id: deleted.Id });
    const all = await list(books, 'Invoice');
    expect(all.total).toBe(3);
    expect(all.counts).toEqual({ paid: 1, voided: 1, deleted: 1, overdue: 1 });
    expect(numbers(await list(books, 'Invoice', { state: 'unpaid' }))).toEqual([late.DocNumber]);
    expect(numbers(await list(books, 'Invoice', { state: 'deleted,voided' }))).toEqual(['1003', '1002']);
    expect((await list(books, 'Payment')).rows.map(({ state }) => state)).toEqual(['applied', 'applied']);
  });

  test('shows the documents of one customer', async ({ books }) => {
    await threeInvoices(books);
    expect(numbers(await list(books, 'Invoice', { party: books.seeded('Customer', 1) }))).toEqual(['1002']);
  });

  test('is right again after every change', async ({ books }) => {
    const [first] = await threeInvoices(books);
    expect((await list(books, 'Invoice')).sums[0]?.balance).toBe('3210');
    await books.user('pay', { invoiceId: first.Id, amount: '0.35' });
    expect((await list(books, 'Invoice')).sums[0]).toEqual({
      currency: 'USD',
      total: '3210',
      balance: '3209.65',
    });
  });

  test('names what is wrong with a question', async ({ books }) => {
    const path = `/list/${books.realmId}`;
    const ask = async (question: string) => {
      const { status, json } = await controls(books, question);
      return [status, json.field];
    };
    expect(await ask(`${path}/Invoice?limit=201`)).toEqual([400, 'limit']);
    expect(await ask(`${path}/Invoice?after=-1`)).toEqual([400, 'after']);
    expect(await ask(`${path}/Invoice?sort=Colour`)).toEqual([400, 'sort']);
    expect(await ask(`${path}/Wormhole`)).toEqual([400, 'entity']);
    expect(await ask('/list/123/Invoice')).toEqual([400, 'realm']);
  });

  test('of 50,000 invoices answers at once, whatever is asked first', async ({ books }) => {
    const realm = books.sim.sim.realms.get(books.realmId);
    if (realm === undefined) throw new Error('The company is gone');
    const day = (n: number) =>
      new Date(Date.UTC(2024, 0, 1) + (n % 700) * 86_400_000).toISOString().slice(0, 10);
    for (let n = 0; n < 50_000; n += 1) {
      createEntity(realm, 'Invoice', String(1000 + n), {
        DocNumber: `N${n}`,
        TxnDate: day(n),
        DueDate: day(n + 30),
        TotalAmt: `${n}.25`,
        Balance: n % 2 === 0 ? '0' : `${n}.25`,
        CustomerRef: { value: `c${n % 100}`, name: `Customer ${n % 100}` },
        CurrencyRef: { value: 'USD' },
      });
    }
    const took: number[] = [];
    for (const query of [
      {},
      { q: 'customer 42' },
      { sort: '-TotalAmt' },
      { sort: 'CustomerRef', state: 'paid' },
      { after: '200' },
    ]) {
      const startMs = performance.now();
      const page = await list(books, 'Invoice', query);
      took.push(performance.now() - startMs);
      expect(page.rows).toHaveLength(50);
    }
    const { sums } = await list(books, 'Invoice');
    // 0.25 × 50,000, and 0 + 1 + … + 49,999.
    expect(sums[0]?.total).toBe('1249987500');
    // Generous: other tests run beside it.
    expect(Math.max(...took)).toBeLessThan(2000);
  });
});

describe('an object', () => {
  interface Shown {
    state: string;
    json: string | null;
    links: Record<string, unknown>[];
    history: {
      operation: string;
      syncToken: number;
      by: Record<string, unknown>;
      changes: Record<string, string>[];
    }[];
  }
  const show = (books: Books, entity: string, id: string) =>
    books.admin(`object/${books.realmId}/${entity}/${id}`) as Promise<Shown>;

  test('tells its history: which call changed which fields, indirectly too', async ({ books }) => {
    const [invoice] = await threeInvoices(books);
    await books.sparse('Invoice', invoice.Id, { PrivateNote: 'Gate 4' });
    const { Id: paymentId } = await books.user('pay', { invoiceId: invoice.Id, amount: '50' });
    const { history, links, state, json } = await show(books, 'Invoice', invoice.Id);
    expect(
      history.map(({ operation, syncToken, by }) => [operation, syncToken, by['class'], by['operation']]),
    ).toEqual([
      ['Update', 2, 'User', 'pay'],
      ['Update', 1, 'Core', 'update'],
      ['Create', 0, 'Core', 'create'],
    ]);
    expect(history[0]?.changes).toContainEqual({ field: 'Balance', from: '200', to: '150' });
    expect(history[1]?.changes).toEqual([{ field: 'PrivateNote', to: 'Gate 4' }]);
    expect(links).toMatchObject([{ entity: 'Payment', id: paymentId, total: '50', state: 'applied' }]);
    expect(state).toBe('partly paid');
    expect(JSON.parse(json ?? '')).toMatchObject({ Id: invoice.Id, Balance: 150 });
  });

  test('keeps nothing of what was refused', async ({ books }) => {
    const [invoice] = await threeInvoices(books);
    await books.user('pay', { invoiceId: invoice.Id });
    await controls(books, '/user/void', { realm: books.realmId, entity: 'Invoice', id: invoice.Id });
    const { history } = await show(books, 'Invoice', invoice.Id);
    expect(history.map(({ operation }) => operation)).toEqual(['Update', 'Create']);
  });

  test('can be looked at after it is gone, with the merge that ended it', async ({ books }) => {
    const [winnerId, loserId] = [books.seeded('Customer', 0), books.seeded('Customer', 1)];
    await books.user('merge', { winnerId, loserId });
    const gone = await show(books, 'Customer', loserId);
    expect(gone).toMatchObject({
      state: 'deleted',
      json: null,
      history: [{ operation: 'Merge', winnerId, loserId }],
    });
  });

  test('that never was is refused by name', async ({ books }) => {
    const { status, json } = await controls(books, `/object/${books.realmId}/Invoice/999999`);
    expect([status, json.field]).toEqual([400, 'id']);
  });
});

describe('the fields of a kind', () => {
  test('come as the table that checks them', async ({ books }) => {
    expect(await books.admin('fields/customer')).toMatchObject({
      entity: 'Customer',
      group: 'name',
      fields: {
        DisplayName: { kind: 'text', max: 500 },
        Balance: { readOnly: true },
        BillAddr: { kind: 'object', fields: { City: { kind: 'text', max: 255 } } },
      },
    });
  });
});

describe('the connections of a company', () => {
  test('are told with the state of their tokens, never the tokens', async ({ books }) => {
    const ask = () =>
      books.admin(`oauth/grants?realm=${books.realmId}`) as Promise<{ grants: Record<string, unknown>[] }>;
    const connected = await ask();
    expect(connected.grants).toMatchObject([
      { clientId: books.sim.clientId, state: 'connected', livingAccessTokens: 1 },
    ]);
    const text = JSON.stringify(connected);
    expect([text.includes(books.accessToken), text.includes(books.refreshToken)]).toEqual([false, false]);
    await books.advance('2h');
    expect((await ask()).grants).toMatchObject([
      { state: 'connected', livingAccessTokens: 0, accessExpiresAt: null },
    ]);
    await books.advance('102d');
    expect((await ask()).grants).toMatchObject([{ state: 'expired' }]);
    await books.user('disconnect');
    expect((await ask()).grants).toMatchObject([{ state: 'disconnected' }]);
  });
});
