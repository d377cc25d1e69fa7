import path from 'node:path';
import { repoRoot } from './lib/node.mjs';
import { runWithNode } from './lib/run.mjs';

// Given: a TypeScript file of this repository, and its arguments.
const [file, ...args] = process.argv.slice(2);
runWithNode([path.join(repoRoot, file), ...args]);
