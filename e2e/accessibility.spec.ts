import type { Page } from '@playwright/test';
import { expectNoColourViolations, expectNoViolations } from './support/accessibility.ts';
import { confirmOrder, openBook, writeOrder } from './support/book.ts';
import { expect, test } from './support/fixtures.ts';
import { type Ids, screens } from './support/screens.ts';

test.use({ file: import.meta.filename });

let ids: Ids = { orderId: '', accountId: '', productId: '' };
test.beforeAll(async ({ client }) => {
  const book = await openBook(client);
  // Two agreed prices are a line in a chart.
  for (const memo of ['One', 'Two']) await confirmOrder(client, await writeOrder(client, book, { memo }));
  const order = await writeOrder(client, book, { memo: 'Memo', notes: 'Notes' });
  ids = { orderId: order.id, accountId: book.seller.id, productId: book.products[0]?.id ?? '' };
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

test('at 390 px nothing is wider than the screen', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const { name, path, ready } of screens) {
    await page.goto(path(ids));
    await expect(page.getByText(ready).first()).toBeVisible();
    const width = await page.evaluate(() => document.querySelector('main')?.scrollWidth);
    expect(width, name).toBeLessThanOrEqual(390);
  }
});
