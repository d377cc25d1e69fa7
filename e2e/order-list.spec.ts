import { readFile } from 'node:fs/promises';
import { type Book, must, openBook, writeOrder } from './support/book.ts';
import { expect, test } from './support/fixtures.ts';

test.use({ file: import.meta.filename });

test.describe.configure({ mode: 'serial' });

let book: Book;
test.beforeAll(async ({ client }) => {
  book = await openBook(client);
  for (let number = 1; number <= 6; number += 1) {
    const order = await writeOrder(client, book, { poNumber: `PO-${number}` });
    if (number > 3) {
      await must(
        client.POST('/api/orders/{id}/confirm', {
          params: { path: { id: order.id } },
          headers: { 'if-match': `"${order.version}"` },
          body: {},
        }),
      );
    }
  }
});

test('filters are in the address; back, forward and a shared link restore them', async ({
  page,
  context,
}) => {
  await page.goto('/orders');
  await expect(page.getByText('6 orders')).toBeVisible();
  await page.getByRole('button', { name: 'Status' }).click();
  await page.getByLabel('Draft').check();
  await expect(page).toHaveURL(/status=draft/);
  await expect(page.getByText('3 orders')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Goods' }).click();
  await expect(page).toHaveURL(/sort=-totalAmount/);
  await page.getByRole('row', { name: /PO-2/ }).click();
  await expect(page).toHaveURL(/\/orders\/[0-9a-f-]{36}$/);

  await page.goBack();
  await expect(page).toHaveURL(/status=draft&sort=-totalAmount/);
  await expect(page.getByText('3 orders')).toBeVisible();
  await page.goBack();
  await page.goBack();
  await expect(page).toHaveURL(/\/orders$/);
  await expect(page.getByText('6 orders')).toBeVisible();
  await page.goForward();
  await expect(page.getByText('3 orders')).toBeVisible();

  const shared = await context.newPage();
  await shared.goto(page.url());
  await expect(shared.getByText('3 orders')).toBeVisible();
});

test('a seller is chosen with the mouse, and the name is said while the filter is on', async ({ page }) => {
  await page.goto('/orders');
  await page.getByRole('button', { name: 'Seller' }).click();
  await page.getByLabel('Seller', { exact: true }).last().fill('ald');
  await page.locator('.typeahead-option').first().click();
  await expect(page).toHaveURL(/sellerId=/);
  await expect(page.getByRole('button', { name: 'Seller: Alder Creek Orchards' })).toBeVisible();
});

test('the list by keyboard: search, rows, opening one', async ({ page }) => {
  await page.goto('/orders');
  await expect(page.getByText('6 orders')).toBeVisible();
  await page.keyboard.press('/');
  // Slower than the pause after which the list follows: each letter is in the address for a moment.
  await page.keyboard.type('PO-5', { delay: 300 });
  await expect(page.getByText('1 order', { exact: true })).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(/\/orders$/);
  await expect(page.getByRole('searchbox')).toHaveValue('');
  await page.goForward();
  await expect(page.getByRole('searchbox')).toHaveValue('PO-5');
  await expect(page.getByText('1 order', { exact: true })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('row', { name: /PO-5/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/orders\/[0-9a-f-]{36}$/);
});

test('many orders are confirmed at once, and that can be undone', async ({ page }) => {
  await page.goto('/orders?status=draft');
  await expect(page.getByText('3 orders')).toBeVisible();
  await page.getByLabel('Select all loaded rows').check();
  await page.getByRole('button', { name: 'Confirm 3' }).click();
  await expect(page.getByText('No orders match this filter.')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('3 orders', { exact: true })).toBeVisible();
});

test('many orders are cancelled at once, and that can be undone', async ({ page, client }) => {
  await page.goto('/orders?status=confirmed');
  await expect(page.getByText('3 orders', { exact: true })).toBeVisible();
  await page.getByRole('row', { name: /PO-4/ }).getByRole('checkbox').check();
  await page.getByRole('row', { name: /PO-6/ }).getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Cancel 2' }).click();
  await expect(page.getByText('2 orders cancelled')).toBeVisible();
  const cancelled = async () => {
    const { items } = await must(client.GET('/api/orders', { params: { query: { isCancelled: 'true' } } }));
    return items.map(({ poNumber }) => poNumber).sort();
  };
  expect(await cancelled()).toEqual(['PO-4', 'PO-6']);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(cancelled).toEqual([]);
});

test('on a phone the list is sorted, and orders are chosen, as on a desk', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/orders?status=draft');
  await expect(page.getByText('3 orders', { exact: true })).toBeVisible();
  await expect(page.getByText('$1,537.50 commission')).toBeVisible();
  const first = page.getByRole('row').nth(1);
  await expect(first).toContainText(/-0003/);
  await page.getByLabel('Sort by').selectOption('Number, oldest first');
  await expect(page).toHaveURL(/sort=createdAt/);
  await expect(first).toContainText(/-0001/);

  await page.getByLabel('Select all loaded rows').check();
  await expect(page.getByText('3 selected')).toBeVisible();
  await first.getByRole('checkbox').uncheck();
  await page.getByRole('button', { name: 'Cancel 2' }).click();
  await expect(page.getByText('2 orders cancelled')).toBeVisible();
  await expect(page.getByText('2 selected')).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('2 orders restored')).toBeVisible();
});

test('days, parties, products and what needs attention are filters set by hand', async ({ page, client }) => {
  const [, pistachios] = book.products;
  const line = { productId: pistachios?.id ?? '', quantity: '1', price: '1', priceUnit: 'lb' } as const;
  const dates = { orderDate: '2026-01-05', shipDate: '2026-01-09' };
  const old = await writeOrder(client, book, { poNumber: 'PO-old', ...dates, lines: [line] });
  await page.goto('/orders');
  const rows = page.getByRole('row', { name: /PO-/ });
  await expect(rows).toHaveCount(7);
  const one = async (address: RegExp, chip: string) => {
    await expect(page).toHaveURL(address);
    await expect(rows).toHaveCount(1);
    await expect(rows).toContainText('PO-old');
    await page.getByRole('button', { name: `Clear ${chip}` }).click();
    await expect(rows).toHaveCount(7);
  };

  for (const [chip, name] of [
    ['Date', 'orderDate'],
    ['Ships', 'shipDate'],
  ] as const) {
    // Before the head of the column of the same name.
    await page.getByRole('button', { name: chip, exact: true }).first().click();
    await page.getByLabel('From').fill('2026-01-01');
    await page.getByLabel('To', { exact: true }).fill('2026-01-31');
    await page.getByRole('button', { name: 'Apply' }).click();
    await one(new RegExp(`${name}From=2026-01-01&${name}To=2026-01-31`), chip);
  }
  await page.getByRole('button', { name: 'Attention' }).click();
  // Which closes what it is in.
  await page.getByLabel('drafts of other days').click();
  await one(/attention=old_draft/, 'Attention');
  await page.getByRole('button', { name: 'Product' }).click();
  await page.getByLabel('Product', { exact: true }).last().fill('pist');
  await page.locator('.typeahead-option').first().click();
  await expect(page.getByRole('button', { name: 'Product: Pistachios Kerman' })).toBeVisible();
  await one(/productId=/, 'Product');
  await page.getByRole('button', { name: 'Buyer' }).click();
  await page.getByLabel('Buyer', { exact: true }).last().fill('harb');
  await page.locator('.typeahead-option').first().click();
  await expect(page).toHaveURL(/buyerId=/);
  await expect(page.getByRole('button', { name: 'Buyer: Harbor Foods' })).toBeVisible();
  await expect(rows).toHaveCount(7);
  const at = { path: { id: old.id } };
  await client.DELETE('/api/orders/{id}', { params: at, headers: { 'if-match': `"${old.version}"` } });
});

test('chosen orders and the whole filter are files with the amounts as they are', async ({ page }) => {
  await page.goto('/orders?sort=orderNo');
  await expect(page.getByText('6 orders')).toBeVisible();
  const whole = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  const all = await readFile(await (await whole).path(), 'utf8');
  expect(all.trim().split(/\r?\n/)).toHaveLength(7);

  await page.getByRole('row', { name: /PO-2/ }).getByRole('checkbox').check();
  const chosen = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export 1' }).click();
  const [head = '', row = '', ...more] = (await readFile(await (await chosen).path(), 'utf8'))
    .trim()
    .split(/\r?\n/);
  expect(more).toEqual([]);
  expect(all.trim().split(/\r?\n/)).toEqual(expect.arrayContaining([head, row]));
  const cells = Object.fromEntries(head.split(',').map((name, at) => [name, row.split(',')[at]]));
  expect(cells).toMatchObject({ 'PO number': 'PO-2', Total: '10250.00', Commission: '512.50' });
});

test('columns are chosen, and stay so in this browser', async ({ page }) => {
  await page.goto('/orders');
  const head = page.getByRole('columnheader', { name: 'PO', exact: true });
  await expect(head).toBeVisible();
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('checkbox', { name: 'PO', exact: true }).uncheck();
  await page.getByRole('checkbox', { name: 'Salesperson' }).check();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Columns' })).toBeFocused();
  await expect(head).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('columnheader', { name: 'Salesperson' })).toBeVisible();
  await expect(head).toHaveCount(0);
});

test.describe('where the browser speaks German', () => {
  test.use({ locale: 'de-DE' });
  test('amounts and days are shown as written there, and the comma of an amount is refused', async ({
    page,
  }) => {
    await page.goto('/orders?status=draft');
    const row = page.getByRole('row', { name: /PO-1/ });
    await expect(row).toContainText('10.250,00');
    await row.getByRole('link').first().click();
    await page.getByRole('link', { name: 'Edit' }).click();
    const price = page.getByLabel('Price, line 1');
    await expect(price).toHaveValue('4.10');
    await price.fill('4,10');
    await page.keyboard.press('ControlOrMeta+s');
    await expect(price).toHaveAttribute('aria-invalid', 'true');
    await expect(price).toHaveValue('4,10');
  });
});

test('a change of the filter asks for rows and totals alone', async ({ page }) => {
  await page.goto('/orders?status=draft,confirmed');
  await expect(page.getByText('6 orders')).toBeVisible();
  await page.waitForLoadState('load');
  const asked: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith('/api/')) asked.push(pathname);
  });
  await page.getByRole('button', { name: 'Mine' }).click();
  await expect(page).toHaveURL(/mine=true/);
  await expect(page.getByText('6 orders')).toBeVisible();
  expect(asked.toSorted()).toEqual(['/api/orders', '/api/orders/totals']);
});

test('the first load of the list weighs at most 260 kB of script and style', async ({ page }) => {
  const sizes = new Map<string, Promise<number>>();
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (!/\.(js|css)$/.test(pathname)) return;
    sizes.set(
      pathname,
      response
        .request()
        .sizes()
        .then(({ responseBodySize }) => responseBodySize),
    );
    expect(response.headers()['content-encoding'], pathname).toBe('br');
  });
  await page.goto('/orders');
  await expect(page.getByText('6 orders')).toBeVisible();
  const bytes = (await Promise.all(sizes.values())).reduce((sum, size) => sum + size, 0);
  test.info().annotations.push({
    type: 'measured',
    description: `${(bytes / 1000).toFixed(1)} kB Brotli in ${sizes.size} files`,
  });
  expect(bytes).toBeGreaterThan(50_000);
  expect(bytes).toBeLessThanOrEqual(260_000);
  // What few need is not among it: it comes when it is asked for.
  const rare = /calendar|chart|palette|_orderId|order-entry|unsaved-orders/;
  expect([...sizes.keys()].filter((file) => rare.test(file))).toEqual([]);
});

test('the command palette finds orders, places and actions', async ({ page }) => {
  await page.goto('/orders');
  await expect(page.getByText('6 orders')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+k');
  const search = page.getByRole('combobox', { name: 'Search and commands' });
  await expect(search).toBeFocused();
  await page.keyboard.type('PO-4');
  await expect(page.getByRole('option', { name: /Confirmed/ }).first()).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/orders\/[0-9a-f-]{36}$/);
  await page.keyboard.press('ControlOrMeta+k');
  await expect(search).toBeFocused();
  await page.keyboard.type('print');
  await expect(page.getByRole('option', { name: 'Print this order' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/print$/);
});

test('what was open last is offered, until it is there no more', async ({ page, client }) => {
  const order = await writeOrder(client, book);
  await page.goto(`/orders/${order.id}`);
  await expect(page.getByRole('heading', { name: order.orderNo })).toBeVisible();
  await page.keyboard.press('ControlOrMeta+k');
  const recent = page.getByRole('option', { name: order.orderNo });
  await expect(recent).toBeVisible();
  await page.keyboard.press('Escape');

  await client.DELETE('/api/orders/{id}', {
    params: { path: { id: order.id } },
    headers: { 'if-match': `"${order.version}"` },
  });
  await page.goto(`/orders/${order.id}`);
  await expect(page.getByRole('alert')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('option', { name: 'New order' })).toBeVisible();
  await expect(recent).toHaveCount(0);
});

test('Enter in the palette takes what was asked for last, however long the answer takes', async ({
  page,
}) => {
  await page.goto('/orders');
  await expect(page.getByText('6 orders')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+k');
  const search = page.getByRole('combobox', { name: 'Search and commands' });
  await search.fill('PO-4');
  await expect(page.getByRole('option', { name: /Confirmed/ }).first()).toBeVisible();

  let answer = () => {};
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route(/\/api\/search\?q=nothing/, async (route) => {
    await held;
    await route.continue();
  });
  await search.fill('nothing');
  await search.press('Enter');
  await expect(page).toHaveURL(/\/orders$/);
  answer();
  await expect(page.getByText('Nothing fits.')).toBeVisible();
  await expect(page).toHaveURL(/\/orders$/);

  await search.fill('dashb');
  await search.press('Enter');
  await expect(page).toHaveURL(/\/$/);
});
