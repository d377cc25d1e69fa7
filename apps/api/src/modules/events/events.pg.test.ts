import http from 'node:http';
import type { FastifyInstance } from 'fastify';
import type pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buildApp } from '../../app.ts';
import { connectDb } from '../../lib/db.ts';
import { must } from '../../lib/must.ts';
import {
  type Caller,
  type Json,
  openBook,
  startTestApi,
  type TestApi,
  testConfig,
  writeOrder,
} from '../../test/api.ts';
import { bearer, sendRaw } from '../../test/http.ts';

const heartbeatMs = 150;
/** What a change may take from one process to a client of the other. */
const promptMs = 2_000;

interface Event {
  event: string;
  data: Json;
}

interface Listening {
  lastChangeAt: () => number | undefined;
  events: Event[];
  comments: string[];
  /** Resolves with the first event that fits, of those that came and those that come. */
  next(fits: (event: Event) => boolean, withinMs?: number): Promise<Event>;
  /** Resolves when the server ends the answer. */
  ended: Promise<void>;
  close(): void;
  isGone(): boolean;
}

let api: TestApi;
let other: { app: FastifyInstance; pool: pg.Pool; baseUrl: string };
let admin: Caller;
let open: Listening[];

beforeEach(async () => {
  open = [];
  api = await startTestApi({ heartbeatMs });
  other = await startAnother();
  admin = await api.signIn('Admin');
});

afterEach(async () => {
  for (const one of open) one.close();
  await other.app.close();
  await other.pool.end();
  await api.close();
});

test('a change in one process is heard by a client of another within two seconds, with who did what to which record', async () => {
  const sales = await api.signIn('Sales');
  const heard = await listen(other.baseUrl, sales);

  const { id } = (await admin.post('/api/accounts', { name: 'Alder Creek', type: 'seller' })).body;
  const told = await heard.next(isAbout('account', id));
  await admin.patch(`/api/accounts/${id}`, { phone: '555' }, 1);
  const changed = await heard.next(({ data }) => data.action === 'changed');

  expect(heard.events[0]).toEqual({ event: 'ready', data: {} });
  expect(told).toEqual({
    event: 'change',
    data: { entity: 'account', id, action: 'created', actorId: admin.userId },
  });
  expect(changed.data).toMatchObject({ entity: 'account', id });
});

test('every kind of record is told, each with its own step', async () => {
  const heard = await listen(other.baseUrl, admin);
  const book = await openBook(admin);
  const order = await writeOrder(admin, book);
  await admin.command(`/api/orders/${order.id}/confirm`, 1);
  const role = (await admin.post('/api/roles', { name: 'Checker' })).body;
  const { user } = (await admin.post('/api/users', { email: 'new@example.com' })).body;
  const terms = (await admin.post('/api/payment-terms', { name: 'Net 30', days: 30 })).body;
  await admin.patch('/api/company', { name: 'Told' }, 1);

  await heard.next(({ data }) => data.entity === 'company');

  expect(heard.events.map(({ data }) => [data.entity, data.action, data.id])).toEqual([
    [undefined, undefined, undefined], // ready
    ['account', 'created', book.sellerId],
    ['account', 'created', book.buyerId],
    ['product', 'created', book.productId],
    ['order', 'created', order.id],
    ['order', 'confirmed', order.id],
    ['role', 'created', role.id],
    ['user', 'created', user.id],
    ['payment_terms', 'created', terms.id],
    ['company', 'changed', expect.any(String)],
  ]);
});

test('nobody hears of what they may not view', async () => {
  await admin.post('/api/roles', { name: 'Orders only', permissions: ['orders:view'] });
  const limited = await api.signIn('Orders only');
  const nobody = await api.signIn();
  const [heard, heardByNobody] = [await listen(other.baseUrl, limited), await listen(other.baseUrl, nobody)];

  const order = await writeOrder(admin, await openBook(admin));
  await admin.post('/api/users', { email: 'new@example.com' });
  await admin.patch('/api/company', { name: 'Everybody may read it' }, 1);
  await heard.next(({ data }) => data.entity === 'company');
  await heardByNobody.next(({ data }) => data.entity === 'company');

  expect(heard.events.slice(1).map(({ data }) => [data.entity, data.id])).toEqual([
    ['order', order.id],
    ['company', expect.any(String)],
  ]);
  expect(heardByNobody.events.slice(1).map(({ data }) => data.entity)).toEqual(['company']);
});

test('what is rolled back is not told', async () => {
  const heard = await listen(other.baseUrl, admin);
  const taken = await admin.post('/api/payment-terms', { name: 'Net 30', days: 30 });

  const refused = await admin.post('/api/payment-terms', { name: 'Net 30', days: 30 });
  await admin.patch('/api/company', { name: 'Afterwards' }, 1);
  await heard.next(({ data }) => data.entity === 'company');

  expect(refused.status).toBe(409);
  expect(heard.events.filter(({ data }) => data.entity === 'payment_terms')).toMatchObject([
    { data: { id: taken.body.id } },
  ]);
});

test('rights that are given or taken count at once, and the person hears that they changed', async () => {
  const role = (await admin.post('/api/roles', { name: 'Grows', permissions: ['orders:view'] })).body;
  const person = await api.signIn('Grows');
  const heard = await listen(other.baseUrl, person);
  const setRights = async (permissions: string[], version: number) => {
    await admin.put(`/api/roles/${role.id}/permissions`, { permissions }, version);
    await heard.next((event) => isRightsChange(event, person));
    heard.events.length = 0;
  };

  await setRights(['accounts:view'], 1);
  const seen = (await admin.post('/api/accounts', { name: 'Seen', type: 'buyer' })).body;
  await heard.next(isAbout('account', seen.id));
  await setRights(['products:view'], 2);
  await admin.post('/api/accounts', { name: 'Not seen any more', type: 'buyer' });
  const product = (await admin.post('/api/products', { name: 'Pecans' })).body;
  await heard.next(isAbout('product', product.id));

  expect(heard.events.map(({ data }) => data.entity)).toEqual(['product']);
});

test('rights changed by hand in the database count with the next heartbeat', async () => {
  const person = await api.signIn('Sales');
  const heard = await listen(other.baseUrl, person);

  await api.pool.query('DELETE FROM user_roles WHERE clerk_user_id = $1', [person.subject]);
  await heard.next((event) => isRightsChange(event, person));
  await admin.post('/api/products', { name: 'Pecans' });
  await admin.patch('/api/company', { name: 'Afterwards' }, 1);
  await heard.next(({ data }) => data.entity === 'company');

  expect(heard.events.map(({ data }) => data.entity)).not.toContain('product');
});

test('a listening connection that is cut comes back, and everybody is told to read again', async () => {
  const heard = await listen(other.baseUrl, admin);

  await cutListening();
  await heard.next(({ event }) => event === 'resync');
  const { id } = (await admin.post('/api/products', { name: 'Pecans' })).body;

  expect(await heard.next(isAbout('product', id))).toMatchObject({ event: 'change' });
});

test('a session that ends ends its stream, and no other', async () => {
  const [leaving, staying] = [await api.signIn('Sales'), await api.signIn('Sales')];
  const [heard, heardByOther] = [await listen(other.baseUrl, leaving), await listen(other.baseUrl, staying)];

  await leaving.post('/api/auth/sign-out');
  await heard.ended;
  const { id } = (await admin.post('/api/products', { name: 'Pecans' })).body;
  await heardByOther.next(isAbout('product', id));

  expect(heard.events.at(-1)).toEqual({ event: 'signed-out', data: {} });
  expect(heard.events.map(({ data }) => data.entity)).not.toContain('product');
});

test('a person who is deactivated hears nothing more', async () => {
  const person = await api.signIn('Sales');
  const heard = await listen(other.baseUrl, person);

  await admin.patch(`/api/users/${person.userId}`, { isActive: false }, 1);

  await heard.ended;
  expect(heard.events.at(-1)?.event).toBe('signed-out');
});

test('a stream without changes shows that it lives', async () => {
  const heard = await listen(api.baseUrl, await api.signIn());

  await expect.poll(() => heard.comments.length, { timeout: promptMs }).toBeGreaterThan(2);
  expect(new Set(heard.comments)).toEqual(new Set([': heartbeat']));
});

test('more than anybody looks at one by one is some changes and one word to read everything again', async () => {
  const heard = await listen(other.baseUrl, admin);
  await api.pool.query(`INSERT INTO products (name) SELECT 'Almonds ' || n FROM generate_series(1, 180) n`);
  const { rows } = await api.pool.query<{ id: string }>('SELECT id FROM products');

  const answer = await admin.post('/api/products/bulk', {
    action: 'deactivate',
    items: rows.map(({ id }) => ({ id, version: 1 })),
  });
  await heard.next(({ event }) => event === 'resync');
  await admin.patch('/api/company', { name: 'Afterwards' }, 1);
  await heard.next(({ data }) => data.entity === 'company');

  expect(answer.status).toBe(200);
  const names = heard.events.map(({ event, data }) => data.entity ?? event);
  expect(names).toEqual(['ready', ...Array.from({ length: 50 }, () => 'product'), 'resync', 'company']);
});

describe('a client that began to read before its stream was open', () => {
  test('learns when the last change was, wrong by no more than its answer took', async () => {
    const beganAt = performance.now();
    await admin.post('/api/products', { name: 'Pecans' });
    const changedAt = performance.now();

    const askedAt = performance.now();
    const heard = await listen(other.baseUrl, admin);
    const lastAt = await lastChangeOf(heard);
    const tookMs = performance.now() - askedAt;

    expect(lastAt).toBeGreaterThanOrEqual(beganAt);
    expect(lastAt).toBeLessThanOrEqual(changedAt + tookMs);
    expect(heard.events.map(({ event }) => event)).toEqual(['ready']);
  });

  test('learns of a change whose transaction began before and waited', async () => {
    const product = (await admin.post('/api/products', { name: 'Pecans' })).body;
    const locked = await api.pool.connect();
    await locked.query('BEGIN');
    await locked.query('SELECT FROM products WHERE id = $1 FOR UPDATE', [product.id]);
    const waiting = admin.patch(`/api/products/${product.id}`, { grade: 'Fancy' }, 1);
    await expect.poll(countWaiting, { timeout: promptMs }).toBe(1);

    const beganAt = performance.now();
    await locked.query('COMMIT');
    locked.release();
    expect((await waiting).status).toBe(200);

    expect(await lastChangeOf(await listen(other.baseUrl, admin))).toBeGreaterThanOrEqual(beganAt);
  });

  test('learns of a new order that waited for its number', async () => {
    const book = await openBook(admin);
    await writeOrder(admin, book);
    const locked = await api.pool.connect();
    await locked.query('BEGIN');
    await locked.query('SELECT FROM order_number_counters FOR UPDATE');
    const waiting = writeOrder(admin, book);
    await expect.poll(countWaiting, { timeout: promptMs }).toBe(1);

    const beganAt = performance.now();
    await locked.query('COMMIT');
    locked.release();
    await waiting;

    expect(await lastChangeOf(await listen(other.baseUrl, admin))).toBeGreaterThanOrEqual(beganAt);
  });

  test('learns of every change that is committed while the stream opens, whenever that is', async () => {
    const rounds = Array.from({ length: 12 }, (_, n) => n);
    for (const n of rounds) {
      const beganAt = performance.now();
      const [heard] = await Promise.all([
        listen(other.baseUrl, admin),
        admin.post('/api/products', { name: `Almonds ${n}` }),
      ]);
      const isMissed = (await lastChangeOf(heard)) >= beganAt;
      if (!isMissed) await heard.next(({ data }) => data.entity === 'product');
      heard.close();
    }
    expect(open).toHaveLength(rounds.length);
  });
});

test('a server that stops ends its streams at once', async () => {
  const heard = await listen(other.baseUrl, admin);
  const startedAt = performance.now();

  await other.app.close();
  await heard.ended;

  expect(performance.now() - startedAt).toBeLessThan(promptMs);
});

test('a client that goes away is forgotten', async () => {
  const leaving = await listen(api.baseUrl, await api.signIn('Sales'));
  const staying = await listen(api.baseUrl, await api.signIn('Sales'));
  leaving.close();
  await expect.poll(() => leaving.isGone(), { timeout: promptMs }).toBe(true);

  api.statements.length = 0;
  staying.comments.length = 0;
  await expect.poll(() => staying.comments.length, { timeout: promptMs }).toBeGreaterThan(4);

  const rereads = api.statements.filter((one) => one.startsWith('select "auth_sessions"."id"'));
  expect(rereads.length).toBeLessThanOrEqual(staying.comments.length + 1);
});

test('is for people who are signed in; HEAD answers without a stream', async () => {
  const stranger = await api.stranger.get('/api/events');
  const head = await fetch(`${api.baseUrl}/api/events`, { method: 'HEAD', headers: bearer(admin.token) });

  expect(stranger.body.code).toBe('auth.required');
  expect([head.status, head.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
});

test('one person has twenty streams in a process at most, and nobody else is kept out', async () => {
  const [busy, someone] = [await api.signIn('Sales'), await api.signIn('Sales')];
  const ask = () => busy.get('/api/events');
  const streams = await Promise.all(Array.from({ length: 20 }, () => listen(api.baseUrl, busy)));

  const refused = await Promise.all([ask(), ask()]);
  await listen(api.baseUrl, someone);
  await listen(other.baseUrl, busy);
  streams[0]?.close();

  expect(refused.map(({ status, body }) => [status, body.code])).toEqual([
    [429, 'events.too_many_streams'],
    [429, 'events.too_many_streams'],
  ]);
  await expect
    .poll(
      async () =>
        (await sendRaw(api.baseUrl, { method: 'GET', path: '/api/events', headers: bearer(busy.token) }))
          .status,
    )
    .toBe(200);
});

/** A second process would be this: its own application, pool and listening connection on the same database. */
async function startAnother() {
  const { db, pool } = connectDb(must(api.pool.options.connectionString, 'The pool has an address'));
  const app = await buildApp({
    config: testConfig,
    db,
    pool,
    secret: 'a secret that only tests use, long enough',
    heartbeatMs,
  });
  return { app, pool, baseUrl: await app.listen({ port: 0, host: '127.0.0.1' }) };
}

function cutListening() {
  return api.pool.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = 'pace-crm changes'`,
  );
}

/** When the newest change was made at the latest, by the clock of the one who is told. */
async function lastChangeOf(heard: Listening): Promise<number> {
  await expect.poll(heard.lastChangeAt, { timeout: promptMs }).toBeDefined();
  return must(heard.lastChangeAt(), 'Polled above');
}

async function countWaiting(): Promise<number> {
  const { rows } = await api.pool.query(
    `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return rows.length;
}

function isAbout(entity: string, id: string): (event: Event) => boolean {
  return ({ data }) => data.entity === entity && data.id === id;
}

function isRightsChange({ data }: Event, person: Caller): boolean {
  return data.entity === 'user' && data.id === person.userId && data.action === 'rights changed';
}

/** Opens a stream and waits until it is ready. */
async function listen(baseUrl: string, as: Caller): Promise<Listening> {
  const events: Event[] = [];
  let lastChangeAt: number | undefined;
  const comments: string[] = [];
  const waiting = new Set<() => void>();
  const ended = Promise.withResolvers<void>();
  const request = http.get(`${baseUrl}/api/events`, { agent: false, headers: bearer(as.token) });
  request.on('error', ended.reject);
  ended.promise.catch(() => undefined);
  request.on('response', (response) => {
    let rest = '';
    response.setEncoding('utf8');
    response.on('data', (text: string) => {
      const blocks = (rest + text).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const fields = Object.fromEntries(block.split('\n').map((line) => line.split(/: (.*)/s)));
        if (block.startsWith(':')) comments.push(block);
        else {
          const event = { event: fields['event'] ?? '', data: JSON.parse(fields['data'] ?? 'null') };
          // Told once in every stream, whenever the database has answered.
          if (event.event === 'last-change') lastChangeAt = performance.now() - event.data.ageMs;
          else events.push(event);
        }
      }
      for (const check of waiting) check();
    });
    response.on('end', ended.resolve);
    response.on('error', ended.reject);
  });
  const listening: Listening = {
    events,
    comments,
    lastChangeAt: () => lastChangeAt,
    ended: ended.promise,
    close: () => request.destroy(),
    isGone: () => request.closed,
    next: (fits, withinMs = promptMs) =>
      new Promise((resolve, reject) => {
        const late = setTimeout(
          () =>
            finish(() => reject(new Error(`Not told in ${withinMs} ms; heard ${JSON.stringify(events)}`))),
          withinMs,
        );
        const finish = (how: () => void) => {
          clearTimeout(late);
          waiting.delete(check);
          how();
        };
        const check = () => {
          const found = events.find(fits);
          if (found) finish(() => resolve(found));
        };
        waiting.add(check);
        check();
      }),
  };
  open.push(listening);
  await listening.next(({ event }) => event === 'ready');
  return listening;
}
