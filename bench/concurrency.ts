import { randomUUID } from 'node:crypto';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { sessionView } from '@pace/shared/auth';
import { idParams } from '@pace/shared/fields';
import { type OrderView, orderView } from '@pace/shared/orders';
import { buildApp } from '../apps/api/src/app.ts';
import { readConfig } from '../apps/api/src/config.ts';
import { migrateDatabase } from '../apps/api/src/db/migrate.ts';
import { seedRoles } from '../apps/api/src/db/seed-roles.ts';
import { openDatabase } from '../apps/api/src/embedded/open-database.ts';
import { connectDb } from '../apps/api/src/lib/db.ts';
import { prepareFirstAdministrator } from '../apps/api/src/modules/set-up/first-administrator.ts';

/**
 * Thirty-two clients at once, on a durable database of its own: first they create orders for twenty seconds, then they
 * all edit one order for as long. Fails on any error, doubled number, gap or lost update.
 */
const clients = 32;
const seconds = Number(process.argv[2] ?? 20);
const email = 'bench@example.com';
const password = 'only ever on this machine';

const dataDir = await fs.mkdtemp(path.join(os.tmpdir(), 'pace-bench-'));
await fs.chmod(dataDir, 0o755);
const config = readConfig({ PACE_DATA_DIR: dataDir, LOG_LEVEL: 'silent' });
const database = await openDatabase(config);
await migrateDatabase(database.url);
const { db, pool } = connectDb(database.url);
await seedRoles(db);
await prepareFirstAdministrator(db, { firstAdministrator: { email, password } });
const app = await buildApp({ config, db, pool, secret: 'a secret that only the benchmark uses' });
const baseUrl = await app.listen({ port: 0, host: '127.0.0.1' });

let token = '';
try {
  token = sessionView.parse((await send('POST', '/auth/sign-in', { email, password })).body).token;
  const seller = await create('/accounts', { name: 'Alder Creek Orchards', type: 'seller' });
  const buyer = await create('/accounts', { name: 'Harbor Foods', type: 'buyer' });
  const product = await create('/products', { name: 'Almonds', packSize: '25', packUnit: 'lb' });
  const line = {
    productId: product.id,
    quantity: '100',
    price: '4.10',
    priceUnit: 'lb',
    commissionPrice: '5',
  };
  const draft = { sellerId: seller.id, buyerId: buyer.id, lines: [line, line, line, line] };
  await creating(draft);
  await editing(orderView.parse((await send('POST', '/orders', draft)).body));
} finally {
  await app.close();
  await pool.end();
  await database.close();
  await fs.rm(dataDir, { recursive: true, force: true });
}

async function creating(draft: object): Promise<void> {
  const numbers: string[] = [];
  await forSeconds(async () => {
    const { status, body } = await send('POST', '/orders', draft);
    if (status !== 201) throw new Error(`creating answered ${status}: ${JSON.stringify(body)}`);
    numbers.push(orderView.parse(body).orderNo);
  });
  const distinct = new Set(numbers);
  if (distinct.size !== numbers.length)
    throw new Error(`${numbers.length - distinct.size} numbers were given twice`);
  const perPeriod = Map.groupBy(numbers, (number) => number.slice(0, 4));
  for (const [period, given] of perPeriod) {
    const highest = Math.max(...given.map((number) => Number(number.slice(5))));
    if (highest !== given.length)
      throw new Error(`${period} has ${given.length} orders and goes up to ${highest}`);
  }
  console.log(
    `${numbers.length} orders created, ${Math.round(numbers.length / seconds)} a second, no error, double or gap`,
  );
}

async function editing(order: OrderView): Promise<void> {
  const address = `/orders/${order.id}`;
  const accepted: string[] = [];
  let stale = 0;
  await forSeconds(async () => {
    const current = orderView.parse((await send('GET', address)).body);
    const memo = randomUUID();
    // Each edit keeps what was there before: an update that got lost would be missing at the end.
    const notes = `${current.notes ?? ''}${memo.slice(0, 4)}`.slice(-4000);
    const { status } = await send('PATCH', address, { memo, notes }, { 'if-match': `"${current.version}"` });
    if (status === 200) accepted.push(memo);
    else if (status === 412) stale += 1;
    else throw new Error(`editing answered ${status}`);
  });
  const last = orderView.parse((await send('GET', address)).body);
  if (last.version !== order.version + accepted.length) {
    throw new Error(
      `${accepted.length} edits were accepted, the version went from ${order.version} to ${last.version}`,
    );
  }
  const { rows } = await pool.query<{ memo: string }>(
    `SELECT changes->'memo'->>'to' AS memo FROM activities WHERE entity_id = $1 AND changes ? 'memo' ORDER BY created_at, id`,
    [order.id],
  );
  const written = new Set(rows.map(({ memo }) => memo));
  if (written.size !== accepted.length || accepted.some((memo) => !written.has(memo))) {
    throw new Error(`${accepted.length} edits were accepted, the history has ${written.size}`);
  }
  const notes = last.notes ?? '';
  const tail = rows
    .map(({ memo }) => memo.slice(0, 4))
    .join('')
    .slice(-4000);
  if (notes !== tail) throw new Error('An edit was made to something else than the version it named');
  console.log(`${accepted.length} edits of one order accepted, ${stale} refused as stale, none lost`);
}

async function forSeconds(work: () => Promise<void>): Promise<void> {
  const end = performance.now() + seconds * 1000;
  const client = async () => {
    while (performance.now() < end) await work();
  };
  await Promise.all(Array.from({ length: clients }, client));
}

async function create(address: string, body: object): Promise<{ id: string }> {
  const answer = await send('POST', address, body);
  if (answer.status !== 201)
    throw new Error(`${address} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return idParams.parse(answer.body);
}

async function send(method: string, address: string, body?: object, headers: Record<string, string> = {}) {
  const response = await fetch(`${baseUrl}/api${address}`, {
    method,
    headers: {
      ...(token !== '' && { authorization: `Bearer ${token}` }),
      ...(body && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const answer: unknown = await response.json();
  return { status: response.status, body: answer };
}
