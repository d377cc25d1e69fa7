import path from 'node:path';
import pg from 'pg';
import { bundledBinaries, systemDir } from './binaries.ts';
import { type Cluster, createCluster, ensureRunning, stopCluster } from './cluster.ts';
import { settleDataDir } from './location.ts';
import { connectForLocks, lockShared, locks, tryLockAlone, unlockShared } from './locks.ts';
import { databaseUser } from './os-user.ts';
import { passwordFile, readOrMakePassword } from './password.ts';

const databaseName = 'pace_crm';

export interface EmbeddedDatabase {
  url: string;
  /** Where the data really is, which is not the folder asked for when root's database user cannot enter that. */
  dataDir: string;
  psql: string;
  close(): Promise<void>;
}

/** Starts the embedded PostgreSQL, or finds it running. The last process of ours that closes it stops it. */
export async function openEmbedded(
  askedDataDir: string,
  options: { systemDir?: string } = {},
): Promise<EmbeddedDatabase> {
  const copiesDir = options.systemDir ?? systemDir;
  const dataDir = settleDataDir(askedDataDir, databaseUser, copiesDir);
  const dir = path.join(dataDir, 'postgres');
  const user = databaseUser(dir);
  const ownCopies = process.getuid?.() === 0 ? copiesDir : dataDir;
  const cluster: Cluster = { dir, user, binaries: bundledBinaries(user, ownCopies) };
  const password = readOrMakePassword(dataDir);
  createCluster(cluster, password);

  const { port, client } = await connect(cluster, password);
  return {
    url: urlOf(port, password, databaseName),
    dataDir,
    psql: `PGPASSFILE=${quoted(passwordFile(dataDir))} psql -h 127.0.0.1 -p ${port} -U postgres ${databaseName}`,
    async close() {
      if (await isLastUser(client)) stopCluster(cluster);
      await client.end().catch(() => {}); // the server may have ended it first
    },
  };
}

function quoted(file: string): string {
  return /^[\w./-]+$/.test(file) ? file : `'${file.replaceAll("'", `'\\''`)}'`;
}

/** A server that another process is just stopping ends our connection, or refuses it; then it is started again. */
async function connect(cluster: Cluster, password: string): Promise<{ port: number; client: pg.Client }> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await ensureRunning(cluster);
    try {
      await createDatabase(urlOf(port, password, 'postgres'));
      const client = await connectForLocks(urlOf(port, password, databaseName), 'pace-crm');
      await lockShared(client, locks.use);
      return { port, client };
    } catch (error) {
      if (attempt === 3 || !isShuttingDown(error)) throw error;
    }
  }
}

function isShuttingDown(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : 'connection lost';
  return code.startsWith('57P') || ['ECONNREFUSED', 'ECONNRESET', 'connection lost'].includes(code);
}

async function createDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {}); // reported by the query that it fails
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [databaseName]);
    if (rowCount === 0)
      await client.query(`create database ${databaseName} template template0 encoding 'UTF8'`);
  } catch (error) {
    if (!isDuplicate(error)) throw error; // else another start created it
  } finally {
    await client.end().catch(() => {});
  }
}

function isDuplicate(error: unknown): boolean {
  return error instanceof pg.DatabaseError && (error.code === '42P04' || error.code === '23505');
}

/** Stays locked until the connection ends, so that whoever comes meanwhile waits and then starts the server anew. */
async function isLastUser(client: pg.Client): Promise<boolean> {
  try {
    await unlockShared(client, locks.use);
    return await tryLockAlone(client, locks.use);
  } catch {
    return false; // the server is gone already
  }
}

function urlOf(port: number, password: string, database: string): string {
  return `postgresql://postgres:${password}@127.0.0.1:${port}/${database}`;
}
