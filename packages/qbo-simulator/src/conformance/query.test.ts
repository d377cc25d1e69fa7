import { describe, expect } from 'vitest';
import { type Books, refusalOf, testWithBooks } from './clients.ts';
import { count, names, queryAnswer, rows } from './raw-client.ts';
import { salesBody, salesLine } from './samples.ts';

const test = testWithBooks();

async function customers(books: Books, ...given: string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const DisplayName of given) ids.push((await books.post('Customer', { DisplayName })).Id);
  return ids;
}

async function invoicesOf(books: Books, ...amounts: number[]): Promise<string[]> {
  const ids: string[] = [];
  for (const [n, amount] of amounts.entries()) {
    const body = salesBody(books, {
      Line: [salesLine(amount)],
      TxnDate: `2026-01-0${n + 1}`,
      DocNumber: `N-${n}`,
    });
    ids.push((await books.post('Invoice', body)).Id);
  }
  return ids;
}

describe('how a query is asked', () => {
  test('by GET, by POST as application/text and by POST as text/plain, with the same answer', async ({
    books,
  }) => {
    const statement = "select * from Customer where DisplayName = 'Copper Ridge Foods'";
    const answers = [await queryAnswer(books, statement)];
    for (const type of ['application/text', 'text/plain'])
      answers.push(await books.raw('query', { body: statement, headers: { 'content-type': type } }));
    const found = answers.map(({ json }) => (json as { QueryResponse: unknown }).QueryResponse);
    expect(found[0]).toMatchObject({ Customer: [{ DisplayName: 'Copper Ridge Foods' }] });
    expect(found[1]).toEqual(found[0]);
    expect(found[2]).toEqual(found[0]);
  });

  test('keywords, entity and fields in any case, with any blanks', async ({ books }) => {
    const spellings = [
      "SELECT * FROM customer WHERE displayname = 'COPPER RIDGE FOODS'",
      "select\t*\nfrom  Customer\r\nwhere   DISPLAYNAME='copper ridge foods'  ",
      "SeLeCt * fRoM CUSTOMER wHeRe DisplayName iN ('Copper Ridge Foods') oRdErBy displayname AsC sTaRtPoSiTiOn 1 mAxReSuLtS 5",
    ];
    for (const spelling of spellings)
      expect(await names(books, spelling), spelling).toEqual(['Copper Ridge Foods']);
  });

  test('a plus sign that is not encoded is a blank, an encoded one is itself', async ({ books }) => {
    await customers(books, 'One+Two', 'One Two');
    const find = async (query: string) => {
      const { json } = await books.raw(`query?query=${query}`);
      return (json as { QueryResponse: { Customer: { DisplayName: string }[] } }).QueryResponse.Customer[0]
        ?.DisplayName;
    };
    expect(await find("select%20*%20from%20Customer%20where%20DisplayName='One+Two'")).toBe('One Two');
    expect(await find("select+*+from+Customer+where+DisplayName='One%2BTwo'")).toBe('One+Two');
  });

  test('apostrophes and backslashes are escaped with a backslash', async ({ books }) => {
    await customers(books, "O'Brien's", 'Back\\slash', 'Ümlaut & Söhne #1 100% “quoted”');
    expect(await names(books, "select * from Customer where DisplayName = 'O\\'Brien\\'s'")).toEqual([
      "O'Brien's",
    ]);
    expect(await names(books, "select * from Customer where DisplayName = 'Back\\\\slash'")).toEqual([
      'Back\\slash',
    ]);
    expect(
      await names(books, "select * from Customer where DisplayName = 'ümlaut & söhne #1 100% “quoted”'"),
    ).toEqual(['Ümlaut & Söhne #1 100% “quoted”']);
  });
});

describe('operators', () => {
  test('= and IN find what is equal, whatever its case', async ({ books }) => {
    const [a, b] = await customers(books, 'Alpha', 'Beta', 'Gamma');
    expect(await names(books, "select * from Customer where DisplayName = 'ALPHA'")).toEqual(['Alpha']);
    expect(await names(books, "select * from Customer where DisplayName in ('gamma', 'alpha')")).toEqual([
      'Alpha',
      'Gamma',
    ]);
    expect(await names(books, `select * from Customer where Id in ('${a}', '${b}', '999')`)).toEqual([
      'Alpha',
      'Beta',
    ]);
    expect(await names(books, `select * from Customer where Id = ${a}`)).toEqual(['Alpha']);
  });

  test('<, >, <= and >= compare amounts as amounts', async ({ books }) => {
    await invoicesOf(books, 9, 10, 100.5, 1000);
    const totals = async (where: string) =>
      (await rows(books, `select * from Invoice where ${where}`)).map(({ TotalAmt }) => TotalAmt);
    expect(await totals("TotalAmt < '10'")).toEqual([9]);
    expect(await totals("TotalAmt <= '10.00'")).toEqual([9, 10]);
    expect(await totals('TotalAmt > 100.49')).toEqual([100.5, 1000]);
    expect(await totals('TotalAmt >= 100.5 and Balance < 1000')).toEqual([100.5]);
    expect(await totals("TotalAmt = '1000.0'")).toEqual([1000]);
    expect(await totals('TotalAmt = -0')).toEqual([]);
  });

  test('dates and moments are compared as such, moments with any offset', async ({ books }) => {
    const [first] = await invoicesOf(books, 1, 2, 3);
    const dates = async (where: string) =>
      (await rows(books, `select * from Invoice where ${where}`)).map(({ TxnDate }) => TxnDate);
    expect(await dates("TxnDate > '2026-01-01'")).toEqual(['2026-01-02', '2026-01-03']);
    expect(await dates("TxnDate >= '2026-01-02' and TxnDate <= '2026-01-02'")).toEqual(['2026-01-02']);
    const { MetaData } = await books.read('Invoice', first ?? '');
    const utc = new Date(MetaData.CreateTime).toISOString();
    expect(await dates(`MetaData.CreateTime >= '${utc}'`)).toHaveLength(3);
    expect(await dates(`MetaData.CreateTime >= '${MetaData.CreateTime}'`)).toHaveLength(3);
    expect(await dates(`MetaData.LastUpdatedTime < '${utc}'`)).toEqual([]);
    await books.advance('1h');
    const now = await books.connect({ realmId: books.realmId });
    await now.sparse('Invoice', first ?? '', { PrivateNote: 'later' });
    expect(
      await rows(now, `select Id from Invoice where metadata.lastupdatedtime > '2026-01-05T10:00:00'`),
    ).toMatchObject([{ Id: first }]);
  });

  test('LIKE knows the per cent sign, at the ends and in the middle', async ({ books }) => {
    await customers(books, 'Abba', 'Abacus', 'Cab', 'ab', 'A.B');
    const like = async (pattern: string) =>
      (await names(books, `select * from Customer where DisplayName like '${pattern}'`)).sort();
    expect(await like('ab%')).toEqual(['Abacus', 'Abba', 'ab']);
    expect(await like('%AB')).toEqual(['Cab', 'ab']);
    expect(await like('%ab%')).toEqual(['Abacus', 'Abba', 'Cab', 'ab']);
    expect(await like('ab')).toEqual(['ab']);
    expect(await like('a%b%a')).toEqual(['Abba']);
    expect(await like('a.b')).toEqual(['A.B']);
    expect(await like('ab%ab')).toEqual([]);
    expect(await like('%%')).toHaveLength(8);
  });

  test('LIKE finds no row that has no such value', async ({ books }) => {
    await books.post('Item', { Name: 'Bare', Type: 'Category' });
    expect(await names(books, "select * from Item where Sku like '%'")).toEqual([]);
  });

  test('a pattern of many parts is answered at once', async ({ books }) => {
    await customers(books, 'a'.repeat(500));
    const pattern = `${'%a'.repeat(60)}%b`;
    const startedMs = performance.now();
    expect(await names(books, `select * from Customer where DisplayName like '${pattern}'`)).toEqual([]);
    expect(performance.now() - startedMs).toBeLessThan(2000);
  });

  test('conditions are joined with AND', async ({ books }) => {
    const [id] = await invoicesOf(books, 5, 6);
    const customer = books.seeded('Customer');
    const found = await rows(
      books,
      `select * from Invoice where CustomerRef = '${customer}' and DocNumber = 'N-0' and Balance > '0' and TxnDate < '2027-01-01'`,
    );
    expect(found.map(({ Id }) => Id)).toEqual([id]);
  });

  test('fields of each kind can be asked for: flags, references, e-mail addresses, SKUs and types', async ({
    books,
  }) => {
    await books.post('Item', {
      Name: 'Asked',
      Type: 'NonInventory',
      Sku: 'SKU-9',
      IncomeAccountRef: { value: books.seededNamed('Account', 'Sales of Product Income') },
    });
    const seller = books.seeded('Vendor');
    await books.post('Bill', {
      VendorRef: { value: seller },
      Line: [
        {
          DetailType: 'AccountBasedExpenseLineDetail',
          Amount: 5,
          AccountBasedExpenseLineDetail: {
            AccountRef: { value: books.seededNamed('Account', 'Freight and Delivery') },
          },
        },
      ],
    });
    const asked = [
      "Item where Sku = 'sku-9'",
      "Item where Type = 'NonInventory' and Name = 'Asked'",
      "Customer where PrimaryEmailAddr = 'accounts@copper-ridge-foods.example'",
      "Customer where Active = true and CompanyName = 'Copper Ridge Foods'",
      `Bill where VendorRef = '${seller}'`,
      "Account where AccountType = 'Bank'",
      "Term where Name = 'Net 30'",
      'CompanyInfo',
      'Preferences',
    ];
    for (const what of asked) expect(await count(books, `select count(*) from ${what}`), what).toBe(1);
  });
});

describe('answers', () => {
  test('name the entity, where the page begins and how many rows it has', async ({ books }) => {
    const { json } = await queryAnswer(books, 'select * from Customer startposition 2 maxresults 5');
    expect(json).toMatchObject({
      QueryResponse: { Customer: [expect.anything(), expect.anything()], startPosition: 2, maxResults: 2 },
      time: expect.any(String),
    });
  });

  test('are empty where nothing is found', async ({ books }) => {
    for (const statement of [
      "select * from Customer where DisplayName = 'Nobody'",
      'select * from Customer startposition 4',
      'select * from Estimate',
    ]) {
      const { json } = await queryAnswer(books, statement);
      expect((json as { QueryResponse: unknown }).QueryResponse, statement).toEqual({});
    }
  });

  test('count all that match, whatever page is asked for', async ({ books }) => {
    for (const rest of [
      '',
      ' startposition 1 maxresults 1',
      ' maxresults 2 startposition 3',
      ' where Active = true',
    ]) {
      const { json } = await queryAnswer(books, `select count(*) from Customer${rest}`);
      expect((json as { QueryResponse: unknown }).QueryResponse, rest).toEqual({ totalCount: 3 });
    }
    expect(await count(books, "select COUNT ( * ) from Customer where DisplayName = 'Nobody'")).toBe(0);
  });

  test('hold only the fields that were asked for', async ({ books }) => {
    const [row] = await rows(books, 'select Id, displayname, MetaData.CreateTime from Customer maxresults 1');
    expect(row).toEqual({
      domain: 'QBO',
      sparse: true,
      Id: expect.any(String),
      DisplayName: 'Harbor Lane Grocers',
      MetaData: expect.anything(),
    });
  });

  test('come by id, ascending, unless an order is given', async ({ books }) => {
    await customers(books, 'Zeta', 'Eta', 'Theta');
    const ids = (await rows(books, 'select * from Customer')).map(({ Id }) => Number(Id));
    expect(ids).toEqual([...ids].sort((a, b) => a - b));
  });

  test('are ordered by one field or several, up or down', async ({ books }) => {
    const [a, b, c] = await invoicesOf(books, 7, 5, 7);
    const ids = async (order: string) =>
      (await rows(books, `select * from Invoice ${order}`)).map(({ Id }) => Id);
    expect(await ids('orderby TotalAmt')).toEqual([b, a, c]);
    expect(await ids('order by TotalAmt asc')).toEqual([b, a, c]);
    expect(await ids('ORDERBY TotalAmt DESC, TxnDate DESC')).toEqual([c, a, b]);
    expect(await ids('orderby TxnDate desc maxresults 2')).toEqual([c, b]);
    expect(await ids('orderby MetaData.LastUpdatedTime')).toEqual([a, b, c]);
    expect(await ids('orderby DocNumber desc startposition 2 maxresults 1')).toEqual([b]);
  });

  test('leave out what is switched off unless Active is asked about', async ({ books }) => {
    const [id] = await customers(books, 'Gone Foods');
    await books.user('inactivate', { entity: 'Customer', id });
    const find = (where: string) => names(books, `select * from Customer where ${where}`);
    expect(await find("DisplayName like 'Gone%'")).toEqual([]);
    expect(await find("DisplayName like 'Gone%' and Active = false")).toEqual(['Gone Foods (deleted)']);
    expect(await find("DisplayName like 'Gone%' and active in (true, false)")).toEqual([
      'Gone Foods (deleted)',
    ]);
    expect(await find("DisplayName like 'Gone%' and Active = 'true'")).toEqual([]);
    expect(await count(books, 'select count(*) from Customer')).toBe(3);
    expect(await count(books, 'select count(*) from Customer where Active in (true,false)')).toBe(4);
  });

  test('hold a hundred rows unless more or fewer are asked for', async ({ books }) => {
    await books.turn({ throttle: false });
    for (let n = 0; n < 4; n += 1) {
      const BatchItemRequest = Array.from({ length: 30 }, (_, at) => ({
        bId: String(at),
        operation: 'create',
        Customer: { DisplayName: `Many ${n}-${at}` },
      }));
      await books.raw('batch', { body: { BatchItemRequest } });
    }
    expect(await rows(books, 'select * from Customer')).toHaveLength(100);
    expect(await rows(books, 'select * from Customer startposition 101')).toHaveLength(23);
    expect(await rows(books, 'select * from Customer maxresults 1000')).toHaveLength(123);
    expect(await rows(books, 'select * from Customer maxresults 7')).toHaveLength(7);
  });

  test('never hold what is deleted', async ({ books }) => {
    const [id] = await invoicesOf(books, 1);
    await books.user('delete', { entity: 'Invoice', id });
    expect(await count(books, 'select count(*) from Invoice')).toBe(0);
    expect(await rows(books, `select * from Invoice where Id = '${id}'`)).toEqual([]);
  });
});

test('TAX and NON are not among the tax codes under automated sales tax', async ({ books }) => {
  const taxed = await books.connect({ preset: 'us-ast' });
  expect(await names(taxed, 'select * from TaxCode')).toEqual([]);
  const canada = await books.connect({ preset: 'ca-gst' });
  expect(await names(canada, 'select * from TaxCode')).toContain('GST');
});

describe('node-quickbooks', () => {
  test('counts, although it sends a page along', async ({ books }) => {
    const answer = await books.ask((done) => books.qbo.findCustomers({ count: true }, done));
    expect(answer).toMatchObject({ QueryResponse: { totalCount: 3 } });
    expect(new URLSearchParams((await books.lastCall()).query).get('query')).toMatch(
      /count\(\*\).*startposition.*maxresults/i,
    );
  });

  test('is told of a field that nobody knows when it counts in the wrong way', async ({ books }) => {
    const refusal = await books.refuses((done) =>
      books.qbo.findCustomers([{ field: 'counter', value: true }], done),
    );
    expect(refusal).toMatchObject({ status: 400, code: '4001' });
  });

  test('finds with lists, comparisons and patterns, and pages through all', async ({ books }) => {
    await customers(books, "Aunt O'Hara", 'Avocado 100%', 'Apple & Sons + Co #1');
    await invoicesOf(books, 10, 20, 30);
    type Found = {
      QueryResponse: { Customer?: { DisplayName: string }[]; Invoice?: { TotalAmt: number }[] };
    };
    const find = async (kind: 'findCustomers' | 'findInvoices', criteria: unknown): Promise<Found> =>
      (await books.ask((done) => books.qbo[kind](criteria as object, done))) as unknown as Found; // An answer, no object.
    const named = async (criteria: unknown) =>
      (await find('findCustomers', criteria)).QueryResponse.Customer?.map(({ DisplayName }) => DisplayName);
    expect(await named([{ field: 'DisplayName', value: 'A%', operator: 'LIKE' }])).toHaveLength(3);
    expect(await named({ DisplayName: ["Aunt O'Hara", 'Apple & Sons + Co #1'] })).toHaveLength(2);
    expect(await named({ DisplayName: 'Avocado 100%' })).toEqual(['Avocado 100%']);
    expect(await named({ fetchAll: true, limit: 2 })).toHaveLength(6);
    const totals = await find('findInvoices', [
      { field: 'TotalAmt', value: 30, operator: '<' },
      { field: 'TxnDate', value: '2026-01-02', operator: '>=' },
      { field: 'Active', value: true },
    ]).catch(() => undefined);
    expect(totals).toBeUndefined();
    const open = await find('findInvoices', [
      { field: 'TotalAmt', value: 30, operator: '<' },
      { field: 'TxnDate', value: '2026-01-02', operator: '>=' },
      { desc: 'TotalAmt' },
    ]);
    expect(open.QueryResponse.Invoice?.map(({ TotalAmt }) => TotalAmt)).toEqual([20]);
  });
});

test('a query without a statement is no query', async ({ books }) => {
  const { status, json } = await books.raw('query');
  expect(refusalOf(status, json)).toMatchObject({ status: 400, code: '4000' });
});
