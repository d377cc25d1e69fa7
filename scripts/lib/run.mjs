import { spawn } from 'node:child_process';
import { installDependencies } from './dependencies.mjs';
import { findNode, noNode } from './node.mjs';

/** Runs a script with the product's own Node, passes signals on to it, and ends as it ends. */
export function runWithNode(args) {
  try {
    installDependencies();
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
  const node = findNode();
  if (node === undefined) {
    console.error(noNode);
    process.exit(1);
  }
  const child = spawn(node, args, { stdio: 'inherit', shell: node.endsWith('.cmd') });
  // A terminal signals the whole group, npm and process managers this process only; the child takes either.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`${node} could not be started: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
