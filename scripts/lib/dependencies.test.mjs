import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isCurrent } from './dependencies.mjs';

let root;
const here = { os: [process.platform], cpu: [process.arch], optional: true };
const elsewhere = { os: ['aix'], cpu: ['ppc64'], optional: true };
const wanted = {
  '': { name: 'root' },
  'apps/api': { version: '0.1.0' },
  'node_modules/@pace/api': { resolved: 'apps/api', link: true },
  'node_modules/zod': { version: '4.6.7', integrity: 'sha512-a' },
  'node_modules/runtime-here': { version: '1.0.0', ...here },
  'node_modules/runtime-elsewhere': { version: '1.0.0', ...elsewhere },
  'node_modules/native-extra': { version: '1.0.0', optional: true },
};
const installed = {
  'node_modules/zod': { version: '4.6.7', integrity: 'sha512-a' },
  'node_modules/runtime-here': { version: '1.0.0', ...here },
};

beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'pace-dependencies-'));
});
afterEach(() => fs.rmSync(root, { recursive: true }));

function lay(packages) {
  fs.writeFileSync(path.join(root, 'package-lock.json'), JSON.stringify({ packages: wanted }));
  if (packages === undefined) return;
  for (const where of Object.keys(packages)) fs.mkdirSync(path.join(root, where), { recursive: true });
  fs.writeFileSync(path.join(root, 'node_modules', '.package-lock.json'), JSON.stringify({ packages }));
}

test('what npm installed from this lockfile is current, without what is for other machines', () => {
  lay(installed);

  expect(isCurrent(root)).toBe(true);
});

test.each([
  ['nothing is installed', undefined],
  ['a version differs', { ...installed, 'node_modules/zod': { version: '4.6.6', integrity: 'sha512-a' } }],
  ['the content differs', { ...installed, 'node_modules/zod': { version: '4.6.7', integrity: 'sha512-b' } }],
  ['a package is missing', { 'node_modules/runtime-here': installed['node_modules/runtime-here'] }],
  ['the runtime for this machine is missing', { 'node_modules/zod': installed['node_modules/zod'] }],
])('not current: %s', (_case, packages) => {
  lay(packages);

  expect(isCurrent(root)).toBe(false);
});

test('not current: a package was deleted by hand', () => {
  lay(installed);
  fs.rmSync(path.join(root, 'node_modules/zod'), { recursive: true });

  expect(isCurrent(root)).toBe(false);
});
