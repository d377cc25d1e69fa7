import { installDependencies } from './lib/dependencies.mjs';
import { buildWeb, isWebBuilt } from './lib/web-build.mjs';

// `--if-changed`: only when the sources are others than those of the build that lies there.
try {
  installDependencies();
  if (!process.argv.includes('--if-changed') || !isWebBuilt()) buildWeb();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
