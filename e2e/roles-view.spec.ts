import type { Page } from '@playwright/test';
import { addPerson, type Book, openBook, writeOrder } from './support/book.ts';
import { expect, signInByCookie, test, watchConsole } from './support/fixtures.ts';

test.use({ file: import.meta.filename });

/** What each of the four roles finds, and what the API answers where the screen shows nothing. */
const views = [
  {
    role: 'Admin',
    navigation: ['Dashboard', 'Orders', 'Accounts', 'Products', 'People', 'Roles', 'Settings'],
    settings: ['Company', 'Payment terms', 'Profile', 'Sessions'],
    orders: ['New order', 'Export'],
    steps: ['Edit', 'Confirm'],
    closed: [],
    refused: [],
  },
  {
    role: 'Sales',
    navigation: ['Dashboard', 'Orders', 'Accounts', 'Products', 'Settings'],
    settings: ['Profile', 'Sessions'],
    orders: ['New order', 'Export'],
    steps: ['Edit', 'Confirm'],
    closed: ['/users', '/users/new', '/roles', '/roles/new', '/settings/company', '/settings/payment-terms'],
    refused: ['GET /api/users', 'GET /api/roles', 'POST /api/payment-terms', 'PATCH /api/company'],
  },
  {
    role: 'BackOffice',
    navigation: ['Dashboard', 'Orders', 'Accounts', 'Products', 'Settings'],
    settings: ['Profile', 'Sessions'],
    orders: ['New order', 'Export'],
    steps: ['Edit', 'Confirm'],
    closed: ['/users', '/roles', '/settings/company'],
    refused: ['GET /api/users', 'POST /api/roles', 'GET /api/company/activities'],
  },
  {
    role: 'Accountant',
    navigation: ['Dashboard', 'Orders', 'Accounts', 'Settings'],
    settings: ['Profile', 'Sessions'],
    orders: [],
    steps: [],
    closed: ['/products', '/users', '/roles', '/settings/payment-terms'],
    refused: [
      'POST /api/orders',
      'GET /api/orders/export.csv',
      'GET /api/products',
      'POST /api/accounts',
      'GET /api/users',
    ],
  },
] as const;

let book: Book;
let order = { id: '', orderNo: '' };
test.beforeAll(async ({ client }) => {
  book = await openBook(client);
  order = await writeOrder(client, book);
});

for (const view of views) {
  test(`${view.role} finds what the role allows, and the API refuses the rest`, async ({
    browser,
    app,
    client,
  }) => {
    const email = `${view.role.toLowerCase()}@example.com`;
    const credentials = await addPerson(app.baseUrl, client, email, [view.role]);
    const context = await browser.newContext({ baseURL: app.baseUrl });
    const page = await context.newPage();
    watchConsole(page);
    await signInByCookie(page, app.baseUrl, credentials);

    await page.goto('/orders');
    const navigation = page.getByRole('navigation', { name: 'Main' });
    await expect(page.getByRole('link', { name: order.orderNo })).toBeVisible();
    await expect(navigation.getByRole('listitem')).toHaveText([...view.navigation]);
    // Orders are chosen to do something with them.
    const canChoose = (view.orders as readonly string[]).length > 0;
    await expect(page.getByRole('checkbox', { name: /^Select/ })).toHaveCount(canChoose ? 2 : 0);
    const header = page.locator('.page-actions');
    for (const action of ['New order', 'Export'] as const) {
      const isThere = (view.orders as readonly string[]).includes(action);
      const role = action === 'Export' ? 'button' : 'link';
      await expect(header.getByRole(role, { name: action })).toHaveCount(isThere ? 1 : 0);
    }

    await page.goto(`/orders/${order.id}`);
    await expect(page.getByRole('heading', { name: order.orderNo })).toBeVisible();
    for (const step of ['Edit', 'Confirm'] as const) {
      const isThere = (view.steps as readonly string[]).includes(step);
      const button = header.getByRole(step === 'Edit' ? 'link' : 'button', { name: step, exact: true });
      await expect(button).toHaveCount(isThere ? 1 : 0);
    }

    const links = await hrefs(page);
    await page.goto('/');
    await expect(page.getByText('Top products')).toBeVisible();
    links.push(...(await hrefs(page)));
    const dead = links.filter((href) => view.closed.some((path) => href.startsWith(path)));
    expect(dead, 'no link leads to a screen that is closed').toEqual([]);

    await page.goto('/settings');
    await expect(page.getByRole('navigation', { name: 'Settings' }).getByRole('link')).toHaveText([
      ...view.settings,
    ]);

    for (const path of view.closed) {
      await page.goto(path);
      await expect(page.getByText('Your roles do not allow this screen.'), path).toBeVisible();
    }
    for (const request of view.refused) expect(await ask(page, request), request).toBe(403);
    await context.close();
  });
}

/** Where the links of the screen lead. */
function hrefs(page: Page): Promise<string[]> {
  return page.locator('a[href]').evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
}

/** The status of a request that is well formed but for the right to make it: rights are looked at first. */
async function ask(page: Page, request: string): Promise<number> {
  const [method = 'GET', address = '/'] = request.split(' ');
  const answer = await page.request.fetch(address, {
    method,
    headers: { 'if-match': '"1"' },
    ...(method !== 'GET' && { data: {} }),
  });
  return answer.status();
}

test('a right that is taken away disappears from the open screen within two seconds', async ({
  browser,
  app,
  client,
}) => {
  const credentials = await addPerson(app.baseUrl, client, 'live@example.com', ['Sales']);
  const context = await browser.newContext({ baseURL: app.baseUrl });
  const page = await context.newPage();
  watchConsole(page);
  await signInByCookie(page, app.baseUrl, credentials);
  const isListening = page.waitForResponse('**/api/events');
  await page.goto('/orders');
  await isListening;
  const newOrder = page.getByRole('link', { name: 'New order' });
  await expect(newOrder).toBeVisible();

  const { data: people } = await client.GET('/api/users', { params: { query: { q: 'live@' } } });
  const { data: roles } = await client.GET('/api/roles');
  const person = people?.items[0];
  const accountant = roles?.items.find((role) => role.name === 'Accountant');
  if (person === undefined || accountant === undefined) throw new Error('Nobody to change');
  await client.PUT('/api/users/{id}/roles', {
    params: { path: { id: person.id } },
    headers: { 'if-match': `"${person.version}"` },
    body: { roleIds: [accountant.id] },
  });
  await expect(newOrder).toHaveCount(0, { timeout: 2_000 });
  await expect(page.getByRole('navigation', { name: 'Main' }).getByText('Products')).toHaveCount(0);
  await context.close();
});
