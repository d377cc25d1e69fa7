import path from 'node:path';
import { repoRoot } from './lib/node.mjs';
import { runWithNode } from './lib/run.mjs';

runWithNode([path.join(repoRoot, 'apps/api/src/server.ts')]);
