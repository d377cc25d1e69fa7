import { test as base, expect } from '@playwright/test';
import { expectAccessible } from './support/accessibility.ts';
import { type App, startApp } from './support/app.ts';
import { signedIn } from './support/book.ts';
import { watchConsole } from './support/fixtures.ts';

const test = base;
let app: App;

test.beforeEach(async ({ page }) => {
  app = await startApp({ firstStart: true });
  watchConsole(page);
});
test.afterEach(() => app.stop());

test('the first start: administrator, company, who is invoiced, sample data', async ({ page }) => {
  await page.goto(app.baseUrl);
  await expect(page.getByRole('heading', { name: 'Set up PACE CRM' })).toBeVisible();
  await expectAccessible(page);

  await page.getByLabel('One-time code').fill('wrong-code');
  await page.getByLabel('First name').fill('Ann');
  await page.getByLabel('Last name').fill('Example');
  await page.getByLabel('E-mail').fill('ann@example.com');
  await page.getByLabel('Password', { exact: false }).first().fill('correct horse battery');
  await page.getByRole('button', { name: 'Continue' }).click();

  await expect(page.getByRole('heading', { name: 'Your company' })).toBeFocused();
  await page.getByLabel('Company name').fill('Example Brokerage');
  await page.getByLabel('Time zone').selectOption('America/Chicago');
  await page.getByLabel('The seller, for our commission').check();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Continue' }).click();

  await page.getByLabel('Sample data').check();
  await expectAccessible(page);

  // A reload begins at the first step with what was typed, the two secrets excepted.
  await page.reload();
  await expect(page.getByLabel('First name')).toHaveValue('Ann');
  await expect(page.getByLabel('E-mail')).toHaveValue('ann@example.com');
  await expect(page.getByLabel('One-time code')).toHaveValue('');
  await expect(page.getByLabel('Password').first()).toHaveValue('');
  await page.getByLabel('One-time code').fill('wrong-code');
  await page.getByLabel('Password').first().fill('correct horse battery');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByLabel('Company name')).toHaveValue('Example Brokerage');
  await expect(page.getByLabel('Time zone')).toHaveValue('America/Chicago');
  await expect(page.getByLabel('The seller, for our commission')).toBeChecked();
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByLabel('Sample data')).toBeChecked();
  await page.getByRole('button', { name: 'Open PACE CRM' }).click();

  // The wrong code leads back to where it was typed; nothing else has to be typed again.
  await expect(page.getByText('This set-up code is wrong, used or expired.').first()).toBeVisible();
  await page.getByLabel('One-time code').fill(app.code);
  await expect(page.getByLabel('E-mail')).toHaveValue('ann@example.com');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByLabel('Company name')).toHaveValue('Example Brokerage');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('button', { name: 'Open PACE CRM' }).click();

  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible({ timeout: 30_000 });
  await page.goto(`${app.baseUrl}/orders`);
  await expect(page.getByText('300 orders')).toBeVisible();

  const { client, user } = await signedIn(app.baseUrl);
  const company = await client.GET('/api/company');
  expect(company.data).toMatchObject({
    name: 'Example Brokerage',
    timeZone: 'America/Chicago',
    defaultBillingMode: 'commission',
    defaultEngagedBy: 'seller',
  });
  expect(user).toMatchObject({ firstName: 'Ann', lastName: 'Example', roles: ['Admin'] });

  await page.getByRole('button', { name: 'Ann Example' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
});

test('an empty book says on every screen what to do next', async ({ page }) => {
  await page.goto(`${app.baseUrl}/set-up#code=${app.code}`);
  await page.getByLabel('First name').fill('Ann');
  await page.getByLabel('Last name').fill('Example');
  await page.getByLabel('E-mail').fill('ann@example.com');
  await page.getByLabel('Password').first().fill('correct horse battery');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('Company name').fill('Example Brokerage');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByLabel('An empty book')).toBeChecked();
  await page.getByRole('button', { name: 'Open PACE CRM' }).click();
  await expect(page.getByRole('heading', { name: 'Dashboard' })).toBeVisible({ timeout: 30_000 });
  await expectAccessible(page);

  for (const [path, next] of [
    ['orders', 'New order'],
    ['accounts', 'New account'],
    ['products', 'New product'],
  ] as const) {
    await page.goto(`${app.baseUrl}/${path}`);
    await expect(page.locator('.empty-state')).toBeVisible();
    await expect(page.getByRole('link', { name: next }).first()).toBeVisible();
    await expectAccessible(page);
  }
});
