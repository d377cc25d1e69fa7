import http from 'node:http';
import { describe, expect } from 'vitest';
import { type Books, testWithBooks } from '../conformance/clients.ts';

const test = testWithBooks();

/** Sends a path as it is written: fetch would tidy it up first. */
function plainGet(books: Books, path: string, headers: http.OutgoingHttpHeaders = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = http.get({ host: '127.0.0.1', port: books.sim.port, path, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.on('error', reject);
  });
}

/** Every file that the page loads, followed from one to the next. */
async function loadedFiles(books: Books): Promise<Map<string, Response>> {
  const loaded = new Map<string, Response>();
  const waiting = ['/'];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (loaded.has(path)) continue;
    const response = await fetch(books.sim.url + path);
    loaded.set(path, response.clone());
    const text = await response.text();
    const named = text.matchAll(/(?:src|href)="(\/page\/[^"]+)"|from '\.\/([\w-]+\.js)'/g);
    for (const [, absolute, module] of named) waiting.push(absolute ?? `/page/${module}`);
  }
  return loaded;
}

describe("the bookkeeper's page", () => {
  test('is served with every file that it loads, each as what it is', async ({ books }) => {
    const files = await loadedFiles(books);
    const kinds = new Map(
      [...files].map(([path, { status, headers }]) => [path, [status, headers.get('content-type')]]),
    );
    expect(kinds.get('/')).toEqual([200, 'text/html;charset=UTF-8']);
    expect(kinds.get('/page/look.css')).toEqual([200, 'text/css;charset=UTF-8']);
    expect(kinds.get('/page/icon.svg')).toEqual([200, 'image/svg+xml']);
    expect(kinds.get('/page/record-view.js')).toEqual([200, 'text/javascript;charset=UTF-8']);
    expect([...kinds].filter(([, [status]]) => status !== 200)).toEqual([]);
  });

  test('loads and runs only what comes from the simulator itself', async ({ books }) => {
    for (const [path, { headers }] of await loadedFiles(books)) {
      expect(headers.get('content-security-policy'), path).toMatch(
        /^default-src 'self';.*frame-ancestors 'none'/,
      );
      expect(headers.get('x-content-type-options'), path).toBe('nosniff');
    }
    const html = await (await fetch(books.sim.url)).text();
    expect(html).not.toMatch(/<style|style=|<script>| on\w+=|https?:\/\//);
  });

  test('serves nothing but its own files', async ({ books }) => {
    const paths = [
      '/page/page.ts',
      '/page/page.test.ts',
      '/page/',
      '/page/nothing.js',
      '/page/../start.ts',
      '/page/%2e%2e/start.ts',
    ];
    for (const path of paths) expect(await plainGet(books, path), path).toBe(404);
  });

  test('is for reading: other methods go to the simulated service', async ({ books }) => {
    const answer = await fetch(books.sim.url, { method: 'POST', body: '{}' });
    expect([answer.status, answer.headers.get('content-security-policy')]).toEqual([404, null]);
  });

  test('leaves no trace in the journal', async ({ books }) => {
    await loadedFiles(books);
    await books.admin(`list/${books.realmId}/Invoice`);
    expect(await books.journal()).toEqual([]);
  });
});

describe('the controls', () => {
  test('are not for pages of other sites', async ({ books }) => {
    const foreign = { 'sec-fetch-site': 'cross-site' };
    const reset = { method: 'POST', headers: foreign };
    expect((await fetch(`${books.sim.url}/__sim/reset`, reset)).status).toBe(403);
    expect(books.sim.sim.realms.size).toBe(1);
    expect(await plainGet(books, '/', { host: 'books.example' })).toBe(403);
  });
});
