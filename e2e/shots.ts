import path from 'node:path';
import { type Browser, test as base, expect, type Page } from '@playwright/test';
import { type App, admin, startApp } from './support/app.ts';
import { type Client, changeConfirmed, must, signedIn } from './support/book.ts';
import { signInByCookie } from './support/fixtures.ts';
import { doors, noIds, type Screen, screens, someoneAndRole } from './support/screens.ts';

const folder = path.resolve(import.meta.dirname, '../shots');
/** Of a list or a history without end the beginning is enough. */
const tallest = 3_000;
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
const draft = () =>
  must(client.POST('/api/orders/{id}/duplicate', { params: { path: { id: ids.orderId } } }));
base.afterAll(() => app.stop());

for (const kind of kinds) {
  base(`pictures: ${kind.name}`, async ({ browser }) => {
    const page = await pageOf(browser, kind);
    await takeScreens(page, doors, kind);
    await signInByCookie(page, app.baseUrl);
    await takeScreens(page, screens, kind);
    await takeWhatOpens(page, kind);
    await takeOrderDialogs(page, kind);
    await page.context().close();
  });
}

base('pictures: an empty book', async ({ browser }) => {
  const empty = await startApp();
  for (const kind of kinds) {
    const page = await pageOf(browser, kind, empty.baseUrl);
    await signInByCookie(page, empty.baseUrl);
    for (const [name, address] of [
      ['dashboard', '/'],
      ['orders', '/orders'],
      ['accounts', '/accounts'],
      ['products', '/products'],
    ] as const) {
      await page.goto(address);
      await expect(page.locator('.empty-state').or(page.getByText('Top products')).first()).toBeVisible();
      await take(page, `empty-${name}`, kind);
    }
    await page.context().close();
  }
  await empty.stop();
});

type Kind = (typeof kinds)[number];

async function pageOf(
  browser: Browser,
  { colorScheme, width, height }: Kind,
  baseURL = app.baseUrl,
): Promise<Page> {
  const viewport = { width, height };
  const context = await browser.newContext({ baseURL, colorScheme, viewport, locale: 'en-US' });
  return context.newPage();
}

async function takeScreens(page: Page, shown: readonly Screen[], kind: Kind): Promise<void> {
  for (const { name, path: address, ready } of shown) {
    await page.goto(address(ids));
    await expect(page.getByText(ready).first()).toBeVisible();
    await take(page, name, kind);
  }
}

/** Of a screen that scrolls all of it: the window grows to what is in it, and back. */
async function take(page: Page, name: string, { name: kind, width, height }: Kind): Promise<void> {
  await expect(page.locator('.mantine-Skeleton-root')).toHaveCount(0);
  const hidden = await page.evaluate(() => {
    const main = document.querySelector('main');
    return main === null ? 0 : main.scrollHeight - main.clientHeight;
  });
  if (hidden > 0) await page.setViewportSize({ width, height: Math.min(height + hidden, tallest) });
  await page.screenshot({ path: path.join(folder, `${name}-${kind}.png`) });
  if (hidden > 0) await page.setViewportSize({ width, height });
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

/** What no address leads to: a filter, nothing found, rows chosen, the palette, what a role would change, dialogs. */
async function takeWhatOpens(page: Page, kind: Kind): Promise<void> {
  await page.goto('/orders?q=nothing-like-this');
  await expect(page.getByText('No orders match this filter.')).toBeVisible();
  await take(page, 'orders-nothing-found', kind);
  await page.goto('/orders');
  await expect(page.getByText(/^[\d,]+ orders?/).first()).toBeVisible();
  await page.getByRole('button', { name: 'Status' }).click();
  await expect(page.getByLabel('Confirmed')).toBeVisible();
  await take(page, 'orders-filter', kind);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Ann Example' }).click();
  await expect(page.getByRole('menuitem', { name: 'Sign out' })).toBeVisible();
  await take(page, 'user-menu', kind);
  await page.keyboard.press('Escape');
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

  await page.goto('/settings/payment-terms?open=new');
  await expect(page.getByRole('dialog')).toBeVisible();
  await take(page, 'payment-terms-new', kind);
  if (kind.name === 'phone') {
    await page.goto('/orders');
    await page.getByRole('button', { name: 'Navigation' }).click();
    await expect(page.getByRole('dialog', { name: 'PACE CRM' })).toBeVisible();
    await take(page, 'navigation', kind);
  }
}

/** An order that somebody else has saved meanwhile, typed wrongly, confirmed anew, done with an offer to undo, deleted. */
async function takeOrderDialogs(page: Page, kind: Kind): Promise<void> {
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

  const changed = await changeConfirmed(client, await draft());
  await page.goto('/orders/new');
  await page.getByRole('button', { name: 'Calendar for Ships' }).click();
  await expect(page.getByRole('dialog', { name: 'Calendar for Ships' }).getByRole('table')).toBeVisible();
  await take(page, 'calendar', kind);
  await page.keyboard.press('Escape');
  await page.getByLabel('Price, line 1').fill('4,10');
  await page.keyboard.press('ControlOrMeta+s');
  await expect(page.getByLabel('Price, line 1')).toHaveAttribute('aria-invalid', 'true');
  await take(page, 'order-new-wrong', kind);

  await page.goto(`/orders/${changed.id}`);
  await page.getByRole('button', { name: 'More actions' }).click();
  await expect(page.getByRole('menuitem', { name: 'Duplicate' })).toBeVisible();
  await take(page, 'order-more', kind);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.getByLabel('Reason').fill('The buyer has given a number');
  await take(page, 'order-reason', kind);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible();
  await take(page, 'order-undo', kind);

  await page.goto(`/orders/${(await draft()).id}`);
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await take(page, 'order-delete', kind);
}
