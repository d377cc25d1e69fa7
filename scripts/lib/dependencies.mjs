import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { repoRoot } from './node.mjs';

/** Installs what package-lock.json asks for unless it is there already. Throws when npm cannot. */
export function installDependencies() {
  if (isCurrent(repoRoot)) return;
  console.log('Installing dependencies (about a minute the first time) …');
  const npm = process.env.npm_execpath;
  const args = ['ci', '--no-audit', '--no-fund'];
  const result = npm
    ? spawnSync(process.execPath, [npm, ...args], { cwd: repoRoot, stdio: 'inherit' })
    : spawnSync('npm', args, { cwd: repoRoot, stdio: 'inherit', shell: process.platform === 'win32' });
  if (result.status !== 0) {
    throw new Error(
      `Installing the dependencies failed (see npm's messages above). Run \`npm ci\` to try again.`,
    );
  }
}

/**
 * npm writes what it has installed beside the packages, as the last thing it does: an installation that was
 * interrupted has no such file, and one that is out of date differs from the lockfile.
 */
export function isCurrent(root) {
  const wanted = readPackages(path.join(root, 'package-lock.json'));
  const installed = readPackages(path.join(root, 'node_modules', '.package-lock.json'));
  if (wanted === undefined || installed === undefined) return false;
  const machine = { os: process.platform, cpu: process.arch, libc: libcOfThisMachine() };
  return Object.entries(wanted).every(([where, wants]) => {
    if (!where.includes('node_modules/') || wants.link) return true;
    const has = installed[where];
    if (has === undefined) return wants.optional === true && !isMeantFor(machine, wants);
    return (
      has.version === wants.version && has.integrity === wants.integrity && existsSync(path.join(root, where))
    );
  });
}

function readPackages(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : undefined;
}

/** A package without conditions that is optional may be left out by npm for reasons of its own. */
function isMeantFor(machine, { os, cpu, libc }) {
  if (os === undefined && cpu === undefined) return false;
  return admits(os, machine.os) && admits(cpu, machine.cpu) && admits(libc, machine.libc);
}

function admits(condition, value) {
  if (condition === undefined || value === undefined) return true;
  const list = [condition].flat();
  return list.includes(value) || (list.every((item) => item.startsWith('!')) && !list.includes(`!${value}`));
}

function libcOfThisMachine() {
  if (process.platform !== 'linux') return undefined;
  return process.report.getReport().header.glibcVersionRuntime ? 'glibc' : 'musl';
}
