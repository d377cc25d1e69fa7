import type { Page } from '@playwright/test';
import { type Book, type Client, must, openBook, writeOrder } from './support/book.ts';
import { expect, test } from './support/fixtures.ts';

test.use({ file: import.meta.filename });

let book: Book;
test.beforeAll(async ({ client }) => {
  book = await openBook(client);
});

const readOrder = (client: Client, id: string) =>
  must(client.GET('/api/orders/{id}', { params: { path: { id } } }));

/** The id of the order whose page is open. */
const idOf = (page: Page) => page.url().split('/').at(-2) ?? '';

/** Saving takes its time; more can be typed meanwhile. */
function slowSaving(page: Page, method: 'POST' | 'PATCH', delayMs = 700) {
  return page.route(/\/api\/orders(\/[0-9a-f-]{36})?$/, async (route) => {
    if (route.request().method() === method) await new Promise((resolve) => setTimeout(resolve, delayMs));
    await route.continue();
  });
}

test('a saved order is not offered as unsaved, and what is typed meanwhile goes on', async ({
  page,
  client,
}) => {
  await page.route('**/api/orders', async (route) => {
    if (route.request().method() === 'POST') await new Promise((resolve) => setTimeout(resolve, 700));
    await route.continue();
  });
  await page.goto('/orders/new');
  await page.getByLabel('PO number').fill('PO-first');
  await page.keyboard.press('ControlOrMeta+s');
  await page.getByLabel('Memo').fill('typed while it was saved');
  await expect(page).toHaveURL(/\/orders\/[0-9a-f-]{36}\/edit$/);
  await expect(page.getByLabel('Memo')).toHaveValue('typed while it was saved');
  await page.keyboard.press('ControlOrMeta+s');
  const id = page.url().split('/').at(-2) ?? '';
  await expect.poll(async () => (await readOrder(client, id)).memo).toBe('typed while it was saved');
  await page.goto('/orders');
  await expect(page.getByRole('row', { name: /PO-first/ })).toBeVisible();
  await expect(page.getByText('not saved yet')).toHaveCount(0);
});

test('an order whose answer was lost is one order, with what was typed since', async ({ page, client }) => {
  let isLost = true;
  await page.route('**/api/orders', async (route) => {
    if (route.request().method() !== 'POST' || !isLost) return route.continue();
    isLost = false;
    await route.fetch();
    await route.abort('internetdisconnected');
  });
  await page.goto('/orders/new');
  await page.getByLabel('PO number').fill('PO-lost');
  await page.keyboard.press('ControlOrMeta+s');
  await expect(page.getByText('The server does not answer.', { exact: false }).first()).toBeVisible();
  await page.getByLabel('Memo').fill('after the answer was lost');
  await page.keyboard.press('ControlOrMeta+s');
  await expect(page).toHaveURL(/\/orders\/[0-9a-f-]{36}\/edit$/);
  const { items } = await must(client.GET('/api/orders', { params: { query: { q: 'PO-lost' } } }));
  expect(items).toHaveLength(1);
  expect((await readOrder(client, items[0]?.id ?? '')).memo).toBe('after the answer was lost');
});

test('a line that was removed, saved and brought back is stored again', async ({ page, client }) => {
  const [product] = book.products;
  const line = { productId: product?.id ?? '', quantity: '10', price: '4.1', priceUnit: 'lb' as const };
  const order = await writeOrder(client, book, { lines: [line, { ...line, quantity: '11' }] });
  await page.goto(`/orders/${order.id}/edit`);
  await page.getByLabel('Quantity, line 2').focus();
  await page.keyboard.press('ControlOrMeta+Backspace');
  await page.keyboard.press('ControlOrMeta+s');
  await expect.poll(async () => (await readOrder(client, order.id)).lines.length).toBe(1);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByLabel('Quantity, line 2')).toHaveValue('11');
  await page.keyboard.press('ControlOrMeta+s');
  await expect.poll(async () => (await readOrder(client, order.id)).lines.length).toBe(2);
});

test('a change whose answer was lost is one change, and a line of it is one line', async ({
  page,
  client,
}) => {
  const order = await writeOrder(client, book);
  await page.goto(`/orders/${order.id}/edit`);
  let isLost = true;
  await page.route(`**/api/orders/${order.id}`, async (route) => {
    if (route.request().method() !== 'PATCH' || !isLost) return route.continue();
    isLost = false;
    await route.fetch();
    await route.abort('internetdisconnected');
  });
  await page.getByRole('button', { name: 'Add a line' }).click();
  await page.keyboard.type('waln');
  await page.keyboard.press('Enter');
  await page.keyboard.type('10');
  await page.keyboard.press('Enter');
  await page.keyboard.type('3');
  await page.keyboard.press('ControlOrMeta+s');
  await expect(page.getByText('The server does not answer.', { exact: false }).first()).toBeVisible();
  await page.getByLabel('Quantity, line 2').fill('12');
  await page.keyboard.press('ControlOrMeta+s');
  await expect(page.getByText(`${order.orderNo} saved`)).toBeVisible();
  expect((await readOrder(client, order.id)).lines.map(({ quantity }) => quantity)).toEqual([
    '100.00',
    '12.00',
  ]);
});

test('an order that is opened again is what was saved, and not what it was before', async ({
  page,
  client,
}) => {
  await page.goto('/orders/new');
  await page.getByLabel('PO number').fill('PO-early');
  await page.keyboard.press('ControlOrMeta+s');
  await expect(page).toHaveURL(/\/edit$/);
  // All of it is stored: nothing is left behind as unsaved.
  await page.getByRole('link', { name: 'Close' }).click();
  await expect(page.getByRole('link', { name: 'Edit' })).toBeVisible();
  await expect(page.getByText('unsaved', { exact: false })).toHaveCount(0);
  await page.getByRole('link', { name: 'Edit' }).click();
  await page.getByLabel('Memo').fill('typed and saved');
  await page.keyboard.press('ControlOrMeta+s');
  await expect.poll(async () => (await readOrder(client, idOf(page))).memo).toBe('typed and saved');
  await page.getByRole('link', { name: 'Close' }).click();
  await page.getByRole('link', { name: 'Edit' }).click();
  await expect(page.getByLabel('Memo')).toHaveValue('typed and saved');
  await expect(page.getByText('saved this order meanwhile')).toHaveCount(0);
});

test('who saves from the blank line goes on typing in it', async ({ page }) => {
  await page.goto('/orders/new');
  await page.getByLabel('Product, line 1').focus();
  await page.keyboard.type('alm');
  await page.keyboard.press('Enter');
  await page.keyboard.type('10');
  await page.keyboard.press('Enter');
  await page.keyboard.type('3');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Product, line 2')).toBeFocused();
  await page.keyboard.press('ControlOrMeta+s');
  await expect(page).toHaveURL(/\/edit$/);
  await expect(page.getByLabel('Product, line 2')).toBeFocused();
  await page.keyboard.type('waln');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Product, line 2')).toHaveValue('Walnuts Chandler');
  await expect(page.getByLabel('Product, line 1')).toHaveValue('Almonds Nonpareil');
});

test('what is typed into a field while a new order is saved goes on in that field', async ({ page }) => {
  await slowSaving(page, 'POST');
  await page.goto('/orders/new');
  await page.getByLabel('Quantity, line 1').fill('10');
  await page.getByLabel('Product, line 1').fill('alm');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ControlOrMeta+s');
  await page.getByLabel('Memo').focus();
  await page.keyboard.type('one ');
  await expect(page).toHaveURL(/\/edit$/);
  await expect(page.getByLabel('Memo')).toBeFocused();
  await page.keyboard.type('two');
  await expect(page.getByLabel('Memo')).toHaveValue('one two');
  // The terms were the buyer's to say; what they are stands there, and is no unsaved work.
  await page.getByLabel('Memo').fill('');
  await page.getByRole('link', { name: 'Close' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByText('unsaved', { exact: false })).toHaveCount(0);
});

test('a key to save that is pressed while it is saved is heard afterwards', async ({ page, client }) => {
  const order = await writeOrder(client, book, { memo: 'before' });
  await slowSaving(page, 'PATCH');
  await page.goto(`/orders/${order.id}/edit`);
  await page.getByLabel('Memo').fill('first');
  await page.keyboard.press('ControlOrMeta+s');
  await page.getByLabel('Memo').fill('second');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(page).toHaveURL(new RegExp(`/orders/${order.id}$`));
  expect(await readOrder(client, order.id)).toMatchObject({ memo: 'second', status: 'confirmed' });
});

test('who leaves before the answer finds what was typed since', async ({ page, client }) => {
  const order = await writeOrder(client, book);
  await slowSaving(page, 'PATCH');
  await page.goto(`/orders/${order.id}/edit`);
  await page.getByLabel('PO number').fill('PO-sent');
  await page.keyboard.press('ControlOrMeta+s');
  await page.getByLabel('Memo').fill('not sent yet');
  await page.getByRole('link', { name: 'Close' }).click();
  await expect(page.getByText(`${order.orderNo} saved`)).toBeVisible();
  await page.getByRole('link', { name: 'Edit' }).click();
  await expect(page.getByLabel('Memo')).toHaveValue('not sent yet');
  await expect(page.getByLabel('PO number')).toHaveValue('PO-sent');
  await page.keyboard.press('ControlOrMeta+s');
  await expect.poll(async () => (await readOrder(client, order.id)).memo).toBe('not sent yet');
});

test('a warning is of what was seen: another fraction is asked about again', async ({ page, client }) => {
  const order = await writeOrder(client, book);
  await page.goto(`/orders/${order.id}/edit`);
  await page.getByLabel('Commission, line 1').fill('0.05');
  await page.keyboard.press('ControlOrMeta+s');
  await expect(page.getByRole('button', { name: 'It is meant: save' })).toBeVisible();
  await page.getByLabel('Commission, line 1').fill('0.04');
  await expect(page.getByRole('button', { name: 'It is meant: save' })).toHaveCount(0);
  await page.keyboard.press('ControlOrMeta+s');
  // A name that nobody has stops that too.
  await page.getByLabel('Seller').fill('nobody has this');
  await page.getByRole('button', { name: 'It is meant: save' }).click();
  await expect(page.getByText('Nothing was saved.', { exact: false })).toBeVisible();
  expect((await readOrder(client, order.id)).version).toBe(order.version);
});
