import type { Page } from '@playwright/test';
import { addPerson, type Book, must, openBook, writeOrder } from './support/book.ts';
import { expect, signInByCookie, test, watchConsole } from './support/fixtures.ts';

test.use({ file: import.meta.filename });

test.describe.configure({ mode: 'serial' });

let book: Book;
let other: Page;
test.beforeAll(async ({ app, client, browser }) => {
  book = await openBook(client);
  const credentials = await addPerson(app.baseUrl, client, 'bob@example.com', ['Sales']);
  other = await (await browser.newContext({ baseURL: app.baseUrl })).newPage();
  watchConsole(other);
  await signInByCookie(other, app.baseUrl, credentials);
});
test.afterAll(() => other.context().close());

test('two people change one order: both versions are shown, field by field, and nothing is lost', async ({
  page,
  client,
}) => {
  const order = await writeOrder(client, book, { poNumber: 'PO-1', memo: 'As agreed' });
  await page.goto(`/orders/${order.id}/edit`);
  await other.goto(`/orders/${order.id}/edit`);

  await page.getByLabel('PO number').fill('PO-ann');
  await page.getByLabel('Quantity, line 1').fill('120');
  await other.getByLabel('PO number').fill('PO-bob');
  await other.getByLabel('Memo').fill('As agreed with Bob');
  await other.keyboard.press('ControlOrMeta+s');
  await expect(other.getByText('saved', { exact: false }).first()).toBeVisible();

  // Ann hears of it before she saves.
  await expect(page.getByText('bob saved this order meanwhile.')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+s');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('1 of their changes do not touch yours')).toBeVisible();
  await expect(dialog.getByRole('row')).toHaveCount(2);
  await expect(dialog.getByRole('row').nth(1)).toContainText(/PO number.*PO-1.*PO-ann.*PO-bob/);
  await dialog.getByLabel('PO number: theirs').check();
  await dialog.getByRole('button', { name: 'Save with these choices' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByLabel('PO number')).toHaveValue('PO-bob');

  await expect
    .poll(async () => {
      const stored = await must(client.GET('/api/orders/{id}', { params: { path: { id: order.id } } }));
      return [stored.poNumber, stored.memo, stored.lines[0]?.quantity];
    })
    .toEqual(['PO-bob', 'As agreed with Bob', '120.00']);
});

test('what one person does appears in the other’s list and page within two seconds', async ({
  page,
  client,
}) => {
  const order = await writeOrder(client, book, { poNumber: 'PO-live' });
  await page.goto('/orders?q=PO-live');
  const row = page.getByRole('row', { name: /PO-live/ });
  await expect(row).toContainText('Draft');
  await other.goto(`/orders/${order.id}`);
  const confirm = other.getByRole('button', { name: 'Confirm', exact: true });
  await expect(confirm).toBeVisible();

  const began = Date.now();
  await confirm.click();
  await expect(row).toContainText('Confirmed', { timeout: 2_500 });
  const tookMs = Date.now() - began;
  test.info().annotations.push({ type: 'measured', description: `a change arrives after ${tookMs} ms` });
  expect(tookMs).toBeLessThan(2_000);

  // And a new order, written by neither of the two browsers, at the top of the list.
  await page.goto('/orders');
  await expect(row).toBeVisible();
  const next = await writeOrder(client, book);
  await expect(page.getByRole('row', { name: new RegExp(next.orderNo) })).toBeVisible({ timeout: 2_500 });
  // The undo of the confirmation, on the page of the one who confirmed.
  await other.getByRole('button', { name: 'Undo' }).click();
  await expect(row).toContainText('Draft', { timeout: 2_500 });
});
