import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { repoRoot } from '../config.ts';
import { openEmbedded } from './embedded-database.ts';
import { canEnter, databaseUser } from './os-user.ts';
import { readPostmaster } from './postmaster.ts';
import { claimForServer } from './server-claim.ts';

const isRoot = process.getuid?.() === 0;
let root: string;
let dataDir: string;
let dir: string;

beforeAll(async () => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'pace-embedded-'));
  fs.chmodSync(root, 0o755);
  dataDir = path.join(root, 'data');
  dir = path.join(dataDir, 'postgres');
  fs.mkdirSync(path.join(dataDir, 'postgres.new-99999999'), { recursive: true });
  await Promise.all([useTwice(), useTwice()]);
});

afterAll(() => fs.rmSync(root, { recursive: true }));

/** Two processes at once create the database and use it, and the last one stops it. */
async function useTwice(): Promise<void> {
  const holder = await hold(dataDir);
  // Of two at the same moment, `if not exists` lets both try.
  await query(
    holder.url,
    'select pg_advisory_xact_lock(1); create table if not exists kept (number int primary key)',
  );
  holder.child.stdin?.end();
  await once(holder.child, 'exit');
}

test('a first start leaves a stopped cluster, a private password and no half of anything', () => {
  expect(readPostmaster(dir)).toBeUndefined();
  expect(fs.readdirSync(dataDir).sort()).toEqual(['pgpass', 'postgres']);
  expect(fs.statSync(path.join(dataDir, 'pgpass')).mode & 0o777).toBe(0o600);
});

test('a restart has the data, UTF-8, durable writes, checksums and the port of before', async () => {
  const first = await openEmbedded(dataDir);
  await query(first.url, 'insert into kept values (1)');
  await first.close();

  const second = await openEmbedded(dataDir);

  expect(second.url).toBe(first.url);
  expect(await query(second.url, 'select number from kept')).toEqual([{ number: 1 }]);
  expect(
    await query(
      second.url,
      `select current_setting('server_encoding') as encoding, current_setting('fsync') as fsync,
         current_setting('data_checksums') as checksums, current_setting('listen_addresses') as addresses,
         upper('ł') as upper`,
    ),
  ).toEqual([{ encoding: 'UTF8', fsync: 'on', checksums: 'on', addresses: '127.0.0.1', upper: 'Ł' }]);
  await expect(query(second.url.replace(/:\w+@/, ':wrong@'), 'select')).rejects.toThrow('password');
  await second.close();
});

test('only the last process that uses it stops it', async () => {
  const holder = await hold(dataDir);
  const own = await openEmbedded(dataDir);
  await own.close();

  expect(await query(holder.url, 'select 1 as still')).toEqual([{ still: 1 }]);

  holder.child.stdin?.end();
  await once(holder.child, 'exit');
  expect(readPostmaster(dir)).toBeUndefined();
});

test('after kill -9 of the process that started it the server is found and used on', async () => {
  const holder = await hold(dataDir);
  const before = readPostmaster(dir);
  holder.child.kill('SIGKILL');
  await once(holder.child, 'exit');

  const found = await openEmbedded(dataDir);

  expect(found.url).toBe(holder.url);
  expect(readPostmaster(dir)?.pid).toBe(before?.pid);
  await found.close();
  expect(readPostmaster(dir)).toBeUndefined();
});

test('after kill -9 of the server itself what was committed is there', async () => {
  const holder = await hold(dataDir);
  await query(holder.url, 'insert into kept values (2)');
  process.kill(readPostmaster(dir)?.pid ?? 0, 'SIGKILL');
  holder.child.kill('SIGKILL');
  await once(holder.child, 'exit');

  const again = await openEmbedded(dataDir);

  expect(await query(again.url, 'select number from kept order by number')).toEqual([
    { number: 1 },
    { number: 2 },
  ]);
  await again.close();
});

test('a pid file whose number belongs to another process now does not stop the start', async () => {
  const pidFile = path.join(dir, 'postmaster.pid');
  const { uid, gid } = fs.statSync(dir);
  const other = spawn('sleep', ['60'], { uid, gid });
  fs.writeFileSync(pidFile, [other.pid, dir, 0, 5433, '', '127.0.0.1', '', 'ready   ', ''].join('\n'));
  fs.chownSync(pidFile, uid, gid);

  const database = await openEmbedded(dataDir);

  expect(await query(database.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  await database.close();
  other.kill();
});

test('a port that something else has taken is left to it', async () => {
  const before = await openEmbedded(dataDir);
  await before.close();
  const taken = Number(new URL(before.url).port);
  const other = net.createServer().listen(taken, '127.0.0.1');
  await once(other, 'listening');

  const database = await openEmbedded(dataDir);

  expect(Number(new URL(database.url).port)).not.toBe(taken);
  await database.close();
  other.close();
});

test('data of another PostgreSQL version is refused with the way out, and not touched', async () => {
  const version = path.join(dir, 'PG_VERSION');
  const right = fs.readFileSync(version);
  fs.writeFileSync(version, '17\n');

  await expect(openEmbedded(dataDir)).rejects.toThrow(
    /written by PostgreSQL 17[\s\S]*npm run backup[\s\S]*npm run restore/,
  );

  expect(fs.readFileSync(version, 'utf8')).toBe('17\n');
  fs.writeFileSync(version, right);
});

test('a start that fails shows the end of the server’s log', async () => {
  const settings = path.join(dir, 'postgresql.auto.conf');
  const right = fs.readFileSync(settings);
  fs.writeFileSync(settings, 'shared_buffers = nonsense\n');

  await expect(openEmbedded(dataDir)).rejects.toThrow('nonsense');

  fs.writeFileSync(settings, right);
});

test('a second server on the same data is refused and told where the first one is', async () => {
  const database = { ...(await openEmbedded(dataDir)), describe: () => [] };
  const claim = await claimForServer(database, 'http://localhost:2000', () => {});

  await expect(claimForServer(database, 'http://localhost:3000', () => {})).rejects.toThrow(
    `already running at http://localhost:2000 (process ${process.pid})`,
  );

  await claim.release();
  await (await claimForServer(database, 'http://localhost:3000', () => {})).release();
  await database.close();
});

test('several servers share a database of the user’s own', async () => {
  const embedded = await openEmbedded(dataDir);
  const database = { ...embedded, dataDir: undefined, describe: () => [] };

  const claims = [await claim(), await claim()];

  for (const one of claims) await one.release();
  await embedded.close();

  function claim() {
    return claimForServer(database, 'http://localhost:2000', () => {});
  }
});

test('a server whose connection was cut claims the database again', async () => {
  const embedded = await openEmbedded(dataDir);
  const database = { ...embedded, describe: () => [] };
  const claim = await claimForServer(database, 'http://localhost:2000', () => {});
  const lockHeld = `select 1 as held from pg_stat_activity a join pg_locks l using (pid)
    where a.application_name = 'pace-crm server' and l.locktype = 'advisory'`;

  await query(
    embedded.url,
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'pace-crm server'`,
  );

  await expect.poll(() => query(embedded.url, lockHeld), { timeout: 5000 }).toEqual([{ held: 1 }]);
  await claim.release();
  await embedded.close();
});

// Without root every test above runs as an ordinary user already.
test.runIf(isRoot && canEnter({ uid: 65_534, gid: 65_534 }, repoRoot))(
  'an ordinary user can use it',
  async () => {
    const home = path.join(root, 'ordinary');
    fs.mkdirSync(home);
    fs.chownSync(home, 65_534, 65_534);

    const holder = await hold(path.join(home, 'data'), { uid: 65_534, gid: 65_534 });

    expect(await query(holder.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(fs.statSync(path.join(home, 'data', 'postgres')).uid).toBe(65_534);
    holder.child.stdin?.end();
    await once(holder.child, 'exit');
  },
);

test.runIf(isRoot)(
  'root in a folder that the database’s user cannot enter gets a folder that it can',
  async () => {
    const closed = path.join(root, 'closed');
    fs.mkdirSync(closed, { mode: 0o700 });
    const systemDir = path.join(root, 'system');

    const database = await openEmbedded(path.join(closed, 'data'), { systemDir });

    expect(database.dataDir).toMatch(new RegExp(`^${systemDir}/data-`));
    expect(await query(database.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await database.close();
    expect(databaseUser(path.join(database.dataDir, 'postgres'))?.uid).not.toBe(0);
  },
);

async function hold(
  folder: string,
  user: { uid?: number; gid?: number } = {},
): Promise<{ url: string; child: ChildProcess }> {
  const script = path.join(import.meta.dirname, '../test/hold-embedded.ts');
  const child = spawn(process.execPath, [script, folder], { ...user, stdio: ['pipe', 'pipe', 'inherit'] });
  for await (const url of createInterface({ input: child.stdout })) return { url, child };
  throw new Error(`The embedded database of ${folder} did not start`);
}

async function query(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {}); // the server may be killed meanwhile
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}
