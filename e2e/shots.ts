import path from 'node:path';
import { test as base, expect } from '@playwright/test';
import { type App, admin, startApp } from './support/app.ts';
import { must, signedIn } from './support/book.ts';
import { signInByCookie } from './support/fixtures.ts';
import { type Ids, screens } from './support/screens.ts';

const folder = path.resolve(import.meta.dirname, '../shots');
const kinds = [
  { name: 'light', colorScheme: 'light', width: 1440, height: 900 },
  { name: 'dark', colorScheme: 'dark', width: 1440, height: 900 },
  { name: 'phone', colorScheme: 'light', width: 390, height: 844 },
] as const;

let app: App;
let ids: Ids = { orderId: '', accountId: '', productId: '' };
base.beforeAll(async () => {
  app = await startApp({ firstStart: true });
  const answer = await fetch(`${app.baseUrl}/api/auth/set-up`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      ...admin,
      code: app.code,
      firstName: 'Ann',
      lastName: 'Example',
      company: { name: 'Example Brokerage', timeZone: 'America/Los_Angeles' },
      sampleData: true,
    }),
  });
  expect(answer.status).toBe(201);
  const { client } = await signedIn(app.baseUrl);
  const orders = await must(client.GET('/api/orders', { params: { query: { status: 'confirmed' } } }));
  const [order] = orders.items;
  const products = await must(client.GET('/api/products'));
  ids = {
    orderId: order?.id ?? '',
    accountId: order?.seller?.id ?? '',
    productId: products.items[0]?.id ?? '',
  };
});
base.afterAll(() => app.stop());

for (const { name: kind, colorScheme, width, height } of kinds) {
  base(`pictures: ${kind}`, async ({ browser }) => {
    const context = await browser.newContext({
      baseURL: app.baseUrl,
      colorScheme,
      viewport: { width, height },
      locale: 'en-US',
    });
    const page = await context.newPage();
    await page.goto('/sign-in');
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
    await page.screenshot({ path: path.join(folder, `sign-in-${kind}.png`) });
    await signInByCookie(page, app.baseUrl);
    for (const screen of screens) {
      await page.goto(screen.path(ids));
      await expect(page.getByText(screen.ready).first()).toBeVisible();
      await page.screenshot({ path: path.join(folder, `${screen.name}-${kind}.png`) });
    }
    await context.close();
  });
}
