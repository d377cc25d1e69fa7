import path from 'node:path';
import { type Browser, test as base, expect, type Page } from '@playwright/test';
import { type App, admin, startApp } from './support/app.ts';
import { type Client, must, signedIn } from './support/book.ts';
import { signInByCookie } from './support/fixtures.ts';
import { noIds, screens, someoneAndRole } from './support/screens.ts';

const folder = path.resolve(import.meta.dirname, '../shots');
const kinds = [
  { name: 'light', colorScheme: 'light', width: 1440, height: 900 },
  { name: 'dark', colorScheme: 'dark', width: 1440, height: 900 },
  { name: 'phone', colorScheme: 'light', width: 390, height: 844 },
] as const;

let app: App;
let ids = noIds;
let client: Client;
base.beforeAll(async ({ browser }) => {
  app = await startApp({ firstStart: true });
  for (const kind of kinds) await takeFirstStart(browser, kind);
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
  ({ client } = await signedIn(app.baseUrl));
  const orders = await must(client.GET('/api/orders', { params: { query: { status: 'confirmed' } } }));
  const [order] = orders.items;
  const products = await must(client.GET('/api/products'));
  ids = {
    orderId: order?.id ?? '',
    accountId: order?.seller?.id ?? '',
    productId: products.items[0]?.id ?? '',
    ...(await someoneAndRole(client)),
  };
});
base.afterAll(() => app.stop());

for (const kind of kinds) {
  base(`pictures: ${kind.name}`, async ({ browser }) => {
    const page = await pageOf(browser, kind);
    await page.goto('/sign-in');
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
    await take(page, 'sign-in', kind);
    await signInByCookie(page, app.baseUrl);
    for (const screen of screens) {
      await page.goto(screen.path(ids));
      await expect(page.getByText(screen.ready).first()).toBeVisible();
      await take(page, screen.name, kind);
    }
    await takeWhatOpens(page, kind);
    await page.context().close();
  });
}

type Kind = (typeof kinds)[number];

async function pageOf(browser: Browser, { colorScheme, width, height }: Kind): Promise<Page> {
  const viewport = { width, height };
  const context = await browser.newContext({ baseURL: app.baseUrl, colorScheme, viewport, locale: 'en-US' });
  return context.newPage();
}

function take(page: Page, name: string, kind: Kind): Promise<Buffer> {
  return page.screenshot({ path: path.join(folder, `${name}-${kind.name}.png`) });
}

/** The three steps before there is anybody; nothing is sent. */
async function takeFirstStart(browser: Browser, kind: Kind): Promise<void> {
  const page = await pageOf(browser, kind);
  await page.goto(`/set-up#code=${app.code}`);
  await page.getByLabel('First name').fill('Ann');
  await page.getByLabel('Last name').fill('Example');
  await page.getByLabel('E-mail').fill(admin.email);
  await page.getByLabel('Password').first().fill(admin.password);
  await take(page, 'set-up-1', kind);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('Company name').fill('Example Brokerage');
  await take(page, 'set-up-2', kind);
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByLabel('Sample data')).toBeVisible();
  await take(page, 'set-up-3', kind);
  await page.context().close();
}

/** What no address leads to: the palette, rows chosen in a list, what a role would change, two versions of an order. */
async function takeWhatOpens(page: Page, kind: Kind): Promise<void> {
  await page.goto('/orders');
  await expect(page.getByText(/^[\d,]+ orders?/).first()).toBeVisible();
  const boxes = page.getByRole('checkbox');
  await boxes.nth(1).check();
  await boxes.nth(2).check();
  await take(page, 'orders-chosen', kind);
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('combobox', { name: 'Search and commands' }).fill('alm');
  await expect(page.getByRole('option', { name: /Almonds/ }).nth(3)).toBeVisible();
  await take(page, 'palette', kind);

  await page.goto(`/roles/${ids.roleId}`);
  await page.getByLabel('Dashboard: view').first().click();
  await take(page, 'role-changes', kind);

  const drafts = await must(client.GET('/api/orders', { params: { query: { status: 'draft' } } }));
  const path = { id: drafts.items[0]?.id ?? '' };
  const order = await must(client.GET('/api/orders/{id}', { params: { path } }));
  await page.goto(`/orders/${order.id}/edit`);
  await page.getByLabel('PO number').fill(`PO-mine-${kind.name}`);
  await must(
    client.PATCH('/api/orders/{id}', {
      params: { path },
      headers: { 'if-match': `"${order.version}"` },
      body: { poNumber: `PO-theirs-${kind.name}` },
    }),
  );
  await page.keyboard.press('ControlOrMeta+s');
  await expect(page.getByRole('dialog').getByText(`PO-theirs-${kind.name}`)).toBeVisible();
  await take(page, 'order-conflict', kind);
}
