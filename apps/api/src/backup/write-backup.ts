import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress } from 'node:zlib';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { Refusal } from '../embedded/refusal.ts';
import { copyLine, type Footer, footerPrefix, type Header, headerPrefix, quoted } from './backup-format.ts';
import { connectForBackup } from './backup-session.ts';
import { newestMigration, sequences, type Table, tablesInOrder } from './tables.ts';

export interface WrittenBackup {
  file: string;
  bytes: number;
  rows: number;
}

/** Writes everything the database held at one moment. The file appears under its name only when it is complete. */
export async function writeBackup(url: string, file: string, productVersion: string): Promise<WrittenBackup> {
  if (fs.existsSync(file)) throw new Refusal(`${file} exists already and is not overwritten.`);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const growing = `${file}.part-${process.pid}`;
  const client = await connectForBackup(url);
  try {
    await client.query('begin isolation level repeatable read read only');
    const rows: Footer['rows'] = {};
    await pipeline(
      script(client, productVersion, rows),
      createZstdCompress({ params: { [constants.ZSTD_c_checksumFlag]: 1 } }),
      fs.createWriteStream(growing, { flags: 'wx', mode: 0o600, flush: true }),
    );
    fs.renameSync(growing, file);
    syncFolder(path.dirname(file));
    return {
      file,
      bytes: fs.statSync(file).size,
      rows: Object.values(rows).reduce((sum, count) => sum + count, 0),
    };
  } finally {
    fs.rmSync(growing, { force: true });
    await client.end();
  }
}

async function* script(
  client: pg.Client,
  productVersion: string,
  rows: Footer['rows'],
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  for await (const part of body(client, productVersion, rows)) {
    const bytes = typeof part === 'string' ? Buffer.from(part) : part;
    hash.update(bytes);
    yield bytes;
  }
  const counted = (await sequences(client)).map(({ name, value, isCalled }) => [name, { value, isCalled }]);
  const end: Footer = { rows, sequences: Object.fromEntries(counted), sha256: hash.digest('hex') };
  yield Buffer.from(`${footerPrefix}${JSON.stringify(end)}\n`);
}

async function* body(
  client: pg.Client,
  productVersion: string,
  rows: Footer['rows'],
): AsyncGenerator<string | Buffer> {
  const tables = await tablesInOrder(client);
  yield `${headerPrefix}${JSON.stringify(await describe(client, productVersion))}\n`;
  yield "SET client_encoding = 'UTF8'; SET datestyle = 'ISO'; SET timezone = 'UTC';\nBEGIN;\n";
  for (const { name } of tables) yield `ALTER TABLE public.${quoted(name)} DISABLE TRIGGER USER;\n`;
  for (const table of tables) {
    yield copyLine(table.name, table.columns);
    rows[table.name] = yield* contents(client, table);
    yield '\\.\n';
  }
  for (const { name } of tables) yield `ALTER TABLE public.${quoted(name)} ENABLE TRIGGER USER;\n`;
  for (const { name, value, isCalled } of await sequences(client)) {
    yield `SELECT setval('public.${quoted(name).replaceAll("'", "''")}', ${value}, ${isCalled});\n`;
  }
  yield 'COMMIT;\n';
}

async function* contents(client: pg.Client, { name, columns }: Table): AsyncGenerator<Buffer, number> {
  const copy = client.query(
    copyTo(`COPY public.${quoted(name)} (${columns.map(quoted).join(', ')}) TO STDOUT`),
  );
  for await (const chunk of copy) yield chunk;
  return copy.rowCount;
}

async function describe(client: pg.Client, productVersion: string): Promise<Header> {
  const migration = await newestMigration(client);
  if (migration === undefined)
    throw new Refusal('The database holds no tables of PACE CRM: nothing to back up.');
  const { rows } = await client.query<{ version: string; now: string }>(
    `select current_setting('server_version') as version, to_char(now(), 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as now`,
  );
  return {
    format: 1,
    createdAt: rows[0]?.now ?? '',
    migration,
    serverVersion: rows[0]?.version ?? '',
    productVersion,
  };
}

/** Without this a power cut could take back the rename. */
function syncFolder(dir: string): void {
  if (process.platform === 'win32') return;
  const handle = fs.openSync(dir, 'r');
  fs.fsyncSync(handle);
  fs.closeSync(handle);
}
