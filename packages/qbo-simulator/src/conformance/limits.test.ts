import { describe, expect } from 'vitest';
import { type Books, testWithBooks } from './clients.ts';
import { networkError } from './raw-client.ts';
import { salesBody } from './samples.ts';

const test = testWithBooks({ knobs: { clockStepMs: 0 } });

const read = async (books: Books) => (await books.raw('companyinfo/1')).status;
const sendBatch = async (books: Books) =>
  (await books.raw('batch', { body: { BatchItemRequest: [{ bId: '1', Query: 'select * from Term' }] } }))
    .status;

async function repeat(n: number, call: () => Promise<number>): Promise<number[]> {
  const statuses: number[] = [];
  for (let at = 0; at < n; at += 1) statuses.push(await call());
  return statuses;
}
const refusedOf = (statuses: number[]) => statuses.filter((status) => status === 429).length;

describe('requests', () => {
  test('ten a second for a company and an app; then everything is refused for a minute', async ({
    books,
  }) => {
    expect(await repeat(10, () => read(books))).toEqual(Array(10).fill(200));
    expect(await read(books)).toBe(429);
    await books.advance('59s');
    expect(await read(books)).toBe(429);
    await books.advance('1s');
    expect(await read(books)).toBe(200);
  });

  test('the second slides: ten calls that are spread over it leave room as they grow old', async ({
    books,
  }) => {
    for (let n = 0; n < 40; n += 1) {
      await books.advance('100ms');
      expect(await read(books)).toBe(200);
    }
  });

  test('another app and another company have a second of their own', async ({ books }) => {
    await books.admin('apps', {
      clientId: 'second',
      clientSecret: 's',
      redirectUris: ['http://localhost/callback'],
    });
    const grant = await books.admin('oauth/grant', { realm: books.realmId, clientId: 'second' });
    const headers = { authorization: `Bearer ${(grant as { access_token: string }).access_token}` };
    const neighbour = await books.connect();
    expect(refusedOf(await repeat(11, () => read(books)))).toBe(1);
    expect((await books.raw('companyinfo/1', { headers })).status).toBe(200);
    expect(await read(neighbour)).toBe(200);
  });

  test('five hundred a minute for a company, of all apps together', async ({ books }) => {
    await books.turn({ requestsPerSecond: 100_000, requestsPerMinute: 20 });
    await books.admin('apps', {
      clientId: 'second',
      clientSecret: 's',
      redirectUris: ['http://localhost/callback'],
    });
    const grant = await books.admin('oauth/grant', { realm: books.realmId, clientId: 'second' });
    const headers = { authorization: `Bearer ${(grant as { access_token: string }).access_token}` };
    await repeat(10, () => read(books));
    const others = await repeat(11, async () => (await books.raw('companyinfo/1', { headers })).status);
    expect(others).toEqual([...Array(10).fill(200), 429]);
    expect(await read(books)).toBe(429);
    await books.advance('60s');
    expect(await read(books)).toBe(200);
  });

  test('the default of the minute is five hundred', async ({ books }) => {
    await books.turn({ requestsPerSecond: 100_000 });
    const statuses: number[] = [];
    for (let n = 0; n < 5; n += 1)
      statuses.push(...(await Promise.all(Array.from({ length: 100 }, () => read(books)))));
    expect(refusedOf(statuses)).toBe(0);
    expect(await read(books)).toBe(429);
  });

  test('writes, refusals and calls without a good token are counted too', async ({ books }) => {
    await books.turn({ requestsPerMinute: 3 });
    await books.raw('invoice', { body: salesBody(books) });
    await books.raw('invoice', { body: {} });
    await books.raw('invoice/1', { headers: { authorization: 'Bearer nonsense' } });
    expect(await read(books)).toBe(429);
  });

  test('how long it stays shut is a knob', async ({ books }) => {
    await books.turn({ requestsPerSecond: 1, throttleShutS: 0 });
    expect(await repeat(2, () => read(books))).toEqual([200, 429]);
    await books.advance('1s');
    expect(await read(books)).toBe(200);
  });

  test('nothing is refused with the throttle off', async ({ books }) => {
    await books.turn({ throttle: false, requestsPerMinute: 1, requestsPerSecond: 1, concurrentRequests: 1 });
    expect(refusedOf(await repeat(30, () => read(books)))).toBe(0);
  });

  test('a client that calls one by one is never throttled by a virtual clock that steps', async ({
    books,
  }) => {
    await books.turn({ clockStepMs: 125 });
    expect(refusedOf(await repeat(60, () => read(books)))).toBe(0);
  });
});

describe('requests at once', () => {
  const slowly = async (books: Books, n: number, knobs: Record<string, number> = {}) => {
    await books.turn({ requestsPerSecond: 1000, ...knobs });
    await books.fault({}, { type: 'slow', ms: 250 }, null);
    return Promise.all(Array.from({ length: n }, () => read(books)));
  };

  test('ten run at once, the eleventh is refused', async ({ books }) => {
    expect(refusedOf(await slowly(books, 10))).toBe(0);
    expect(refusedOf(await slowly(books, 11))).toBe(1);
  });

  test('one at a time, where the knob says so', async ({ books }) => {
    expect(refusedOf(await slowly(books, 3, { concurrentRequests: 1 }))).toBe(2);
    await books.admin('faults', undefined, 'DELETE');
    expect(await repeat(5, () => read(books))).toEqual([200, 200, 200, 200, 200]);
  });

  test('a call whose answer was lost runs no more', async ({ books }) => {
    await books.turn({ concurrentRequests: 1 });
    await books.fault({}, { type: 'resetAfterCommit' });
    await networkError(read(books));
    expect(await read(books)).toBe(200);
  });
});

describe('batches', () => {
  test('forty a minute for a company and an app', async ({ books }) => {
    await books.turn({ requestsPerSecond: 1000 });
    expect(await repeat(41, () => sendBatch(books))).toEqual([...Array(40).fill(200), 429]);
    expect(await sendBatch(books)).toBe(429);
  });

  test('a shut bucket of batches leaves single calls alone', async ({ books }) => {
    await books.turn({ batchesPerMinuteApp: 1 });
    expect(await repeat(2, () => sendBatch(books))).toEqual([200, 429]);
    expect(await read(books)).toBe(200);
    await books.advance('60s');
    expect(await sendBatch(books)).toBe(200);
  });

  test('a hundred and twenty a minute for a company', async ({ books }) => {
    await books.turn({ requestsPerSecond: 1000, batchesPerMinute: 2 });
    expect(await repeat(3, () => sendBatch(books))).toEqual([200, 200, 429]);
    const { knobs } = (await books.admin('knobs')) as { knobs: Record<string, { default: number }> };
    expect([knobs['batchesPerMinute']?.default, knobs['batchesPerMinuteApp']?.default]).toEqual([120, 40]);
  });
});

describe('the refusal', () => {
  test('is XML with code 3001 of type SERVICE and without Retry-After', async ({ books }) => {
    await books.turn({ requestsPerMinute: 0 });
    const { status, headers, text } = await books.raw('companyinfo/1');
    expect(status).toBe(429);
    expect(headers.get('content-type')).toContain('application/xml');
    expect(text).toContain('<Fault type="SERVICE"><Error code="3001"');
    expect(text).toContain('003001');
    expect(headers.get('retry-after')).toBeNull();
    expect(headers.get('intuit_tid')).toBeTruthy();
  });

  test('carries Retry-After under the knob', async ({ books }) => {
    await books.turn({ requestsPerMinute: 0, retryAfter: true });
    expect((await books.raw('companyinfo/1')).headers.get('retry-after')).toBe('60');
  });

  test('does nothing and is not stored under a request id', async ({ books }) => {
    await books.turn({ requestsPerMinute: 0 });
    const query = { requestid: 'r-1' };
    await books.raw('customer', { body: { DisplayName: 'Throttled' }, query });
    await books.turn({ requestsPerMinute: 500 });
    await books.advance('60s');
    const made = await books.post('Customer', { DisplayName: 'Throttled' }, query);
    expect(made.SyncToken).toBe('0');
  });
});

describe('a request that takes two minutes', () => {
  test('is cut with 504 and code 6002; a little less is not', async ({ books }) => {
    await books.turn({ gatewayFormat: 'json' });
    await books.fault({}, { type: 'slowSimulated', ms: 119_999 });
    expect(await read(books)).toBe(200);
    await books.fault({}, { type: 'slowSimulated', ms: 120_000 });
    const { status, json } = await books.raw('companyinfo/1');
    expect([status, JSON.stringify(json).includes('"code":"6002"')]).toEqual([504, true]);
  });
});
