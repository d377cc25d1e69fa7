import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { findNode, noNode, repoRoot } from './node.mjs';

const web = path.join(repoRoot, 'apps/web');
const dist = path.join(web, 'dist');
/** Says of which sources the build that lies there was made. */
const stamp = path.join(dist, '.sources');

/** What the build is made of: the application, what it imports of ours, and the versions of everything else. */
const sources = [
  'apps/web/src',
  'apps/web/public',
  'apps/web/index.html',
  'apps/web/vite.config.ts',
  'packages/shared/src',
  'packages/api-client/src',
  'package-lock.json',
];

/** Whether the build that lies there is of these very sources: by content, because a clone has no useful times. */
export function isWebBuilt() {
  return (
    existsSync(path.join(dist, 'index.html')) &&
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === hashSources()
  );
}

/** Builds, compresses, and remembers of what. Throws when the build fails. */
export function buildWeb() {
  const node = findNode();
  if (node === undefined) throw new Error(noNode);
  const vite = path.join(repoRoot, 'node_modules/vite/bin/vite.js');
  const before = hashSources();
  rmSync(stamp, { force: true });
  const built = spawnSync(node, [vite, 'build', '--logLevel', 'warn'], {
    cwd: web,
    stdio: 'inherit',
    shell: node.endsWith('.cmd'),
  });
  if (built.status !== 0) throw new Error('The web application could not be built; see above.');
  for (const file of filesIn(dist)) compress(file);
  writeFileSync(stamp, before);
}

/** Text is stored compressed as well, once and at the highest level, so that no request pays for it. */
function compress(file) {
  if (!/\.(js|css|svg|json)$/.test(file)) return;
  const content = readFileSync(file);
  writeFileSync(
    `${file}.br`,
    zlib.brotliCompressSync(content, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 11 } }),
  );
  writeFileSync(`${file}.gz`, zlib.gzipSync(content, { level: 9 }));
}

function hashSources() {
  const hash = createHash('sha256');
  for (const source of sources) {
    for (const file of filesIn(path.join(repoRoot, source))) {
      // Tests and the route tree, which the build itself writes, change nothing of what is built.
      if (/\.test\.tsx?$|routeTree\.gen\.ts$/.test(file)) continue;
      hash.update(path.relative(repoRoot, file).replaceAll('\\', '/')).update('\0');
      hash.update(readFileSync(file)).update('\0');
    }
  }
  return hash.digest('hex');
}

function filesIn(place) {
  if (!existsSync(place)) return [];
  const entries = readdirSync(path.dirname(place), { withFileTypes: true });
  if (entries.find((entry) => entry.name === path.basename(place))?.isFile()) return [place];
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}
