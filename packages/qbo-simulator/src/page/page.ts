import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Reply, SimRequest } from '../core/reply.ts';
import type { Sim } from '../sim.ts';
import { liveEvents } from './live-events.ts';

/** The bookkeeper's page: files as they lie in this directory, and what happens, as it happens. */

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html;charset=UTF-8',
  '.css': 'text/css;charset=UTF-8',
  '.js': 'text/javascript;charset=UTF-8',
  '.svg': 'image/svg+xml',
};

/** Only what comes from here is loaded or run, nobody frames the page, and no form leaves it. */
const headers: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  // A newer simulator on the same port has a newer page.
  'cache-control': 'no-store',
};

const pagePath = '/page/';

/** Undefined for any other address. */
export function answerPage(sim: Sim, { method, path: asked, headers: sent }: SimRequest): Reply | undefined {
  if (method !== 'GET') return undefined;
  if (asked === '/') return fileReply('index.html');
  if (!asked.startsWith(pagePath)) return undefined;
  if (asked === `${pagePath}live`) return liveEvents(sim, sent['last-event-id']);
  return fileReply(asked.slice(pagePath.length));
}

let files: ReadonlyMap<string, Buffer> | undefined;

function fileReply(name: string): Reply {
  files ??= readFiles();
  const body = files.get(name);
  if (body === undefined)
    return {
      status: 404,
      headers: { ...headers, 'content-type': 'text/plain' },
      body: 'The page has no such file.',
    };
  return { status: 200, headers: { ...headers, 'content-type': types[path.extname(name)] ?? '' }, body };
}

/** Read once: an address is looked up among these and never becomes a path. */
function readFiles(): ReadonlyMap<string, Buffer> {
  const directory = import.meta.dirname;
  return new Map(
    readdirSync(directory)
      .filter((name) => types[path.extname(name)] !== undefined)
      .map((name) => [name, readFileSync(path.join(directory, name))]),
  );
}
