#!/usr/bin/env node
// Starts the simulator with a Node that runs TypeScript as it is: this one, or the one among the dependencies.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const neededMajor = 24;
const cli = path.resolve(import.meta.dirname, '../src/cli.ts');

function findNode() {
  if (Number.parseInt(process.versions.node, 10) >= neededMajor) return process.execPath;
  const name = process.platform === 'win32' ? 'node.cmd' : 'node';
  for (let folder = import.meta.dirname; folder !== path.dirname(folder); folder = path.dirname(folder)) {
    const bundled = path.join(folder, 'node_modules', '.bin', name);
    if (existsSync(bundled)) return bundled;
  }
  return undefined;
}

async function start() {
  const node = findNode();
  if (node === undefined) {
    console.error(`qbo-sim needs Node ${neededMajor} or newer; this is ${process.versions.node}.`);
    process.exit(1);
  }
  // In this very process where that can be: whoever kills it has then killed the simulator.
  if (node === process.execPath) {
    await import(pathToFileURL(cli).href);
    return;
  }
  const child = spawn(node, [cli, ...process.argv.slice(2)], {
    // The channel says nothing; its end tells the simulator that this process is gone.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    shell: process.platform === 'win32',
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

await start();
