import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { Refusal } from './refusal.ts';

/** The operating-system user that the database runs as; undefined is the user of this process. */
export type OsUser = { uid: number; gid: number } | undefined;

/** PostgreSQL refuses to run as root, so root lends it another user; an existing cluster keeps the one that owns it. */
export function databaseUser(clusterDir: string): OsUser {
  const own = process.getuid?.();
  const owner = fs.statSync(clusterDir, { throwIfNoEntry: false });
  if (own !== 0) {
    if (own !== undefined && owner && owner.uid !== own) {
      throw new Refusal(
        `The data in ${clusterDir} belongs to another user (${owner.uid}).\n` +
          'Start PACE CRM as that user or as root, or set PACE_DATA_DIR to a folder of your own.',
      );
    }
    return undefined;
  }
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const users = fs.readFileSync('/etc/passwd', 'utf8');
  for (const name of ['postgres', 'nobody']) {
    const found = new RegExp(`^${name}:[^:]*:(\\d+):(\\d+):`, 'm').exec(users);
    if (found) return { uid: Number(found[1]), gid: Number(found[2]) };
  }
  throw new Refusal(
    'PostgreSQL does not run as root, and neither a user "postgres" nor "nobody" exists to run it.\n' +
      'Start PACE CRM as an ordinary user, or set DATABASE_URL.',
  );
}

/** Runs a program to its end as the database's user, with nothing of the caller's environment but what it needs. */
export function runAs(user: OsUser, file: string, args: string[]): SpawnSyncReturns<string> {
  return spawnSync(file, args, {
    ...user,
    ...(process.platform === 'win32' ? {} : { env: { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C' } }),
    cwd: '/',
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  });
}

/** Whether that user can enter the folder; root's own rights say nothing about it. */
export function canEnter(user: OsUser, dir: string): boolean {
  return user === undefined || runAs(user, '/bin/sh', ['-c', 'cd "$1"', 'sh', dir]).status === 0;
}

/** Gives a file or folder to the database's user. */
export function giveTo(user: OsUser, file: string): void {
  if (user) fs.chownSync(file, user.uid, user.gid);
}
