import path from 'node:path';
import { repoRoot } from './lib/node.mjs';
import { runWithNode } from './lib/run.mjs';

process.chdir(repoRoot);
runWithNode([path.join(repoRoot, 'node_modules/vitest/vitest.mjs'), 'run', ...process.argv.slice(2)]);
