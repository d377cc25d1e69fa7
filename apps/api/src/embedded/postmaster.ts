import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

export interface Postmaster {
  pid: number;
  port: number;
  status: 'ready' | 'starting' | 'stopping' | 'standby';
}

/** The PostgreSQL that runs on a data directory, or undefined when none does, whatever its pid file still says. */
export function readPostmaster(dir: string): Postmaster | undefined {
  const lines = readPidFile(dir);
  if (lines === undefined) return undefined;
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  const status = lines[7]?.trim();
  if (!isServerOf(dir, pid)) {
    // PostgreSQL clears a dead server's file itself, but believes in one whose number now belongs to something else.
    removeIfReused(dir, pid);
    return undefined;
  }
  return { pid, port, status: isStatus(status) ? status : 'starting' };
}

function readPidFile(dir: string): string[] | undefined {
  const file = path.join(dir, 'postmaster.pid');
  try {
    return fs.readFileSync(file, 'utf8').split('\n');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function isStatus(word: string | undefined): word is Postmaster['status'] {
  return word === 'ready' || word === 'starting' || word === 'stopping' || word === 'standby';
}

function isServerOf(dir: string, pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  if (process.platform === 'linux') return workingDir(pid) === fs.realpathSync(dir);
  if (process.platform === 'win32') {
    const tasks = spawnSync('tasklist', ['/FI', `PID eq ${pid}`, '/NH'], { encoding: 'utf8' });
    return tasks.stdout.includes('postgres');
  }
  const command = spawnSync('ps', ['-p', `${pid}`, '-o', 'comm='], { encoding: 'utf8' });
  return path.basename(command.stdout.trim()) === 'postgres';
}

/** Every PostgreSQL process works in its data directory, which no other process does. */
function workingDir(pid: number | string): string | undefined {
  try {
    return fs.readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined; // gone, or another user's: not ours in either case
  }
}

function removeIfReused(dir: string, pid: number): void {
  if (process.platform !== 'linux' || !fs.existsSync(`/proc/${pid}`)) return;
  const home = fs.realpathSync(dir);
  const orphans = fs.readdirSync('/proc').some((entry) => /^\d+$/.test(entry) && workingDir(entry) === home);
  if (!orphans) fs.rmSync(path.join(dir, 'postmaster.pid'), { force: true });
}
