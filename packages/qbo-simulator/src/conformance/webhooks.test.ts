import { createHmac } from 'node:crypto';
import { describe, expect } from 'vitest';
import { type Books, testWithBooks } from './clients.ts';
import { controls, Receiver } from './raw-client.ts';
import { salesBody } from './samples.ts';

const verifierToken = 'a verifier token';

/** `books` with a receiver that its webhooks go to. */
const test = testWithBooks().extend<{ receiver: Receiver }>({
  receiver: async ({ books }, use) => {
    const receiver = await Receiver.open();
    await subscribe(books, receiver);
    await use(receiver);
    await receiver.close();
  },
});

const subscribe = (books: Books, receiver: Receiver, more: Record<string, unknown> = {}) =>
  books.admin('webhooks/config', { url: receiver.url, verifierToken, ...more });

const flush = (books: Books) => books.admin('webhooks/flush', {});
const signature = (bytes: Buffer | string) =>
  createHmac('sha256', verifierToken).update(bytes).digest('base64');

describe('a delivery', () => {
  test('is signed over the very bytes; written anew they have another signature', async ({
    books,
    receiver,
  }) => {
    await books.post('Customer', { DisplayName: 'Ünïcode “Foods”' });
    await flush(books);
    const [{ bytes, headers } = { bytes: Buffer.of(), headers: {} }] = receiver.received;
    expect(headers['intuit-signature']).toBe(signature(bytes));
    const anew = JSON.stringify(JSON.parse(bytes.toString('utf8')));
    expect(signature(anew)).not.toBe(headers['intuit-signature']);
  });

  test('says who sent it and when', async ({ books, receiver }) => {
    await books.post('Customer', { DisplayName: 'Headed' });
    await flush(books);
    expect(receiver.received[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': expect.stringMatching(/^intuit_notification_server/),
      'intuit-created-time': expect.stringMatching(/^2026-01-05T17:00:/),
      'intuit-t-id': expect.stringMatching(/^1-[0-9a-f]{8}-[0-9a-f]{24}$/),
      'intuit-notification-schema-version': '0.1',
    });
  });

  test('is a list of CloudEvents', async ({ books, receiver }) => {
    const { Id } = await books.post('Customer', { DisplayName: 'Evented' });
    await flush(books);
    expect(receiver.events).toEqual([
      {
        specversion: '1.0',
        id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/),
        source: expect.stringMatching(/^intuit\.\S+$/),
        type: 'qbo.customer.created.v1',
        datacontenttype: 'application/json',
        time: expect.stringMatching(/^2026-01-05T17:00:00\.\d{9}Z$/),
        intuitentityid: Id,
        intuitaccountid: books.realmId,
        data: {},
      },
    ]);
  });

  test('is the legacy envelope where the app asks for it', async ({ books, receiver }) => {
    await subscribe(books, receiver, { format: 'legacy' });
    const { Id } = await books.post('Invoice', salesBody(books));
    await books.user('merge', {
      entity: 'Customer',
      winnerId: books.seeded('Customer', 1),
      loserId: books.seeded('Customer', 2),
    });
    await flush(books);
    const [{ bytes, headers } = { bytes: Buffer.of(), headers: {} }] = receiver.received;
    expect(headers['intuit-signature']).toBe(signature(bytes));
    const entity = { lastUpdated: expect.stringMatching(/^2026-01-05T17:/) };
    expect(JSON.parse(bytes.toString('utf8'))).toEqual({
      eventNotifications: [
        {
          realmId: books.realmId,
          dataChangeEvent: {
            entities: [
              { name: 'Invoice', id: Id, operation: 'Create', ...entity },
              {
                name: 'Customer',
                id: books.seeded('Customer', 1),
                operation: 'Merge',
                deletedId: books.seeded('Customer', 2),
                ...entity,
              },
            ],
          },
        },
      ],
    });
    expect(signature(JSON.stringify(JSON.parse(bytes.toString('utf8'))))).not.toBe(
      headers['intuit-signature'],
    );
  });
});

describe('what is told', () => {
  test('creating, paying, sending, deleting and merging, own writes included, in the order they happened', async ({
    books,
    receiver,
  }) => {
    const invoice = await books.post('Invoice', salesBody(books, { BillEmail: { Address: 'a@b.example' } }));
    const payment = await books.user('pay', { invoiceId: invoice.Id });
    await books.raw(`invoice/${invoice.Id}/send`, {
      body: '',
      headers: { 'content-type': 'application/octet-stream' },
    });
    await books.user('delete', { entity: 'Payment', id: payment.Id });
    await books.user('merge', {
      entity: 'Customer',
      winnerId: books.seeded('Customer', 1),
      loserId: books.seeded('Customer', 2),
    });
    await flush(books);
    expect(receiver.types).toEqual([
      'qbo.invoice.created.v1',
      'qbo.payment.created.v1',
      'qbo.invoice.updated.v1',
      'qbo.invoice.emailed.v1',
      'qbo.payment.deleted.v1',
      'qbo.invoice.updated.v1',
      'qbo.customer.merged.v1',
    ]);
    expect(receiver.events.at(-1)).toMatchObject({
      intuitentityid: books.seeded('Customer', 1),
      data: { alternative_ids: [{ id: books.seeded('Customer', 2) }] },
    });
    expect(new Set(receiver.events.map(({ id }) => id)).size).toBe(7);
  });

  test('no void unless it is ticked; then void, for invoices and payments', async ({ books, receiver }) => {
    const [a, b] = [
      await books.post('Invoice', salesBody(books)),
      await books.post('Invoice', salesBody(books)),
    ];
    const payment = await books.user('pay', { customerId: books.seeded('Customer'), amount: '5' });
    await books.user('void', { entity: 'Invoice', id: a.Id });
    await flush(books);
    expect(receiver.types).not.toContain('qbo.invoice.void.v1');
    await subscribe(books, receiver, { operations: ['void'] });
    await books.user('void', { entity: 'Invoice', id: b.Id });
    await books.user('void', { entity: 'Payment', id: payment.Id });
    await flush(books);
    expect(receiver.types.slice(-2)).toEqual(['qbo.invoice.void.v1', 'qbo.payment.void.v1']);
  });

  test('only the entities and operations that the app has ticked', async ({ books, receiver }) => {
    await subscribe(books, receiver, { entities: ['invoice'], operations: ['Update'] });
    const invoice = await books.post('Invoice', salesBody(books));
    await books.sparse('Invoice', invoice.Id, { PrivateNote: 'x' });
    await books.sparse('Customer', books.seeded('Customer'), { Notes: 'x' });
    await flush(books);
    expect(receiver.types).toEqual(['qbo.invoice.updated.v1']);
  });

  test('nothing of company settings and tax codes', async ({ books, receiver }) => {
    await books.user('setPref', { prefs: { SalesFormsPrefs: { CustomTxnNumbers: true } } });
    await books.user('closeBooks', { date: '2020-01-01' });
    await flush(books);
    expect(receiver.received).toHaveLength(0);
  });

  test('nothing of what was refused, replayed or only read', async ({ books, receiver }) => {
    const query = { requestid: 'r-1' };
    await books.post('Customer', { DisplayName: 'Told Once' }, query);
    await books.post('Customer', { DisplayName: 'Told Once' }, query);
    await books.refused('customer', { DisplayName: 'Told Once' });
    await books.raw('preferences');
    await flush(books);
    expect(receiver.types).toEqual(['qbo.customer.created.v1']);
  });

  test('nothing without a living connection of the app with the company', async ({ books, receiver }) => {
    const { realmId } = (await books.admin('realms', { preset: 'us-plain' })) as { realmId: string };
    await books.admin('user/edit', { realm: realmId, entity: 'Preferences', id: '1' });
    await books.admin('user/create', {
      realm: realmId,
      entity: 'Customer',
      body: { DisplayName: 'Unheard' },
    });
    await books.user('disconnect');
    await books.user('create', { entity: 'Customer', body: { DisplayName: 'Unheard' } });
    await flush(books);
    expect(receiver.received).toHaveLength(0);
  });

  test('to each app by itself, signed with its own token', async ({ books, receiver }) => {
    const second = await Receiver.open();
    await books.admin('apps', {
      clientId: 'second',
      clientSecret: 's',
      redirectUris: ['http://localhost/callback'],
    });
    await books.admin('oauth/grant', { realm: books.realmId, clientId: 'second' });
    await subscribe(books, second, { clientId: 'second', verifierToken: 'another' });
    await books.post('Customer', { DisplayName: 'Told Twice' });
    await flush(books);
    await second.close();
    expect([receiver.received.length, second.received.length]).toEqual([1, 1]);
    const [{ bytes, headers } = { bytes: Buffer.of(), headers: {} }] = second.received;
    expect(headers['intuit-signature']).toBe(createHmac('sha256', 'another').update(bytes).digest('base64'));
    expect(second.events[0]?.source).not.toBe(receiver.events[0]?.source);
  });
});

describe('gathering', () => {
  test('events of half a second share a delivery, later ones have their own', async ({ books, receiver }) => {
    await books.turn({ clockStepMs: 0 });
    await books.post('Customer', { DisplayName: 'First' });
    await books.advance('499ms');
    await books.post('Customer', { DisplayName: 'Second' });
    expect(receiver.received).toHaveLength(0);
    await books.advance('1ms');
    expect(receiver.events).toHaveLength(2);
    await books.post('Customer', { DisplayName: 'Third' });
    await books.advance('500ms');
    expect(receiver.received.map(({ bytes }) => JSON.parse(bytes.toString('utf8')).length)).toEqual([2, 1]);
  });

  test('for as long as the knob says, or not at all', async ({ books, receiver }) => {
    await books.turn({ clockStepMs: 0, coalesceMs: 10_000 });
    await books.post('Customer', { DisplayName: 'First' });
    await books.advance('9s');
    expect(receiver.received).toHaveLength(0);
    await books.advance('1s');
    expect(receiver.received).toHaveLength(1);
    await books.turn({ coalesceMs: 0 });
    await books.post('Customer', { DisplayName: 'Second' });
    await books.advance('0s');
    await books.post('Customer', { DisplayName: 'Third' });
    await books.advance('0s');
    expect(receiver.received).toHaveLength(3);
  });

  test('companies have deliveries of their own, or share one under the knob', async ({ books, receiver }) => {
    const other = await books.connect();
    const both = async (name: string) => {
      await books.post('Customer', { DisplayName: name });
      await other.post('Customer', { DisplayName: name });
      await flush(books);
    };
    await both('Apart');
    expect(receiver.received).toHaveLength(2);
    await books.turn({ severalRealms: true });
    await both('Together');
    expect(receiver.received).toHaveLength(3);
    expect(receiver.events.slice(2).map(({ intuitaccountid }) => intuitaccountid)).toEqual([
      books.realmId,
      other.realmId,
    ]);
  });

  test('several companies in one legacy envelope stand side by side', async ({ books, receiver }) => {
    const other = await books.connect();
    await books.turn({ severalRealms: true });
    await subscribe(books, receiver, { format: 'legacy' });
    await books.post('Customer', { DisplayName: 'Side' });
    await other.post('Customer', { DisplayName: 'Side' });
    await flush(books);
    const { eventNotifications } = JSON.parse(receiver.received[0]?.bytes.toString('utf8') ?? '');
    expect(eventNotifications.map(({ realmId }: { realmId: string }) => realmId)).toEqual([
      books.realmId,
      other.realmId,
    ]);
  });
});

describe('the controls', () => {
  test('show the subscription without its token, what waits, and what was sent', async ({
    books,
    receiver,
  }) => {
    await books.post('Customer', { DisplayName: 'Shown' });
    const before = await books.admin('webhooks');
    expect(before).toMatchObject({ pendingEvents: 1, deliveries: [] });
    expect(JSON.stringify(before)).not.toContain(verifierToken);
    await flush(books);
    expect(await books.admin('webhooks')).toMatchObject({
      subscriptions: [{ url: receiver.url, format: 'cloudevents' }],
      pendingEvents: 0,
      deliveries: [{ state: 'acknowledged', attempts: 1, lastOutcome: '200' }],
    });
  });

  test('end a subscription, with what has not been told yet', async ({ books, receiver }) => {
    await books.post('Customer', { DisplayName: 'Untold' });
    await books.admin('webhooks/config', undefined, 'DELETE');
    await flush(books);
    expect(receiver.received).toHaveLength(0);
    expect(await books.admin('webhooks')).toMatchObject({ subscriptions: [], pendingEvents: 0 });
  });

  test('name what is wrong with a subscription, and keep the one there is', async ({ books, receiver }) => {
    const good = { url: receiver.url, verifierToken };
    for (const [field, wrong] of [
      ['url', { ...good, url: 'nowhere' }],
      ['url', { ...good, url: 'ftp://x' }],
      ['url', { verifierToken }],
      ['verifierToken', { url: receiver.url }],
      ['format', { ...good, format: 'xml' }],
      ['entities', { ...good, entities: ['Wormhole'] }],
      ['entities', { ...good, entities: 'Invoice' }],
      ['operations', { ...good, operations: ['Teleport'] }],
      ['clientId', { ...good, clientId: 'nobody' }],
      ['urls', { ...good, urls: [] }],
    ] as const) {
      const { status, json } = await controls(books, '/webhooks/config', wrong);
      expect([status, json.field], JSON.stringify(wrong)).toEqual([400, field]);
    }
    const { subscriptions } = (await books.admin('webhooks')) as { subscriptions: { entities: string[] }[] };
    expect(subscriptions).toHaveLength(1);
    expect(subscriptions[0]?.entities).toContain('Invoice');
  });
});
