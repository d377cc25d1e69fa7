import { expect, test } from 'vitest';
import type { PresetName } from '../presets.ts';
import { type QboSim, startQboSim } from '../start.ts';
import { Books } from './clients.ts';
import { CallMaker } from './random-calls.ts';
import { Receiver } from './raw-client.ts';
import { salesBody } from './samples.ts';

/** A whole session, written down byte by byte: answers, what identifies them, and the webhooks it caused. */
async function session(
  seed: number,
  preset: PresetName = 'us-plain',
  { isFlaky = false } = {},
): Promise<string[]> {
  const told: string[] = [];
  const sim = await startQboSim({ seed, presets: [preset] });
  const receiver = await Receiver.open();
  try {
    const books = await openBooks(sim);
    // The address of the receiver is the one thing that differs between two sessions.
    await books.admin('webhooks/config', { url: receiver.url, verifierToken: 'v' });
    await books.admin('faults', { match: { operation: 'create' }, action: 'throttle', p: 0.2, times: null });
    await books.admin('webhooks/faults', { type: 'duplicate', p: 0.3, times: null });
    const maker = new CallMaker(books, 99);
    for (let n = 0; n < 120; n += 1) {
      if (isFlaky) receiver.answerWith = n % 7 === 3 ? { status: 500 } : { afterMs: n % 5 };
      const { path, query, headers, body } = maker.next();
      const answer = await books.raw(path, { query, headers, ...(body !== undefined && { body }) });
      told.push(
        [answer.status, answer.headers.get('intuit_tid'), answer.headers.get('date'), answer.text].join(' '),
      );
      if (answer.status === 200) maker.learn(Object.keys(answer.json ?? {})[0] ?? '', answer.json);
    }
    const batch = Array.from({ length: 20 }, (_, n) => ({
      bId: `${n}`,
      operation: 'create',
      Invoice: salesBody(books),
    }));
    told.push((await books.raw('batch', { body: { BatchItemRequest: batch } })).text);
    told.push((await books.raw('query?query=select * from Customer')).text);
    told.push(JSON.stringify(await books.user('pay', { customerId: books.seeded('Customer'), amount: '5' })));
    told.push((await books.token({ grant_type: 'refresh_token', refresh_token: books.refreshToken })).text);
    receiver.answerWith = {};
    await books.advance('1d');
    // With a receiver that fails, how often it was asked depends on it; what it was told does not.
    const deliveries = receiver.received.map(
      ({ bytes, headers }) => `${headers['intuit-signature']} ${headers['intuit-created-time']} ${bytes}`,
    );
    told.push(...(isFlaky ? new Set(deliveries) : deliveries));
    if (!isFlaky) told.push(...receiver.received.map(({ headers }) => String(headers['intuit-t-id'])));
    told.push(JSON.stringify(await books.admin(`dump/${books.realmId}`)));
    return told;
  } finally {
    await sim.close();
    await receiver.close();
  }
}

async function openBooks(sim: QboSim): Promise<Books> {
  const response = await fetch(`${sim.url}/__sim/oauth/grant`, { method: 'POST', body: '{}' });
  const tokens = (await response.json()) as { access_token: string; refresh_token: string };
  return new Books(sim, sim.realms[0] ?? '', tokens);
}

test('the same seed and the same calls give the same bytes, webhooks included', {
  timeout: 60_000,
}, async () => {
  const first = await session(5);
  expect(first.length).toBeGreaterThan(150);
  expect(await session(5)).toEqual(first);
});

test('so does the preset that shuffles, lags, rotates and drifts', { timeout: 60_000 }, async () => {
  const first = await session(5, 'hostile');
  expect(await session(5, 'hostile')).toEqual(first);
});

test('a receiver that is slow or fails changes nothing of what is answered and told', {
  timeout: 60_000,
}, async () => {
  const first = await session(5, 'us-plain', { isFlaky: true });
  expect(await session(5, 'us-plain', { isFlaky: true })).toEqual(first);
});

test('another seed gives other companies, ids of answers, tokens and orders', {
  timeout: 60_000,
}, async () => {
  const [one, other] = [await session(5), await session(6)];
  expect(other).not.toEqual(one);
  const tids = (told: string[]) => told.slice(0, 120).map((line) => line.split(' ')[1]);
  expect(tids(other).filter((tid) => tids(one).includes(tid))).toEqual([]);
});

test('what is random under a seed differs from seed to seed: realms, tokens and the order of a batch', async () => {
  const shown = async (seed: number) => {
    const sim = await startQboSim({ seed });
    try {
      const books = await openBooks(sim);
      const items = Array.from({ length: 15 }, (_, n) => ({ bId: `${n}`, Query: 'select * from Term' }));
      const { json } = await books.raw('batch', { body: { BatchItemRequest: items } });
      const { BatchItemResponse } = json as { BatchItemResponse: { bId: string }[] };
      return [
        books.realmId,
        books.accessToken,
        books.refreshToken,
        BatchItemResponse.map(({ bId }) => bId).join(),
      ];
    } finally {
      await sim.close();
    }
  };
  const [a, again, b] = [await shown(1), await shown(1), await shown(2)];
  expect(again).toEqual(a);
  for (const [n, value] of a.entries()) expect(b[n]).not.toBe(value);
});
