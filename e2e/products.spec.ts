import { addPerson, type Book, confirmOrder, must, openBook, writeOrder } from './support/book.ts';
import { expect, signInByCookie, test } from './support/fixtures.ts';

test.use({ file: import.meta.filename });
test.describe.configure({ mode: 'serial' });

let book: Book;
test.beforeAll(async ({ client }) => {
  book = await openBook(client);
  const [almonds, pistachios] = book.products;
  const line = (productId: string | undefined, quantity: string, price: string, unit: 'lb' | 'package') => ({
    productId: productId ?? '',
    quantity,
    price,
    priceUnit: unit,
    commissionPrice: '5',
    commissionBasis: 'percent' as const,
  });
  const deals = [
    ['2026-09-01', [line(almonds?.id, '100', '4.10', 'lb'), line(pistachios?.id, '10', '90.00', 'package')]],
    ['2026-10-01', [line(almonds?.id, '10', '110.00', 'package')]],
  ] as const;
  for (const [orderDate, lines] of deals) {
    await confirmOrder(client, await writeOrder(client, book, { orderDate, lines: [...lines] }));
  }
  // A draft is no agreement.
  await writeOrder(client, book, { lines: [line(almonds?.id, '1', '9.99', 'lb')] });
});

test('products are found, sorted and filtered; everything is in the address', async ({ page }) => {
  await page.goto('/products');
  await expect(page.getByText('3 products')).toBeVisible();
  await page.keyboard.press('/');
  await page.keyboard.type('kerman');
  await expect(page.getByText('1 product', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Clear all' }).click();
  await page.getByRole('button', { name: 'Commodity' }).click();
  await expect(page).toHaveURL(/sort=-name/);
  await expect(page.getByRole('row').nth(1)).toContainText('Walnuts');
  await page.getByRole('row', { name: /Almonds/ }).click();
  await expect(page.getByRole('heading', { name: 'Almonds Nonpareil' })).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(/sort=-name/);
});

test('a product says what it was agreed at, and who buys and sells it', async ({ page }) => {
  await page.goto(`/products/${book.products[0]?.id}`);
  const prices = page.getByRole('table', { name: 'Agreed prices, newest first' });
  await expect(prices.getByRole('row')).toHaveCount(3);
  await expect(prices.getByRole('row').nth(1)).toContainText(
    /Oct 1, 2026.*Alder Creek.*Harbor Foods.*110.00 \/ package.*1,100.00/,
  );
  await expect(prices.getByRole('row').nth(2)).toContainText(/Sep 1, 2026.*4.10 \/ lb.*10,250.00/);
  await expect(page.getByRole('img', { name: /Course of 2 agreed prices per lb/ })).toBeVisible();

  const buyers = page.getByRole('region', { name: 'Who buys it' });
  await expect(buyers.getByRole('link', { name: 'Harbor Foods' })).toBeVisible();
  await buyers.getByRole('link', { name: '$11,350.00' }).click();
  await expect(page).toHaveURL(/productId=.*buyerId=/);
  await expect(page.getByText('2 orders', { exact: true })).toBeVisible();
  // The orders also hold other products; the list says what this one adds up to.
  await expect(page.getByText('$11,350.00')).toBeVisible();
});

test('a product is made and changed in its place; its history tells', async ({ page, client }) => {
  await page.goto('/products');
  await expect(page.getByText('3 products')).toBeVisible();
  await page.keyboard.press('n');
  await expect(page.getByLabel('Commodity')).toBeFocused();
  await page.keyboard.type('Pecans');
  await page.getByLabel('Code', { exact: true }).fill('ALM-NP');
  await page.getByLabel('Usual price', { exact: true }).fill('4.123');
  await page.getByRole('button', { name: 'Create product' }).click();
  await expect(page.getByText('must have at most 2 decimals')).toBeVisible();
  await page.getByLabel('Usual price', { exact: true }).fill('$1,204.10');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Another product already has this code.')).toBeVisible();
  await page.getByLabel('Code', { exact: true }).fill('PEC');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Pecans' })).toBeVisible();
  await expect(page.getByText('No confirmed order has it yet.')).toBeVisible();

  const id = page.url().split('/').at(-1) ?? '';
  await page.keyboard.press('e');
  await page.getByLabel('Grade').fill('Fancy');
  // Somebody else, in another field and in the same one.
  const change = async (body: { variety: string } | { grade: string }) => {
    const { version } = await must(client.GET('/api/products/{id}', { params: { path: { id } } }));
    const headers = { 'if-match': `"${version}"` };
    await must(client.PATCH('/api/products/{id}', { params: { path: { id } }, headers, body }));
  };
  await change({ variety: 'Pawnee' });
  await change({ grade: 'Choice' });
  await expect(page.getByText('Grade was changed meanwhile to Choice')).toBeVisible();
  await expect(page.getByLabel('Variety')).toHaveValue('Pawnee');
  await page.getByRole('button', { name: 'Grade: keep mine' }).click();
  await page.keyboard.press('ControlOrMeta+s');
  await expect(page.getByRole('heading', { name: 'Pecans Pawnee Fancy' })).toBeVisible();
  await expect(page.getByText('Grade: Choice → Fancy')).toBeVisible();
  const stored = await must(client.GET('/api/products/{id}', { params: { path: { id } } }));
  expect([stored.price, stored.variety, stored.grade]).toEqual(['1204.10', 'Pawnee', 'Fancy']);

  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.keyboard.type('Pecans Pawnee Fancy');
  await page.keyboard.press('Enter');
  await expect(page.getByText('3 products')).toBeVisible();
});

test('many products are deactivated at once, and that can be undone', async ({ page }) => {
  await page.goto('/products?isActive=true');
  await expect(page.getByText('3 products')).toBeVisible();
  await page.getByLabel('Select all loaded rows').check();
  await page.getByRole('button', { name: 'Deactivate 3' }).click();
  await expect(page.getByText('No products match this filter.')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('3 active')).toBeVisible();
});

test('an accountant has no products; the place is not offered and the screen says so', async ({
  page,
  app,
  client,
}) => {
  const credentials = await addPerson(app.baseUrl, client, 'cora@example.com', ['Accountant']);
  await signInByCookie(page, app.baseUrl, credentials);
  await page.goto('/products');
  await expect(page.getByText('Your roles do not allow this screen.')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Products' })).toBeHidden();
});

test('of many buyers the first are shown, and the others when they are asked for', async ({
  page,
  client,
}) => {
  const product = await must(client.POST('/api/products', { body: { name: 'Cashews' } }));
  for (let at = 1; at <= 10; at += 1) {
    const body = { name: `Buyer ${at}`, type: 'buyer' as const };
    const buyer = await must(client.POST('/api/accounts', { body }));
    const lines = [{ productId: product.id, quantity: String(at), price: '10', priceUnit: 'each' as const }];
    await confirmOrder(client, await writeOrder(client, { ...book, buyer }, { lines }));
  }
  await page.goto(`/products/${product.id}`);
  const buyers = page.getByRole('region', { name: 'Who buys it' });
  await expect(buyers.getByRole('rowheader')).toHaveCount(8);
  await expect(buyers).toContainText('The 8 with the most goods.');
  await expect(page.getByRole('region', { name: 'Who sells it' })).not.toContainText('with the most goods');
  await buyers.getByRole('button', { name: 'Show more' }).click();
  await expect(buyers.getByRole('rowheader')).toHaveCount(10);
  await expect(buyers).not.toContainText('with the most goods');
});
