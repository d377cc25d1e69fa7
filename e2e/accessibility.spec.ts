import { expectAccessible, expectNoViolations, expectNoViolationsInBoth } from './support/accessibility.ts';
import {
  addPerson,
  type Book,
  changeConfirmed,
  confirmOrder,
  must,
  openBook,
  writeOrder,
} from './support/book.ts';
import { expect, signInByCookie, test } from './support/fixtures.ts';
import { doors, noIds, screens, someoneAndRole } from './support/screens.ts';

test.use({ file: import.meta.filename });

let ids = noIds;
let book: Book;
test.beforeAll(async ({ client }) => {
  book = await openBook(client);
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

for (const { name, path, ready } of screens) {
  test(`${name}: light, dark, on a phone and at twice the size`, async ({ page }) => {
    await page.goto(path(ids));
    await expect(page.getByText(ready).first()).toBeVisible();
    await expectAccessible(page);
  });
}

test('before the sign-in, and where one may not go', async ({ page, context, app, client }) => {
  const credentials = await addPerson(app.baseUrl, client, 'nobody@example.com', []);
  await context.clearCookies();
  for (const { path, ready } of doors) {
    await page.goto(path(ids));
    await expect(page.getByText(ready).first()).toBeVisible();
    await expectAccessible(page);
  }
  await signInByCookie(page, app.baseUrl, credentials);
  for (const [path, ready] of [
    ['/', 'Your roles show nothing yet.'],
    ['/users', 'Your roles do not allow this screen.'],
  ] as const) {
    await page.goto(path);
    await expect(page.getByText(ready)).toBeVisible();
    await expectAccessible(page);
  }
});

test('what opens on top of a list', async ({ page }) => {
  await page.goto('/orders');
  await expect(page.getByText('3 orders', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Status' }).click();
  await expect(page.getByLabel('Confirmed')).toBeVisible();
  await expectNoViolationsInBoth(page);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Columns' }).click();
  await expect(page.getByRole('checkbox', { name: 'Salesperson' })).toBeVisible();
  await expectNoViolationsInBoth(page);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'ann@example.com' }).click();
  await expect(page.getByRole('menuitem', { name: 'Sign out' })).toBeVisible();
  await expectNoViolationsInBoth(page, '.frame-header');
  await page.keyboard.press('Escape');
  await page.getByLabel('Select all loaded rows').check();
  await expect(page.getByText('3 selected')).toBeVisible();
  await expectNoViolationsInBoth(page);
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('combobox', { name: 'Search and commands' })).toBeFocused();
  await expectNoViolationsInBoth(page);
  await page.keyboard.press('Escape');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole('button', { name: 'Navigation' }).click();
  await expect(page.getByRole('dialog', { name: 'PACE CRM' })).toBeVisible();
  await expectNoViolationsInBoth(page);
});

test('what opens on top of a form, and what is wrong in it', async ({ page, client }) => {
  await page.goto('/orders/new');
  await page.getByLabel('Seller').fill('al');
  await expect(page.locator('.typeahead-option').first()).toBeVisible();
  await expectNoViolationsInBoth(page);
  await page.keyboard.press('Tab');
  await page.getByRole('button', { name: 'Calendar for Ships' }).click();
  await expect(page.getByRole('dialog', { name: 'Calendar for Ships' }).getByRole('table')).toBeVisible();
  await expectNoViolationsInBoth(page);
  await page.keyboard.press('Escape');
  await page.getByLabel('Price, line 1').fill('4,10');
  await page.keyboard.press('ControlOrMeta+s');
  await expect(page.getByLabel('Price, line 1')).toHaveAttribute('aria-invalid', 'true');
  const ships = page.getByRole('textbox', { name: 'Ships' });
  await ships.fill('no day');
  await ships.press('Tab');
  await expect(ships).toHaveAttribute('aria-invalid', 'true');
  await expectNoViolationsInBoth(page);

  await must(client.POST('/api/payment-terms', { body: { name: 'Net 7', days: 7 } }));
  await page.goto('/settings/payment-terms?open=new');
  const dialog = page.getByRole('dialog', { name: 'New payment terms' });
  await dialog.getByLabel('Name').fill('Net 7');
  await dialog.getByLabel('Days until payment is due').fill('8');
  await page.keyboard.press('Enter');
  await expect(dialog.getByLabel('Name')).toHaveAttribute('aria-invalid', 'true');
  await expectNoViolationsInBoth(page);
});

test('two versions of an order', async ({ page, client }) => {
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

test('deleting, leaving, and why an order changes', async ({ page, client }) => {
  await page.goto(`/orders/${ids.orderId}`);
  await page.getByRole('button', { name: 'More actions' }).click();
  await expectNoViolationsInBoth(page);
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
  await page.getByRole('button', { name: 'Leave' }).click();

  const order = await changeConfirmed(client, await writeOrder(client, book));
  await page.goto(`/orders/${order.id}`);
  await page.getByRole('button', { name: 'Confirm' }).click();
  await expect(page.getByRole('dialog', { name: 'Why does it change?' })).toBeVisible();
  await expectNoViolationsInBoth(page);
});

test('a session that has ended', async ({ page, context }) => {
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
