import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

// Does with a new clone what a person would do, and writes "<passed> <failed>" to the file given.
const [resultFile] = process.argv.slice(2);
const counts = { passed: 0, failed: 0 };
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'pace-clone-'));
fs.chmodSync(folder, 0o755);
const clone = path.join(folder, 'pace-crm');
const api = path.join(clone, 'apps', 'api');
const port = await freePort();
const baseUrl = `http://localhost:${port}`;
// The person that the README's first order is written by.
const administrator = { email: 'ann@example.com', password: 'correct horse battery' };
const environment = { ...process.env, PORT: String(port) };
const started = [];
const webSource = 'apps/web/src/main.tsx';

try {
  await check('git clone', () =>
    execFileSync('git', ['-c', 'safe.directory=*', 'clone', '-q', process.cwd(), clone], {
      stdio: 'inherit',
    }),
  );
  await check('npm start installs, starts and becomes ready', () => startServer(300_000));
  await check('the description of the API is served', async () => {
    const description = await (await fetch(`${baseUrl}/api/openapi.json`)).json();
    if (!description.openapi.startsWith('3.1')) throw new Error(`openapi is ${description.openapi}`);
  });
  let script = '';
  await check('the web application is served, its files compressed', async () => {
    script = await mainScript();
  });
  await check("the README's first order, by curl, within two minutes", writeFirstOrder);
  await check('the administrator signs in', signIn);
  await check('a second start says that the first is running, and builds nothing', () => {
    const second = npm(['start']);
    const isRight = second.status === 1 && second.stderr.includes(`already running at ${baseUrl}`);
    if (!isRight || second.stdout.includes('Building')) throw new Error(output(second));
  });
  await check('kill -9 of the server, and the next start works and has built what was changed', async () => {
    process.kill(JSON.parse(fs.readFileSync(path.join(clone, 'data', 'server.json'), 'utf8')).pid, 'SIGKILL');
    await ended(started.at(-1));
    fs.appendFileSync(path.join(clone, webSource), "\ndocument.documentElement.dataset['changed'] = '';\n");
    await startServer(120_000);
    await signIn();
    const before = script;
    script = await mainScript();
    if (script === before) throw new Error(`${webSource} has changed, and ${script} is still served`);
    succeed('git', ['checkout', '-q', webSource], clone);
  });
  await check('the documented commands work beside the running server', () => {
    succeed('npm', ['run', 'migration:generate'], api);
    succeed('npm', ['run', 'migration:run'], api);
    // A script that was made to do nothing would end well too.
    if (!succeed('npx', ['tsx', 'src/db/seed-roles.ts'], api).stdout.trim())
      throw new Error('seed-roles said nothing');
    succeed('npx', ['tsx', 'src/db/seed.ts'], api);
    succeed('npx', ['tsx', 'src/db/seed.ts'], api);
  });
  await check('the database browser answers', browse);
  await check('a restore is refused while the server runs', () => {
    succeed('npm', ['run', 'backup', '--', 'backups/one.sql.zst'], clone);
    const refused = npm(['run', 'restore', '--', 'backups/one.sql.zst', '--replace']);
    if (refused.status === 0 || !refused.stderr.includes('in use')) throw new Error(output(refused));
  });
  await check('Ctrl-C finishes the request in progress and stops everything, PostgreSQL too', async () => {
    const postmaster = fs.readFileSync(path.join(clone, 'data', 'postgres', 'postmaster.pid'), 'utf8');
    const server = started.at(-1);
    const finish = await beginSignIn();
    process.kill(-server.pid, 'SIGINT');
    await sleep(500);
    const answer = await finish();
    if (!answer.startsWith('HTTP/1.1 200')) throw new Error(`The request in progress got: ${answer}`);
    await ended(server);
    await until('PostgreSQL to stop', 15_000, () => !isAlive(Number.parseInt(postmaster, 10)));
    await until('the port to be free', 5_000, async () => !(await answers()));
  });
  await check('backup, restore into a new folder and back up again give the same rows', () => {
    const there = { ...environment, PACE_DATA_DIR: path.join(folder, 'other data') };
    succeed('npm', ['run', 'restore', '--', 'backups/one.sql.zst'], clone, there);
    succeed('npm', ['run', 'backup', '--', 'backups/two.sql.zst'], clone, there);
    if (rowsOf('one') !== rowsOf('two')) throw new Error(`${rowsOf('one')}\n${rowsOf('two')}`);
  });
  await check('the working tree is as clean as it was cloned, without hooks', () => {
    const changed = succeed('git', ['status', '--porcelain'], clone).stdout;
    const hooks = fs
      .readdirSync(path.join(clone, '.git', 'hooks'))
      .filter((name) => !name.endsWith('.sample'));
    if (changed || hooks.length > 0) throw new Error(changed + hooks);
  });
} finally {
  for (const child of started) killGroup(child);
  fs.rmSync(folder, { recursive: true, force: true });
  fs.writeFileSync(resultFile, `${counts.passed} ${counts.failed}`);
  console.log(`A fresh clone: ${counts.passed} passed, ${counts.failed} failed`);
}
process.exit(counts.failed === 0 ? 0 : 1);

async function check(name, work) {
  const begun = Date.now();
  try {
    await work();
    counts.passed += 1;
    console.log(`ok      ${name} (${Date.now() - begun} ms)`);
  } catch (error) {
    counts.failed += 1;
    console.log(`FAILED  ${name}\n${error.stack}`);
  }
}

/** In a process group of its own, as a terminal starts it, so that Ctrl-C can be played. */
async function startServer(limitMs) {
  const log = path.join(folder, `start-${started.length}.log`);
  const out = fs.openSync(log, 'w');
  const server = spawn('npm', ['start'], {
    cwd: clone,
    env: environment,
    detached: true,
    stdio: ['ignore', out, out],
  });
  started.push(server);
  try {
    await until('the server to be ready', limitMs, () => {
      if (server.exitCode !== null) throw new Error(`npm start ended with ${server.exitCode}`);
      return answers();
    });
  } catch (error) {
    throw new Error(`${error.message}\n${fs.readFileSync(log, 'utf8')}`);
  }
}

/** The name of the script that the page begins with, which changes with its content; it comes as the build compressed it. */
async function mainScript() {
  const page = await (await fetch(`${baseUrl}/`, { headers: { accept: 'text/html' } })).text();
  const script = /<script type="module"[^>]* src="(\/assets\/[^"]+\.js)"/.exec(page)?.[1];
  if (!script) throw new Error(`This is not the page of the web application:\n${page.slice(0, 500)}`);
  const { status, headers } = await fetch(`${baseUrl}${script}`, { headers: { 'accept-encoding': 'br' } });
  if (status !== 200 || headers.get('content-encoding') !== 'br')
    throw new Error(`${script} answered ${status}, encoded ${headers.get('content-encoding')}`);
  return script;
}

/** Runs the README's own lines with the code that the start printed. */
function writeFirstOrder() {
  const printed = fs.readFileSync(path.join(folder, 'start-0.log'), 'utf8');
  const code = /"code": "([^"]+)"/.exec(printed)?.[1];
  if (!code) throw new Error(`The start printed no code:\n${printed}`);
  const readme = fs.readFileSync(path.join(clone, 'README.md'), 'utf8');
  const part = /<!-- first order: begin -->(.*)<!-- first order: end -->/s.exec(readme)?.[1] ?? '';
  const lines = [...part.matchAll(/```bash\n(.*?)```/gs)].map((block) => block[1]).join('\n');
  const script = `set -euo pipefail\nCODE='${code}'\n${lines.replaceAll('http://localhost:2000', baseUrl)}`;
  const run = spawnSync('bash', ['-c', script], { cwd: folder, encoding: 'utf8', timeout: 120_000 });
  const said = run.stdout.split('\n');
  const isRight =
    ['confirmed', '10250.00', '512.50', '1'].every((line) => said.includes(line)) &&
    run.stdout.includes('"revision":1');
  if (run.status !== 0 || !isRight) throw new Error(output(run));
}

async function answers() {
  try {
    return (await fetch(`${baseUrl}/ready`)).status === 200;
  } catch {
    return false;
  }
}

async function signIn() {
  const answer = await fetch(`${baseUrl}/api/auth/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(administrator),
  });
  const session = await answer.json();
  if (answer.status !== 200) throw new Error(`sign-in answered ${answer.status}: ${JSON.stringify(session)}`);
  const orders = await fetch(`${baseUrl}/api/orders`, {
    headers: { authorization: `Bearer ${session.token}` },
  });
  if (orders.status !== 200) throw new Error(`the list of orders answered ${orders.status}`);
}

/** Sends half a request; what it returns sends the rest and gives the answer. */
async function beginSignIn() {
  const body = JSON.stringify(administrator);
  const socket = net.connect(port, 'localhost').setEncoding('utf8');
  await once(socket, 'connect');
  const head = ['POST /api/auth/sign-in HTTP/1.1', 'Host: localhost', 'Content-Type: application/json'];
  socket.write(`${head.join('\r\n')}\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 10)}`);
  await sleep(200);
  return async () => {
    socket.write(body.slice(10));
    const [answer] = await once(socket, 'data');
    socket.end();
    return answer;
  };
}

async function browse() {
  const studio = spawn('npm', ['run', 'db:studio'], {
    cwd: api,
    env: environment,
    detached: true,
    stdio: 'ignore',
  });
  try {
    await until('the database browser', 60_000, async () => {
      try {
        return (await (await fetch('http://localhost:4983/')).text()).includes('Drizzle Studio');
      } catch {
        return false;
      }
    });
    process.kill(-studio.pid, 'SIGINT');
    await ended(studio);
  } finally {
    killGroup(studio);
  }
}

function npm(args) {
  return spawnSync('npm', args, { cwd: clone, env: environment, encoding: 'utf8', timeout: 60_000 });
}

function succeed(command, args, cwd, env = environment) {
  const result = spawnSync(command, args, { cwd, env, encoding: 'utf8', timeout: 120_000 });
  if (result.status !== 0)
    throw new Error(`${command} ${args.join(' ')} ended with ${result.status}\n${output(result)}`);
  return result;
}

/** The footer of a backup counts the rows of every table. */
function rowsOf(name) {
  const script = `process.stdout.write(require('node:zlib').zstdDecompressSync(require('node:fs').readFileSync('backups/${name}.sql.zst')))`;
  const text = spawnSync('npx', ['node', '-e', script], {
    cwd: clone,
    encoding: 'utf8',
    maxBuffer: 1e9,
  }).stdout;
  return JSON.stringify(
    JSON.parse(
      text
        .trimEnd()
        .split('\n')
        .at(-1)
        .replace(/^[^{]*/, ''),
    ).rows,
  );
}

function output({ status, stdout, stderr }) {
  return `status ${status}\n${stdout}${stderr}`;
}

async function until(what, limitMs, holds) {
  const deadline = Date.now() + limitMs;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`Waited ${limitMs} ms for ${what}`);
    await sleep(100);
  }
}

async function ended(child) {
  if (child.exitCode === null && child.signalCode === null) {
    await Promise.race([once(child, 'exit'), sleep(20_000, undefined, { ref: false })]);
  }
  if (child.exitCode === null && child.signalCode === null) throw new Error('npm start did not end');
}

function killGroup(child) {
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function freePort() {
  const probe = net.createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port: found } = probe.address();
  probe.close();
  return found;
}
