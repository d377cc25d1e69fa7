import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundledBinaries, findPackage } from './binaries.ts';
import { settleDataDir } from './location.ts';
import { databaseUser } from './os-user.ts';

const isRoot = process.getuid?.() === 0;
let root: string;
let systemDir: string;

beforeAll(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'pace-location-'));
  fs.chmodSync(root, 0o755);
  systemDir = path.join(root, 'system');
});

afterAll(() => fs.rmSync(root, { recursive: true }));

const settle = (dir: string) => settleDataDir(dir, databaseUser, systemDir);

test('data stays in the folder asked for when the database’s user can enter it', () => {
  const asked = path.join(root, 'open', 'data');

  expect(settle(asked)).toBe(asked);
  expect(fs.existsSync(path.join(asked, 'location'))).toBe(false);
});

test.runIf(isRoot)('every closed checkout has a folder of its own, and a moved one keeps it', () => {
  const [one, two] = [closedCheckout('one'), closedCheckout('two')];
  const first = settle(path.join(one, 'data'));

  expect(settle(path.join(two, 'data'))).not.toBe(first);
  fs.renameSync(one, path.join(root, 'moved'));
  expect(settle(path.join(root, 'moved', 'data'))).toBe(first);
  expect(settle(path.join(root, 'moved', 'data'))).toBe(first);
});

test.runIf(isRoot)('a copied checkout does not get the data of the first', () => {
  const original = closedCheckout('original');
  settle(path.join(original, 'data'));
  fs.cpSync(original, path.join(root, 'copy'), { recursive: true });

  expect(() => settle(path.join(root, 'copy', 'data'))).toThrow('is a copy of');
});

test.runIf(isRoot)('data that has come out of reach is not left behind for an empty database', () => {
  const checkout = closedCheckout('was-open');
  fs.mkdirSync(path.join(checkout, 'data', 'postgres'), { recursive: true });

  expect(() => settle(path.join(checkout, 'data'))).toThrow('out of reach');
});

test.runIf(isRoot)('a pointer to a folder that is gone is an error, not an empty database', () => {
  const checkout = closedCheckout('lost');
  fs.rmSync(settle(path.join(checkout, 'data')), { recursive: true });

  expect(() => settle(path.join(checkout, 'data'))).toThrow('is gone');
});

test('programs whose links and execute bits no install script made are repaired', () => {
  const copy = path.join(root, 'package');
  fs.cpSync(findPackage(), copy, { recursive: true, verbatimSymlinks: true });
  strip(copy);

  const binaries = bundledBinaries(databaseUser(copy), path.join(root, 'copies'), copy);

  expect(binaries).toEqual({ binDir: path.join(copy, 'native', 'bin'), major: 18 });
});

test.runIf(isRoot)('programs that the database’s user cannot reach are copied', () => {
  const closed = closedCheckout('programs');
  fs.cpSync(findPackage(), path.join(closed, 'package'), { recursive: true, verbatimSymlinks: true });
  strip(path.join(closed, 'package'));
  const copies = path.join(root, 'copies');

  const binaries = bundledBinaries(databaseUser('/nowhere'), copies, path.join(closed, 'package'));

  expect(binaries.binDir).toMatch(new RegExp(`^${copies}/postgresql-18`));
});

function closedCheckout(name: string): string {
  const dir = path.join(root, name);
  fs.mkdirSync(dir, { mode: 0o700 });
  return dir;
}

function strip(packageDir: string): void {
  const lib = path.join(packageDir, 'native', 'lib');
  for (const name of fs.readdirSync(lib)) {
    if (fs.lstatSync(path.join(lib, name)).isSymbolicLink()) fs.rmSync(path.join(lib, name));
  }
  for (const name of fs.readdirSync(path.join(packageDir, 'native', 'bin'))) {
    fs.chmodSync(path.join(packageDir, 'native', 'bin', name), 0o644);
  }
}
