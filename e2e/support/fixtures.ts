import { test as base, expect, type Page } from '@playwright/test';
import { type App, admin, startApp } from './app.ts';
import { type Client, signedIn } from './book.ts';

interface Fixtures {
  /** A page of the administrator, signed in, on the product's address. */
  page: Page;
}
interface WorkerFixtures {
  app: App;
  client: Client;
}

/** What a browser says that nobody expects fails the test: an answer of 4xx and a cut line are part of some of them. */
const expected =
  /Failed to load resource: (the server responded with a status of 4\d\d|net::ERR_INTERNET_DISCONNECTED)/;

export function watchConsole(page: Page): void {
  page.on('console', (message) => {
    if (message.type() === 'error' && !expected.test(message.text())) {
      throw new Error(`The browser says: ${message.text()}`);
    }
  });
  page.on('pageerror', (error) => {
    throw error;
  });
}

export async function signInByCookie(page: Page, baseUrl: string, credentials = admin): Promise<void> {
  const answer = await page.request.post(`${baseUrl}/api/auth/sign-in`, { data: credentials });
  expect(answer.status()).toBe(200);
}

/**
 * Each spec file says its name, and so gets a worker with an application of its own; its tests share it:
 * `test.use({ file: import.meta.filename })`.
 */
export const test = base.extend<Fixtures, WorkerFixtures & { file: string }>({
  file: ['', { scope: 'worker', option: true }],
  app: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
    async ({}, use) => {
      const app = await startApp();
      await use(app);
      await app.stop();
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  client: [
    async ({ app }, use) => {
      const { client } = await signedIn(app.baseUrl);
      await use(client);
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ app }, use) => use(app.baseUrl),
  page: async ({ page, app }, use) => {
    watchConsole(page);
    await signInByCookie(page, app.baseUrl);
    await use(page);
  },
});
export { expect } from '@playwright/test';
