import { addPerson, type Book, confirmOrder, must, openBook, writeOrder } from './support/book.ts';
import { expect, signInByCookie, test, watchConsole } from './support/fixtures.ts';

test.use({ file: import.meta.filename });

let book: Book;
let order = { id: '', orderNo: '' };
test.beforeAll(async ({ client }) => {
  book = await openBook(client);
  const draft = await writeOrder(client, book);
  await confirmOrder(client, draft);
  order = draft;
});

test('the focus goes to the heading of the screen one comes to, unless a field has taken it', async ({
  page,
}) => {
  await page.goto('/orders');
  await expect(page.getByRole('link', { name: order.orderNo })).toBeVisible();
  await page.keyboard.press('j');
  await expect(page.getByRole('row', { name: order.orderNo })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: order.orderNo })).toBeFocused();

  // Another tab of the same screen is no arrival.
  const versions = page.getByRole('tab', { name: 'Confirmed versions' });
  await versions.click();
  await expect(page).toHaveURL(/tab=versions/);
  await expect(versions).toBeFocused();

  const navigation = page.getByRole('navigation', { name: 'Main' });
  await navigation.getByRole('link', { name: 'People' }).click();
  await expect(page.getByRole('heading', { name: 'People', exact: true })).toBeFocused();
  await page.getByRole('link', { name: 'ann@example.com' }).click();
  await expect(page.getByRole('heading', { name: 'ann@example.com', exact: true })).toBeFocused();

  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('combobox', { name: 'Search and commands' }).fill('new order');
  await page.getByRole('option', { name: 'New order' }).click();
  await expect(page.getByLabel('Seller')).toBeFocused();
});

test('a confirmed version has an address; back closes it, and leads to the tab before', async ({ page }) => {
  await page.goto(`/orders/${order.id}`);
  await page.getByRole('tab', { name: 'Confirmed versions' }).click();
  await page.getByRole('button', { name: 'What it said' }).click();
  await expect(page).toHaveURL(/\?tab=versions&version=1$/);
  const said = page.locator('.order-revision').getByText('Alder Creek Orchards to Harbor Foods');
  await expect(said).toBeVisible();
  await page.reload();
  await expect(said).toBeInViewport();
  await page.goBack();
  await expect(said).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'What it said' })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('tab', { name: 'History' })).toHaveAttribute('aria-selected', 'true');
  await expect(page).toHaveURL(new RegExp(`${order.id}$`));
});

test('what was done last is taken back by a key, for as long as it is offered', async ({ page, client }) => {
  const draft = await writeOrder(client, book);
  const status = async () =>
    (await must(client.GET('/api/orders/{id}', { params: { path: { id: draft.id } } }))).status;
  await page.clock.install();
  await page.goto(`/orders/${draft.id}`);
  await page.getByRole('button', { name: 'Confirm' }).click();
  const undo = page.getByRole('button', { name: 'Undo' });
  await expect(undo).toBeVisible();
  // With the focus in it the offer waits, under the mouse as well; left alone it goes.
  await undo.focus();
  await page.clock.runFor(30_000);
  await expect(undo).toBeVisible();
  await undo.blur();
  await page.clock.runFor(11_000);
  await expect(undo).toHaveCount(0);

  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Reopen order' }).click();
  await expect(undo).toBeVisible();
  expect(await status()).toBe('draft');
  // Two offers: the newer one first.
  await page.getByRole('button', { name: 'Confirm' }).click();
  await expect(undo).toHaveCount(2);
  expect(await status()).toBe('confirmed');
  await page.keyboard.press('ControlOrMeta+z');
  await expect(undo).toHaveCount(1);
  await expect.poll(status).toBe('draft');

  // In a field the key takes back what was typed there.
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Orders' }).click();
  const search = page.getByRole('searchbox');
  await search.pressSequentially('P');
  await search.press('ControlOrMeta+z');
  await expect(search).toHaveValue('');
  await expect(undo).toHaveCount(1);
  expect(await status()).toBe('draft');
});

test('the palette goes to people, accounts, products and settings, and offers what a person or role allows', async ({
  page,
  app,
  client,
}) => {
  await addPerson(app.baseUrl, client, 'paula@example.com', ['Sales']);
  const search = page.getByRole('combobox', { name: 'Search and commands' });
  const look = async (text: string) => {
    await page.keyboard.press('ControlOrMeta+k');
    await expect(search).toBeFocused();
    await search.fill(text);
  };
  const take = async (text: string, name: string) => {
    await look(text);
    await page.getByRole('option', { name, exact: true }).click();
  };
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'Dashboard' })).toBeVisible();
  await take('harbor', 'Harbor Foods');
  await expect(page.getByRole('heading', { name: 'Harbor Foods' })).toBeVisible();
  await take('kerman', 'Pistachios Kerman PIS-KE');
  await expect(page.getByRole('heading', { name: /Pistachios/ })).toBeVisible();
  await take('paula', 'paula paula@example.com');
  await expect(page.getByRole('heading', { name: 'paula', exact: true })).toBeVisible();

  await take('deactivate', 'Deactivate this person');
  await expect(page.getByText('paula is deactivated and signed out everywhere')).toBeVisible();
  await take('activate', 'Activate this person');
  await expect(page.getByText('paula may sign in again')).toBeVisible();
  await take('code', 'New set-up code for this person');
  await page.getByRole('button', { name: 'Make the code' }).click();
  await expect(page.getByLabel('One-time code', { exact: true })).toBeVisible();

  await take('roles', 'Roles');
  await page.getByRole('link', { name: 'Sales' }).click();
  await expect(page.getByRole('heading', { name: 'Sales', exact: true })).toBeVisible();
  await take('copy', 'Copy this role');
  await expect(page).toHaveURL(/\/roles\/new\?from=/);
  await take('payment', 'Settings: Payment terms');
  await expect(page).toHaveURL(/\/settings\/payment-terms$/);

  await look('');
  const recent = page.getByRole('group', { name: 'Recent' }).getByRole('option');
  await expect(recent).toContainText(['Sales', 'paula', 'Pistachios', 'Harbor Foods']);
  const creations = page.getByRole('group', { name: 'Create' }).getByRole('option');
  await expect(creations).toContainText([
    'New order',
    'New account',
    'New product',
    'New person',
    'New role',
  ]);
});

test('the palette of a salesperson has nothing that is closed to them', async ({ browser, app, client }) => {
  const credentials = await addPerson(app.baseUrl, client, 'sam@example.com', ['Sales']);
  const context = await browser.newContext({ baseURL: app.baseUrl });
  const page = await context.newPage();
  watchConsole(page);
  await signInByCookie(page, app.baseUrl, credentials);
  await page.goto('/orders');
  await expect(page.getByRole('link', { name: order.orderNo })).toBeVisible();
  await page.keyboard.press('ControlOrMeta+k');
  const options = (group: string) => page.getByRole('group', { name: group }).getByRole('option');
  await expect(options('Create')).toContainText(['New order', 'New account', 'New product']);
  await expect(options('Create')).toHaveCount(3);
  await expect(options('Go to')).toHaveText([
    'Dashboard',
    'Orders',
    'Accounts',
    'Products',
    'Settings',
    'Settings: Profile',
    'Settings: Sessions',
  ]);
  await page.getByRole('combobox', { name: 'Search and commands' }).fill('ann@example.com');
  await expect(page.getByText('Nothing fits.')).toBeVisible();
  await context.close();
});

test('the navigation folds, light and dark are chosen, and both stay so in this browser', async ({
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await page.goto('/orders');
  const navigation = page.getByRole('navigation', { name: 'Main' });
  await navigation.getByRole('button', { name: 'Collapse the navigation' }).click();
  await expect(navigation.getByText('Orders')).toBeHidden();
  await page.getByRole('button', { name: 'ann@example.com' }).click();
  await expect(page.getByRole('menuitemradio', { name: 'Light' })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('menuitemradio', { name: 'Dark' })).toBeFocused();
  await page.keyboard.press('Enter');
  const html = page.locator('html');
  await expect(html).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await page.reload();
  await expect(html).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await expect(navigation.getByText('Orders')).toBeHidden();
  await navigation.getByRole('link', { name: 'Accounts' }).click();
  await expect(page.getByRole('heading', { name: 'Accounts', exact: true })).toBeFocused();
  await navigation.getByRole('button', { name: 'Expand the navigation' }).click();
  await expect(navigation.getByText('Orders')).toBeVisible();

  // On a phone it is a drawer, which closes behind the link and leaves the focus to the new screen.
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole('button', { name: 'Navigation' }).click();
  const drawer = page.getByRole('dialog', { name: 'PACE CRM' });
  await drawer.getByRole('link', { name: 'Products' }).click();
  await expect(drawer).toBeHidden();
  await expect(page.getByRole('heading', { name: 'Products', exact: true })).toBeFocused();
  await page.getByRole('button', { name: 'Navigation' }).click();
  await page.keyboard.press('Escape');
  await expect(drawer).toBeHidden();
  await expect(page.getByRole('button', { name: 'Navigation' })).toBeFocused();
});

test('a day is taken from the calendar by mouse and by keyboard', async ({ page }) => {
  await page.goto('/orders/new');
  const ship = page.getByRole('textbox', { name: 'Ships' });
  await ship.fill('12/5/2026');
  await ship.press('Tab');
  const button = page.getByRole('button', { name: 'Calendar for Ships' });
  const calendar = page.getByRole('dialog', { name: 'Calendar for Ships' });
  await button.click();
  await calendar.getByRole('button', { name: '9 December 2026', exact: true }).click();
  await expect(calendar).toHaveCount(0);
  await expect(ship).toHaveValue('Dec 9, 2026');
  await expect(button).toBeFocused();

  await page.keyboard.press('Enter');
  await calendar.getByRole('button', { name: '9 December 2026', exact: true }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(ship).toHaveValue('Dec 17, 2026');
  await expect(button).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(calendar).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(calendar).toHaveCount(0);
  await expect(ship).toHaveValue('Dec 17, 2026');
});
