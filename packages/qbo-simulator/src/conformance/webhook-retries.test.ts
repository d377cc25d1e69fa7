import { createHmac } from 'node:crypto';
import { describe, expect } from 'vitest';
import { type Books, testWithBooks } from './clients.ts';
import { controls, Receiver } from './raw-client.ts';

const verifierToken = 'a verifier token';

const test = testWithBooks({ knobs: { clockStepMs: 0 } }).extend<{ receiver: Receiver }>({
  receiver: async ({ books }, use) => {
    const receiver = await Receiver.open();
    await books.admin('webhooks/config', { url: receiver.url, verifierToken });
    await use(receiver);
    await receiver.close();
  },
});

let made = 0;
async function change(books: Books): Promise<string> {
  made += 1;
  const doc = await books.user('create', { entity: 'Customer', body: { DisplayName: `Told ${made}` } });
  return doc.Id;
}

const fault = (books: Books, body: Record<string, unknown>) => books.admin('webhooks/faults', body);
const bodies = (receiver: Receiver) => receiver.received.map(({ bytes }) => bytes.toString('utf8'));
const idsOf = (receiver: Receiver) =>
  receiver.received.map(({ bytes }) => JSON.parse(bytes.toString('utf8'))[0]?.id);

interface Shown {
  state: string;
  attempts: number;
  lastOutcome: string;
}
const deliveries = async (books: Books) =>
  ((await books.admin('webhooks')) as { deliveries: Shown[] }).deliveries;

describe('a delivery that is not acknowledged', () => {
  test('comes again after 10 s, 20 s, 30 s, 5 m, 20 m, 2 h, 4 h, 6 h and every 6 h from then on, byte for byte', async ({
    books,
    receiver,
  }) => {
    receiver.answerWith = { status: 500 };
    await change(books);
    await books.advance('500ms');
    expect(receiver.received).toHaveLength(1);
    let expected = 1;
    for (const wait of [10, 20, 30, 300, 1200, 7200, 14_400, 21_600, 21_600, 21_600]) {
      await books.advance(`${wait * 1000 - 1}ms`);
      expect(receiver.received.length, `just before ${wait} s`).toBe(expected);
      await books.advance('1ms');
      expected += 1;
      expect(receiver.received.length, `after ${wait} s`).toBe(expected);
    }
    expect(new Set(bodies(receiver)).size).toBe(1);
    expect(new Set(receiver.received.map(({ headers }) => headers['intuit-signature'])).size).toBe(1);
    expect(new Set(receiver.received.map(({ headers }) => headers['intuit-t-id'])).size).toBe(11);
    receiver.answerWith = {};
    await books.advance('6h');
    await books.advance('7d');
    expect(receiver.received).toHaveLength(12);
  });

  test('comes again on the way when the clock jumps over many retries', async ({ books, receiver }) => {
    receiver.answerWith = { status: 503 };
    await change(books);
    await books.advance('1h');
    expect(receiver.received).toHaveLength(6);
  });

  for (const status of [201, 204, 302, 400, 401, 404, 429, 500, 503]) {
    test(`${status} is no acknowledgement`, async ({ books, receiver }) => {
      receiver.answerWith = { status };
      await change(books);
      await books.advance('1s');
      expect(await deliveries(books)).toMatchObject([
        { state: 'waiting', attempts: 1, lastOutcome: `${status}` },
      ]);
      receiver.answerWith = {};
      await books.advance('10s');
      expect(await deliveries(books)).toMatchObject([{ state: 'acknowledged', attempts: 2 }]);
    });
  }

  test('an answer after more than 3 seconds of real time is none; the same ids come again', async ({
    books,
    receiver,
  }) => {
    receiver.answerWith = { afterMs: 3500 };
    const id = await change(books);
    await books.advance('1s');
    expect(await deliveries(books)).toMatchObject([
      { state: 'waiting', lastOutcome: 'no answer within 3 seconds' },
    ]);
    receiver.answerWith = {};
    await books.advance('10s');
    expect(receiver.events.map(({ intuitentityid }) => intuitentityid)).toEqual([id, id]);
    expect(new Set(idsOf(receiver)).size).toBe(1);
  });

  test('nobody listening is a failure too', async ({ books, receiver }) => {
    await receiver.close();
    await change(books);
    await books.advance('1s');
    expect(await deliveries(books)).toMatchObject([{ state: 'waiting', lastOutcome: 'connection failed' }]);
  });
});

describe('the head of the line', () => {
  test('holds back what comes later until it is acknowledged; then all comes in order', async ({
    books,
    receiver,
  }) => {
    receiver.answerWith = { status: 500 };
    const first = await change(books);
    await books.advance('1s');
    const second = await change(books);
    await books.advance('1s');
    const third = await change(books);
    await books.advance('5s');
    expect(receiver.events.map(({ intuitentityid }) => intuitentityid)).toEqual([first]);
    receiver.answerWith = {};
    await books.advance('10s');
    expect(receiver.events.map(({ intuitentityid }) => intuitentityid)).toEqual([
      first,
      first,
      second,
      third,
    ]);
  });

  test('holds nothing back under headOfLine: off', async ({ books, receiver }) => {
    await books.turn({ headOfLine: false });
    receiver.answerWith = { status: 500 };
    const first = await change(books);
    await books.advance('1s');
    receiver.answerWith = {};
    const second = await change(books);
    await books.advance('1s');
    expect(receiver.events.map(({ intuitentityid }) => intuitentityid)).toEqual([first, second]);
    await books.advance('10s');
    expect(receiver.events.map(({ intuitentityid }) => intuitentityid)).toEqual([first, second, first]);
  });

  test('is of one app: another app hears at once', async ({ books, receiver }) => {
    receiver.answerWith = { status: 500 };
    const other = await Receiver.open();
    await books.admin('apps', {
      clientId: 'second',
      clientSecret: 's',
      redirectUris: ['http://localhost/callback'],
    });
    await books.admin('oauth/grant', { realm: books.realmId, clientId: 'second' });
    await books.admin('webhooks/config', { clientId: 'second', url: other.url, verifierToken });
    await change(books);
    await books.advance('1s');
    await change(books);
    await books.advance('1s');
    await other.close();
    expect([receiver.received.length, other.received.length]).toEqual([1, 2]);
  });

  test('flushing tries everything once, whatever the time', async ({ books, receiver }) => {
    receiver.answerWith = { status: 500 };
    await change(books);
    expect(await books.admin('webhooks/flush', {})).toEqual({ waiting: 1, pendingEvents: 0 });
    expect(await books.admin('webhooks/flush', {})).toEqual({ waiting: 1, pendingEvents: 0 });
    receiver.answerWith = {};
    expect(await books.admin('webhooks/flush', {})).toEqual({ waiting: 0, pendingEvents: 0 });
    expect(receiver.received).toHaveLength(3);
  });
});

describe('faults of deliveries', () => {
  test('duplicate: the same events n more times', async ({ books, receiver }) => {
    await fault(books, { type: 'duplicate', n: 3 });
    await change(books);
    await books.advance('1s');
    expect(receiver.received).toHaveLength(4);
    expect(new Set(bodies(receiver)).size).toBe(1);
    await change(books);
    await books.advance('1s');
    expect(receiver.received).toHaveLength(5);
  });

  test('reorder: the events of a delivery the other way round', async ({ books, receiver }) => {
    await fault(books, { type: 'reorder' });
    const ids = [await change(books), await change(books), await change(books)];
    await books.advance('1s');
    expect(receiver.events.map(({ intuitentityid }) => intuitentityid)).toEqual(ids.reverse());
  });

  test('delay: a delivery comes later and is overtaken', async ({ books, receiver }) => {
    await fault(books, { type: 'delay', ms: 60_000 });
    const late = await change(books);
    await books.advance('1s');
    const soon = await change(books);
    await books.advance('1s');
    expect(receiver.events.map(({ intuitentityid }) => intuitentityid)).toEqual([soon]);
    await books.advance('1m');
    expect(receiver.events.map(({ intuitentityid }) => intuitentityid)).toEqual([soon, late]);
  });

  test('drop: never told; of one entity only, where one is named', async ({ books, receiver }) => {
    await fault(books, { type: 'drop' });
    await change(books);
    await books.advance('1d');
    expect(receiver.received).toHaveLength(0);
    await fault(books, { type: 'drop', entity: 'customer', times: null });
    await books.user('create', { entity: 'Term', body: { Name: 'Net 45', DueDays: 45 } });
    await change(books);
    await books.advance('1s');
    expect(receiver.types).toEqual(['qbo.term.created.v1']);
  });

  test('drop at a rate: some are told, some are not', async ({ books, receiver }) => {
    await fault(books, { type: 'drop', p: 0.5, times: null });
    for (let n = 0; n < 30; n += 1) {
      await change(books);
      await books.advance('1s');
    }
    expect(receiver.received.length).toBeGreaterThan(5);
    expect(receiver.received.length).toBeLessThan(25);
  });

  test('wrongSignature: the signature does not fit the bytes', async ({ books, receiver }) => {
    await fault(books, { type: 'wrongSignature' });
    await change(books);
    await books.advance('1s');
    await change(books);
    await books.advance('1s');
    const fits = receiver.received.map(
      ({ bytes, headers }) =>
        createHmac('sha256', verifierToken).update(bytes).digest('base64') === headers['intuit-signature'],
    );
    expect(fits).toEqual([false, true]);
  });

  for (const [type, expected] of [
    ['unknownRealm', { intuitaccountid: '9999999999999999' }],
    ['unknownEntity', { type: 'qbo.wormhole.created.v1' }],
    ['unknownOperation', { type: 'qbo.customer.teleported.v1' }],
  ] as const) {
    test(`${type}: well signed, and of something that nobody knows`, async ({ books, receiver }) => {
      await fault(books, { type });
      await change(books);
      await books.advance('1s');
      expect(receiver.events[0]).toMatchObject(expected);
      const [{ bytes, headers } = { bytes: Buffer.of(), headers: {} }] = receiver.received;
      expect(headers['intuit-signature']).toBe(
        createHmac('sha256', verifierToken).update(bytes).digest('base64'),
      );
    });
  }

  test('unknown things look unknown in the legacy envelope too', async ({ books, receiver }) => {
    await books.admin('webhooks/config', { url: receiver.url, verifierToken, format: 'legacy' });
    for (const type of ['unknownRealm', 'unknownEntity', 'unknownOperation']) {
      await fault(books, { type });
      await change(books);
      await books.advance('1s');
    }
    const told = bodies(receiver).join('\n');
    for (const sign of ['9999999999999999', 'Wormhole', 'Teleport']) expect(told).toContain(sign);
  });

  test('bigBody: a megabyte, well signed and readable', async ({ books, receiver }) => {
    await fault(books, { type: 'bigBody' });
    await change(books);
    await books.advance('1s');
    const [{ bytes, headers } = { bytes: Buffer.of(), headers: {} }] = receiver.received;
    expect(bytes.length).toBeGreaterThanOrEqual(1_048_576);
    expect(receiver.events).toHaveLength(1);
    expect(headers['intuit-signature']).toBe(
      createHmac('sha256', verifierToken).update(bytes).digest('base64'),
    );
  });

  test('replayOld: an old delivery comes once more beside the new one', async ({ books, receiver }) => {
    const old = await change(books);
    await books.advance('1s');
    await fault(books, { type: 'replayOld' });
    const fresh = await change(books);
    await books.advance('1s');
    expect(receiver.events.map(({ intuitentityid }) => intuitentityid)).toEqual([old, fresh, old]);
    expect(idsOf(receiver)[2]).toBe(idsOf(receiver)[0]);
  });

  test('are listed with their meaning, counted down and removed', async ({ books, receiver }) => {
    await fault(books, { type: 'drop', times: 2 });
    const listed = (await books.admin('webhooks')) as { faults: { left: number }[]; faultKinds: object };
    expect(listed.faults).toMatchObject([{ left: 2 }]);
    expect(Object.keys(listed.faultKinds).sort()).toEqual(
      ['bigBody', 'delay', 'drop', 'duplicate', 'reorder', 'replayOld'].concat([
        'unknownEntity',
        'unknownOperation',
        'unknownRealm',
        'wrongSignature',
      ]),
    );
    await books.admin('webhooks/faults', undefined, 'DELETE');
    await change(books);
    await books.advance('1s');
    expect(receiver.received).toHaveLength(1);
  });

  test('name what is wrong with them', async ({ books }) => {
    for (const [field, wrong] of [
      ['type', {}],
      ['type', { type: 'explode' }],
      ['type', { type: 'constructor' }],
      ['entity', { type: 'drop', entity: 'Wormhole' }],
      ['entity', { type: 'drop', entity: 5 }],
      ['n', { type: 'duplicate', n: 0 }],
      ['n', { type: 'duplicate', n: 1.5 }],
      ['n', { type: 'duplicate', n: '2' }],
      ['ms', { type: 'delay', ms: -1 }],
      ['p', { type: 'drop', p: 2 }],
      ['times', { type: 'drop', times: 0.5 }],
      ['time', { type: 'drop', time: 1 }],
    ] as const) {
      const { status, json } = await controls(books, '/webhooks/faults', wrong);
      expect([status, json.field], JSON.stringify(wrong)).toEqual([400, field]);
    }
    expect((await books.admin('webhooks')) as object).toMatchObject({ faults: [] });
  });
});
