import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { z } from 'zod';
import { connectForLocks, type Holder, holders, locks, tryLockAlone, tryLockShared } from './locks.ts';
import type { OpenedDatabase } from './open-database.ts';
import { Refusal } from './refusal.ts';

const serverName = 'pace-crm server';
const restoreName = 'pace-crm restore';
/** A server that was just killed may hold its lock for the moment until PostgreSQL sees its connection end. */
const patienceMs = 1_000;
const reconnectDelayMs = 1_000;

export interface Claim {
  /** The connection that holds the claim; a short statement may run on it. */
  client: pg.Client;
  release(): Promise<void>;
}

/**
 * Says to the others that this process serves the database: the only one on the embedded database, one of several on
 * a server of the user's own. The claim is renewed when its connection breaks; `onLost` hears when that is refused.
 */
export async function claimForServer(
  database: OpenedDatabase,
  url: string,
  onLost: (reason: Refusal) => void,
): Promise<Claim> {
  const { dataDir } = database;
  const client = await connectAndClaim(database);
  let held = client;
  let isReleased = false;
  const keep = (connection: pg.Client): void => {
    held = connection;
    connection.once('end', () => {
      if (!isReleased) void renew();
    });
  };
  const renew = async (): Promise<void> => {
    while (!isReleased) {
      await sleep(reconnectDelayMs);
      try {
        const renewed = await connectAndClaim(database);
        if (isReleased) await renewed.end();
        else keep(renewed);
        return;
      } catch (error) {
        if (error instanceof Refusal) return onLost(error);
      }
    }
  };
  keep(client);
  if (dataDir !== undefined) writeNote(dataDir, { pid: process.pid, url });
  return {
    client,
    async release() {
      isReleased = true;
      if (dataDir !== undefined) fs.rmSync(noteFile(dataDir), { force: true });
      await held.end().catch(() => {}); // the server may have ended it first
    },
  };
}

/** Says that this process replaces the whole database, or refuses while a server or another restore uses it. */
export async function claimForRestore(url: string): Promise<Claim> {
  const client = await connectForLocks(url, restoreName);
  if (!(await persist(() => tryLockAlone(client, locks.serve)))) {
    const others = await holders(client, locks.serve);
    await client.end();
    throw new Refusal(
      `The database is in use, nothing was changed:\n${others.map(describe).join('\n')}\nStop the server first, then restore.`,
    );
  }
  return { client, release: () => client.end() };
}

async function connectAndClaim({ url, dataDir }: OpenedDatabase): Promise<pg.Client> {
  const client = await connectForLocks(url, serverName);
  const claim = dataDir === undefined ? tryLockShared : tryLockAlone;
  if (await persist(() => claim(client, locks.serve))) return client;
  const others = await holders(client, locks.serve);
  await client.end();
  throw new Refusal(whyRefused(others, dataDir));
}

async function persist(attempt: () => Promise<boolean>): Promise<boolean> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    if (await attempt()) return true;
    if (Date.now() > deadline) return false;
    await sleep(100);
  }
}

function whyRefused(others: Holder[], dataDir: string | undefined): string {
  if (others.some(({ application }) => application === restoreName)) {
    return 'A backup is being restored into this database. Start PACE CRM when that is done.';
  }
  const first = dataDir === undefined ? undefined : readNote(dataDir);
  return first
    ? `PACE CRM is already running at ${first.url} (process ${first.pid}) on the data in ${dataDir}.`
    : `PACE CRM is already running on the data in ${dataDir}.`;
}

function describe({ application, address, since }: Holder): string {
  return `  ${application} on ${address}, since ${since}`;
}

const note = z.object({ pid: z.number(), url: z.string() });

function noteFile(dataDir: string): string {
  return path.join(dataDir, 'server.json');
}

function writeNote(dataDir: string, content: z.infer<typeof note>): void {
  fs.writeFileSync(noteFile(dataDir), `${JSON.stringify(content)}\n`);
}

/** Only for a message: what is true is the lock. */
function readNote(dataDir: string): z.infer<typeof note> | undefined {
  try {
    return note.parse(JSON.parse(fs.readFileSync(noteFile(dataDir), 'utf8')));
  } catch {
    return undefined;
  }
}
