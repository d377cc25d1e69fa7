import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Binaries, binariesIn, bundledBinaries, systemDir } from '../embedded/binaries.ts';
import { anyPort } from '../embedded/free-port.ts';
import { databaseUser, giveTo, type OsUser, runAs } from '../embedded/os-user.ts';

export interface EphemeralPostgres {
  urlOf(database: string): string;
  stop(): Promise<void>;
}

/** A server for one test run. It dies with this process even when that is killed: the shell sees its input end. */
const dieWithParent = '"$0" "$@" & p=$!; read _; kill -INT $p; wait $p; rm -rf "$ROOT"';

const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_connections: '300',
  shared_buffers: '128MB',
  autovacuum: 'off',
  // Far from UTC, so that what forgets to pin the time zone fails.
  timezone: 'America/New_York',
};

/** PG_BIN chooses other programs than the bundled ones, to test on another version. */
export async function startEphemeralPostgres(): Promise<EphemeralPostgres> {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'pace-test-'));
  const dir = path.join(root, 'data');
  const user = databaseUser(dir);
  giveTo(user, root);
  const chosen = process.env['PG_BIN'];
  const binaries = chosen ? binariesIn(chosen) : bundledBinaries(user, systemDir);
  const password = randomBytes(16).toString('hex');
  initialise(binaries, user, root, dir, password);

  const port = await anyPort();
  const server = spawn(
    '/bin/sh',
    [
      '-c',
      dieWithParent,
      path.join(binaries.binDir, 'postgres'),
      '-D',
      dir,
      '-p',
      `${port}`,
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    {
      ...user,
      cwd: '/',
      detached: true, // Ctrl-C is for the test runner, which then stops the server
      stdio: ['pipe', 'ignore', 'pipe'],
      env: { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', ROOT: root },
    },
  );
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    let log = '';
    server.stderr.on('data', (chunk: Buffer) => {
      if (log === 'ready') return;
      log += chunk.toString();
      if (!log.includes('ready to accept connections')) return;
      log = 'ready';
      resolve();
    });
    server.once('exit', () => reject(new Error(`PostgreSQL did not start:\n${log}`)));
  });
  return {
    urlOf: (database) => `postgresql://postgres:${password}@127.0.0.1:${port}/${database}`,
    async stop() {
      server.stdin.end();
      await ended;
    },
  };
}

function initialise(binaries: Binaries, user: OsUser, root: string, dir: string, password: string): void {
  const passwordFile = path.join(root, 'password');
  fs.writeFileSync(passwordFile, password, { mode: 0o600 });
  giveTo(user, passwordFile);
  const locale =
    binaries.major >= 17
      ? ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
      : ['--locale=C.UTF-8'];
  const initdb = runAs(user, path.join(binaries.binDir, 'initdb'), [
    `--pgdata=${dir}`,
    '--username=postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--no-sync',
    ...locale,
  ]);
  if (initdb.status !== 0) throw new Error(`initdb failed: ${initdb.stderr}`);
}
