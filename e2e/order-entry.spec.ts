import { type Book, must, openBook, writeOrder } from './support/book.ts';
import { expect, test } from './support/fixtures.ts';
import { pasteLines } from './support/paste.ts';

test.use({ file: import.meta.filename });

test.describe.configure({ mode: 'serial' });

let book: Book;
test.beforeAll(async ({ client }) => {
  book = await openBook(client);
});

test('an order of ten lines is typed with the keyboard alone in less than a minute', async ({
  page,
  client,
}) => {
  await page.goto('/orders');
  await expect(page.getByText('The order book is empty.')).toBeVisible();
  const began = Date.now();
  await page.keyboard.press('n');
  await expect(page.getByLabel('Seller')).toBeFocused();
  await page.keyboard.type('alder');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Buyer')).toBeFocused();
  // The catalogues are complete in the browser: from here on no key asks the server.
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.keyboard.type('harb');
  await page.keyboard.press('Enter');
  // Order date stays; ships, delivery, PO, terms, freight, place and salesperson are passed or filled.
  await page.keyboard.press('Enter');
  await page.keyboard.type('+7');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await page.keyboard.type('PO-1001');
  for (let field = 0; field < 5; field += 1) await page.keyboard.press('Enter');
  for (let line = 0; line < 10; line += 1) {
    await page.keyboard.type(['alm', 'pist', 'waln'][line % 3] ?? '');
    await page.keyboard.press('Enter');
    await page.keyboard.type(String(100 + line));
    await page.keyboard.press('Enter');
    await page.keyboard.type('4.10');
    await page.keyboard.press('Enter');
    // The rate is taken over from the line above.
    if (line === 0) await page.keyboard.type('5');
    if (line < 9) await page.keyboard.press('Enter');
  }
  expect(asked).toEqual([]);
  const goods = await page.locator('.entry-totals [data-main] dd').first().textContent();
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(page.getByRole('main').getByText('Confirmed', { exact: true }).first()).toBeVisible();
  const tookMs = Date.now() - began;
  expect(tookMs).toBeLessThan(60_000);
  test.info().annotations.push({ type: 'measured', description: `ten lines in ${tookMs} ms` });

  const { items } = await must(client.GET('/api/orders'));
  expect(items).toHaveLength(1);
  const order = await must(client.GET('/api/orders/{id}', { params: { path: { id: items[0]?.id ?? '' } } }));
  expect(order).toMatchObject({ status: 'confirmed', poNumber: 'PO-1001', seller: { id: book.seller.id } });
  expect(order.lines).toHaveLength(10);
  expect(order.lines.map((line) => line.commissionRate)).toEqual(Array(10).fill('5.00'));
  // 100 … 109 packages at 4.10 a package.
  expect(order.totalAmount).toBe('4284.50');
  expect(goods).toBe('$4,284.50');
});

test('what is on screen is what the server stores, to the cent, for every price unit', async ({
  page,
  client,
}) => {
  await page.goto('/orders/new');
  const rows = [
    ['ALM-NP', '1733', '0.905', 'lb', '3.33'],
    ['PIS-KE', '440', '41.25', 'cwt', '2.5'],
    ['WAL-CH', '97', '3187.77', 'ton', '1.1'],
    ['ALM-NP', '63', '9.123457', 'kg', '0.75'],
    ['ALM-NP', '1001', '12.345', 'case', '4.99'],
  ];
  await pasteLines(page, [['Product', 'Qty', 'Price', 'Per', 'Commission'], ...rows]);
  await expect(page.getByLabel('Product, line 5')).toHaveValue('Almonds Nonpareil');
  const shown = await page.locator('.entry-totals [data-main] dd').allTextContents();

  await page.keyboard.press('ControlOrMeta+s');
  await expect(page).toHaveURL(/\/orders\/[0-9a-f-]{36}\/edit$/);

  const id = page.url().split('/').at(-2) ?? '';
  const order = await must(client.GET('/api/orders/{id}', { params: { path: { id } } }));
  const dollars = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });
  const asMoney = (amount: string) => dollars.format(amount as Intl.StringNumericLiteral);
  expect(shown).toEqual([asMoney(order.totalAmount), asMoney(order.commissionTotal)]);
  expect(order.lines.map((line) => line.priceUnit)).toEqual(['lb', 'cwt', 'ton', 'kg', 'package']);
});

test('rows of a spreadsheet become lines; a product nobody knows is asked for', async ({ page }) => {
  await page.goto('/orders/new');
  await pasteLines(page, [
    ['Almonds Nonpareil', '', '1,200', 'carton', '25', 'lb', '$4.10', '/lb'],
    ['Dragon fruit', '', '10', '', '', '', '3', 'case'],
  ]);
  await expect(page.getByLabel('Product, line 1')).toHaveValue('Almonds Nonpareil');
  await expect(page.getByLabel('Quantity, line 1')).toHaveValue('1200');
  await expect(page.getByLabel('Price per, line 1')).toHaveValue('lb');
  await expect(page.getByText('2 lines pasted')).toBeVisible();
  await expect(page.getByLabel('Totals')).toContainText('$123,030.00');

  await page.keyboard.press('ControlOrMeta+s');
  await expect(page.getByLabel('Product, line 2')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByText('Product must be chosen')).toBeVisible();
  await expect(page.getByLabel('Product, line 2')).toHaveValue('Dragon fruit');

  // The way back takes the pasted lines, not what was typed since.
  await page.getByLabel('PO number').fill('PO 12');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByLabel('Product, line 1')).toHaveValue('');
  await expect(page.getByLabel('Product, line 2')).toHaveCount(0);
  await expect(page.getByLabel('PO number')).toHaveValue('PO 12');
});

test('Ctrl+D copies the line above, Ctrl+Backspace removes a line, and that can be undone', async ({
  page,
}) => {
  await page.goto('/orders/new');
  const product = page.getByLabel('Product, line 1');
  await product.focus();
  await page.keyboard.type('waln');
  await page.keyboard.press('Enter');
  await page.keyboard.type('40');
  await page.keyboard.press('Enter');
  await page.keyboard.type('2.25');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Product, line 2')).toBeFocused();
  await page.keyboard.press('ControlOrMeta+d');
  await expect(page.getByLabel('Quantity, line 2')).toHaveValue('40');
  await expect(page.getByLabel('Totals')).toContainText('$180.00');
  await page.keyboard.press('ControlOrMeta+Backspace');
  await expect(page.getByLabel('Product, line 2')).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByLabel('Quantity, line 2')).toHaveValue('40');
});

test('unsaved work survives a reload, and is found again from the list', async ({ page }) => {
  await page.goto('/orders/new');
  await page.getByLabel('PO number').fill('PO-reload');
  await page.getByLabel('Quantity, line 1').fill('77');
  await page.reload();
  await expect(page.getByLabel('PO number')).toHaveValue('PO-reload');
  await expect(page.getByLabel('Quantity, line 1')).toHaveValue('77');
  await expect(page.getByText('Your unsaved work')).toBeVisible();

  await page.goto('/orders');
  await page.getByRole('link', { name: 'Go on' }).click();
  await expect(page.getByLabel('PO number')).toHaveValue('PO-reload');
  await page.getByRole('button', { name: 'Discard it' }).click();
  await expect(page.getByLabel('PO number')).toHaveValue('');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByLabel('PO number')).toHaveValue('PO-reload');
  await expect(page.getByLabel('Quantity, line 1')).toHaveValue('77');

  await page.goto('/orders');
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect(page.getByRole('link', { name: 'Go on' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('link', { name: 'Go on' }).click();
  await expect(page.getByLabel('PO number')).toHaveValue('PO-reload');
  await page.getByRole('button', { name: 'Discard it' }).click();
  await expect(page.getByLabel('PO number')).toHaveValue('');
});

test('a commission that looks like a fraction is asked about once', async ({ page }) => {
  await page.goto('/orders/new');
  await pasteLines(page, [
    ['Product', 'Qty', 'Price', 'Commission'],
    ['ALM-NP', '10', '3', '0.05'],
  ]);
  await page.keyboard.press('ControlOrMeta+s');
  await page.getByRole('button', { name: 'It is meant: save' }).click();
  await expect(page).toHaveURL(/\/edit$/);
});

test('lines far from the screen are texts, and fields as soon as somebody goes there', async ({ page }) => {
  await page.goto('/orders/new');
  const rows = Array.from({ length: 120 }, (_, index) => ['ALM-NP', String(100 + index), '4.1', 'lb', '5']);
  await pasteLines(page, [['Product', 'Qty', 'Price', 'Per', 'Commission'], ...rows]);
  await expect(page.getByLabel('Product, line 120')).toBeFocused();
  await expect(page.getByLabel('Product, line 2', { exact: true })).toHaveCount(0);
  await expect(page.getByText('Almonds Nonpareil 101', { exact: true })).toBeAttached();

  // From outside the lines, Tab comes to the first one and Shift+Tab to the last, whatever is in view.
  await page.getByLabel('Salesperson').focus();
  await page.locator('main').evaluate((main) => main.scrollTo(0, main.scrollHeight / 2));
  await expect(page.getByLabel('Quantity, line 60', { exact: true })).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('Product, line 1', { exact: true })).toBeFocused();
  await page.getByLabel('Product, line 120').focus();

  // Scrolled away from the field somebody is in, it stays, and Tab goes on from it.
  await page.getByLabel('Quantity, line 120').focus();
  await page.locator('main').evaluate((main) => main.scrollTo(0, 0));
  await expect(page.getByLabel('Quantity, line 3', { exact: true })).toBeVisible();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');
  await expect(page.getByLabel('Net weight, line 119')).toBeFocused();

  // What is wrong far away is found.
  await page.locator('main').evaluate((main) => main.scrollTo(0, 0));
  await page.getByLabel('Quantity, line 2', { exact: true }).fill('ten');
  await page.getByLabel('PO number').focus();
  await page.locator('main').evaluate((main) => main.scrollTo(0, main.scrollHeight));
  await expect(page.getByLabel('Quantity, line 2', { exact: true })).toHaveCount(0);
  await page.keyboard.press('ControlOrMeta+s');
  await expect(page.getByLabel('Quantity, line 2', { exact: true })).toBeFocused();
});

test('on a phone a hundred lines scroll without jumping', async ({ page, client }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const [product] = book.products;
  const lines = Array.from({ length: 100 }, () => ({
    productId: product?.id ?? '',
    quantity: '10',
    price: '4.1',
    priceUnit: 'lb' as const,
  }));
  const order = await writeOrder(client, book, { lines });
  await page.goto(`/orders/${order.id}/edit`);
  await expect(page.getByLabel('Quantity, line 1', { exact: true })).toBeVisible();
  const height = () => page.locator('main').evaluate((main) => main.scrollHeight);
  const before = await height();
  await page.locator('main').evaluate((main) => main.scrollTo(0, main.scrollHeight / 2));
  await expect(page.getByLabel('Quantity, line 52')).toBeVisible();
  expect(await height()).toBe(before);
});
