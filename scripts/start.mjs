import path from 'node:path';
import { installDependencies } from './lib/dependencies.mjs';
import { repoRoot } from './lib/node.mjs';
import { runWithNode } from './lib/run.mjs';
import { buildWeb, isWebBuilt } from './lib/web-build.mjs';

try {
  installDependencies();
  if (!isWebBuilt()) {
    console.log('Building the web application; this happens once per version …');
    buildWeb();
  }
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
runWithNode([path.join(repoRoot, 'apps/api/src/server.ts')]);
