import { createApiClient } from '@pace/api-client';
import { addPerson, must, openBook, signedIn, writeOrder } from './support/book.ts';
import { expect, signInByCookie, test, watchConsole } from './support/fixtures.ts';

test.use({ file: import.meta.filename });

test('the company is changed; a combination that cannot be is refused beside its field', async ({
  page,
  client,
}) => {
  await page.goto('/settings');
  await expect(page).toHaveURL(/\/settings\/company$/);
  await page.getByLabel('Name').fill('Golden State Brokers');
  await page.getByLabel('Time zone').selectOption('America/Chicago');
  await page.getByLabel('We usually invoice').selectOption('commission');
  await page.getByLabel('Usually engaged by').selectOption('both');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('cannot be both while the commission is what is invoiced')).toBeVisible();
  await expect(page.getByLabel('Usually engaged by')).toHaveAttribute('aria-invalid', 'true');
  await page.getByLabel('Usually engaged by').selectOption('buyer');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('The company is saved')).toBeVisible();
  expect(await must(client.GET('/api/company'))).toMatchObject({
    name: 'Golden State Brokers',
    timeZone: 'America/Chicago',
    defaultBillingMode: 'commission',
    defaultEngagedBy: 'buyer',
  });
  await expect(page.getByRole('region', { name: 'History' })).toContainText('Golden State Brokers');
});

test('what is not saved is not left by mistake', async ({ page }) => {
  await page.goto('/settings/company');
  await page.getByLabel('Name').fill('Half typed');
  await page.getByRole('link', { name: 'Payment terms' }).click();
  const dialog = page.getByRole('dialog', { name: 'Leave without saving?' });
  await dialog.getByRole('button', { name: 'Stay' }).click();
  await expect(page.getByLabel('Name')).toHaveValue('Half typed');
  await page.getByRole('link', { name: 'Payment terms' }).click();
  await dialog.getByRole('button', { name: 'Leave' }).click();
  await expect(page).toHaveURL(/\/settings\/payment-terms$/);
});

test('payment terms are added, changed, no longer offered, and deleted by typing', async ({
  page,
  client,
}) => {
  await page.goto('/settings/payment-terms');
  await page.getByRole('link', { name: 'New payment terms' }).click();
  await page.getByLabel('Name').fill('Net 45');
  await page.getByLabel('Days until payment is due').fill('45');
  await page.getByRole('button', { name: 'Add payment terms' }).click();
  const row = page.getByRole('row', { name: /Net 45/ });
  await expect(row).toContainText('45 days');

  await row.getByRole('button', { name: 'Actions for Net 45' }).click();
  await page.getByRole('menuitem', { name: 'Edit …' }).click();
  await expect(page).toHaveURL(/open=[0-9a-f-]{36}/);
  await page.getByLabel('Days until payment is due').fill('44');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(row).toContainText('44 days');

  await row.getByRole('button', { name: 'Actions for Net 45' }).click();
  await page.getByRole('menuitem', { name: 'Deactivate' }).click();
  await expect(row).toContainText('Not offered');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(row).toContainText('Offered');

  await row.getByRole('button', { name: 'Actions for Net 45' }).click();
  await page.getByRole('menuitem', { name: 'Delete …' }).click();
  await page.getByLabel('Type Net 45 to delete it').fill('Net 45');
  await page.getByRole('button', { name: 'Delete for good' }).click();
  await expect(row).toHaveCount(0);
  const { items } = await must(client.GET('/api/payment-terms'));
  expect(items.map((terms) => terms.name)).not.toContain('Net 45');
});

test('days of terms in use stay, and it is said beside them', async ({ page, client }) => {
  const terms = await must(client.POST('/api/payment-terms', { body: { name: 'Net 7', days: 7 } }));
  await writeOrder(client, await openBook(client), { paymentTermsId: terms.id });
  await page.goto(`/settings/payment-terms?open=${terms.id}`);
  await page.getByLabel('Days until payment is due').fill('8');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('These payment terms are in use.', { exact: false })).toBeVisible();
  await expect(page.getByLabel('Days until payment is due')).toHaveAttribute('aria-invalid', 'true');
});

test('own name and password are changed; the new password works and the old one does not', async ({
  browser,
  app,
  client,
}) => {
  const credentials = await addPerson(app.baseUrl, client, 'paul@example.com', ['Sales']);
  const context = await browser.newContext({ baseURL: app.baseUrl });
  const page = await context.newPage();
  watchConsole(page);
  await signInByCookie(page, app.baseUrl, credentials);
  await page.goto('/settings');
  await expect(page).toHaveURL(/\/settings\/profile$/);
  await page.getByLabel('Last name').fill('Pistachio');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('button', { name: 'paul Pistachio' })).toBeVisible();

  await page.getByLabel('Current password', { exact: true }).fill('not this one');
  await page.getByLabel('New password', { exact: true }).fill('another long password');
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('The current password is wrong.')).toBeVisible();
  await page.getByLabel('Current password', { exact: true }).fill(credentials.password);
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('The password is changed; your other sessions have ended')).toBeVisible();
  await expect(page.getByLabel('Current password', { exact: true })).toHaveValue('');

  const anyone = createApiClient({ baseUrl: app.baseUrl });
  const withOld = await anyone.POST('/api/auth/sign-in', { body: credentials });
  expect(withOld.response.status).toBe(401);
  await signedIn(app.baseUrl, { ...credentials, password: 'another long password' });
  await context.close();
});

test('other sessions are ended one by one or all at once; this one stays', async ({
  browser,
  app,
  client,
}) => {
  const credentials = await addPerson(app.baseUrl, client, 'lena@example.com', []);
  const context = await browser.newContext({ baseURL: app.baseUrl });
  const page = await context.newPage();
  watchConsole(page);
  await signInByCookie(page, app.baseUrl, credentials);
  const other = await signedIn(app.baseUrl, credentials);
  await page.goto('/settings/sessions');
  const rows = page.getByRole('table', { name: 'Where you are signed in' }).getByRole('row');
  // The heading, this browser, the client that chose the password, and the other one.
  await expect(rows).toHaveCount(4);
  await expect(rows.nth(1)).toContainText('This one');
  await rows
    .nth(2)
    .getByRole('button', { name: /^End the session on/ })
    .click();
  const question = page.getByRole('dialog', { name: /^End the session on/ });
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(rows).toHaveCount(4);
  await rows
    .nth(2)
    .getByRole('button', { name: /^End the session on/ })
    .click();
  await question.getByRole('button', { name: 'End it' }).click();
  await expect(rows).toHaveCount(3);
  await page.getByRole('button', { name: 'End all others' }).click();
  await page.getByRole('button', { name: 'End them' }).click();
  await expect(rows).toHaveCount(2);
  expect((await other.client.GET('/api/me')).response.status).toBe(401);
  expect((await page.request.get('/api/me')).status()).toBe(200);
  await context.close();
});
