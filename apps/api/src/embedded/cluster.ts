import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Binaries } from './binaries.ts';
import { canListen, freePort } from './free-port.ts';
import { giveTo, type OsUser, runAs } from './os-user.ts';
import { readPostmaster } from './postmaster.ts';
import { Refusal } from './refusal.ts';

/** One PostgreSQL data directory, with the programs and the user that run it. */
export interface Cluster {
  dir: string;
  binaries: Binaries;
  user: OsUser;
}

/** Sized for one machine that also runs the product; everything durable stays at PostgreSQL's safe defaults. */
const settings = {
  shared_buffers: '256MB',
  effective_cache_size: '1GB',
  work_mem: '8MB',
  maintenance_work_mem: '128MB',
  random_page_cost: '1.1', // the data is on a solid-state disk
  max_connections: '100',
  log_error_verbosity: 'terse', // its details would put people's data into the log
  jit: 'off', // the statements are short; compiling them costs more than it saves
  timezone: 'UTC',
  log_timezone: 'UTC',
  idle_in_transaction_session_timeout: '5min',
};

const startSeconds = 300; // recovery after a crash may replay a gigabyte of log
const stopSeconds = 12;
const logBytesKept = 10_000_000;

/** Creates the cluster unless it exists. A start that is killed half-way leaves no half of one. */
export function createCluster(cluster: Cluster, password: string): void {
  if (fs.existsSync(cluster.dir)) {
    checkMajor(cluster);
    return;
  }
  removeAbandoned(cluster);

  const growing = `${cluster.dir}.new-${process.pid}`;
  const passwordFile = `${growing}.password`;
  fs.mkdirSync(growing, { mode: 0o700 });
  giveTo(cluster.user, growing);
  fs.writeFileSync(passwordFile, password, { mode: 0o600 });
  giveTo(cluster.user, passwordFile);
  try {
    const initdb = runAs(cluster.user, path.join(cluster.binaries.binDir, 'initdb'), [
      `--pgdata=${growing}`,
      '--username=postgres',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
      ...Object.entries(settings).map(([name, value]) => `--set=${name}=${value}`),
    ]);
    if (initdb.status !== 0) {
      throw new Refusal(
        `The database could not be created in ${cluster.dir}:\n${initdb.stderr || String(initdb.error)}`,
      );
    }
    publish(growing, cluster.dir);
  } finally {
    fs.rmSync(passwordFile, { force: true });
    fs.rmSync(growing, { recursive: true, force: true });
  }
}

function publish(growing: string, dir: string): void {
  try {
    fs.renameSync(growing, dir);
  } catch (error) {
    if (!fs.existsSync(path.join(dir, 'PG_VERSION'))) throw error; // else another start was first
  }
  const parent = fs.openSync(path.dirname(dir), 'r');
  if (process.platform !== 'win32') fs.fsyncSync(parent);
  fs.closeSync(parent);
}

/** What starts that were killed left behind. */
function removeAbandoned({ dir }: Cluster): void {
  const prefix = `${path.basename(dir)}.new-`;
  for (const name of fs.readdirSync(path.dirname(dir))) {
    if (!name.startsWith(prefix)) continue;
    if (isAlive(Number.parseInt(name.slice(prefix.length), 10))) continue;
    fs.rmSync(path.join(path.dirname(dir), name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function checkMajor({ dir, binaries }: Cluster): void {
  const versionFile = path.join(dir, 'PG_VERSION');
  if (!fs.existsSync(versionFile)) {
    throw new Refusal(
      `${dir} is not a PostgreSQL data directory. Move it away to start with an empty database.`,
    );
  }
  const written = fs.readFileSync(versionFile, 'utf8').trim();
  if (Number(written) === binaries.major) return;
  throw new Refusal(
    `The data in ${dir} was written by PostgreSQL ${written}; this version of PACE CRM brings PostgreSQL ${binaries.major}.\n` +
      'Nothing was changed. To move the data over:\n' +
      '  1. with the version of PACE CRM used so far, run `npm run backup`;\n' +
      '  2. with this version, set PACE_DATA_DIR to a new folder (or move the old one away);\n' +
      '  3. run `npm run restore -- <the backup file>`.',
  );
}

/** Starts the server, or finds it running, and returns its port on 127.0.0.1. */
export async function ensureRunning(cluster: Cluster): Promise<number> {
  const deadline = Date.now() + startSeconds * 1000;
  while (Date.now() < deadline) {
    const postmaster = readPostmaster(cluster.dir);
    if (postmaster === undefined) await start(cluster);
    else if (postmaster.status === 'ready') return postmaster.port;
    else await sleep(50); // starting, recovering or stopping on behalf of another process
  }
  throw new Refusal(`PostgreSQL is not ready after ${startSeconds} s:\n${logTail(cluster)}`);
}

async function start(cluster: Cluster): Promise<void> {
  rotateLog(cluster);
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort(lastPort(cluster));
    const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''`;
    const started = pgCtl(cluster, [
      'start',
      '-w',
      '-t',
      `${startSeconds}`,
      '-l',
      logFile(cluster),
      '-o',
      options,
    ]);
    if (started.status === 0) return;
    if (readPostmaster(cluster.dir) !== undefined) return; // another process started it at the same moment
    const portWasTaken = !(await canListen(port));
    if (portWasTaken && attempt < 5) continue;
    throw new Refusal(
      `PostgreSQL did not start in ${cluster.dir}. The end of ${logFile(cluster)}:\n${logTail(cluster)}${started.stderr}`,
    );
  }
}

/** Stops the server; one that is still writing its last checkpoint finishes by itself after we are gone. */
export function stopCluster(cluster: Cluster): void {
  pgCtl(cluster, ['stop', '-m', 'fast', '-w', '-t', `${stopSeconds}`]);
}

function pgCtl(cluster: Cluster, args: string[]) {
  return runAs(cluster.user, path.join(cluster.binaries.binDir, 'pg_ctl'), ['-D', cluster.dir, ...args]);
}

/** People write the port into their tools, so a start takes the one before if it can. */
function lastPort({ dir }: Cluster): number | undefined {
  const options = path.join(dir, 'postmaster.opts');
  if (!fs.existsSync(options)) return undefined;
  const port = /"-p" "(\d+)"/.exec(fs.readFileSync(options, 'utf8'))?.[1];
  return port === undefined ? undefined : Number(port);
}

function logFile({ dir }: Cluster): string {
  return path.join(dir, 'server.log');
}

function rotateLog(cluster: Cluster): void {
  const file = logFile(cluster);
  const size = fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > logBytesKept) fs.renameSync(file, `${file}.1`);
}

function logTail(cluster: Cluster): string {
  const file = logFile(cluster);
  if (!fs.existsSync(file)) return '';
  return fs.readFileSync(file, 'utf8').trimEnd().split('\n').slice(-15).join('\n').concat('\n');
}
