import { Agent, request } from 'node:http';
import { afterAll, describe, expect } from 'vitest';
import type { PresetName } from '../presets.ts';
import { type Books, testWithBooks } from './clients.ts';
import { CallMaker, type RandomCall } from './random-calls.ts';

/** What every caller may be told. */
const statuses = new Set([200, 400]);

interface Tally {
  calls: number;
  accepted: number;
  byStatus: Map<number, number>;
}

const agent = new Agent({ keepAlive: true });
afterAll(() => agent.destroy());

/** node's own client: thousands of calls through fetch would be mostly fetch. */
function send(books: Books, call: RandomCall): Promise<{ status: number; json: unknown; text: string }> {
  const search = new URLSearchParams(call.query).toString();
  const path = `/v3/company/${books.realmId}/${call.path}`.replaceAll(' ', '%20');
  return new Promise((resolve, reject) => {
    const outgoing = request(
      `${books.sim.url}${path}${search === '' ? '' : `${path.includes('?') ? '&' : '?'}${search}`}`,
      {
        agent,
        method: call.method ?? (call.body === undefined ? 'GET' : 'POST'),
        headers: {
          ...call.headers,
          accept: 'application/json',
          authorization: `Bearer ${books.accessToken}`,
        },
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          resolve({
            status: incoming.statusCode ?? 0,
            json: text.startsWith('{') ? JSON.parse(text) : undefined,
            text,
          });
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(call.body);
  });
}

/** Several clients at once, each as fast as it is answered. */
async function run(books: Books, maker: CallMaker, calls: number, clients: number): Promise<Tally> {
  const tally: Tally = { calls: 0, accepted: 0, byStatus: new Map() };
  const client = async (): Promise<void> => {
    while (tally.calls < calls) {
      tally.calls += 1;
      const call = maker.next();
      const { status, json, text } = await send(books, call);
      tally.byStatus.set(status, (tally.byStatus.get(status) ?? 0) + 1);
      if (!statuses.has(status))
        throw new Error(`${status} for ${JSON.stringify(call).slice(0, 2000)}: ${text}`);
      if (status !== 200) continue;
      tally.accepted += 1;
      const kind = typeof json === 'object' && json !== null ? (Object.keys(json)[0] ?? '') : '';
      maker.learn(kind, json);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return tally;
}

async function expectSoundBooks(books: Books): Promise<void> {
  expect(await books.admin('assert/invariants', {})).toMatchObject({ ok: true, broken: [] });
  const defects = (await books.admin('journal?limit=10000&bodies=no')) as {
    entries: { flags: string[] }[];
  };
  expect(defects.entries.flatMap(({ flags }) => flags.filter((flag) => flag.startsWith('defect')))).toEqual(
    [],
  );
}

/** No throttle; and captures of changes of a handful, since their size is no matter here. */
const quiet = { knobs: { throttle: false, cdcCap: 20 } } as const;

describe('ten thousand calls of many clients at once', () => {
  const test = testWithBooks(quiet);
  test('never answer 500 and keep the books sound', { timeout: 120_000 }, async ({ books }) => {
    const maker = new CallMaker(books, 20_260_105);
    for (let part = 0; part < 4; part += 1) {
      const { accepted, calls } = await run(books, maker, 2500, 24);
      // Were nearly all of them refused, nothing would have been tried.
      expect(accepted / calls).toBeGreaterThan(0.3);
      await expectSoundBooks(books);
    }
  });
});

describe('the other positions of the knobs', () => {
  const test = testWithBooks(quiet);
  test('keep the books sound as well', { timeout: 60_000 }, async ({ books }) => {
    await books.turn({
      sharedIds: false,
      sparseNull: 'ignored',
      unknownFields: '2010',
      deletedNameTaken: '6240',
      inactivateWithBalance: 'allowed',
      customerTokenOnBalance: true,
      rounding: 'truncate4_then_half_up',
      tolerance: '0.01',
      overApply: 'capped',
      duplicateNumbers: '6140',
      unknownLineId: '2500',
      voidWithPayment: 'unlinked',
      deleteWithLinks: 'unlinked',
      estimateAfterInvoice: 'Converted',
      sendsPerDay: 3,
      listLagMs: 2000,
      unstableOrder: true,
      duplicateBatchIds: 'allowed',
      requestIdReuse: '600',
    });
    await run(books, new CallMaker(books, 7), 1000, 12);
    await expectSoundBooks(books);
  });
});

for (const preset of [
  'us-ast',
  'us-customnumbers',
  'us-closed-books',
  'us-multicurrency',
  'ca-gst',
  'hostile',
] as const) {
  const test = testWithBooks({ ...quiet, presets: [preset satisfies PresetName] });
  test(`random calls keep the books of ${preset} sound`, { timeout: 60_000 }, async ({ books }) => {
    await run(books, new CallMaker(books, 11), 250, 8);
    await expectSoundBooks(books);
  });
}

const test = testWithBooks(quiet);
test('under faults there is a 5xx only where a rule asks for it, and the books stay sound', {
  timeout: 60_000,
}, async ({ books }) => {
  const rules: [Record<string, unknown>, number][] = [
    [{ type: 'resetAfterCommit' }, 0.03],
    [{ type: 'resetBefore' }, 0.03],
    [{ type: 'truncateBody' }, 0.03],
    [{ type: 'status', status: 503, committed: true }, 0.03],
    [{ type: 'throttle' }, 0.03],
    [{ type: 'staleToken' }, 0.1],
    [{ type: 'nameTaken' }, 0.1],
    [{ type: 'docNumberTaken' }, 0.1],
  ];
  for (const [action, p] of rules)
    await books.admin('faults', { match: { method: 'POST' }, action, p, times: null });
  const maker = new CallMaker(books, 13);
  const client = async (): Promise<void> => {
    for (let n = 0; n < 50; n += 1) {
      const answer = await send(books, maker.next()).catch(() => undefined);
      if (answer !== undefined) maker.learn(Object.keys(answer.json ?? {})[0] ?? '', answer.json);
    }
  };
  await Promise.all(Array.from({ length: 8 }, client));
  const { entries } = (await books.admin('journal?limit=10000&bodies=no')) as {
    entries: { status: number; rules: string[]; class: string }[];
  };
  const unasked = entries.filter(({ status, rules }) => status >= 500 && rules.length === 0);
  expect(unasked).toEqual([]);
  expect(entries.some(({ status }) => status === 503)).toBe(true);
  await expectSoundBooks(books);
});
