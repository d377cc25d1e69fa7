import type { Page } from '@playwright/test';
import { addPerson, type Book, confirmOrder, must, openBook, writeOrder } from './support/book.ts';
import { expect, signInByCookie, test, watchConsole } from './support/fixtures.ts';

test.use({ file: import.meta.filename });
test.describe.configure({ mode: 'serial' });

let book: Book;
let other: Page;
test.beforeAll(async ({ app, client, browser }) => {
  book = await openBook(client);
  const places = [
    ['Bright Mesa Growers', 'Chico', 'Maria Lopez', 'maria@brightmesa.example'],
    ['Copper Kettle Bakery', 'San Jose', 'Joe Chico', 'joe@kettle.example'],
    ['Dry Fork Nuts', 'Chico', 'Ann Lee', 'ann@dryfork.example'],
  ] as const;
  for (const [name, city, contact, email] of places) {
    await must(
      client.POST('/api/accounts', {
        body: {
          name,
          type: 'seller',
          contacts: [{ name: contact, email, phone: '555 0100', isPrimary: true }],
          addresses: [{ kind: 'billing', line1: '1 Mill St', city, country: 'US', isPrimary: true }],
        },
      }),
    );
  }
  for (const quantity of ['100', '200']) {
    const lines = [
      {
        productId: book.products[0]?.id ?? '',
        quantity,
        price: '4.10',
        priceUnit: 'lb' as const,
        commissionPrice: '5',
        commissionBasis: 'percent' as const,
      },
    ];
    await confirmOrder(client, await writeOrder(client, book, { lines }));
  }
  await writeOrder(client, book);
  const credentials = await addPerson(app.baseUrl, client, 'bob@example.com', ['Sales']);
  other = await (await browser.newContext({ baseURL: app.baseUrl })).newPage();
  watchConsole(other);
  await signInByCookie(other, app.baseUrl, credentials);
});
test.afterAll(() => other.context().close());

async function accountId(page: Page): Promise<string> {
  await expect(page).toHaveURL(/\/accounts\/[0-9a-f-]{36}$/);
  return page.url().split('/').at(-1) ?? '';
}

test('accounts are found by one field or several, and the search is in the address', async ({ page }) => {
  await page.goto('/accounts');
  await expect(page.getByText('5 accounts')).toBeVisible();
  await page.keyboard.press('/');
  await expect(page.getByText('Look in one field:')).toBeVisible();
  await page.keyboard.type('city:chico');
  await expect(page.getByText('2 accounts')).toBeVisible();
  await expect(page).toHaveURL(/q=city(:|%3A)chico/);
  await page.keyboard.type(' contact:lee');
  await expect(page.getByText('1 account', { exact: true })).toBeVisible();
  // The totals may be there before the rows are, and a row that is drawn anew has lost the focus.
  await expect(async () => {
    await page.getByRole('searchbox').press('ArrowDown');
    await expect(page.getByRole('row', { name: /Dry Fork Nuts/ })).toBeFocused({ timeout: 1000 });
  }).toPass();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Dry Fork Nuts' })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('searchbox')).toHaveValue('city:chico contact:lee');
  await expect(page.getByText('1 account', { exact: true })).toBeVisible();
});

test('a prefix is put in with the mouse, and a value of two words in quotes', async ({ page }) => {
  await page.goto('/accounts');
  await page.getByRole('searchbox').click();
  await page.locator('.list-search-hints button', { hasText: 'city:' }).click();
  await page.keyboard.type('"San Jose"');
  await expect(page.getByText('1 account', { exact: true })).toBeVisible();
  await expect(page.getByRole('row', { name: /Copper Kettle/ })).toBeVisible();
});

test('an account is made with the keyboard alone; a name that nearly exists is named before', async ({
  page,
}) => {
  await page.goto('/accounts');
  await expect(page.getByText('5 accounts')).toBeVisible();
  await page.keyboard.press('n');
  await expect(page.getByLabel('Name').first()).toBeFocused();
  await page.keyboard.type('Alder Creek Orchards, LLC');
  await expect(page.getByText('Much like Alder Creek Orchards')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Alder Creek Orchards' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Create anyway' })).toBeVisible();
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: 'Buyer' })).toBeChecked();
  await page.keyboard.press('Tab');
  await page.keyboard.type('ALD-2');
  await page.keyboard.press('Enter');
  await accountId(page);
  await expect(page.getByRole('heading', { name: 'Alder Creek Orchards, LLC' })).toBeVisible();
  await expect(page.getByText('ALD-2').first()).toBeVisible();
});

test('what is wrong stands beside its field, before and after the server was asked', async ({ page }) => {
  await page.goto('/accounts/new');
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByText('must not be empty')).toBeVisible();
  await expect(page.getByLabel('Name').first()).toBeFocused();
  await page.getByLabel('Name').first().fill('Elm Bottom Farms');
  await page.getByLabel('Code', { exact: true }).fill('ald-2');
  await page.getByLabel('E-mail').nth(1).fill('not an address');
  await page.getByLabel('Name').nth(1).fill('Eve');
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByText('must be an e-mail address')).toBeVisible();
  await page.getByLabel('E-mail').nth(1).fill('eve@elm.example');
  await page.getByLabel('Code', { exact: true }).fill('ALD-2');
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByText('Another account already has this code.')).toBeVisible();

  // Typed work is not left behind by mistake.
  await page.getByRole('link', { name: 'Orders' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Stay' }).click();
  await page.getByLabel('Code', { exact: true }).fill('ELM');
  await page.keyboard.press('ControlOrMeta+s');
  await accountId(page);
  await expect(page.getByRole('link', { name: 'eve@elm.example' })).toBeVisible();
});

test('two people change one account: other fields are kept, the same field is asked about', async ({
  page,
  client,
}) => {
  const { id } = book.seller;
  await page.goto(`/accounts/${id}`);
  await other.goto(`/accounts/${id}`);
  await expect(page.getByRole('button', { name: 'Edit details' })).toBeVisible();
  await page.keyboard.press('e');
  await expect(page.getByLabel('Name')).toBeFocused();
  await page.getByLabel('Phone').fill('111');
  await page.getByLabel('Code', { exact: true }).fill('ALD-1');

  await other.getByRole('button', { name: 'Edit details' }).click();
  await other.getByLabel('Phone').fill('222');
  await other.getByLabel('E-mail').fill('office@alder.example');
  await other.getByRole('button', { name: 'Save' }).click();
  await expect(other.getByRole('link', { name: '222' })).toBeVisible();

  // It is seen before it is in the way, and what Ann did not touch is current at once.
  await expect(page.getByText('Phone was changed meanwhile to 222')).toBeVisible();
  await expect(page.getByLabel('E-mail')).toHaveValue('office@alder.example');
  await expect(page.getByRole('button', { name: 'Save' })).toBeDisabled();
  await page.getByRole('button', { name: 'Phone: keep mine' }).click();
  await page.keyboard.press('ControlOrMeta+s');
  await expect(page.getByRole('link', { name: '111' })).toBeVisible();
  const stored = await must(client.GET('/api/accounts/{id}', { params: { path: { id } } }));
  expect([stored.phone, stored.email, stored.code]).toEqual(['111', 'office@alder.example', 'ALD-1']);
  await expect(page.getByText('Phone: 222 → 111')).toBeVisible();
});

test('a save that crosses another one of other fields needs no question', async ({ page, client }) => {
  const { id } = book.buyer;
  await page.goto(`/accounts/${id}`);
  await page.getByRole('button', { name: 'Edit details' }).click();
  await page.getByLabel('Phone').fill('333');
  // Between the last look and the save.
  let isFirst = true;
  await page.route('**/api/accounts/*', async (route) => {
    if (route.request().method() !== 'PATCH' || !isFirst) return route.continue();
    isFirst = false;
    const current = await must(client.GET('/api/accounts/{id}', { params: { path: { id } } }));
    await must(
      client.PATCH('/api/accounts/{id}', {
        params: { path: { id } },
        headers: { 'if-match': `"${current.version}"` },
        body: { notes: 'Pays early' },
      }),
    );
    await route.continue();
  });
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Pays early').first()).toBeVisible();
  await expect(page.getByRole('link', { name: '333' })).toBeVisible();
});

test('contacts and addresses are added, changed, removed and brought back in their place', async ({
  page,
}) => {
  await page.goto(`/accounts/${book.buyer.id}`);
  await page.getByRole('button', { name: 'Add contact' }).click();
  const form = page.getByRole('form', { name: 'New contact' });
  await expect(form.getByLabel('Name')).toBeFocused();
  await page.keyboard.type('Maria Lopez');
  await form.getByLabel('E-mail').fill('maria');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByText('must be an e-mail address')).toBeVisible();
  await form.getByLabel('E-mail').fill('maria@harbor.example');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('link', { name: 'maria@harbor.example' })).toBeVisible();
  await expect(page.getByText('Maria Lopez saved')).toBeVisible();

  await page.getByRole('button', { name: 'Edit Maria Lopez' }).click();
  await page.getByLabel('Title').fill('Buying');
  await page.keyboard.press('ControlOrMeta+s');
  await expect(page.getByText('Contact Maria Lopez, title: Buying')).toBeVisible();

  await page.getByRole('button', { name: 'Add address' }).click();
  await page.getByLabel('City').fill('Oakland');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Oakland').first()).toBeVisible();

  await page.getByRole('button', { name: 'Remove Maria Lopez' }).click();
  await expect(page.getByText('Nobody yet.')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('link', { name: 'maria@harbor.example' })).toBeVisible();
});

test('the numbers of an account are the numbers of the list they lead to', async ({ page }) => {
  await page.goto(`/accounts/${book.buyer.id}`);
  const panel = page.getByRole('region', { name: 'Bought' });
  await expect(panel.getByRole('link', { name: '2 agreed orders' })).toBeVisible();
  await expect(panel.getByRole('link', { name: '$30,750.00' })).toBeVisible();
  await panel.getByRole('link', { name: '$1,537.50' }).click();
  await expect(page.getByText('2 orders', { exact: true })).toBeVisible();
  await expect(page.getByText('$30,750.00')).toBeVisible();
  await expect(page.getByText('$1,537.50')).toBeVisible();
  await page.goBack();
  await panel.getByRole('link', { name: 'All orders' }).click();
  await expect(page.getByText('3 orders', { exact: true })).toBeVisible();
});

test('an account with orders is deactivated, which can be undone; one without is deleted by its name', async ({
  page,
}) => {
  await page.goto(`/accounts/${book.seller.id}`);
  await expect(page.getByRole('button', { name: 'Deactivate' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'More actions' })).toBeHidden();
  await page.getByRole('button', { name: 'Deactivate' }).click();
  await expect(page.getByText('Inactive', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('Inactive', { exact: true })).toBeHidden();

  await page.goto('/accounts?q=elm');
  await page.getByRole('row', { name: /Elm Bottom/ }).click();
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  const remove = page.getByRole('button', { name: 'Delete for good' });
  await expect(remove).toBeDisabled();
  await page.keyboard.type('Elm Bottom Farms');
  await remove.click();
  await expect(page).toHaveURL(/\/accounts$/);
  await expect(page.getByText('6 accounts')).toBeVisible();
  await expect(page.getByRole('row', { name: /Elm Bottom/ })).toBeHidden();
});

test('many accounts are deactivated at once, and that can be undone', async ({ page }) => {
  await page.goto('/accounts?q=city:chico');
  await expect(page.getByText('2 accounts')).toBeVisible();
  await page.getByLabel('Select all loaded rows').check();
  await page.getByRole('button', { name: 'Deactivate 2' }).click();
  await expect(page.getByText('0 active')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('2 active')).toBeVisible();

  await page.getByLabel('Select all loaded rows').check();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export 2' }).click();
  expect((await download).suggestedFilename()).toBe('accounts.csv');
});

test('an account that somebody adds appears in the open list', async ({ page, client }) => {
  await page.goto('/accounts?q=zephyr');
  await expect(page.getByText('No accounts match this filter.')).toBeVisible();
  await must(client.POST('/api/accounts', { body: { name: 'Zephyr Foods', type: 'buyer' } }));
  await expect(page.getByRole('row', { name: /Zephyr Foods/ })).toBeVisible({ timeout: 2_500 });
});

test('the list asks the server three times at most', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith('/api/') && pathname !== '/api/events') asked.push(pathname);
  });
  await page.goto('/accounts?isActive=true');
  await expect(page.getByText(/^\d accounts$/)).toBeVisible();
  expect(asked.toSorted()).toEqual(['/api/accounts', '/api/accounts/totals', '/api/me']);
});

test('who may only look is not offered what the API would refuse', async ({ page, app, client }) => {
  const credentials = await addPerson(app.baseUrl, client, 'cora@example.com', ['Accountant']);
  await signInByCookie(page, app.baseUrl, credentials);
  await page.goto('/accounts');
  await expect(page.getByText(/^\d accounts$/)).toBeVisible();
  await expect(page.getByRole('link', { name: 'New account' })).toBeHidden();
  await expect(page.getByRole('button', { name: 'Export', exact: true })).toBeHidden();
  await expect(page.getByLabel('Select all loaded rows')).toBeHidden();
  await page.goto('/accounts/new');
  await expect(page.getByText('Your roles do not allow this screen.')).toBeVisible();
  await page.goto(`/accounts/${book.buyer.id}`);
  await expect(page.getByRole('heading', { name: 'Harbor Foods' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'maria@harbor.example' })).toBeVisible();
  for (const name of ['Edit details', 'Add contact', 'Deactivate', 'More actions']) {
    await expect(page.getByRole('button', { name })).toBeHidden();
  }
  const refused = await page.request.patch(`${app.baseUrl}/api/accounts/${book.buyer.id}`, {
    data: { phone: '1' },
    headers: { 'if-match': '"1"' },
  });
  expect(refused.status()).toBe(403);
});
