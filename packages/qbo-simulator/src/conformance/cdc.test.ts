import { describe, expect } from 'vitest';
import { type Books, type Doc, refusalOf, testWithBooks } from './clients.ts';
import { salesBody, salesLine } from './samples.ts';

const test = testWithBooks();

interface Part {
  startPosition: number;
  maxResults: number;
  totalCount: number;
  [entity: string]: unknown;
}
type Row = Doc & { status?: string };

async function capture(books: Books, entities: string, changedSince: string) {
  const answer = await books.raw('cdc', { query: { entities, changedSince } });
  if (answer.status !== 200) return { refusal: refusalOf(answer.status, answer.json), parts: [] };
  const { CDCResponse } = answer.json as { CDCResponse: { QueryResponse: Part[] }[] };
  expect(CDCResponse).toHaveLength(1);
  return { refusal: undefined, parts: CDCResponse[0]?.QueryResponse ?? [] };
}

async function changes(books: Books, entities: string, changedSince: string): Promise<Row[]> {
  const { parts } = await capture(books, entities, changedSince);
  return parts.flatMap((part) => Object.values(part).find(Array.isArray) ?? []);
}

const now = (books: Books): string => new Date(books.sim.sim.clock.nowMs()).toISOString();

/** A moment after everything that was seeded. */
async function later(books: Books): Promise<string> {
  await books.advance('10s');
  return now(books);
}

async function makeInvoices(books: Books, n: number): Promise<string[]> {
  const ids: string[] = [];
  for (let at = 0; at < n; at += 1) {
    ids.push((await books.post('Invoice', salesBody(books, { Line: [salesLine(at + 1)] }))).Id);
    await books.advance('1s');
  }
  return ids;
}

describe('what it tells', () => {
  test('nothing has changed: one empty answer', async ({ books }) => {
    const { parts } = await capture(books, 'Invoice,Customer', await later(books));
    expect(parts).toEqual([{}]);
  });

  test('each object once, as it is now, with the counts of its kind', async ({ books }) => {
    const since = await later(books);
    const [id = ''] = await makeInvoices(books, 2);
    await books.sparse('Invoice', id, { PrivateNote: 'edited' });
    const { parts } = await capture(books, 'customer,INVOICE', since);
    expect(parts).toHaveLength(1);
    expect(parts[0]).toMatchObject({ startPosition: 1, maxResults: 2, totalCount: 2 });
    const rows = parts[0]?.['Invoice'] as Row[]; // Just counted.
    expect(rows.map(({ PrivateNote, SyncToken }) => [PrivateNote, SyncToken])).toEqual([
      [undefined, '0'],
      ['edited', '1'],
    ]);
  });

  test('the moment itself is included', async ({ books }) => {
    await later(books);
    await books.turn({ clockStepMs: 0 });
    const since = now(books);
    const { Id, MetaData } = await books.post('Customer', { DisplayName: 'At That Moment' });
    expect((await changes(books, 'Customer', since)).map((row) => row.Id)).toEqual([Id]);
    expect((await changes(books, 'Customer', MetaData.LastUpdatedTime)).map((row) => row.Id)).toEqual([Id]);
    await books.advance('1s');
    expect(await changes(books, 'Customer', now(books))).toEqual([]);
  });

  test('a deletion is a tombstone and stands last; a void is the zeroed object', async ({ books }) => {
    const since = await later(books);
    const [deleted = '', voided = '', kept = ''] = await makeInvoices(books, 3);
    await books.user('delete', { entity: 'Invoice', id: deleted });
    await books.user('void', { entity: 'Invoice', id: voided });
    const rows = await changes(books, 'Invoice', since);
    expect(rows.map(({ Id, status }) => [Id, status])).toEqual([
      [kept, undefined],
      [voided, undefined],
      [deleted, 'Deleted'],
    ]);
    expect(rows[1]).toMatchObject({ TotalAmt: 0, PrivateNote: expect.stringMatching(/^Voided/) });
    expect(rows[2]).toEqual({
      status: 'Deleted',
      domain: 'QBO',
      Id: deleted,
      MetaData: { LastUpdatedTime: expect.any(String) },
    });
  });

  test('objects that changed because of others', async ({ books }) => {
    const [id = ''] = await makeInvoices(books, 1);
    const since = await later(books);
    await books.user('pay', { invoiceId: id });
    const rows = await changes(books, 'Invoice,Payment', since);
    expect(rows).toMatchObject([{ Id: id, Balance: 0, SyncToken: '1' }, { TotalAmt: 1 }]);
  });

  test('the loser of a merge as deleted, and what moved to the winner', async ({ books }) => {
    const [winnerId, loserId] = [books.seeded('Customer'), books.seeded('Customer', 1)];
    const moved = await books.post('Invoice', salesBody(books, { CustomerRef: { value: loserId } }));
    const since = await later(books);
    await books.user('merge', { entity: 'Customer', winnerId, loserId });
    const rows = await changes(books, 'Customer,Invoice', since);
    expect(rows.find(({ Id }) => Id === loserId)?.status).toBe('Deleted');
    expect(rows.find(({ Id }) => Id === moved.Id)).toMatchObject({ CustomerRef: { value: winnerId } });
  });

  test('inactive names, which are no deletions', async ({ books }) => {
    const since = await later(books);
    await books.user('inactivate', { entity: 'Customer', id: books.seeded('Customer') });
    expect(await changes(books, 'Customer', since)).toMatchObject([
      { Active: false, DisplayName: 'Harbor Lane Grocers (deleted)' },
    ]);
  });
});

describe('from when', () => {
  test('with Z, with an offset, or without either: then in the zone of the company', async ({ books }) => {
    await later(books);
    const { Id } = await books.post('Customer', { DisplayName: 'Zoned' });
    const found = async (since: string) =>
      (await changes(books, 'Customer', since)).some((row) => row.Id === Id);
    expect(await found('2026-01-05T17:00:05Z')).toBe(true);
    expect(await found('2026-01-05T17:00:05.000+00:00')).toBe(true);
    expect(await found('2026-01-05T09:00:05-08:00')).toBe(true);
    expect(await found('2026-01-05T09:00:05')).toBe(true);
    expect(await found('2026-01-05T17:00:05')).toBe(false);
    expect(await found('2026-01-05T20:00:05')).toBe(false);
    expect(await found('2026-01-05')).toBe(true);
    expect(await found('2026-01-06')).toBe(false);
  });

  test('a plus sign that is not encoded arrives as a blank and is refused', async ({ books }) => {
    const { status, json } = await books.raw('cdc?entities=Customer&changedSince=2026-01-05T09:00:00+00:00');
    expect(refusalOf(status, json)).toMatchObject({ status: 400, detail: expect.stringContaining('%2B') });
  });

  test('no date at all, no parameter at all', async ({ books }) => {
    for (const since of ['yesterday', '', '2026-13-01', '2026-01-05T25:00:00Z', '1767632400000'])
      expect((await capture(books, 'Customer', since)).refusal, since).toMatchObject({ status: 400 });
    const { status, json } = await books.raw('cdc?entities=Customer');
    expect(refusalOf(status, json).code).toBe('2020');
  });

  test('thirty days are allowed, more are not; the future is empty', async ({ books }) => {
    await books.turn({ clockStepMs: 0 });
    const at = (days: number) => new Date(books.sim.sim.clock.nowMs() - days * 86_400_000).toISOString();
    expect((await capture(books, 'Customer', at(30))).refusal).toBeUndefined();
    const { refusal } = await capture(books, 'Customer', at(31));
    expect(refusal).toMatchObject({ status: 400, detail: expect.stringMatching(/30 days/) });
    expect((await capture(books, 'Customer', at(-1))).parts).toEqual([{}]);
  });
});

describe('of what', () => {
  for (const entity of ['TaxCode', 'TaxRate', 'TaxAgency', 'TimeActivity', 'JournalCode', 'Wormhole']) {
    test(`${entity} is refused, also beside others`, async ({ books }) => {
      const since = now(books);
      expect((await capture(books, entity, since)).refusal).toMatchObject({ status: 400, code: '4001' });
      expect((await capture(books, `Customer,${entity.toLowerCase()}`, since)).refusal?.code).toBe('4001');
    });
  }

  test('entities must be named', async ({ books }) => {
    for (const none of ['', ',', ' , '])
      expect((await capture(books, none, now(books))).refusal?.code).toBe('2020');
  });
});

describe('how much', () => {
  test('a full answer keeps the oldest changes of all kinds together, and does not say that it is full', async ({
    books,
  }) => {
    await books.turn({ cdcCap: 5 });
    const since = await later(books);
    const [first, second, third] = await makeInvoices(books, 3);
    const customer = await books.post('Customer', { DisplayName: 'In Between' });
    await books.advance('1s');
    const [fifth] = await makeInvoices(books, 4);
    const { parts } = await capture(books, 'Invoice,Customer', since);
    const rows = parts.flatMap((part) => Object.values(part).find(Array.isArray) ?? []) as Row[];
    expect(rows.map(({ Id }) => Id).sort()).toEqual([first, second, third, customer.Id, fifth].sort());
    for (const part of parts) expect(part.totalCount).toBe(part.maxResults);
  });

  test('or the newest ones', async ({ books }) => {
    await books.turn({ cdcCap: 2, cdcTruncation: 'newest first' });
    const since = await later(books);
    const ids = await makeInvoices(books, 4);
    expect((await changes(books, 'Invoice', since)).map(({ Id }) => Id)).toEqual(ids.slice(2));
  });

  test('tombstones count as well', async ({ books }) => {
    await books.turn({ cdcCap: 2 });
    const since = await later(books);
    const [a = '', b] = await makeInvoices(books, 2);
    await books.user('delete', { entity: 'Invoice', id: a });
    await makeInvoices(books, 2);
    expect((await changes(books, 'Invoice', since)).map(({ Id, status }) => [Id, status])).toEqual([
      [b, undefined],
      [a, 'Deleted'],
    ]);
  });
});

test('a rule leaves out one change, once', async ({ books }) => {
  const since = await later(books);
  const ids = await makeInvoices(books, 3);
  await books.fault({ operation: 'cdc' }, { type: 'cdcOmit' });
  expect(await changes(books, 'Invoice', since)).toHaveLength(2);
  expect((await changes(books, 'Invoice', since)).map(({ Id }) => Id)).toEqual(ids);
});

test('a rule calls a living object deleted, once; reading it shows that it lives', async ({ books }) => {
  const since = await later(books);
  const [id = ''] = await makeInvoices(books, 1);
  await books.fault({}, { type: 'cdcFalseDeleted' });
  expect(await changes(books, 'Invoice', since)).toMatchObject([{ Id: id, status: 'Deleted' }]);
  expect((await books.read('Invoice', id)).Id).toBe(id);
  expect((await changes(books, 'Invoice', since))[0]?.status).toBeUndefined();
});

test('a rule makes one answer smaller', async ({ books }) => {
  const since = await later(books);
  await makeInvoices(books, 3);
  await books.fault({}, { type: 'cdcCap', cap: 1 });
  expect(await changes(books, 'Invoice', since)).toHaveLength(1);
  expect(await changes(books, 'Invoice', since)).toHaveLength(3);
});

test('node-quickbooks captures changes', async ({ books }) => {
  const since = await later(books);
  await makeInvoices(books, 2);
  const answer = await books.ask((done) => books.qbo.changeDataCapture(['Invoice', 'Payment'], since, done));
  expect(answer).toMatchObject({ CDCResponse: [{ QueryResponse: [{ maxResults: 2 }] }] });
});
