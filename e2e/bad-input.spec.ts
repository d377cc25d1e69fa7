import { admin } from './support/app.ts';
import { must, openBook, writeOrder } from './support/book.ts';
import { expect, test } from './support/fixtures.ts';
import { pasteLines } from './support/paste.ts';

test.use({ file: import.meta.filename });

test.beforeAll(async ({ client }) => {
  await writeOrder(client, await openBook(client));
});

test('what an address says wrongly is left out, and the list is there', async ({ page }) => {
  await page.goto('/orders?amountMin=abc&status=lost&sort=price&utm_source=mail');
  await expect(page.getByText('1 order', { exact: true })).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(page.getByText('NaN')).toHaveCount(0);
});

for (const place of [
  'orders/17',
  'orders/17/edit',
  'orders/17/print',
  'accounts/17',
  'products/17',
  'users/17',
]) {
  test(`there is nothing at /${place}, and the screen says so`, async ({ page }) => {
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.goto(`/${place}`);
    await expect(page.getByText('There is nothing at this address.')).toBeVisible();
    expect(asked.filter((path) => path.includes('/17') && path.startsWith('/api'))).toEqual([]);
  });
}

test('the sign-in leads to an address of ours, whatever the link says', async ({ page, context }) => {
  await context.clearCookies();
  await page.goto('/sign-in?next=https://example.com/');
  await page.getByLabel('E-mail').fill(admin.email);
  await page.getByLabel('Password').first().fill(admin.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Dashboard' })).toBeVisible();
});

test('an amount that is none is refused beside its field', async ({ page }) => {
  await page.goto('/orders');
  await page.getByRole('button', { name: 'Amount' }).click();
  await page.getByLabel('From').fill('4,10');
  await page.keyboard.press('Enter');
  await expect(page.getByText('must be an amount such as 1,250.00')).toBeVisible();
  await expect(page.getByLabel('From')).toBeFocused();
  await page.getByLabel('From').fill('$10,000.00');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/amountMin=10000.00$/);
  await expect(page.getByText('1 order', { exact: true })).toBeVisible();
});

test('a messy spreadsheet: what is no number is shown as it was and refused, never cut down', async ({
  page,
}) => {
  await page.goto('/orders/new');
  await pasteLines(page, [
    ['Item', 'Qty', 'Price', 'Brokerage'],
    ['ALM-NP', '1,200', '$4.10/lb', '5 %'],
    [],
    ['PIS-KE', '1.234,50', '4,10', '0,05'],
    ['WAL-CH', '1e9', '-4.10', '$5'],
  ]);
  await expect(page.getByLabel('Quantity, line 1')).toHaveValue('1200');
  await expect(page.getByLabel('Quantity, line 2')).toHaveValue('1.234,50');
  await expect(page.getByLabel('Price, line 2')).toHaveValue('4,10');
  await expect(page.getByLabel('Quantity, line 3')).toHaveValue('1e9');
  await expect(page.getByLabel('Price, line 3')).toHaveValue('-4.10');
  // 1,200 × 25 lb × $4.10: the other lines are not agreed.
  await expect(page.getByText('$123,000.00')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+s');
  for (const field of ['Quantity', 'Price', 'Commission']) {
    for (const line of [2, 3]) {
      await expect(page.getByLabel(`${field}, line ${line}`, { exact: true })).toHaveAttribute(
        'aria-invalid',
        'true',
      );
    }
  }
});

test('more rows than an order holds are left out, and that is said', async ({ page }) => {
  await page.goto('/orders/new');
  await pasteLines(
    page,
    Array.from({ length: 503 }, (_, index) => ['ALM-NP', '', String(index + 1)]),
  );
  await expect(
    page.getByText('500 lines pasted; 3 left out: an order has at most 500', { exact: true }),
  ).toBeVisible();
});

test('after a refusal the focus is on the field it is about, and after saving it is not lost', async ({
  page,
}) => {
  await page.goto('/settings/company');
  const name = page.getByLabel('Name', { exact: true });
  await name.fill('   ');
  await page.getByRole('button', { name: 'Save' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('must not be empty')).toBeVisible();
  await expect(name).toBeFocused();
  await name.fill('Alder Brokers');
  await page.getByRole('button', { name: 'Save' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('The company is saved')).toBeVisible();
  await expect(name).toBeFocused();
});

test('the longest words and the largest amounts push nothing out of the screen or off the paper', async ({
  page,
  client,
}) => {
  const word = (letter: string, length: number) => letter.repeat(length);
  const post = { name: word('W', 200), type: 'seller' as const };
  const seller = await must(client.POST('/api/accounts', { body: post }));
  const product = await must(
    client.POST('/api/products', { body: { name: word('P', 200), variety: word('V', 200) } }),
  );
  const order = await must(
    client.POST('/api/orders', {
      body: {
        sellerId: seller.id,
        memo: word('M', 1000),
        notes: word('n', 1000),
        poNumber: word('O', 255),
        lines: [
          {
            productId: product.id,
            quantity: '99999999.99',
            packSize: '25',
            packUnit: 'lb',
            price: '99.99',
            commissionPrice: '99',
            packageType: word('K', 200),
            size: word('S', 200),
          },
        ],
      },
    }),
  );
  const paths = [
    `/orders/${order.id}`,
    `/orders/${order.id}/print?for=file`,
    `/accounts/${seller.id}`,
    `/products/${product.id}`,
  ];
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    for (const path of paths) {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).not.toHaveText('');
      await page.waitForLoadState('networkidle');
      const wide = await page.evaluate(() => {
        const main = document.querySelector('main');
        return main === null ? '' : main.scrollWidth - main.clientWidth;
      });
      expect(wide, `${path} at ${width}`).toBe(0);
    }
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`/orders/${order.id}/edit`);
  const totals = page.locator('.entry-totals dd');
  await expect(totals.filter({ hasText: '$9,998,999,999.00' })).toBeVisible();
  const cut = await totals.evaluateAll((boxes) =>
    boxes.flatMap((box) => (box.scrollWidth > box.clientWidth ? [box.textContent] : [])),
  );
  expect(cut).toEqual([]);
});
