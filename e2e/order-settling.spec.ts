import type { Page } from '@playwright/test';
import { type Book, type Client, must, openBook, writeOrder } from './support/book.ts';
import { expect, test } from './support/fixtures.ts';

test.use({ file: import.meta.filename });

/** More products and sellers than a browser keeps: names are looked up on the server. */
const many = 230;
let book: Book;
test.beforeAll(async ({ client }) => {
  book = await openBook(client);
  for (let at = 0; at < many; at += 10) {
    await Promise.all(
      Array.from({ length: 10 }, async (_, index) => {
        const name = `Aardvark ${at + index}`;
        await must(client.POST('/api/products', { body: { name } }));
        await must(client.POST('/api/accounts', { body: { name, type: 'seller' } }));
      }),
    );
  }
  await must(client.POST('/api/accounts', { body: { name: 'Zebra Orchards', type: 'seller' } }));
});

const readOrder = (client: Client, id: string) =>
  must(client.GET('/api/orders/{id}', { params: { path: { id } } }));

/** Searches of the pickers take their time. */
function slowDown(page: Page, path: string, delayMs: number) {
  return page.route(`**/api/${path}?*q=*`, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    await route.continue();
  });
}

test('saving waits for the product that was typed', async ({ page, client }) => {
  const order = await writeOrder(client, book);
  await slowDown(page, 'products', 600);
  await page.goto(`/orders/${order.id}/edit`);
  await page.getByLabel('Product, line 1').fill('waln');
  await page.keyboard.press('ControlOrMeta+s');
  await expect(page.getByText(/saved/).first()).toBeVisible();
  await expect(page.getByLabel('Product, line 1')).toHaveValue('Walnuts Chandler');
  expect((await readOrder(client, order.id)).lines[0]?.product.name).toBe('Walnuts');
});

test('confirming waits for the seller, and nothing is confirmed with one that is not there', async ({
  page,
  client,
}) => {
  const order = await writeOrder(client, book);
  await slowDown(page, 'accounts', 600);
  await page.goto(`/orders/${order.id}/edit`);
  await page.getByLabel('Seller').fill('no such seller');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(
    page.getByText('Nothing is called “no such seller”. Choose from the list. Nothing was saved.'),
  ).toBeVisible();
  expect(await readOrder(client, order.id)).toMatchObject({ status: 'draft', version: order.version });

  await page.getByLabel('Seller').fill('zebra');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(page).toHaveURL(new RegExp(`/orders/${order.id}$`));
  expect(await readOrder(client, order.id)).toMatchObject({
    status: 'confirmed',
    seller: { name: 'Zebra Orchards' },
  });
});

test('a seller nobody knows stays where it was typed, marked, until it is mended', async ({ page }) => {
  await page.goto('/orders/new');
  const seller = page.getByLabel('Seller');
  await seller.fill('zebar');
  await page.keyboard.press('Tab');
  await expect(page.getByText('Nothing is called “zebar”. Choose from the list.')).toBeVisible();
  await expect(seller).toHaveValue('zebar');
  await expect(seller).toHaveAttribute('aria-invalid', 'true');
  await seller.fill('zebra');
  await expect(seller).not.toHaveAttribute('aria-invalid');
  await page.keyboard.press('Tab');
  await expect(seller).toHaveValue('Zebra Orchards');
});

test('a pack size typed while the product is looked up is the one that holds', async ({ page, client }) => {
  await must(client.POST('/api/products', { body: { name: 'Zucca', packSize: '25', packUnit: 'lb' } }));
  await slowDown(page, 'products', 1_500);
  await page.goto('/orders/new');
  const product = page.getByLabel('Product, line 1');
  await product.fill('zucc');
  await page.keyboard.press('Tab');
  await page.getByLabel('Pack size, line 1').fill('50');
  await expect(product).toHaveValue('Zucca');
  await expect(page.getByLabel('Pack size, line 1')).toHaveValue('50');

  // Chosen without anything typed since, the product brings its own.
  await page.getByRole('button', { name: 'Add a line' }).click();
  await page.getByLabel('Product, line 2').fill('zucca');
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('Pack size, line 2')).toHaveValue('25');
});

test('nothing is confirmed with a day that is none', async ({ page, client }) => {
  const order = await writeOrder(client, book);
  await page.goto(`/orders/${order.id}/edit`);
  await page.getByLabel('Ships', { exact: true }).fill('next whenever');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(page.getByText('“next whenever” is no date. Nothing was saved.')).toBeVisible();
  expect(await readOrder(client, order.id)).toMatchObject({ status: 'draft', version: order.version });
});

test('a product that cannot be looked up is not taken for the one before', async ({ page, client }) => {
  const order = await writeOrder(client, book);
  await page.goto(`/orders/${order.id}/edit`);
  await page.route('**/api/products?*q=*', (route) => route.abort('internetdisconnected'));
  await page.getByLabel('Product, line 1').fill('walnu');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ControlOrMeta+s');
  await expect(page.getByText('Product must be chosen')).toBeVisible({ timeout: 20_000 });
  await expect(page.getByLabel('Product, line 1')).toHaveValue('walnu');
  expect((await readOrder(client, order.id)).version).toBe(order.version);
});
