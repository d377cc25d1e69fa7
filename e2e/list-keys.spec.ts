import { openBook, writeOrder } from './support/book.ts';
import { expect, test } from './support/fixtures.ts';

test.use({ file: import.meta.filename });

test.beforeAll(async ({ client }) => {
  const book = await openBook(client);
  for (const poNumber of ['PO-1', 'PO-2', 'PO-3']) await writeOrder(client, book, { poNumber });
});

test('j and k go down and up the list, Enter opens, back leads to the same rows', async ({ page }) => {
  await page.goto('/orders?q=PO');
  const row = (po: string) => page.getByRole('row', { name: new RegExp(po) });
  await expect(row('PO-3')).toBeVisible();
  await page.keyboard.press('j');
  await expect(row('PO-3')).toBeFocused();
  await page.keyboard.press('j');
  await expect(row('PO-2')).toBeFocused();
  await page.keyboard.press('k');
  await expect(row('PO-3')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/orders\/[0-9a-f-]{36}$/);
  await page.goBack();
  await expect(page).toHaveURL(/\/orders\?q=PO$/);
  await expect(row('PO-3')).toBeVisible();
});

test('a middle click opens the order in another tab, and the list stays', async ({ page, context }) => {
  await page.goto('/orders');
  const opened = context.waitForEvent('page');
  await page.getByRole('row', { name: /PO-2/ }).getByText('Harbor Foods').click({ button: 'middle' });
  const tab = await opened;
  await expect(tab.getByRole('heading', { level: 1 })).toHaveText(/^\d{4}-\d{4}$/);
  await expect(page).toHaveURL(/\/orders$/);
});
