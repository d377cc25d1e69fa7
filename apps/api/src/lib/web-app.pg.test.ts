import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../test/api.ts';

const script = `console.log('${'the order desk '.repeat(200)}');`;
const asBrowser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

let dir: string;
let api: TestApi;

beforeAll(async () => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'pace-web-'));
  fs.mkdirSync(path.join(dir, 'assets'));
  const write = (name: string, content: string | Buffer) => fs.writeFileSync(path.join(dir, name), content);
  write('index.html', '<meta name="csp-nonce" content="__CSP_NONCE__"><style nonce="__CSP_NONCE__"></style>');
  write('favicon.svg', '<svg/>');
  write('assets/app-1a2b3c.js', script);
  write('assets/app-1a2b3c.js.br', brotliCompressSync(script));
  write('assets/app-1a2b3c.js.gz', gzipSync(script));
  api = await startTestApi({ webDir: dir });
});

afterAll(async () => {
  await api.close();
  fs.rmSync(dir, { recursive: true });
});

test.each(['/', '/orders', '/orders/2611-0042?tab=lines', '/a/b/c', '/index.html', '/apiary', '/?a=%20'])(
  'a browser that opens %s gets the page with a nonce of its own',
  async (address) => {
    const [first, second] = [await ask(address, asBrowser), await ask(address, asBrowser)];

    const nonces = [first, second].map(({ text }) => /content="([\w+/=]{24})"/.exec(text)?.[1]);
    expect(new Set(nonces).size).toBe(2);
    for (const [n, { status, headers, text }] of [first, second].entries()) {
      expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      expect(headers.get('cache-control')).toBe('no-cache');
      expect(text).not.toContain('__CSP_NONCE__');
      expect(text).toContain(`<style nonce="${nonces[n]}">`);
      const policy = headers.get('content-security-policy');
      expect(policy).toContain(`style-src 'self' 'nonce-${nonces[n]}'`);
      expect(policy).toContain("script-src 'self';");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/unsafe|\*|https?:/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
  },
);

test.each([
  ['/api/nothing', asBrowser],
  ['/api', asBrowser],
  ['/health/x', asBrowser],
  ['/assets/app-of-last-week.js', asBrowser],
  ['/orders', { accept: 'application/json' }],
  ['/%2e%2e/package.json', { accept: '*/*' }],
  ['/.env', { accept: '*/*' }],
])('%s is a problem and not the page', async (address, headers) => {
  const answer = await ask(address, headers);

  expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
});

test('a page is only read: sending something to it is not found', async () => {
  const answer = await fetch(`${api.baseUrl}/orders`, { method: 'POST', headers: asBrowser });

  expect(answer.status).toBe(404);
});

test.each([
  ['br', (body: Buffer) => brotliDecompressSync(body)],
  ['gzip', (body: Buffer) => gunzipSync(body)],
  ['identity', (body: Buffer) => body],
])(
  'a file with a hash in its name is kept for ever, and sent as the build compressed it: %s',
  async (encoding, unpack) => {
    const answer = await api.app.inject({
      url: '/assets/app-1a2b3c.js',
      headers: { 'accept-encoding': encoding },
    });

    expect(answer.statusCode).toBe(200);
    expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(answer.headers['content-type']).toMatch(/^(text|application)\/javascript; charset=utf-8$/);
    expect(answer.headers['content-encoding'] ?? 'identity').toBe(encoding);
    expect(answer.headers.vary).toContain('accept-encoding');
    expect(unpack(answer.rawPayload).toString()).toBe(script);
  },
);

test('a file whose name says nothing of its content is asked for again', async () => {
  const first = await ask('/favicon.svg', {});
  // Not with fetch, which asks for a fresh one as soon as a condition is set by hand.
  const again = await api.app.inject({
    url: '/favicon.svg',
    headers: { 'if-none-match': first.headers.get('etag') ?? '' },
  });

  expect([first.status, first.headers.get('cache-control'), first.text]).toEqual([200, 'no-cache', '<svg/>']);
  expect(again.statusCode).toBe(304);
});

test('the page and its files ask the database nothing, whoever is signed in', async () => {
  const caller = await api.signIn('Sales');
  api.statements.length = 0;

  const answers = [
    await caller.get('/', asBrowser),
    await caller.get('/orders', asBrowser),
    await caller.get('/favicon.svg'),
    await caller.get('/assets/app-1a2b3c.js'),
  ];

  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  expect(api.statements).toEqual([]);
});

test('a HEAD is a GET without body, and the documentation and the API stay where they are', async () => {
  const head = await fetch(`${api.baseUrl}/orders`, { method: 'HEAD', headers: asBrowser });
  const docs = await ask('/api/docs/', asBrowser);
  const orders = await (await api.signIn('Sales')).get('/api/orders');

  expect([head.status, await head.text()]).toEqual([200, '']);
  expect([docs.status, docs.text.includes('swagger')]).toEqual([200, true]);
  expect(orders.status).toBe(200);
});

async function ask(address: string, headers: Record<string, string>) {
  const answer = await fetch(`${api.baseUrl}${address}`, { headers, redirect: 'manual' });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}
