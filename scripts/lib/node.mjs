import { existsSync } from 'node:fs';
import path from 'node:path';

export const repoRoot = path.resolve(import.meta.dirname, '../..');

/** The Node version that runs TypeScript as it is; it comes with the dependencies. */
const neededMajor = 26;

/** The Node to run the product with, or undefined where neither the dependencies nor the system have one. */
export function findNode() {
  const bundled = path.join(
    repoRoot,
    'node_modules',
    '.bin',
    process.platform === 'win32' ? 'node.cmd' : 'node',
  );
  if (existsSync(bundled)) return bundled;
  return Number.parseInt(process.versions.node, 10) >= neededMajor ? process.execPath : undefined;
}

export const noNode =
  `PACE CRM runs on Node ${neededMajor}, which normally comes with its dependencies, but there is no package of it for\n` +
  `${process.platform}-${process.arch}, and this is Node ${process.versions.node}. Install Node ${neededMajor} and try again.`;
