import { admin } from './support/app.ts';
import { must, openBook, writeOrder } from './support/book.ts';
import { expect, test } from './support/fixtures.ts';

test.use({ file: import.meta.filename });

test.describe.configure({ mode: 'serial' });

test('a session that ends in the middle of an edit costs nothing', async ({ page, client, context }) => {
  const book = await openBook(client);
  const order = await writeOrder(client, book);
  await page.goto(`/orders/${order.id}/edit`);
  await page.getByLabel('PO number').fill('PO-typed-before');
  await context.clearCookies();
  await page.getByLabel('Quantity, line 1').fill('111');
  await page.keyboard.press('ControlOrMeta+s');

  const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
  await expect(dialog).toBeVisible();
  await dialog.getByLabel('Password').first().fill('not the password');
  await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(dialog.getByText('E-mail or password is wrong.')).toBeVisible();
  await dialog.getByLabel('Password').first().fill(admin.password);
  await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText(`${order.orderNo} saved`)).toBeVisible();

  const stored = await must(client.GET('/api/orders/{id}', { params: { path: { id: order.id } } }));
  expect([stored.poNumber, stored.lines[0]?.quantity]).toEqual(['PO-typed-before', '111.00']);
});

test('who is not signed in signs in, and comes where the link led', async ({ page, client, context }) => {
  const [order] = (await must(client.GET('/api/orders'))).items;
  await context.clearCookies();
  await page.goto(`/orders/${order?.id}?tab=versions`);
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await page.getByLabel('E-mail').fill(admin.email);
  await page.getByLabel('Password').first().fill(admin.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: order?.orderNo ?? '' })).toBeVisible();
  await expect(page.getByRole('tab', { name: 'Confirmed versions' })).toHaveAttribute(
    'aria-selected',
    'true',
  );
});
