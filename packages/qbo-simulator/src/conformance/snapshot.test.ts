import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type QboSimOptions, startQboSim } from '../start.ts';
import { Books, type Doc } from './clients.ts';
import { invoices, Receiver } from './raw-client.ts';
import { salesBody } from './samples.ts';

let folder: string;
let file: string;
const children = new Set<ChildProcess>();

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'qbo-sim-'));
  file = path.join(folder, 'books.jsonl');
});
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
  rmSync(folder, { recursive: true, force: true });
});

const bin = path.resolve(import.meta.dirname, '../../bin/qbo-sim.mjs');

interface Running {
  readonly url: string;
  readonly realmId: string;
  readonly child: ChildProcess;
}

/** The program as a person starts it; resolves once it says where it is. */
async function startCli(...args: string[]): Promise<Running> {
  const child = spawn(process.execPath, [bin, '--port', '0', '--snapshot', file, '--no-throttle', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.add(child);
  let url = '';
  for await (const line of createInterface({ input: child.stdout ?? process.stdin })) {
    url = /simulator at (\S+)/.exec(line)?.[1] ?? url;
    const realmId = /^ {4}(\d{16})$/.exec(line)?.[1];
    if (realmId !== undefined) return { url, realmId, child };
  }
  const [errors] = await Promise.all([child.stderr?.toArray(), once(child, 'exit').catch(() => undefined)]);
  throw new Error(`It ended: ${errors?.join('')}`);
}

async function kill({ child }: Running): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

async function grant({ url }: Running): Promise<string> {
  const response = await fetch(`${url}/__sim/oauth/grant`, { method: 'POST', body: '{}' });
  return ((await response.json()) as { access_token: string }).access_token;
}

function post({ url, realmId }: Running, token: string, entity: string, body: unknown, requestid: string) {
  return fetch(`${url}/v3/company/${realmId}/${entity}?requestid=${requestid}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

async function customersOf({ url, realmId }: Running): Promise<Doc[]> {
  const response = await fetch(`${url}/__sim/dump/${realmId}`);
  return ((await response.json()) as { entities: { Customer: Doc[] } }).entities.Customer;
}

describe('killed in the middle of writes', () => {
  test('it has lost nothing that it acknowledged, and does nothing twice', { timeout: 60_000 }, async () => {
    const before = await startCli();
    const token = await grant(before);
    const acknowledged = new Map<string, string>();
    const asked = new Set<string>();
    const client = async (n: number): Promise<void> => {
      for (let at = 0; ; at += 1) {
        const id = `r-${n}-${at}`;
        asked.add(id);
        const response = await post(before, token, 'customer', { DisplayName: `Kept ${id}` }, id).catch(
          () => undefined,
        );
        const text = await response?.text().catch(() => undefined);
        if (text === undefined) return;
        acknowledged.set(id, text);
        if (acknowledged.size === 150) before.child.kill('SIGKILL');
      }
    };
    await Promise.all([0, 1, 2, 3, 4, 5].map(client));
    expect(acknowledged.size).toBeGreaterThanOrEqual(150);

    const after = await startCli();
    expect(after.realmId).toBe(before.realmId);
    const kept = (await customersOf(after)).map(({ DisplayName }) => DisplayName);
    for (const id of acknowledged.keys()) expect(kept).toContain(`Kept ${id}`);
    // The token is still good; what was acknowledged is replayed, what was lost is done now, or was done: once.
    for (const id of asked) {
      const response = await post(after, token, 'customer', { DisplayName: `Kept ${id}` }, id);
      const text = await response.text();
      expect(response.status, text).toBe(200);
      if (acknowledged.has(id)) expect(text).toBe(acknowledged.get(id));
    }
    const all = (await customersOf(after)).filter(({ DisplayName }) => DisplayName.startsWith('Kept'));
    expect(all).toHaveLength(asked.size);
    expect(new Set(all.map(({ Id }) => Id)).size).toBe(asked.size);
    const sound = await fetch(`${after.url}/__sim/assert/invariants`, { method: 'POST' });
    expect(await sound.json()).toMatchObject({ ok: true });
    await kill(after);
  });

  test('a damaged line in the middle is named, and the file is left as it is', {
    timeout: 60_000,
  }, async () => {
    await kill(await startCli());
    const lines = readFileSync(file, 'utf8');
    const damaged = `${lines.slice(0, 40)}\n${lines}`;
    writeFileSync(file, damaged);
    await expect(startCli()).rejects.toThrow(/damaged in line 1/);
    expect(readFileSync(file, 'utf8')).toBe(damaged);
  });
});

/** Work with a simulator in this process that ends before this returns. */
async function inProcess<T>(work: (books: Books) => Promise<T>, options: QboSimOptions = {}): Promise<T> {
  const sim = await startQboSim({ snapshot: file, ...options });
  try {
    const response = await fetch(`${sim.url}/__sim/oauth/grant`, { method: 'POST', body: '{}' });
    const tokens = (await response.json()) as { access_token: string; refresh_token: string };
    return await work(new Books(sim, sim.realms[0] ?? '', tokens));
  } finally {
    await sim.close();
  }
}

const sameBooks = (books: Books, tokens: Books): Books =>
  new Books(books.sim, books.realmId, {
    access_token: tokens.accessToken,
    refresh_token: tokens.refreshToken,
  });

describe('half a last line', () => {
  test('is forgotten; everything before it is there, and what follows is kept', async () => {
    await inProcess((books) => books.post('Customer', { DisplayName: 'Whole' }));
    appendFileSync(file, '[["realm/1/Customer","5",{"id":"5","na');
    await inProcess(async (books) => {
      expect(
        (await books.raw("query?query=select * from Customer where DisplayName='Whole'")).text,
      ).toContain('Whole');
      await books.post('Customer', { DisplayName: 'Afterwards' });
    });
    const names = await inProcess(async (books) => {
      const { entities } = (await books.admin(`dump/${books.realmId}`)) as { entities: { Customer: Doc[] } };
      return entities.Customer.map(({ DisplayName }) => DisplayName);
    });
    expect(names).toEqual(expect.arrayContaining(['Whole', 'Afterwards']));
  });

  test('cut anywhere, even within a letter, loses that line alone', async () => {
    const sizes = await inProcess(async (books) => {
      await books.post('Customer', { DisplayName: 'Erste Früchte' });
      const before = readFileSync(file).length;
      await books.post('Customer', { DisplayName: 'Zweite Früchte ü' });
      return { before, after: readFileSync(file).length };
    });
    for (const size of [sizes.after - 1, sizes.before + 1, Math.floor((sizes.before + sizes.after) / 2)]) {
      const whole = readFileSync(file);
      truncateSync(file, size);
      await inProcess(async (books) => {
        const { text } = await books.raw('query?query=select * from Customer');
        expect(text).toContain('Erste Früchte');
        expect(text).not.toContain('Zweite');
      });
      writeFileSync(file, whole);
    }
  });

  test('an empty file is a new beginning', async () => {
    writeFileSync(file, '');
    await inProcess(async (books) => expect((await books.raw('preferences')).status).toBe(200));
  });
});

describe('a restart goes on', () => {
  test('with companies, ids, numbers, tokens, apps and knobs', async () => {
    const first = await inProcess(async (books) => {
      await books.admin('apps', {
        clientId: 'second',
        clientSecret: 's',
        redirectUris: ['http://localhost/callback'],
      });
      await books.turn({ estimateAfterInvoice: 'Converted' });
      await books.admin('knobs', { realm: books.realmId, voidWithPayment: 'unlinked' });
      return { books, invoice: await books.post('Invoice', salesBody(books)) };
    });
    await inProcess(async (books) => {
      expect(books.realmId).toBe(first.books.realmId);
      const before = sameBooks(books, first.books);
      expect((await before.read('Invoice', first.invoice.Id)).DocNumber).toBe(first.invoice.DocNumber);
      const next = await before.post('Invoice', salesBody(books));
      expect([Number(next.Id), Number(next.DocNumber)]).toEqual([
        Number(first.invoice.Id) + 1,
        Number(first.invoice.DocNumber) + 1,
      ]);
      const refreshed = await before.token({
        grant_type: 'refresh_token',
        refresh_token: before.refreshToken,
      });
      expect(refreshed.status).toBe(200);
      const { apps } = (await books.admin('apps')) as { apps: { clientId: string }[] };
      expect(apps.map(({ clientId }) => clientId)).toContain('second');
      const { knobs } = (await books.admin(`knobs?realm=${books.realmId}`)) as {
        knobs: Record<string, { value: unknown }>;
      };
      expect([knobs['estimateAfterInvoice']?.value, knobs['voidWithPayment']?.value]).toEqual([
        'Converted',
        'unlinked',
      ]);
      expect(await books.brokenInvariants()).toEqual([]);
    });
  });

  test('at the time at which it stopped, and with random numbers that have not been given out', async () => {
    const seen = await inProcess(async (books) => {
      await books.advance('3d');
      const again = await books.connect({ realmId: books.realmId });
      const { headers } = await again.raw('preferences');
      return { tid: headers.get('intuit_tid'), now: books.sim.sim.clock.nowMs(), token: again.accessToken };
    });
    await inProcess(async (books) => {
      expect(books.sim.sim.clock.nowMs()).toBe(seen.now);
      expect(books.accessToken).not.toBe(seen.token);
      expect((await books.raw('preferences')).headers.get('intuit_tid')).not.toBe(seen.tid);
    });
  });

  test('with request ids, the counted reads, and actions that wait for their time', async () => {
    const body = { DisplayName: 'Once' };
    const first = await inProcess(async (books) => {
      await books.raw('preferences');
      await books.user('create', { in: '1h', entity: 'Customer', body: { DisplayName: 'Scheduled' } });
      return (await books.raw('customer', { body, query: { requestid: 'r-1' } })).text;
    });
    await inProcess(async (books) => {
      expect((await books.raw('customer', { body, query: { requestid: 'r-1' } })).text).toBe(first);
      const { corePlusThisMonth } = (await books.admin('calls')) as {
        corePlusThisMonth: Record<string, number>;
      };
      expect(corePlusThisMonth[books.sim.clientId]).toBe(1);
      await books.advance('1h');
      const { entities } = (await books.admin(`dump/${books.realmId}`)) as { entities: { Customer: Doc[] } };
      expect(entities.Customer.map(({ DisplayName }) => DisplayName)).toContain('Scheduled');
    });
  });

  test('with webhooks that were not told, and those that were not acknowledged', async () => {
    const receiver = await Receiver.open();
    try {
      receiver.answerWith = { status: 500 };
      const told = await inProcess(async (books) => {
        await books.turn({ clockStepMs: 0 });
        await books.admin('webhooks/config', { url: receiver.url, verifierToken: 'v' });
        const failed = await books.post('Customer', { DisplayName: 'Failed' });
        await books.advance('1s');
        const pending = await books.post('Customer', { DisplayName: 'Pending' });
        return [failed.Id, pending.Id];
      });
      receiver.answerWith = {};
      const before = receiver.events.map(({ id }) => id);
      await inProcess((books) => books.advance('1m'));
      expect(receiver.events.map(({ intuitentityid }) => intuitentityid)).toEqual([told[0], ...told]);
      expect(receiver.events[1]?.id).toBe(before[0]);
    } finally {
      await receiver.close();
    }
  });

  test('without companies that were dropped, and with none after a reset', async () => {
    const kept = await inProcess(async (books) => {
      const other = await books.connect();
      await books.admin(`realms/${books.realmId}`, undefined, 'DELETE');
      return other.realmId;
    });
    await inProcess(async (books) => {
      expect(books.sim.realms).toEqual([kept]);
      expect(await invoices(books)).toEqual([]);
    });
  });

  test('however often the file was written anew', { timeout: 60_000 }, async () => {
    const total = await inProcess(
      async (books) => {
        const batches = Array.from({ length: 4 }, (_, b) =>
          Array.from({ length: 30 }, (_, n) => ({
            bId: `${n}`,
            operation: 'create',
            Customer: { DisplayName: `Many ${b}-${n}` },
          })),
        );
        for (const BatchItemRequest of batches) await books.raw('batch', { body: { BatchItemRequest } });
        return (await books.raw('query?query=select count(*) from Customer')).json;
      },
      { knobs: { throttle: false } },
    );
    for (let n = 0; n < 3; n += 1) {
      const { QueryResponse } = (await inProcess((books) =>
        books.raw('query?query=select count(*) from Customer'),
      ).then(({ json }) => json)) as { QueryResponse: object };
      expect(QueryResponse).toEqual((total as { QueryResponse: object }).QueryResponse);
    }
  });
});
