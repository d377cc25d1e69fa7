import type { paths, Schemas } from '@pace/api-client';
import { expectNoViolations } from './support/accessibility.ts';
import { addPerson, type Client, must } from './support/book.ts';
import { expect, signInByCookie, test, watchConsole } from './support/fixtures.ts';

test.use({ file: import.meta.filename });

type RoleBody = NonNullable<paths['/api/roles']['post']['requestBody']>['content']['application/json'];

function makeRole(
  client: Client,
  name: string,
  permissions: RoleBody['permissions'],
): Promise<Schemas['Role']> {
  return must(client.POST('/api/roles', { body: { name, permissions } }));
}

const readRole = (client: Client, id: string) =>
  must(client.GET('/api/roles/{id}', { params: { path: { id } } }));

test('rights are set with the keyboard alone, after seeing what would change and for whom', async ({
  page,
  app,
  client,
}) => {
  const role = await makeRole(client, 'Packing house', ['orders:view', 'products:view']);
  await addPerson(app.baseUrl, client, 'pia@example.com', ['Packing house']);
  await addPerson(app.baseUrl, client, 'sol@example.com', ['Packing house', 'Sales']);
  await page.goto(`/roles/${role.id}`);
  const grid = page.getByRole('grid', { name: 'Rights of Packing house' });
  await grid.getByLabel('Dashboard: view').focus();

  // Down to orders, right to create; then the switch of the whole row of reports.
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await expect(grid.getByLabel('Orders: create')).toBeFocused();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Space');
  await expect(grid.getByLabel('Products: view, will be taken')).toBeFocused();
  await page.keyboard.press('Control+ArrowUp');
  await page.keyboard.press('Home');
  await expect(grid.getByLabel('everything: all')).toBeFocused();
  for (let row = 0; row < 8; row += 1) await page.keyboard.press('ArrowDown');
  await expect(grid.getByLabel('Reports: all')).toBeFocused();
  await page.keyboard.press('Space');

  const preview = page.getByRole('region', { name: 'What would change' });
  await expect(preview).toContainText('Gives Orders: create; Reports: all');
  await expect(preview).toContainText('Takes Products: view');
  await expect(preview).toContainText('Changes what 2 people may do');
  await expect(preview.getByRole('listitem').filter({ hasText: 'pia' })).toContainText(
    'loses Products: view',
  );
  // Sales gives the products and most of the rest anyway.
  const sol = preview.getByRole('listitem').filter({ hasText: 'sol' });
  await expect(sol).toContainText('gains Reports: create, edit, delete');
  await expect(sol).not.toContainText('loses');

  await page.keyboard.press('ControlOrMeta+s');
  await expect(page.getByText('The rights of Packing house are changed')).toBeVisible();
  await expect(preview).toHaveCount(0);
  const after = await readRole(client, role.id);
  expect(after.permissions.toSorted()).toEqual(
    [
      'orders:create',
      'orders:view',
      'reports:create',
      'reports:delete',
      'reports:edit',
      'reports:export',
      'reports:view',
    ].toSorted(),
  );

  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(grid.getByLabel('Products: view')).toBeChecked();
  await page.getByRole('tab', { name: 'History' }).click();
  await expect(page.getByText('Given: Orders: create; Reports: all')).toBeVisible();
});

test('what somebody else gives meanwhile is shown, and the own changes lie on top', async ({
  page,
  client,
}) => {
  const role = await makeRole(client, 'Field office', ['orders:view']);
  await page.goto(`/roles/${role.id}`);
  const grid = page.getByRole('grid', { name: 'Rights of Field office' });
  await grid.getByLabel('Orders: edit').check();
  await must(
    client.PUT('/api/roles/{id}/permissions', {
      params: { path: { id: role.id } },
      headers: { 'if-match': `"${role.version}"` },
      body: { permissions: ['orders:view', 'accounts:view'] },
    }),
  );
  await expect(page.getByText('Somebody else changed this role meanwhile')).toBeVisible();
  await expect(page.getByText('They gave Accounts: view')).toBeVisible();
  await expect(grid.getByLabel('Accounts: view')).toBeChecked();
  await page.getByRole('button', { name: 'Save rights' }).click();
  await expect(page.getByText('The rights of Field office are changed')).toBeVisible();
  const { permissions } = await readRole(client, role.id);
  expect(permissions.toSorted()).toEqual(['accounts:view', 'orders:edit', 'orders:view']);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`a role that is being changed is accessible, ${colorScheme}`, async ({ page, app, client }) => {
    await page.emulateMedia({ colorScheme });
    const role = await makeRole(client, `Desk ${colorScheme}`, ['orders:view', 'orders:edit']);
    await addPerson(app.baseUrl, client, `${colorScheme}@example.com`, [role.name]);
    await page.goto(`/roles/${role.id}`);
    await page.getByLabel('Orders: edit').uncheck();
    await page.getByLabel('Reports: all').check();
    await expect(page.getByText('1 person touched', { exact: false })).toBeVisible();
    await expectNoViolations(page);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.evaluate(() => document.querySelector('main')?.scrollWidth)).toBeLessThanOrEqual(390);
    await expectNoViolations(page);
  });
}

test('the last administrator cannot be taken away; the refusal is beside the rights', async ({
  page,
  client,
}) => {
  const roles = await must(client.GET('/api/roles'));
  const adminRole = roles.items.find((role) => role.name === 'Admin');
  await page.goto(`/roles/${adminRole?.id}`);
  await page.getByLabel('Settings: edit').uncheck();
  await page.getByRole('button', { name: 'Save rights' }).click();
  await expect(
    page.getByText(
      'At least one active person who can sign in must keep the rights to edit users and settings.',
    ),
  ).toBeVisible();
  await expect(page.getByLabel('Settings: edit, will be taken')).toHaveAttribute('aria-invalid', 'true');
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect(page.getByLabel('Settings: edit')).toBeChecked();
});

test('nobody gives what they do not hold', async ({ browser, app, client }) => {
  const desk = await makeRole(client, 'People desk', [
    'users:view',
    'users:create',
    'users:edit',
    'orders:view',
  ]);
  const role = await makeRole(client, 'Visitors', ['orders:view']);
  const credentials = await addPerson(app.baseUrl, client, 'paula@example.com', ['People desk']);
  const context = await browser.newContext({ baseURL: app.baseUrl });
  const page = await context.newPage();
  watchConsole(page);
  await signInByCookie(page, app.baseUrl, credentials);

  await page.goto(`/roles/${role.id}`);
  const locked = page.getByLabel('Settings: edit');
  await expect(locked).toHaveAttribute('aria-disabled', 'true');
  await locked.focus();
  await page.keyboard.press('Space');
  await expect(locked).not.toBeChecked();
  // The switch of a whole column gives what may be given, and no more.
  await page.getByLabel('everything: edit').click();
  await expect(page.getByRole('region', { name: 'What would change' })).toContainText('Gives People: edit');
  expect(
    (
      await page.request.put(`/api/roles/${role.id}/permissions`, {
        headers: { 'if-match': `"${role.version}"` },
        data: { permissions: ['settings:edit'] },
      })
    ).status(),
  ).toBe(403);

  // Roles beyond their own rights cannot be given, and people beyond them cannot be changed.
  await page.getByRole('button', { name: 'Discard' }).click();
  await page.goto('/users/new');
  await expect(page.getByRole('checkbox', { name: 'Admin' })).toBeDisabled();
  await expect(page.getByRole('checkbox', { name: 'Visitors' })).toBeEnabled();
  const { items } = await must(client.GET('/api/users', { params: { query: { q: 'ann@' } } }));
  await page.goto(`/users/${items[0]?.id}`);
  await expect(page.getByText('holds rights that you do not.', { exact: false })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Deactivate' })).toHaveCount(0);
  expect(desk.isActive).toBe(true);
  await context.close();
});

test('a role is copied, renamed, switched off and on, and deleted by typing its name', async ({
  page,
  client,
}) => {
  const pattern = await makeRole(client, 'Night desk', ['orders:view', 'orders:edit']);
  await page.goto(`/roles/${pattern.id}`);
  await page.getByRole('link', { name: 'Copy' }).click();
  await expect(page.getByLabel('Begin with the rights of')).toHaveValue(pattern.id);
  await page.getByLabel('Name').fill('Night desk');
  await page.getByRole('button', { name: 'Create role' }).click();
  await expect(page.getByText('Another role already has this name.')).toBeVisible();
  await page.getByLabel('Name').fill('Dawn desk');
  await page.getByRole('button', { name: 'Create role' }).click();
  await expect(page.getByRole('heading', { name: 'Dawn desk' })).toBeVisible();
  await expect(page.getByLabel('Orders: edit')).toBeChecked();

  await page.getByLabel('Name').fill('Early desk');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Early desk' })).toBeVisible();

  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Switch off' }).click();
  await expect(page.getByText('Switched off', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Switch on' }).click();
  await expect(page.getByText('Active', { exact: true })).toBeVisible();

  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Delete …' }).click();
  const remove = page.getByRole('button', { name: 'Delete for good' });
  await expect(remove).toBeDisabled();
  await page.getByLabel('Type Early desk to delete it').fill('Early desk');
  await remove.click();
  await expect(page).toHaveURL(/\/roles$/);
  await expect(page.getByRole('link', { name: 'Night desk' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Early desk' })).toHaveCount(0);
});

test('a role that people hold says so instead of being deleted; system roles cannot be', async ({
  page,
  app,
  client,
}) => {
  const role = await makeRole(client, 'Kept desk', ['orders:view']);
  await addPerson(app.baseUrl, client, 'kim@example.com', ['Kept desk']);
  await page.goto(`/roles/${role.id}`);
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Delete …' }).click();
  await page.getByRole('dialog').getByRole('link', { name: 'Show who holds it' }).click();
  await expect(page).toHaveURL(new RegExp(`/users\\?roleId=${role.id}`));
  await expect(page.getByRole('link', { name: 'kim' })).toBeVisible();

  const roles = await must(client.GET('/api/roles'));
  await page.goto(`/roles/${roles.items.find(({ name }) => name === 'Sales')?.id}`);
  await expect(page.getByText('it keeps its name and cannot be deleted', { exact: false })).toBeVisible();
  await page.getByRole('button', { name: 'More actions' }).click();
  await expect(page.getByRole('menuitem', { name: 'Switch off' })).toBeVisible();
  await expect(page.getByRole('menuitem', { name: 'Delete …' })).toHaveCount(0);
});
