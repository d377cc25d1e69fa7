import { type Book, openBook, writeOrder } from './support/book.ts';
import { expect, test } from './support/fixtures.ts';

test.use({ file: import.meta.filename });

test.describe.configure({ mode: 'serial' });

let book: Book;
test.beforeAll(async ({ client }) => {
  book = await openBook(client);
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
  await expect(row('PO-3')).toBeFocused();
  await page.keyboard.press('j');
  await expect(row('PO-2')).toBeFocused();
});

test('all rows are chosen by keyboard: with the box above them, and from a row', async ({ page }) => {
  await page.goto('/orders');
  const all = page.getByLabel('Select all loaded rows');
  await expect(page.getByText('3 orders')).toBeVisible();
  await page.getByRole('button', { name: 'Columns' }).focus();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('region', { name: 'Orders' })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(all).toBeFocused();
  await page.keyboard.press('Space');
  await expect(page.getByText('3 selected')).toBeVisible();
  await page.getByRole('button', { name: 'Clear the selection' }).click();
  await expect(page.getByRole('row', { name: /PO-3/ })).toBeFocused();
  await page.keyboard.press('ControlOrMeta+a');
  await expect(page.getByText('3 selected')).toBeVisible();
});

test('how many a filter finds is said once, and the row that has the focus stays the one that is meant', async ({
  page,
  client,
}) => {
  await page.goto('/orders');
  const said = page.getByRole('status').filter({ hasText: 'found' });
  await expect(page.getByText('3 orders')).toBeVisible();
  await expect(said).toHaveCount(0);
  await page.getByRole('button', { name: 'Mine' }).click();
  await expect(said).toHaveText('3 found');
  await page.getByRole('searchbox').press('ArrowDown');
  await expect(page.getByRole('row', { name: /PO-3/ })).toBeFocused();

  await writeOrder(client, book, { poNumber: 'PO-4' });
  await expect(page.getByText('4 orders')).toBeVisible();
  await expect(said).toHaveText('3 found');
  await page.keyboard.press('x');
  await expect(page.getByRole('row', { name: /PO-3/ }).getByRole('checkbox')).toBeChecked();
});

test('a middle click opens the order in another tab, and the list stays', async ({ page, context }) => {
  await page.goto('/orders');
  const opened = context.waitForEvent('page');
  await page.getByRole('row', { name: /PO-2/ }).getByText('Harbor Foods').click({ button: 'middle' });
  const tab = await opened;
  await expect(tab.getByRole('heading', { level: 1 })).toHaveText(/^\d{4}-\d{4}$/);
  await expect(page).toHaveURL(/\/orders$/);
});
