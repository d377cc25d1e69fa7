import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { open } from './auth.ts';

/** What the page has wherever the nonce of its answer belongs. */
const noncePlaceholder = '__CSP_NONCE__';

/** Addresses that are the server's own: a mistyped one is a problem and not a page. */
const ownAddress = /^\/(api|health|ready|assets)(\/|\?|$)/;

/** Files whose name changes with their content. */
const hashedFolder = `${path.sep}assets${path.sep}`;

export interface WebApp {
  /** Whether somebody opened an address of the web application itself, which only the browser can make sense of. */
  isPage(request: FastifyRequest): boolean;
  sendPage(reply: FastifyReply): Promise<FastifyReply>;
}

/** The built web application in a folder; undefined when it was never built. */
export function findWebApp(dir: string): WebApp | undefined {
  const pageFile = path.join(dir, 'index.html');
  if (!fs.existsSync(pageFile)) return undefined;
  return {
    isPage: ({ method, url, headers }) =>
      ['GET', 'HEAD'].includes(method) &&
      !ownAddress.test(url) &&
      (headers.accept ?? '').includes('text/html'),
    async sendPage(reply) {
      // Read anew, because a build that ran meanwhile has named its files differently.
      const page = await fs.promises.readFile(pageFile, 'utf8');
      const nonce = randomBytes(16).toString('base64');
      return reply
        .type('text/html; charset=utf-8')
        .header('cache-control', 'no-cache')
        .header('content-security-policy', pagePolicy(nonce))
        .send(page.replaceAll(noncePlaceholder, nonce));
    },
  };
}

/** Serves the page at `/` and its files, compressed by the build; every other address of the application is not found. */
export async function serveWebApp(app: FastifyInstance, dir: string, web: WebApp): Promise<void> {
  await app.register(async (files) => {
    // The plugin's own routes have no guard otherwise.
    files.addHook('onRoute', (route) => {
      route.onRequest = open;
    });
    for (const url of ['/', '/index.html']) {
      files.get(url, { schema: { hide: true } }, (_request, reply) => web.sendPage(reply));
    }
    await files.register(fastifyStatic, {
      root: dir,
      index: false,
      decorateReply: false,
      preCompressed: true,
      cacheControl: false,
      setHeaders: (reply, file) =>
        reply.header(
          'cache-control',
          file.includes(hashedFolder) ? 'public, max-age=31536000, immutable' : 'no-cache',
        ),
    });
  });
}

/** Nothing from elsewhere and nothing inline, but the styles that carry the nonce of this very answer. */
function pagePolicy(nonce: string): string {
  return [
    "default-src 'self'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
