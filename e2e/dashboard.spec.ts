import type { Page } from '@playwright/test';
import { addPerson, type Book, confirmOrder, must, openBook, writeOrder } from './support/book.ts';
import { expect, signInByCookie, test } from './support/fixtures.ts';

test.use({ file: import.meta.filename });
test.describe.configure({ mode: 'serial' });

let book: Book;
let today = '';
test.beforeAll(async ({ client }) => {
  book = await openBook(client);
  ({ today } = await must(client.GET('/api/dashboard')));
  const product = (index: number) => book.products[index]?.id ?? '';
  const line = (productId: string, quantity: string, price: string) => ({
    productId,
    quantity,
    price,
    priceUnit: 'package' as const,
    commissionPrice: '2',
    commissionBasis: 'percent' as const,
  });
  const lastYear = `${Number(today.slice(0, 4)) - 1}${today.slice(4, 8)}15`;
  const deals = [
    {
      orderDate: today,
      shipDate: `${today.slice(0, 4)}-01-01`,
      lines: [line(product(0), '10', '100.10'), line(product(1), '1', '7.77')],
    },
    { orderDate: `${today.slice(0, 8)}01`, lines: [line(product(2), '3', '33.33')] },
    { orderDate: lastYear, lines: [line(product(0), '1', '50.00')] },
  ];
  for (const deal of deals) await confirmOrder(client, await writeOrder(client, book, deal));
  await writeOrder(client, book, { orderDate: lastYear });
});

/** What the list of orders says its whole filter adds up to. */
async function expectTotals(page: Page, ...texts: (string | RegExp)[]): Promise<void> {
  await expect(page).toHaveURL(/\/orders\?/);
  const foot = page.locator('tfoot');
  for (const text of texts) await expect(foot).toContainText(text);
}

test('every number leads to the orders that add up to it', async ({ page }) => {
  await page.goto('/');
  const month = page.getByRole('region', { name: /to date$/ });
  await expect(month.getByRole('link', { name: '$1,108.76' })).toBeVisible();
  await month.getByRole('link', { name: '$22.18' }).click();
  await expectTotals(page, '2 orders', '$1,108.76', '$22.18');
  await page.goBack();

  const months = page.getByRole('table', { name: /Figures by month/ });
  await expect(months.getByRole('row')).toHaveCount(14);
  await months.getByRole('row').last().getByRole('link', { name: '$50.00' }).click();
  await expectTotals(page, '1 order', '$50.00', '$1.00');
  await page.goBack();

  const attention = page.getByRole('table', { name: 'Orders that need attention' });
  await attention
    .getByRole('row', { name: /Drafts of other days/ })
    .getByRole('link')
    .first()
    .click();
  await expectTotals(page, '1 order');
  await page.goBack();
  await attention
    .getByRole('row', { name: /Confirmed, not posted/ })
    .getByRole('link')
    .first()
    .click();
  await expectTotals(page, '3 orders', '$1,158.76');
  await page.goBack();
  await attention
    .getByRole('row', { name: /Past their ship date/ })
    .getByRole('link')
    .last()
    .click();
  await expectTotals(page, '1 order', '$1,008.77');
  await page.goBack();

  const buyers = page.getByRole('region', { name: 'Top buyers' });
  await buyers.getByRole('link', { name: '$1,108.76' }).click();
  await expectTotals(page, '2 orders', '$1,108.76');
  await page.goBack();
  const products = page.getByRole('region', { name: 'Top products' });
  await products.getByRole('link', { name: '$1,001.00' }).click();
  // The order holds another product as well; the list says what this one adds up to.
  await expectTotals(page, '1 order', '$1,008.77', '$1,001.00');
});

test('the chart follows the figure in the address, and says what it shows', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('img', { name: /^Goods of the last 13 months/ })).toBeVisible();
  await expect(page.locator('.recharts-bar-rectangle').first()).toBeVisible();
  await page.getByRole('radio', { name: 'Goods' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page).toHaveURL(/figure=commission/);
  await page.keyboard.press('ArrowRight');
  await expect(page).toHaveURL(/figure=orders/);
  await expect(page.getByRole('img', { name: /^Orders of the last 13 months/ })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('img', { name: /^Orders of the last 13 months/ })).toBeVisible();
});

test('an order that is confirmed elsewhere is counted without a reload', async ({ page, client }) => {
  await page.goto('/');
  const month = page.getByRole('region', { name: /to date$/ });
  await expect(month.getByRole('link', { name: '2', exact: true })).toBeVisible();
  await confirmOrder(client, await writeOrder(client, book, { orderDate: today }));
  await expect(month.getByRole('link', { name: '3', exact: true })).toBeVisible({ timeout: 2_500 });
});

test('many changes refresh the figures every two seconds at most, and the best of the year far more seldom', async ({
  page,
  client,
}) => {
  const askedAtMs: Record<string, number[]> = { '/api/dashboard': [], '/api/dashboard/top': [] };
  page.on('request', (request) => askedAtMs[new URL(request.url()).pathname]?.push(Date.now()));
  await page.goto('/');
  const month = page.getByRole('region', { name: /to date$/ });
  await expect(month.getByRole('link', { name: '3', exact: true })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Top buyers' }).getByRole('link').first()).toBeVisible();

  const began = Date.now();
  let written = 0;
  while (Date.now() - began < 3_000) {
    await confirmOrder(client, await writeOrder(client, book, { orderDate: today }));
    written += 1;
  }
  await expect(month.getByRole('link', { name: String(3 + written), exact: true })).toBeVisible();

  const figures = askedAtMs['/api/dashboard']?.slice(1) ?? [];
  const gapsMs = figures.slice(1).map((atMs, n) => atMs - (figures[n] ?? 0));
  expect(written).toBeGreaterThan(5);
  expect(figures.length).toBeGreaterThan(1);
  expect(Math.min(...gapsMs)).toBeGreaterThan(1_900);
  expect(askedAtMs['/api/dashboard/top']).toHaveLength(2);
});

test('each role starts where it may', async ({ page, app, client }) => {
  const roleId = (
    await must(client.POST('/api/roles', { body: { name: 'Warehouse', permissions: ['products:view'] } }))
  ).id;
  expect(roleId).toMatch(/^[0-9a-f-]{36}$/);
  const accountant = await addPerson(app.baseUrl, client, 'cora@example.com', ['Accountant']);
  await signInByCookie(page, app.baseUrl, accountant);
  await page.goto('/');
  const products = page.getByRole('region', { name: 'Top products' });
  await expect(products.getByText('Almonds Nonpareil')).toBeVisible();
  // Numbers lead to orders, which an accountant may read; products are not theirs to open.
  await expect(products.getByRole('link', { name: 'Almonds Nonpareil' })).toBeHidden();

  const warehouse = await addPerson(app.baseUrl, client, 'dan@example.com', ['Warehouse']);
  await signInByCookie(page, app.baseUrl, warehouse);
  await page.goto('/');
  await expect(page).toHaveURL(/\/products$/);
  await expect(page.getByRole('link', { name: 'Dashboard' })).toBeHidden();
});
