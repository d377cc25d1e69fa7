import { describe, expect } from 'vitest';
import { refusalOf, testWithBooks } from './clients.ts';
import { batch, byBatchId, codeOf, count, invoices } from './raw-client.ts';
import { salesBody } from './samples.ts';

const test = testWithBooks();

const customer = (n: number) => ({
  bId: `b${n}`,
  operation: 'create' as const,
  Customer: { DisplayName: `Batched ${n}` },
});
const numbered = (length: number) => Array.from({ length }, (_, n) => customer(n));

describe('the size of a batch', () => {
  test('thirty items are taken, thirty-one are refused whole', async ({ books }) => {
    expect(await batch(books, numbered(30))).toHaveLength(30);
    const before = await count(books, 'select count(*) from Customer');
    const more = numbered(31).map((item, n) => ({ ...item, Customer: { DisplayName: `More ${n}` } }));
    expect(await books.refused('batch', { BatchItemRequest: more })).toMatchObject({
      status: 400,
      code: '1040',
    });
    expect(await count(books, 'select count(*) from Customer')).toBe(before);
  });

  test('nothing, no list and items without bId are refused', async ({ books }) => {
    const bodies = [
      {},
      { BatchItemRequest: [] },
      { BatchItemRequest: 'many' },
      { BatchItemRequest: null },
      { BatchItemRequest: [{ operation: 'create', Customer: {} }] },
      { BatchItemRequest: [null] },
      { BatchItemRequest: ['x'] },
      { BatchItemRequest: [{ bId: '' }] },
      '[]',
      '"text"',
    ];
    for (const body of bodies)
      expect((await books.refused('batch', body)).status, JSON.stringify(body)).toBe(400);
  });

  test('two items with one bId are refused, or allowed', async ({ books }) => {
    const twice = [customer(1), { ...customer(2), bId: 'b1' }];
    expect((await books.refused('batch', { BatchItemRequest: twice })).status).toBe(400);
    await books.turn({ duplicateBatchIds: 'allowed' });
    expect(await batch(books, twice)).toHaveLength(2);
  });

  test('a bId that is a number is echoed as text', async ({ books }) => {
    expect(await batch(books, [{ ...customer(1), bId: 7 }])).toMatchObject([{ bId: '7' }]);
  });
});

test('items are created, updated, voided, deleted and asked for, each for itself', async ({ books }) => {
  const [updated, voided, deleted, taken] = await Promise.all(
    [1, 2, 3, 4].map((n) => books.post('Invoice', salesBody(books, { DocNumber: `B-${n}` }))),
  );
  const named = (doc: { Id: string; SyncToken: string } | undefined) => ({
    Id: doc?.Id,
    SyncToken: doc?.SyncToken,
  });
  const answers = await byBatchId(books, [
    { bId: 'create', operation: 'create', Invoice: salesBody(books) },
    { bId: 'update', operation: 'update', Invoice: { ...named(updated), sparse: true, PrivateNote: 'x' } },
    { bId: 'void', operation: 'update', optionsData: 'void', Invoice: named(voided) },
    { bId: 'delete', operation: 'delete', Invoice: named(deleted) },
    { bId: 'query', Query: `select * from Invoice where Id = '${taken?.Id}'` },
    { bId: 'stale', operation: 'update', Invoice: { ...named(taken), SyncToken: '9', sparse: true } },
    { bId: 'wrong', Query: 'select nothing' },
    { bId: 'unknown', operation: 'teleport', Invoice: {} },
    { bId: 'proto', operation: 'constructor', Invoice: {} },
    { bId: 'none', operation: 'create' },
    { bId: 'kind', operation: 'create', Wormhole: {} },
    { bId: 'text', operation: 'create', Invoice: 'text' },
    { bId: 'code', operation: 'create', TaxCode: { Name: 'x' } },
    { bId: 'nonvoid', operation: 'update', optionsData: 'void', Estimate: { Id: '1', SyncToken: '0' } },
  ]);
  expect(answers.size).toBe(14);
  expect(answers.get('create')?.Invoice).toMatchObject({ SyncToken: '0', TotalAmt: 100 });
  expect(answers.get('update')?.Invoice).toMatchObject({ Id: updated?.Id, PrivateNote: 'x', SyncToken: '1' });
  expect(answers.get('void')?.Invoice).toMatchObject({ TotalAmt: 0, PrivateNote: 'Voided' });
  expect(answers.get('delete')?.Invoice).toEqual({ status: 'Deleted', domain: 'QBO', Id: deleted?.Id });
  expect(answers.get('query')?.QueryResponse).toMatchObject({ Invoice: [{ Id: taken?.Id }], maxResults: 1 });
  const codes = ['stale', 'wrong', 'unknown', 'proto', 'none', 'kind', 'text', 'code', 'nonvoid'].map((bId) =>
    codeOf(answers.get(bId)),
  );
  expect(codes).toEqual(['5010', '4000', '500', '500', '2020', '2020', '2010', '500', '500']);
  expect(await invoices(books)).toHaveLength(4);
});

test('a batch of which everything fails is answered with 200', async ({ books }) => {
  const answer = await books.raw('batch', {
    body: { BatchItemRequest: [{ bId: '1', operation: 'create', Customer: {} }] },
  });
  expect(answer.status).toBe(200);
  expect(answer.json).toMatchObject({
    BatchItemResponse: [{ bId: '1', Fault: { Error: [{ code: '6080' }], type: 'ValidationFault' } }],
    time: expect.any(String),
  });
});

test('allowduplicatedocnum lets one item take a number again', async ({ books }) => {
  const numbers = await books.connect({ preset: 'us-customnumbers' });
  await numbers.post('Invoice', salesBody(numbers, { DocNumber: 'TWICE' }));
  const item = { operation: 'create', Invoice: salesBody(numbers, { DocNumber: 'TWICE' }) };
  const answers = await byBatchId(numbers, [
    { ...item, bId: 'refused' },
    { ...item, bId: 'allowed', optionsData: 'allowduplicatedocnum' },
  ]);
  expect(codeOf(answers.get('refused'))).toBe('6140');
  expect(answers.get('allowed')?.Invoice?.DocNumber).toBe('TWICE');
});

describe('the order of a batch', () => {
  test('answers come in another order than they were asked in', async ({ books }) => {
    const asked = numbered(12).map(({ bId }) => bId);
    const answered = (await batch(books, numbered(12))).map(({ bId }) => bId);
    expect(answered).not.toEqual(asked);
    expect([...answered].sort()).toEqual([...asked].sort());
  });

  test('items run in another order than they were asked in', async ({ books }) => {
    const answers = await byBatchId(books, numbered(12));
    const ids = numbered(12).map(({ bId }) => Number(answers.get(bId)?.Customer?.Id));
    expect(ids).not.toEqual([...ids].sort((a, b) => a - b));
  });

  test('both are as sent under the knob', async ({ books }) => {
    await books.turn({ batchOrder: 'as sent' });
    const answers = await batch(books, numbered(12));
    expect(answers.map(({ bId }) => bId)).toEqual(numbered(12).map(({ bId }) => bId));
    const ids = answers.map(({ Customer }) => Number(Customer?.Id));
    expect(ids).toEqual([...ids].sort((a, b) => a - b));
  });
});

describe('request ids in a batch', () => {
  const query = { requestid: 'batch-1' };

  test('a repeated batch is answered from the store, item by item', async ({ books }) => {
    const first = await byBatchId(books, numbered(5), query);
    const again = await byBatchId(books, numbered(5), query);
    for (const { bId } of numbered(5)) expect(again.get(bId)).toEqual(first.get(bId));
    expect(await count(books, 'select count(*) from Customer')).toBe(8);
  });

  test('a new bId is new work, a known one is not, whatever it says', async ({ books }) => {
    const first = await byBatchId(books, [customer(1)], query);
    const answers = await byBatchId(books, [{ ...customer(9), bId: 'b1' }, customer(2)], query);
    expect(answers.get('b1')).toEqual(first.get('b1'));
    expect(answers.get('b2')?.Customer?.DisplayName).toBe('Batched 2');
  });

  test('a known bId with another item is 600 under the knob', async ({ books }) => {
    await books.turn({ requestIdReuse: '600' });
    await batch(books, [customer(1)], query);
    const answers = await byBatchId(books, [{ ...customer(9), bId: 'b1' }], query);
    expect(codeOf(answers.get('b1'))).toBe('600');
    expect((await byBatchId(books, [customer(1)], query)).get('b1')?.Customer?.DisplayName).toBe('Batched 1');
  });

  test('failed items are replayed as well', async ({ books }) => {
    const item = { bId: 'x', operation: 'create', Customer: { DisplayName: 'Later Free' } };
    const holder = await books.post('Customer', { DisplayName: 'Later Free' });
    expect(codeOf((await byBatchId(books, [item], query)).get('x'))).toBe('6240');
    await books.user('rename', { entity: 'Customer', id: holder.Id, name: 'Renamed' });
    expect(codeOf((await byBatchId(books, [item], query)).get('x'))).toBe('6240');
  });

  test('queries are asked anew each time', async ({ books }) => {
    const item = { bId: 'q', Query: 'select count(*) from Customer' };
    expect((await byBatchId(books, [item], query)).get('q')?.QueryResponse).toEqual({ totalCount: 3 });
    await books.post('Customer', { DisplayName: 'One More' });
    expect((await byBatchId(books, [item], query)).get('q')?.QueryResponse).toEqual({ totalCount: 4 });
  });

  test('fifty characters of requestid and bId together are taken, more are refused item by item', async ({
    books,
  }) => {
    const long = { requestid: 'r'.repeat(48) };
    const answers = await byBatchId(
      books,
      [
        { ...customer(1), bId: '12' },
        { ...customer(2), bId: '12345' },
      ],
      long,
    );
    expect(answers.get('12')?.Customer?.DisplayName).toBe('Batched 1');
    expect(codeOf(answers.get('12345'))).toBe('6000');
  });

  test('are ignored, or always 600, under their knob', async ({ books }) => {
    await batch(books, [customer(1)], query);
    await books.turn({ requestIdMode: 'fault600' });
    expect(codeOf((await byBatchId(books, [customer(1)], query)).get('b1'))).toBe('600');
    await books.turn({ requestIdMode: 'ignore' });
    expect(codeOf((await byBatchId(books, [customer(1)], query)).get('b1'))).toBe('6240');
  });

  test('share nothing with the request ids of single calls', async ({ books }) => {
    await books.post('Customer', { DisplayName: 'Single' }, { requestid: 'batch-1b1' });
    const answers = await byBatchId(books, [customer(1)], query);
    expect(answers.get('b1')?.Customer?.DisplayName).toBe('Batched 1');
  });
});

test('node-quickbooks sends batches', async ({ books }) => {
  const answer = await books.ask((done) =>
    books.qbo.batch([customer(1), { bId: 'q', operation: 'query', Query: 'select * from Item' }], done),
  );
  const items = (answer as unknown as { BatchItemResponse: { bId: string }[] }).BatchItemResponse; // An answer, no object.
  expect(items.map(({ bId }) => bId).sort()).toEqual(['b1', 'q']);
  const tooMany = await books.refuses((done) => books.qbo.batch(numbered(31), done));
  expect(tooMany).toMatchObject({ status: 400, code: '1040' });
});

test('a batch that is no JSON is refused', async ({ books }) => {
  const { status, json } = await books.raw('batch', { body: '{"BatchItemRequest":[' });
  expect(refusalOf(status, json)).toMatchObject({ status: 400, code: '2010' });
});
