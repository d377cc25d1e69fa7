import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const startLimitMs = 60_000;

export const admin = { email: 'ann@example.com', password: 'correct horse battery' };

export interface App {
  baseUrl: string;
  /** The one-time code of a first start. */
  code: string;
  stop: () => Promise<void>;
}

/** The product as `npm start` runs it, on a free port and with a database of its own. */
export async function startApp({ firstStart = false } = {}): Promise<App> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'pace-e2e-'));
  const port = await freePort();
  const node = path.join(root, 'node_modules/.bin/node');
  const server = spawn(node, ['apps/api/src/server.ts'], {
    cwd: root,
    env: {
      ...process.env,
      PORT: String(port),
      PACE_DATA_DIR: dataDir,
      DATABASE_URL: '',
      LOG_LEVEL: 'warn',
      ...(firstStart ? {} : { PACE_ADMIN_EMAIL: admin.email, PACE_ADMIN_PASSWORD: admin.password }),
    },
  });
  const said = await banner(server);
  return {
    baseUrl: `http://localhost:${port}`,
    code: /"code": "([^"]+)"|code=([\w-]+)/.exec(said)?.slice(1).find(Boolean) ?? '',
    async stop() {
      const ended = once(server, 'exit');
      server.kill('SIGTERM');
      await ended;
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** What the server says until it is ready. */
async function banner(server: ChildProcess): Promise<string> {
  let said = '';
  const ready = new Promise<void>((resolve, reject) => {
    server.stdout?.on('data', (chunk: Buffer) => {
      said += chunk;
      if (said.includes('Stop with Ctrl-C')) resolve();
    });
    server.stderr?.on('data', (chunk: Buffer) => {
      said += chunk;
    });
    server.once('exit', () => reject(new Error(`The server did not start:\n${said}`)));
    setTimeout(
      () => reject(new Error(`The server is not ready after a minute:\n${said}`)),
      startLimitMs,
    ).unref();
  });
  await ready;
  return said;
}

async function freePort(): Promise<number> {
  const probe = net.createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('No port');
  return address.port;
}
