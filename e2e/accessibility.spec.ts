import type { Page } from '@playwright/test';
import { expectNoColourViolations, expectNoViolations } from './support/accessibility.ts';
import { confirmOrder, must, openBook, writeOrder } from './support/book.ts';
import { expect, test } from './support/fixtures.ts';
import { noIds, screens, someoneAndRole } from './support/screens.ts';

test.use({ file: import.meta.filename });

let ids = noIds;
test.beforeAll(async ({ client }) => {
  const book = await openBook(client);
  // Two agreed prices are a line in a chart.
  for (const memo of ['One', 'Two']) await confirmOrder(client, await writeOrder(client, book, { memo }));
  const order = await writeOrder(client, book, { memo: 'Memo', notes: 'Notes' });
  ids = {
    orderId: order.id,
    accountId: book.seller.id,
    productId: book.products[0]?.id ?? '',
    ...(await someoneAndRole(client)),
  };
});

/** In light, then in dark on the same page: loading it again would be most of the time. */
async function expectNoViolationsInBoth(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light' });
  await expectNoViolations(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await expectNoColourViolations(page);
}

for (const { name, path, ready } of screens) {
  test(`${name}, light and dark`, async ({ page }) => {
    await page.goto(path(ids));
    await expect(page.getByText(ready).first()).toBeVisible();
    await expectNoViolationsInBoth(page);
  });
}

test('what opens on top, light and dark', async ({ page }) => {
  await page.goto('/orders');
  await expect(page.getByText('3 orders', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Status' }).click();
  await expect(page.getByLabel('Confirmed')).toBeVisible();
  await expectNoViolationsInBoth(page);
  await page.keyboard.press('Escape');
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('combobox', { name: 'Search and commands' })).toBeFocused();
  await expectNoViolationsInBoth(page);
  await page.keyboard.press('Escape');
  await page.goto('/orders/new');
  await page.getByLabel('Seller').fill('al');
  await expect(page.locator('.typeahead-option').first()).toBeVisible();
  await expectNoViolationsInBoth(page);
});

test('two versions of an order, light and dark', async ({ page, client }) => {
  const path = { params: { path: { id: ids.orderId } } };
  const order = await must(client.GET('/api/orders/{id}', path));
  await page.goto(`/orders/${order.id}/edit`);
  await page.getByLabel('PO number').fill('PO-mine');
  const headers = { 'if-match': `"${order.version}"` };
  await must(client.PATCH('/api/orders/{id}', { ...path, headers, body: { poNumber: 'PO-theirs' } }));
  await page.keyboard.press('ControlOrMeta+s');
  await expect(page.getByRole('dialog').getByText('PO-theirs')).toBeVisible();
  await expectNoViolationsInBoth(page);
});

test('deleting, cancelling and leaving, light and dark', async ({ page }) => {
  await page.goto(`/orders/${ids.orderId}`);
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectNoViolationsInBoth(page);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.goto('/products/new');
  await page.getByLabel('Commodity').fill('Almonds');
  await page.getByRole('link', { name: 'Cancel' }).click();
  await expect(page.getByRole('dialog', { name: 'Leave without saving?' })).toBeVisible();
  await expectNoViolationsInBoth(page);
});

test('a session that has ended, light and dark', async ({ page, context }) => {
  await page.goto(`/accounts/${ids.accountId}`);
  await page.getByRole('button', { name: 'Edit details' }).click();
  await page.getByLabel('Phone').first().fill('1');
  await context.clearCookies();
  await page.keyboard.press('ControlOrMeta+s');
  await expect(page.getByRole('dialog', { name: 'Your session has ended' })).toBeVisible();
  await expectNoViolationsInBoth(page);
});

test('at 390 px the amounts of an order are in view', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`/orders/${ids.orderId}`);
  const amount = page.getByRole('table').getByText('$10,250.00');
  await expect(amount).toBeVisible();
  const box = await amount.boundingBox();
  expect(box === null ? 0 : box.x + box.width).toBeLessThanOrEqual(390);
  await expectNoViolations(page);
});

for (const [what, width, height] of [
  ['at 390 px', 390, 844],
  // A window of 1440 × 900 at 200 %.
  ['zoomed to twice the size', 720, 450],
] as const) {
  test(`${what} nothing is wider than the screen, and all of it is there`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    for (const { name, path, ready } of screens) {
      await page.goto(path(ids));
      await expect(page.getByText(ready).first(), name).toBeVisible();
      const needed = await page.evaluate(() => document.querySelector('main')?.scrollWidth);
      expect(needed, name).toBeLessThanOrEqual(width);
    }
  });
}
