import { expectNoViolations } from './support/accessibility.ts';
import { addPerson, must } from './support/book.ts';
import { expect, signInByCookie, test, watchConsole } from './support/fixtures.ts';

test.use({ file: import.meta.filename });

test('a person is added, shown the one-time code once, and comes in with it', async ({
  page,
  browser,
  app,
  client,
}) => {
  await page.goto('/users');
  await expect(page.getByText('1 person', { exact: true })).toBeVisible();
  await page.keyboard.press('n');
  await page.getByRole('textbox', { name: 'E-mail', exact: true }).fill('Dana@Example.com');
  await page.getByLabel('First name').fill('Dana');
  await page.getByLabel('Last name').fill('Diaz');
  await page.getByRole('checkbox', { name: 'Sales' }).check();
  await page.getByRole('button', { name: 'Add and show the one-time code' }).click();
  await expect(page.getByRole('heading', { name: 'Dana Diaz is added' })).toBeVisible();
  const code = (await page.getByLabel('One-time code', { exact: true }).textContent()) ?? '';
  expect(code).toMatch(/^[\w-]{16,}$/);

  const context = await browser.newContext({ baseURL: app.baseUrl });
  const theirs = await context.newPage();
  watchConsole(theirs);
  await theirs.goto(`/set-up#code=${encodeURIComponent(code)}`);
  await expect(theirs.getByLabel('One-time code')).toHaveValue(code);
  await expect(theirs).toHaveURL('/set-up');
  await theirs.getByLabel('New password').first().fill('dana likes walnuts');
  await theirs.getByRole('button', { name: 'Choose this password' }).click();
  await expect(theirs.getByRole('navigation', { name: 'Main' }).getByText('Orders')).toBeVisible();
  await context.close();

  await page.getByRole('link', { name: 'Open Dana Diaz' }).click();
  await expect(page.getByLabel('One-time code', { exact: true })).toHaveCount(0);
  await page.goBack();
  await expect(page.getByLabel('One-time code', { exact: true })).toHaveCount(0);
  const { items } = await must(client.GET('/api/users', { params: { query: { q: 'dana' } } }));
  expect(items).toMatchObject([{ email: 'dana@example.com', roles: [{ name: 'Sales' }] }]);
});

test('an address that is taken is said beside the field', async ({ page }) => {
  await page.goto('/users/new');
  await page.getByLabel('E-mail').fill('ann@example.com');
  await page.getByRole('button', { name: 'Add and show the one-time code' }).click();
  await expect(page.getByText('Somebody already signs in with this e-mail address.')).toBeVisible();
  await expect(page.getByLabel('E-mail')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByLabel('E-mail')).toHaveValue('ann@example.com');
});

test('filters are in the address, and back undoes them', async ({ page, app, client }) => {
  await addPerson(app.baseUrl, client, 'sam@example.com', ['Sales']);
  await addPerson(app.baseUrl, client, 'bea@example.com', ['BackOffice']);
  await page.goto('/users');
  await expect(page.getByRole('link', { name: 'bea' })).toBeVisible();
  await page.getByRole('button', { name: 'Role' }).click();
  await page.getByRole('radio', { name: 'Sales' }).click();
  await expect(page.getByRole('link', { name: 'bea' })).toHaveCount(0);
  await expect(page).toHaveURL(/roleId=[0-9a-f-]{36}/);
  await expect(page.getByRole('link', { name: 'sam' })).toBeVisible();
  await page.getByLabel('Name or e-mail').fill('nobody at all');
  await expect(page.getByText('Nobody matches this filter.')).toBeVisible();
  await page.getByRole('button', { name: 'Show everybody' }).click();
  await expect(page.getByRole('link', { name: 'bea' })).toBeVisible();
  await page.goBack();
  await expect(page.getByText('Nobody matches this filter.')).toBeVisible();
});

test('roles say what they would give before they are saved; the page says which role gives what', async ({
  page,
  app,
  client,
}) => {
  await addPerson(app.baseUrl, client, 'rita@example.com', ['Sales']);
  const { items } = await must(client.GET('/api/users', { params: { query: { q: 'rita' } } }));
  await page.goto(`/users/${items[0]?.id}`);
  const table = page.getByRole('table', { name: 'What rita may do' });
  await expect(table.getByRole('row', { name: /Invoices/ })).not.toContainText('yes');

  await page.getByRole('checkbox', { name: 'BackOffice' }).check();
  await expect(page.getByText('Contracts: all; Invoices: view, create, edit')).toHaveCount(0);
  await expect(page.getByText('Invoices: view, create, edit; Contracts: all')).toBeVisible();
  await page.getByRole('button', { name: 'Save roles' }).click();
  await expect(table.getByRole('row', { name: /Invoices/ })).toContainText('BackOffice');
  await expect(
    table
      .getByRole('row', { name: /Orders/ })
      .getByRole('cell')
      .first(),
  ).toContainText('BackOffice, Sales');

  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(table.getByRole('row', { name: /Invoices/ })).not.toContainText('yes');
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`a person's page is accessible, ${colorScheme}`, async ({ page, app, client }) => {
    await page.emulateMedia({ colorScheme });
    await addPerson(app.baseUrl, client, `${colorScheme}@example.com`, ['Sales', 'BackOffice']);
    const { items } = await must(client.GET('/api/users', { params: { query: { q: `${colorScheme}@` } } }));
    await page.goto(`/users/${items[0]?.id}`);
    await page.getByRole('checkbox', { name: 'Sales' }).uncheck();
    await page.getByRole('button', { name: 'New set-up code' }).click();
    await expect(page.getByText('A code that was handed out before stops working.')).toBeVisible();
    await page.getByRole('button', { name: 'Make the code' }).click();
    await expect(page.getByLabel('One-time code', { exact: true })).toBeVisible();
    await expect(page.getByText('BackOffice, Sales').first()).toBeVisible();
    await expectNoViolations(page);
    await page.setViewportSize({ width: 390, height: 844 });
    await expect(page.getByText('everything – BackOffice, Sales').first()).toBeVisible();
    expect(await page.evaluate(() => document.querySelector('main')?.scrollWidth)).toBeLessThanOrEqual(390);
    await expectNoViolations(page);
  });
}

test('deactivating ends the sessions at once, and can be undone', async ({ page, browser, app, client }) => {
  const gus = await addPerson(app.baseUrl, client, 'gus@example.com', ['Sales']);
  const context = await browser.newContext({ baseURL: app.baseUrl });
  const theirs = await context.newPage();
  await signInByCookie(theirs, app.baseUrl, gus);
  const { items } = await must(client.GET('/api/users', { params: { query: { q: 'gus' } } }));
  await page.goto(`/users/${items[0]?.id}`);
  await page.getByRole('button', { name: 'Deactivate' }).click();
  await expect(page.getByText('gus is deactivated and signed out everywhere')).toBeVisible();
  await expect(page.getByText('gus is deactivated and may do nothing.', { exact: false })).toBeVisible();
  expect((await theirs.request.get('/api/me')).status()).toBe(401);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('button', { name: 'Deactivate' })).toBeVisible();
  await page.getByRole('tab', { name: 'History' }).click();
  await expect(page.getByText('deactivated this person')).toBeVisible();
  await expect(page.getByText('chose a password with a one-time code')).toBeVisible();
  await context.close();
});

test('nobody makes a set-up code for themselves', async ({ page, client }) => {
  const me = await must(client.GET('/api/me'));
  await page.goto(`/users/${me.id}`);
  await expect(page.getByLabel('Phone')).toBeVisible();
  await expect(page.getByRole('button', { name: 'New set-up code' })).toHaveCount(0);
});

test('two administrators change one person: both values are shown, and one is chosen', async ({
  page,
  app,
  client,
}) => {
  await addPerson(app.baseUrl, client, 'carl@example.com', []);
  const { items } = await must(client.GET('/api/users', { params: { query: { q: 'carl' } } }));
  const carl = items[0];
  if (carl === undefined) throw new Error('Carl is not there');
  await page.goto(`/users/${carl.id}`);
  await page.getByLabel('Phone').fill('555-0100');
  await must(
    client.PATCH('/api/users/{id}', {
      params: { path: { id: carl.id } },
      headers: { 'if-match': `"${carl.version}"` },
      body: { phone: '555-0199', lastName: 'Chan' },
    }),
  );
  await expect(page.getByText('Phone was changed meanwhile to 555-0199.')).toBeVisible();
  // What nobody edits here follows at once.
  await expect(page.getByLabel('Last name')).toHaveValue('Chan');
  await expect(page.getByLabel('Phone')).toHaveValue('555-0100');
  await page.getByRole('button', { name: 'Keep mine' }).click();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('carl Chan saved')).toBeVisible();
  const after = await must(client.GET('/api/users/{id}', { params: { path: { id: carl.id } } }));
  expect(after).toMatchObject({ phone: '555-0100', lastName: 'Chan' });
});
