import { spawn } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readConfig, repoRoot } from '../config.ts';
import { anyPort } from '../embedded/free-port.ts';
import { openDatabase } from '../embedded/open-database.ts';
import { Refusal } from '../embedded/refusal.ts';
import { runProgram } from '../embedded/run-program.ts';

const port = 4983; // the one that Drizzle Studio's page asks without being told
const studioOrigin = 'https://local.drizzle.studio';
const startLimitMs = 60_000;

const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>PACE CRM database</title>
<style>body { font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem; }</style>
<h1>PACE CRM database</h1>
<p><a href="${studioOrigin}">Open Drizzle Studio</a></p>
<p>The page comes from the internet; the data does not leave this machine: the page reads it from this address,
for as long as <code>npm run db:studio</code> runs.</p>
</html>
`;

await runProgram(async () => {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());
  await using opened = new AsyncDisposableStack();

  const database = await openDatabase(readConfig());
  opened.defer(database.close);
  const kit = await startDrizzleKit(database.url, stop);
  opened.defer(kit.stop);
  const server = http.createServer((request, response) => answer(request, response, kit.port));
  await listen(server);
  opened.defer(async () => {
    server.close();
    server.closeAllConnections();
  });

  console.log(`The database browser is at http://localhost:${port}\nStop with Ctrl-C.`);
  if (!stop.signal.aborted) await once(stop.signal, 'abort');
});

async function startDrizzleKit(
  url: string,
  stop: AbortController,
): Promise<{ port: number; stop(): Promise<void> }> {
  const kitPort = await anyPort();
  const program = path.join(path.dirname(createRequire(import.meta.url).resolve('drizzle-kit')), 'bin.cjs');
  const child = spawn(process.execPath, [program, 'studio', '--host=127.0.0.1', `--port=${kitPort}`], {
    cwd: path.join(repoRoot, 'apps/api'),
    env: { ...process.env, DATABASE_URL: url },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  process.once('exit', () => child.kill());
  const ended = once(child, 'exit').then(() => stop.abort());
  const deadline = Date.now() + startLimitMs;
  while (!(await answers(kitPort))) {
    stop.signal.throwIfAborted();
    if (Date.now() > deadline)
      throw new Refusal(`Drizzle Studio did not start within ${startLimitMs / 1000} s.`);
    await sleep(100);
  }
  return {
    port: kitPort,
    async stop() {
      child.kill();
      await ended;
    },
  };
}

async function answers(kitPort: number): Promise<boolean> {
  try {
    await fetch(`http://127.0.0.1:${kitPort}/`);
    return true;
  } catch {
    return false;
  }
}

async function listen(server: http.Server): Promise<void> {
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw new Refusal(`Port ${port} is in use; is the database browser running already?`, { cause });
  }
}

/**
 * drizzle-kit lets every web page in the world run SQL through it. Only Drizzle Studio's own page may do that here,
 * and only under the names of this machine, so that no other name can be made to lead here.
 */
function answer(request: http.IncomingMessage, response: http.ServerResponse, kitPort: number): void {
  const { host = '', origin } = request.headers;
  const isFromHere = [`localhost:${port}`, `127.0.0.1:${port}`].includes(host);
  if (!isFromHere || (origin !== undefined && origin !== studioOrigin)) {
    response
      .writeHead(403, { 'content-type': 'text/plain' })
      .end(`Only ${studioOrigin} may use this address.\n`);
  } else if (request.url === '/' && (request.method === 'GET' || request.method === 'HEAD')) {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
  } else {
    forward(request, response, kitPort);
  }
}

function forward(request: http.IncomingMessage, response: http.ServerResponse, kitPort: number): void {
  const { method, url, headers } = request;
  const onward = http.request(
    { host: '127.0.0.1', port: kitPort, method, path: url, headers },
    (answered) => {
      const allowed = { ...answered.headers, 'access-control-allow-origin': studioOrigin };
      response.writeHead(answered.statusCode ?? 502, allowed);
      answered.pipe(response);
    },
  );
  onward.on('error', () => {
    if (response.headersSent) response.destroy();
    else response.writeHead(502, { 'content-type': 'text/plain' }).end('Drizzle Studio does not answer.\n');
  });
  request.pipe(onward);
}
