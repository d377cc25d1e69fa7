import { test as base, expect, type Page } from '@playwright/test';
import { expectNoColourViolations, expectNoViolations } from './support/accessibility.ts';
import { watchConsole } from './support/fixtures.ts';
import { openReceiver, Simulator } from './support/simulator.ts';

/** The bookkeeper's page of the QuickBooks simulator, in the hands of a person. */

const test = base.extend<{ simulator: Simulator }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
  simulator: async ({}, use) => {
    const simulator = await Simulator.start();
    await use(simulator);
    await simulator.stop();
  },
  baseURL: async ({ simulator }, use) => use(simulator.url),
  page: async ({ page }, use) => {
    watchConsole(page);
    await use(page);
  },
});

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });
/** The status of the record that is open. */
const status = (page: Page) => page.locator('main > .head .chip');

test('a payment is received for an invoice, changed and voided; then the invoice is voided', async ({
  page,
  simulator,
}) => {
  const { Id, DocNumber } = await simulator.invoice('Harbor Lane Grocers', 1250.5);
  await page.goto('/?view=invoices');
  await page.getByRole('link', { name: DocNumber, exact: true }).click();
  await expect(status(page)).toHaveText('Open');

  await button(page, 'Receive payment').click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel('Amount received')).toHaveValue('1250.50');
  await dialog.getByLabel('Amount received').fill('twelve');
  await dialog.getByRole('button', { name: 'Receive payment' }).click();
  await expect(dialog.getByText('Write an amount like 1250.00.')).toBeVisible();
  await expect(dialog.getByLabel('Amount received')).toBeFocused();
  await dialog.getByLabel('Amount received').fill('1000');
  await dialog.getByLabel('Reference no.').fill('CHK 77');
  await dialog.getByRole('button', { name: 'Receive payment' }).click();
  await expect(dialog).toBeHidden();
  await expect(status(page)).toHaveText('Partly paid');
  await expect(page.getByText('bookkeeper: create')).toBeVisible();

  await page.getByRole('link', { name: 'Payment CHK 77' }).click();
  await button(page, 'Edit').click();
  await expect(page.getByLabel(`Applied to Invoice ${DocNumber}`)).toHaveValue('1000.00');
  await page.getByLabel('Amount received').fill('1250.50');
  await page.getByLabel(`Applied to Invoice ${DocNumber}`).fill('1250.50');
  await button(page, 'Save').click();
  await expect(page.getByText('USD 1,250.50')).toBeVisible();

  const name = (await heading(page, 'Payment').textContent())?.replace('Payment ', '') ?? '';
  await button(page, 'Void').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Void' }).click();
  await expect(page.getByText('Fill this in.')).toBeVisible();
  await page.getByLabel(`Type ${name} to go on`).fill(name);
  await page.getByRole('dialog').getByRole('button', { name: 'Void' }).click();
  await expect(status(page)).toHaveText('Voided');

  await page.goto(`/?view=invoices&open=${Id}`);
  await expect(status(page)).toHaveText('Open');
  await button(page, 'Void').click();
  await page.getByLabel(`Type ${DocNumber} to go on`).fill(DocNumber);
  await page.getByRole('dialog').getByRole('button', { name: 'Void' }).click();
  await expect(status(page)).toHaveText('Voided');
  expect(await simulator.admin('assert/invariants', {})).toMatchObject({ ok: true });
});

test('an invoice is written, edited and deleted by hand', async ({ page }) => {
  await page.goto('/?view=invoices');
  await expect(page.getByText('There are no invoices yet.')).toBeVisible();
  await button(page, 'New invoice').click();
  await button(page, 'Create').click();
  await expect(page.getByText('Fill this in.').first()).toBeVisible();
  await page.getByLabel('Customer', { exact: true }).fill('Copper Ridge Foods');
  await page.getByLabel('Item of line 1').fill('Produce');
  await page.getByLabel('Quantity of line 1').fill('3');
  await page.getByLabel('Price of line 1').fill('0.3333333');
  await expect(page.getByLabel('Amount of line 1')).toHaveValue('1.00');
  await button(page, 'Add a line').click();
  await page.getByLabel('Description of line 2').fill('Freight');
  await page.getByLabel('Amount of line 2').fill('40');
  await button(page, 'Create').click();
  await expect(heading(page, 'Invoice 1001')).toBeVisible();
  await expect(page.getByText('USD 41.00').first()).toBeVisible();

  await button(page, 'Edit').click();
  await page.getByLabel('Private note').fill('Gate 4');
  await page.getByLabel('Amount of line 2').fill('50');
  await button(page, 'Save').click();
  await expect(page.getByText('USD 51.00').first()).toBeVisible();
  await expect(page.getByText('PrivateNote: nothing → Gate 4')).toBeVisible();

  await button(page, 'Delete').click();
  await page.getByLabel('Type 1001 to go on').fill('1001');
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(status(page)).toHaveText('Deleted');
});

test('a customer is renamed, made inactive and merged away', async ({ page, simulator }) => {
  const { Id } = await simulator.invoice('Copper Ridge Foods', 10);
  await page.goto('/?view=customers');
  await expect(page.getByRole('link', { name: 'Copper Ridge Foods' })).toBeVisible();
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.keyboard.type('ninth');
  await expect(page.getByText('1–1 of 1')).toBeVisible();
  await page.getByRole('searchbox').blur();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(heading(page, 'Customer Ninth Street Market')).toBeVisible();

  await button(page, 'Rename').click();
  await page.getByLabel('New name').fill('Harbor Lane Grocers');
  await page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click();
  await expect(page.getByRole('dialog').getByText('6240')).toBeVisible();
  await page.getByLabel('New name').fill('Tenth Street Market');
  await page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click();
  await expect(heading(page, 'Customer Tenth Street Market')).toBeVisible();
  await button(page, 'Make inactive').click();
  await expect(status(page)).toHaveText('Inactive');
  await button(page, 'Undo').last().click();
  await expect(status(page)).toHaveText('Active');

  await page.goto('/?view=customers');
  await page.getByRole('link', { name: 'Copper Ridge Foods' }).click();
  await button(page, 'Merge').click();
  await page.getByLabel('Merge into this customer').fill('Tenth Street Market');
  await page.getByLabel('Type Copper Ridge Foods to go on').fill('Copper Ridge Foods');
  await page.getByRole('dialog').getByRole('button', { name: 'Merge' }).click();
  await expect(heading(page, 'Customer Tenth Street Market')).toBeVisible();
  await expect(page.getByText('USD 10.00')).toBeVisible();
  await page.goto(`/?view=invoices&open=${Id}`);
  await expect(page.getByRole('link', { name: 'Tenth Street Market' })).toBeVisible();
});

test('books are closed and opened, and preferences are changed', async ({ page, simulator }) => {
  await page.goto('/?view=preferences');
  await button(page, 'Close the books').click();
  await page.getByLabel('Closed through').fill('2026-06-30');
  await page.getByRole('dialog').getByRole('button', { name: 'Close the books' }).click();
  await expect(page.getByText('Closed through Jun 30, 2026', { exact: true })).toBeVisible();
  const refused = await simulator.api('invoice', {
    CustomerRef: { value: await simulator.idOf('Customer', 'Harbor') },
    TxnDate: '2026-06-30',
    Line: [{ Amount: 1, DetailType: 'SalesItemLineDetail', SalesItemLineDetail: {} }],
  });
  expect(JSON.stringify(refused.json)).toContain('6210');
  await button(page, 'Open the books').click();
  await expect(button(page, 'Open the books')).toBeHidden();

  await page.getByLabel('Custom transaction numbers').check();
  await page.getByLabel('Sales tax is on').check();
  await button(page, 'Save preferences').click();
  await expect(page.getByText('Preferences saved.')).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Custom transaction numbers')).toBeChecked();
  const { json } = await simulator.api('preferences');
  expect(json['Preferences']).toMatchObject({
    SalesFormsPrefs: { CustomTxnNumbers: true },
    TaxPrefs: { UsingSalesTax: true },
  });
  await button(page, 'Prove the books').click();
  await expect(page.getByText('Everything adds up')).toBeVisible();
});

test('calls appear while they are made, with the rule that broke one', async ({ page, simulator }) => {
  await page.goto('/?view=faults');
  await button(page, 'Add a rule').click();
  await page.getByLabel('Action').selectOption('fault');
  await page.getByLabel('Parameters (JSON)').fill('{ code }');
  await button(page, 'Add the rule').click();
  await expect(page.getByText('This is no JSON object.')).toBeVisible();
  await page.getByLabel('Parameters (JSON)').fill('{ "code": "6240" }');
  await page.getByLabel('Entity').selectOption('Customer');
  await button(page, 'Add the rule').click();
  await expect(page.getByRole('cell', { name: 'fault {"code":"6240"}' })).toBeVisible();

  await page.getByRole('link', { name: 'Calls' }).click();
  await expect(page.getByText('No calls yet.')).toBeVisible();
  await simulator.api('customer', { DisplayName: 'Nobody' });
  await expect(page.getByRole('row', { name: /POST \/customer.*400.*6240/ })).toBeVisible();
  await simulator.api('customer', { DisplayName: 'Somebody' });
  const row = page.getByRole('row', { name: /POST \/customer.*200/ });
  await expect(row).toBeVisible();
  await row.getByRole('button').click();
  await expect(page.getByRole('region', { name: /Sent in call/ })).toContainText('"DisplayName": "Somebody"');
  await expect(page.getByRole('region', { name: /Answered in call/ })).toContainText('"SyncToken": "0"');
  await page.getByLabel('Only refused or broken').check();
  await expect(row).toBeHidden();
});

test('a call that comes while the list of calls is on its way stays on the screen', async ({
  page,
  simulator,
}) => {
  await simulator.api('customer', { DisplayName: 'Listed' });
  const held = Promise.withResolvers<void>();
  const answered = Promise.withResolvers<void>();
  await page.route('**/__sim/journal?*', async (route) => {
    const response = await route.fetch();
    answered.resolve();
    await held.promise;
    await route.fulfill({ response });
  });
  await page.goto('/?view=calls');
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  await answered.promise;
  await simulator.api('item', { Name: 'Told' });
  await expect(page.getByRole('row', { name: /POST \/item/ })).toBeVisible();
  held.resolve();
  await expect(page.getByRole('row', { name: /POST \/customer/ })).toBeVisible();
  await expect(page.getByRole('row', { name: /POST \/item/ })).toBeVisible();
});

test('a call that comes before the page hears of calls appears once it does', async ({ page, simulator }) => {
  const held = Promise.withResolvers<void>();
  await page.route('**/page/live', async (route) => {
    await held.promise;
    await route.continue();
  });
  await page.goto('/?view=calls');
  await expect(page.getByText('No calls yet.')).toBeVisible();
  await simulator.api('customer', { DisplayName: 'Early' });
  held.resolve();
  await expect(page.getByRole('row', { name: /POST \/customer/ })).toBeVisible();
});

test('an app is connected and subscribed, and its webhooks are seen going out', async ({
  page,
  simulator,
}) => {
  const receiver = await openReceiver();
  await page.goto('/?view=connection');
  await button(page, 'Mint a pair of tokens').click();
  await button(page, 'Mint').click();
  await expect(page.getByLabel('Access token')).toHaveValue(/^eyJ/);
  await button(page, 'Cancel').click();
  await expect(page.getByText('Connected', { exact: true })).toBeVisible();

  await page.getByRole('link', { name: 'Webhooks' }).click();
  await button(page, 'Subscribe').click();
  await page.getByLabel('Address').fill(receiver.url);
  await page.getByLabel('Verifier token').fill('secret');
  await page.getByRole('dialog').getByRole('button', { name: 'Subscribe' }).click();
  await expect(page.getByText(receiver.url)).toBeVisible();
  await simulator.invoice('Harbor Lane Grocers', 20);
  const row = page.getByRole('row', { name: /Acknowledged.*200/ });
  await expect(row.first()).toBeVisible();
  await row.first().getByRole('button').click();
  await expect(page.getByRole('region', { name: 'Body of the delivery' })).toContainText(
    'qbo.invoice.created',
  );

  await page.getByRole('link', { name: 'Connection' }).click();
  await button(page, 'Disconnect qbo-sim-client').first().click();
  await page.getByLabel('Type qbo-sim-client to go on').fill('qbo-sim-client');
  await page.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).click();
  await expect(page.getByText('Disconnected', { exact: true }).first()).toBeVisible();
  await receiver.close();
});

test('knobs are turned, time is travelled in and a company is made', async ({ page, simulator }) => {
  await page.goto('/?view=knobs');
  await page.getByLabel('voidWithPayment').selectOption('unlinked');
  await expect(page.getByText('voidWithPayment is unlinked.')).toBeVisible();
  await button(page, 'Undo').click();
  await expect(page.getByLabel('voidWithPayment')).toHaveValue('refused');
  await page.getByLabel('requestsPerMinute').fill('-5');
  await page.getByLabel('requestsPerMinute').press('Enter');
  await expect(page.getByText('requestsPerMinute must be a whole number from 0')).toBeVisible();

  await page.getByRole('link', { name: 'Time', exact: true }).click();
  await button(page, 'Freeze it').click();
  await expect(page.getByText('Stands still', { exact: true })).toBeVisible();
  const before = await simulator.admin<{ now: string }>('clock');
  await page.getByLabel('Go forward by').fill('25 hours');
  await button(page, 'Go forward').click();
  await expect(page.getByText('like 90s, 15m, 25h, 8d')).toBeVisible();
  await page.getByLabel('Go forward by').fill('25h');
  await button(page, 'Go forward').click();
  await expect(page.getByText('25h have gone by.')).toBeVisible();
  const after = await simulator.admin<{ now: string }>('clock');
  expect(Date.parse(after.now) - Date.parse(before.now)).toBe(25 * 3_600_000);

  await page.getByRole('link', { name: 'Companies' }).click();
  await button(page, 'New company').click();
  await page.getByLabel('Preset').selectOption('ca-gst');
  await page.getByLabel('Name').fill('Second Books');
  await button(page, 'Create the company').click();
  await expect(page.getByRole('combobox', { name: 'Company', exact: true })).toContainText(
    'Second Books (ca-gst)',
  );
  await expect(heading(page, 'Invoices')).toBeVisible();
});

const views = [
  'customers',
  'items',
  'estimates',
  'invoices',
  'payments',
  'vendors',
  'bills',
  'preferences',
  'calls',
  'webhooks',
  'connection',
  'faults',
  'knobs',
  'time',
  'companies',
];

/** In light, then in dark on the same page: loading it again would be most of the time. */
async function expectNoViolationsInBoth(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light' });
  await expectNoViolations(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectNoColourViolations(page);
}

test('everybody can use every section, in light and dark', async ({ page, simulator }) => {
  test.slow();
  await simulator.invoice('Harbor Lane Grocers', 30);
  for (const view of views) {
    await page.goto(`/?view=${view}`);
    await expect(page.locator('main:not([aria-busy]) h1')).toBeVisible();
    await expectNoViolationsInBoth(page);
  }
});

test('everybody can use a record, a call and every question, in light and dark', async ({
  page,
  simulator,
}) => {
  test.slow();
  const { Id } = await simulator.invoice('Harbor Lane Grocers', 30);
  await simulator.admin('user/pay', { realm: await simulator.company(), invoiceId: Id, amount: '10' });
  await page.goto('/?view=calls');
  await page
    .getByRole('row', { name: /POST \/invoice/ })
    .getByRole('button')
    .click();
  await expect(page.getByRole('region', { name: /Sent in call/ })).toBeVisible();
  await expectNoViolationsInBoth(page);
  await page.goto(`/?view=invoices&open=${Id}`);
  await expect(status(page)).toHaveText('Partly paid');
  await expectNoViolationsInBoth(page);
  for (const action of ['Receive payment', 'Edit', 'Void']) {
    await button(page, action).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await expectNoViolationsInBoth(page);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
  }
});

test('nothing scrolls sideways on a phone, and its menu leads everywhere', async ({ page, simulator }) => {
  const { Id } = await simulator.invoice('Harbor Lane Grocers', 1234.56);
  await page.setViewportSize({ width: 390, height: 844 });
  for (const view of [...views, `invoices&open=${Id}`]) {
    await page.goto(`/?view=${view}`);
    await expect(page.locator('main:not([aria-busy]) h1')).toBeVisible();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow, view).toBeLessThanOrEqual(0);
  }
  await button(page, 'Menu').click();
  await page.getByRole('link', { name: 'Knobs' }).click();
  await expect(heading(page, 'Knobs')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Faults' })).toBeHidden();
});
