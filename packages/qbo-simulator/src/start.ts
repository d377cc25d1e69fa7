import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { adminPath, answerAdmin } from './admin/routes.ts';
import type { Knobs } from './core/knobs.ts';
import type { Reply, SimRequest } from './core/reply.ts';
import { Store } from './core/store.ts';
import { createRealm } from './create-realm.ts';
import { nextMoment, runDue } from './due.ts';
import { handle } from './handle.ts';
import { answerPage } from './page/page.ts';
import type { PresetName } from './presets.ts';
import { createSim, type Sim, type SimOptions } from './sim.ts';
import { openSnapshot } from './snapshot.ts';

export interface QboSimOptions extends SimOptions {
  /** 0 or nothing: a free one. */
  readonly port?: number;
  readonly host?: string;
  /** The companies to begin with, in this order; one `us-plain` unless others are named. */
  readonly presets?: readonly PresetName[];
  readonly knobs?: Partial<Knobs>;
  /** A file that keeps the books over a restart. */
  readonly snapshot?: string;
  readonly app?: {
    readonly clientId?: string;
    readonly clientSecret?: string;
    readonly redirectUris?: readonly string[];
  };
}

export interface QboSim {
  /** Like http://127.0.0.1:2001, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** The ids of the companies, in the order of the presets. */
  readonly realms: readonly string[];
  readonly clientId: string;
  readonly clientSecret: string;
  /** The state behind it, for tests in the same process. */
  readonly sim: Sim;
  close(): Promise<void>;
}

const firstApp = {
  clientId: 'qbo-sim-client',
  clientSecret: 'qbo-sim-secret',
  redirectUris: [
    'http://localhost:2000/api/quickbooks/callback',
    'http://localhost:2000/callback',
    'http://localhost:3000/callback',
    'http://localhost/callback',
    'http://127.0.0.1/callback',
  ],
};

/** Starts a simulator and resolves once it answers. */
export async function startQboSim(options: QboSimOptions = {}): Promise<QboSim> {
  const store = new Store();
  const snapshot = options.snapshot === undefined ? undefined : openSnapshot(store, options.snapshot);
  const sim = createSim(options, store);
  if (sim.oauth.apps.size === 0) {
    const app = { ...firstApp, ...options.app };
    sim.oauth.apps.set(app.clientId, app);
  }
  if (sim.realms.size === 0)
    for (const preset of options.presets ?? ['us-plain']) createRealm(sim, { preset });
  snapshot?.save();
  const sockets = new Set<Socket>();
  let origin = '';
  const server = createServer((incoming, outgoing) => {
    void answer(sim, incoming, outgoing, origin, () => snapshot?.save());
  });
  // A client that keeps its connection for a while is not cut off in the middle of a test.
  server.keepAliveTimeout = 30_000;
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  const host = options.host ?? '127.0.0.1';
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { port } = server.address() as AddressInfo; // It listens on TCP.
  origin = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  const ticking = tick(sim, () => snapshot?.save());
  const app = [...sim.oauth.apps.values()][0] ?? firstApp;
  return {
    url: origin,
    port,
    realms: [...sim.realms.keys()],
    clientId: app.clientId,
    clientSecret: app.clientSecret,
    sim,
    close: async () => {
      clearInterval(ticking);
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await sim.webhooks.working;
      snapshot?.save();
    },
  };
}

/** With a running clock things fall due by themselves. */
function tick(sim: Sim, save: () => void): NodeJS.Timeout {
  const timer = setInterval(() => {
    if (sim.clock.state.mode !== 'real' || (nextMoment(sim) ?? Number.POSITIVE_INFINITY) > sim.clock.nowMs())
      return;
    void runDue(sim).then(save);
  }, 100);
  timer.unref();
  return timer;
}

/** Larger than any document the service takes. */
const mostBodyBytes = 20 * 1024 * 1024;

async function answer(
  sim: Sim,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  origin: string,
  save: () => void,
): Promise<void> {
  const request = await readRequest(incoming);
  if (request === undefined) {
    incoming.socket.destroy();
    return;
  }
  let reply: Reply;
  try {
    reply = await route(sim, request, incoming, origin);
  } catch (error) {
    console.error(error);
    reply = {
      status: 500,
      headers: { 'content-type': 'text/plain' },
      body: 'The simulator failed; its console says why.',
    };
  }
  save();
  await deliver(reply, incoming, outgoing);
}

async function route(
  sim: Sim,
  request: SimRequest,
  incoming: IncomingMessage,
  origin: string,
): Promise<Reply> {
  const isAdmin = request.path === adminPath || request.path.startsWith(`${adminPath}/`);
  const page = answerPage(sim, request);
  if (!isAdmin && page === undefined) return handle(sim, request, origin);
  if (!isLocal(incoming)) {
    return {
      status: 403,
      headers: { 'content-type': 'text/plain' },
      body: 'The controls are for this machine only.',
    };
  }
  return page ?? answerAdmin(sim, request);
}

const localNames = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * From this machine, under a name of this machine: a page elsewhere that resolves to loopback does not get in, and
 * neither does what another site's page sends without being allowed to read the answer.
 */
function isLocal({ socket, headers, method }: IncomingMessage): boolean {
  const address = socket.remoteAddress ?? '';
  const name = (headers.host ?? '').replace(/:\d+$/, '');
  if (method !== 'GET' && (headers['sec-fetch-site'] === 'cross-site' || !isLocalOrigin(headers.origin)))
    return false;
  return (
    (address === '127.0.0.1' || address === '::1' || address === '::ffff:127.0.0.1') && localNames.has(name)
  );
}

/** No origin at all is a program's call; a browser names the site whose page it shows. */
function isLocalOrigin(origin: string | undefined): boolean {
  return origin === undefined || (URL.canParse(origin) && localNames.has(new URL(origin).hostname));
}

async function readRequest(incoming: IncomingMessage): Promise<SimRequest | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of incoming as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > mostBodyBytes) return undefined;
      chunks.push(chunk);
    }
  } catch {
    return undefined; // The client has gone away in the middle of its request.
  }
  const target = incoming.url ?? '/';
  const mark = target.indexOf('?');
  return {
    method: incoming.method ?? 'GET',
    path: mark === -1 ? target : target.slice(0, mark),
    query: new URLSearchParams(mark === -1 ? '' : target.slice(mark + 1)),
    headers: Object.fromEntries(
      Object.entries(incoming.headers).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(', ') : (value ?? ''),
      ]),
    ),
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

async function deliver(reply: Reply, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const { delivery, delayMs } = reply;
  if (delayMs !== undefined && delayMs > 0) await waitOrGone(incoming.socket, delayMs);
  if (delivery === 'reset' || delivery === 'hang') {
    incoming.socket.resetAndDestroy();
    return;
  }
  if (reply.stream !== undefined) {
    stream(reply, reply.stream, outgoing);
    return;
  }
  const body = typeof reply.body === 'string' ? Buffer.from(reply.body) : reply.body;
  outgoing.writeHead(reply.status, { ...reply.headers, 'content-length': String(body.length) });
  if (delivery === 'truncate') {
    // The length of the whole, half of the bytes, and the end.
    outgoing.write(body.subarray(0, Math.floor(body.length / 2)), () => incoming.socket.destroy());
    return;
  }
  outgoing.end(incoming.method === 'HEAD' ? undefined : body);
}

/** What a client that does not read may leave in memory. */
const mostUnreadBytes = 1024 * 1024;

function stream(
  { status, headers, body }: Reply,
  start: NonNullable<Reply['stream']>,
  outgoing: ServerResponse,
): void {
  outgoing.writeHead(status, { ...headers });
  outgoing.write(body);
  const end = start((text) => {
    if (outgoing.destroyed || outgoing.writableLength > mostUnreadBytes) return false;
    outgoing.write(text);
    return true;
  });
  // Also when the server closes: it destroys its sockets.
  outgoing.on('close', end);
}

/** Waits, but not for a client that has hung up. */
function waitOrGone(socket: Socket, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      socket.off('close', done);
      resolve();
    }
    socket.on('close', done);
  });
}
