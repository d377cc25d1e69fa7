import { describe, expect } from 'vitest';
import { testWithBooks } from './clients.ts';
import { count, rows, whyNotQuery } from './raw-client.ts';
import { salesBody } from './samples.ts';

const test = testWithBooks();

describe('what the language does not have', () => {
  for (const [statement, code] of [
    ["select * from Customer where DisplayName = 'a' or DisplayName = 'b'", '4000'],
    ["select * from Customer where not DisplayName = 'a'", '4000'],
    ["select * from Customer where DisplayName != 'a'", '4000'],
    ["select * from Customer where DisplayName <> 'a'", '4000'],
    ["select * from Customer where (DisplayName = 'a')", '4000'],
    ['select * from Customer where Id in (select Id from Vendor)', '4000'],
    ['select * from Customer join Vendor', '4000'],
    ['select * from Customer, Vendor', '4000'],
    ['select * from Customer group by DisplayName', '4000'],
    ['select sum(Balance) from Customer', '4000'],
    ['select count(Id) from Customer', '4000'],
    ['select count(*), Id from Customer', '4000'],
    ['select *, Id from Customer', '4000'],
    ['select from Customer', '4000'],
    ['select * Customer', '4000'],
    ['update Customer set Active = false', '4000'],
    ['select * from Customer where', '4000'],
    ["select * from Customer where DisplayName = 'O'Brien'", '4000'],
    ["select * from Customer where DisplayName = 'open", '4000'],
    ["select * from Customer where DisplayName like 'Rock 'n' Roll'", '4000'],
    ['select * from Customer where DisplayName = "double"', '4000'],
    ['select * from Customer where DisplayName = “curly”', '4000'],
    ['select * from Customer where DisplayName = Copper', '4000'],
    ['select * from Customer where DisplayName in ()', '4000'],
    ["select * from Customer where DisplayName in 'a'", '4000'],
    ['select * from Customer where DisplayName is null', '4000'],
    ["select * from Customer where DisplayName between 'a' and 'b'", '4000'],
    ['select * from Customer order DisplayName', '4000'],
    ['select * from Customer maxresults 5 where Active = true', '4000'],
    ['select * from Customer maxresults 5 maxresults 6', '4000'],
    ['select * from Customer; drop table Customer', '4000'],
    ['', '4000'],
    ['   ', '4000'],
    ['select * from Wormhole', '4001'],
    ["select * from Invoice where Line.LinkedTxn = '5'", '4001'],
    ["select * from Invoice where LinkedTxn = '5'", '4001'],
    ["select * from Customer where Wormhole = 'a'", '4001'],
    ["select * from Customer where Notes = 'a'", '4001'],
    ['select * from Customer orderby Wormhole', '4001'],
    ['select count(*) from Customer orderby Wormhole', '4001'],
    ['select Wormhole from Customer', '4001'],
    ["select * from Customer where Id < '5'", '4001'],
    ["select * from Customer where Id > '5'", '4001'],
    ["select * from Customer where Id >= '5'", '4001'],
    ["select * from Customer where Id like '5%'", '4001'],
    ["select * from Customer where DisplayName like 'a_b'", '4001'],
    ["select * from Customer where DisplayName like 'a*'", '4001'],
    ["select * from Customer where DisplayName like 'a?'", '4001'],
    ["select * from Invoice where TotalAmt like '1%'", '4001'],
    ["select * from Invoice where TxnDate like '2026%'", '4001'],
    ["select * from Invoice where CustomerRef like '5%'", '4001'],
    ["select * from Invoice where TotalAmt = 'much'", '4001'],
    ["select * from Invoice where TxnDate = '2026-02-30'", '4001'],
    ["select * from Invoice where TxnDate > 'yesterday'", '4001'],
    ["select * from Invoice where MetaData.CreateTime > 'noon'", '4001'],
    ["select * from Invoice where MetaData.CreateTime > '2026-01-05T09:00:00 08:00'", '4001'],
    ["select * from Customer where Active = 'maybe'", '4001'],
    ['select * from Customer where DisplayName = 5', '4001'],
    ['select * from Customer where DisplayName = true', '4001'],
    ['select * from Invoice where DocNumber = 1001', '4001'],
    ['select * from Customer where Active = 1', '4001'],
    ['select * from Invoice where TotalAmt = true', '4001'],
    ['select * from Customer startposition 0', '4001'],
    ['select * from Customer startposition -1', '4001'],
    ['select * from Customer startposition 1.5', '4001'],
    ["select * from Customer startposition 'one'", '4001'],
    ['select * from Customer maxresults -5', '4001'],
    ['select count(*) from Customer startposition 0', '4001'],
    ['select * from Customer maxresults 99999999999999999999', '4001'],
  ] as const) {
    test(`${statement || 'nothing at all'} is refused with ${code}`, async ({ books }) => {
      expect(await whyNotQuery(books, statement)).toMatchObject({ status: 400, code });
    });
  }
});

test('a bare date is no value', async ({ books }) => {
  expect(await whyNotQuery(books, 'select * from Invoice where TxnDate = 2026-01-01')).toMatchObject({
    status: 400,
  });
});

test('more than a thousand rows are refused, or clamped', async ({ books }) => {
  expect((await whyNotQuery(books, 'select * from Customer maxresults 1001')).code).toBe('4001');
  expect(await rows(books, 'select * from Customer maxresults 1000')).toHaveLength(3);
  await books.turn({ overMaxResults: 'clamped' });
  expect(await rows(books, 'select * from Customer maxresults 1001')).toHaveLength(3);
});

test('ordering by Id is refused, or allowed', async ({ books }) => {
  expect((await whyNotQuery(books, 'select * from Customer orderby Id desc')).code).toBe('4001');
  await books.turn({ orderById: 'allowed' });
  const ids = (await rows(books, 'select * from Customer orderby Id desc')).map(({ Id }) => Number(Id));
  expect(ids).toEqual([...ids].sort((a, b) => b - a));
});

test('pages without an order shuffle under unstableOrder; an order holds them', async ({ books }) => {
  await books.turn({ throttle: false });
  for (let n = 0; n < 12; n += 1) await books.post('Customer', { DisplayName: `Shuffled ${n}` });
  const ids = async (order = '') =>
    (await rows(books, `select * from Customer ${order}`)).map(({ Id }) => Id).join();
  expect(await ids()).toBe(await ids());
  await books.turn({ unstableOrder: true });
  const seen = new Set([await ids(), await ids(), await ids()]);
  expect(seen.size).toBe(3);
  expect(await ids('orderby DisplayName')).toBe(await ids('orderby DisplayName'));
});

test('lists lag behind by listLagMs while a single read does not', async ({ books }) => {
  await books.turn({ listLagMs: 10_000, clockStepMs: 0 });
  await books.advance('1m');
  const invoice = await books.post('Invoice', salesBody(books, { PrivateNote: 'first' }));
  const seen = async () => (await rows(books, 'select * from Invoice')).map(({ PrivateNote }) => PrivateNote);
  expect(await seen()).toEqual([]);
  expect((await books.read('Invoice', invoice.Id)).PrivateNote).toBe('first');
  await books.advance('10s');
  expect(await seen()).toEqual(['first']);
  await books.sparse('Invoice', invoice.Id, { PrivateNote: 'second' });
  await books.advance('9s');
  expect(await seen()).toEqual(['first']);
  await books.advance('1s');
  expect(await seen()).toEqual(['second']);
  await books.user('delete', { entity: 'Invoice', id: invoice.Id });
  expect(await count(books, `select count(*) from Invoice where Id = '${invoice.Id}'`)).toBe(1);
  await books.advance('10s');
  expect(await seen()).toEqual([]);
});

test('a query may be very long', async ({ books }) => {
  const post = async (body: string) =>
    (await books.raw('query', { body, headers: { 'content-type': 'text/plain' } })).status;
  expect(await post(`select * from Customer where DisplayName = '${'a'.repeat(1_000_000)}'`)).toBe(200);
  expect(await post(`select * from Customer where DisplayName = '${"\\'".repeat(500_000)}'`)).toBe(200);
  expect(await post(`select * from Customer where Id in (${"'1',".repeat(20_000)}'2')`)).toBe(200);
  expect(await post('('.repeat(300_000))).toBe(400);
});
