import type { Page } from '@playwright/test';
import { admin } from './support/app.ts';
import { type Book, must, openBook, writeOrder } from './support/book.ts';
import { expect, test } from './support/fixtures.ts';

test.use({ file: import.meta.filename });

let book: Book;
let ids: { user: string; role: string };
test.beforeAll(async ({ client }) => {
  book = await openBook(client);
  const [user] = (await must(client.GET('/api/users'))).items;
  const [role] = (await must(client.GET('/api/roles'))).items;
  ids = { user: user?.id ?? '', role: role?.id ?? '' };
});

interface Form {
  name: string;
  path: () => string;
  /** What opens it, where it does not open with the screen. */
  open?: string;
  field: string;
}

const forms: readonly Form[] = [
  { name: 'a new account', path: () => '/accounts/new', field: 'Name' },
  { name: 'an account', path: () => `/accounts/${book.seller.id}`, open: 'Edit details', field: 'Phone' },
  { name: 'a new contact', path: () => `/accounts/${book.seller.id}`, open: 'Add contact', field: 'Title' },
  { name: 'a new product', path: () => '/products/new', field: 'Commodity' },
  {
    name: 'a product',
    path: () => `/products/${book.products[0]?.id}`,
    open: 'Edit details',
    field: 'Grade',
  },
  { name: 'a new person', path: () => '/users/new', field: 'First name' },
  { name: 'a person', path: () => `/users/${ids.user}`, field: 'Phone' },
  { name: 'a new role', path: () => '/roles/new', field: 'What it is for' },
  { name: 'a role', path: () => `/roles/${ids.role}`, field: 'What it is for' },
  { name: 'the company', path: () => '/settings/company', field: 'Name' },
  { name: 'new payment terms', path: () => '/settings/payment-terms?open=new', field: 'Name' },
  { name: 'the own profile', path: () => '/settings/profile', field: 'Phone' },
];

async function typeInto(page: Page, { path, open, field }: Form) {
  await page.goto(path());
  if (open !== undefined) await page.getByRole('button', { name: open }).click();
  const input = page.getByLabel(field).first();
  await input.fill('typed, not saved');
  return input;
}

for (const form of forms) {
  test(`${form.name}: what is typed outlives a session that ended, and a reload`, async ({
    page,
    context,
  }) => {
    page.on('dialog', (dialog) => void dialog.accept());
    const input = await typeInto(page, form);
    await context.clearCookies();
    await page.reload();
    await page.getByLabel('E-mail').fill(admin.email);
    await page.getByLabel('Password').first().fill(admin.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(input).toHaveValue('typed, not saved');
  });
}

test('what a person leaves on purpose, or saves, does not come back', async ({ page }) => {
  page.on('dialog', (dialog) => void dialog.accept());
  const account = {
    name: '',
    path: () => `/accounts/${book.buyer.id}`,
    open: 'Edit details',
    field: 'Phone',
  };
  await typeInto(page, account);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.reload();
  await expect(page.getByRole('button', { name: 'Edit details' })).toBeVisible();

  await typeInto(page, account);
  await page.getByRole('link', { name: 'Products' }).first().click();
  await page.getByRole('button', { name: 'Leave' }).click();
  await expect(page.getByRole('heading', { name: 'Products' })).toBeVisible();
  await page.goto(account.path());
  await expect(page.getByRole('button', { name: 'Edit details' })).toBeVisible();

  await typeInto(page, account);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Harbor Foods saved')).toBeVisible();
  await page.reload();
  await expect(page.getByRole('button', { name: 'Edit details' })).toBeVisible();
});

test('rights that were switched and not saved outlive a reload', async ({ page }) => {
  page.on('dialog', (dialog) => void dialog.accept());
  await page.goto('/roles/new');
  await page.getByLabel('Name').fill('Desk');
  await page.getByLabel('Orders: view').check();
  await page.reload();
  await expect(page.getByLabel('Orders: view')).toBeChecked();
  await expect(page.getByText('It gives 1 of 50 rights.')).toBeVisible();
});

test('another tab of the same person does not show it', async ({ page, context }) => {
  await typeInto(page, { name: '', path: () => '/products/new', field: 'Commodity' });
  const tab = await context.newPage();
  await tab.goto('/products/new');
  await expect(tab.getByLabel('Commodity')).toHaveValue('');
});

test('two tabs with one order do not take each other’s work', async ({ page, context, client }) => {
  const order = await writeOrder(client, book);
  const tab = await context.newPage();
  for (const one of [page, tab]) {
    await one.goto(`/orders/${order.id}/edit`);
    await expect(one.getByLabel('PO number')).toBeVisible();
  }
  await page.getByLabel('PO number').fill('PO-first-tab');
  await tab.getByLabel('Memo').fill('Of the second tab');
  await tab.keyboard.press('ControlOrMeta+s');
  await expect(tab.getByText(`${order.orderNo} saved`)).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('PO number')).toHaveValue('PO-first-tab');
  await page.getByRole('button', { name: 'Put both together' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Save both' }).click();
  await expect(page.getByLabel('Memo')).toHaveValue('Of the second tab');
  await expect(page.getByText(`${order.orderNo} saved`)).toBeVisible();
});
