import type { Page } from '@playwright/test';
import { addPerson, type Book, must, openBook, writeOrder } from './support/book.ts';
import { expect, signInByCookie, test, watchConsole } from './support/fixtures.ts';

test.use({ file: import.meta.filename });

test.describe.configure({ mode: 'serial' });

let book: Book;
let bobId: string;
let salesId: string;
test.beforeAll(async ({ app, client }) => {
  book = await openBook(client);
  for (const poNumber of ['PO-1', 'PO-2']) await writeOrder(client, book, { poNumber });
  await addPerson(app.baseUrl, client, 'bob@example.com', ['Sales']);
  const { items } = await must(client.GET('/api/users', { params: { query: { q: 'bob' } } }));
  bobId = items[0]?.id ?? '';
  salesId = items[0]?.roles[0]?.id ?? '';
});

const product = 'Almonds Nonpareil';

/** Each list, and links that filter it: with rows, and with none that would say the names of the filter. */
const lists: readonly {
  path: () => string;
  /** What is in the footer, or instead of the list. */
  ready: string;
  chips?: readonly string[];
  asks: readonly string[];
}[] = [
  { path: () => '/orders', ready: '2 orders', asks: ['orders', 'orders/totals'] },
  {
    path: () => `/orders?productId=${book.products[0]?.id}`,
    ready: '2 orders',
    chips: [`Product: ${product}`],
    asks: ['orders', 'orders/totals'],
  },
  {
    path: () =>
      `/orders?sellerId=${book.seller.id}&buyerId=${book.buyer.id}&productId=${book.products[0]?.id}&q=none`,
    ready: 'No orders match this filter.',
    chips: ['Seller: Alder Creek Orchards', 'Buyer: Harbor Foods', `Product: ${product}`],
    asks: ['orders', 'orders/totals'],
  },
  { path: () => '/accounts', ready: '2 accounts', asks: ['accounts', 'accounts/totals'] },
  {
    path: () => `/accounts?ownerId=${bobId}`,
    ready: 'No accounts match this filter.',
    chips: ['Owner: bob'],
    asks: ['accounts', 'accounts/totals'],
  },
  { path: () => '/products', ready: '3 products', asks: ['products', 'products/totals'] },
  {
    path: () => '/products?q=kerman&isActive=true',
    ready: '1 product',
    asks: ['products', 'products/totals'],
  },
  { path: () => '/users', ready: '2 people', asks: ['roles', 'users'] },
  {
    path: () => `/users?roleId=${salesId}&q=nobody`,
    ready: 'Nobody matches this filter.',
    chips: ['Role: Sales'],
    asks: ['roles', 'users'],
  },
  { path: () => '/roles', ready: '4 roles', asks: ['roles'] },
  { path: () => '/roles?q=none', ready: 'No role is called that.', asks: ['roles'] },
];

test('a list asks the server three times at most, and a link says the names of its filter', async ({
  page,
}) => {
  const asked = requestsOf(page);
  for (const { path, ready, chips = [], asks } of lists) {
    asked.length = 0;
    await page.goto(path());
    await expect(page.getByText(ready, { exact: true })).toBeVisible();
    for (const chip of chips) await expect(page.getByRole('button', { name: chip })).toBeVisible();
    await page.waitForLoadState('load');
    expect([path(), asked.toSorted()]).toEqual([path(), ['me', ...asks].toSorted()]);
  }
});

test('back from a record, and back at the window, what is on screen is not asked for again', async ({
  page,
}) => {
  const asked = requestsOf(page);
  await page.goto('/orders');
  await expect(page.getByText('2 orders')).toBeVisible();
  await page.getByRole('row', { name: /PO-1/ }).click();
  await expect(page.getByText('Confirmed versions')).toBeVisible();
  asked.length = 0;
  await page.goBack();
  await expect(page.getByRole('row', { name: /PO-1/ })).toBeFocused();
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
  expect(asked).toEqual([]);
});

test('a filter by a seller that is not in use any more says its name', async ({ page, client }) => {
  const { id } = await must(
    client.POST('/api/accounts', { body: { name: 'Bygone Growers', type: 'seller' } }),
  );
  await must(
    client.PATCH('/api/accounts/{id}', {
      params: { path: { id } },
      headers: { 'if-match': '"1"' },
      body: { isActive: false },
    }),
  );
  await page.goto(`/orders?sellerId=${id}`);
  await expect(page.getByRole('button', { name: 'Seller: Bygone Growers' })).toBeVisible();
});

test('who may not view orders is told at once; who may view orders alone gets no list of accounts', async ({
  app,
  client,
  browser,
}) => {
  const order = await writeOrder(client, book);
  await must(client.POST('/api/roles', { body: { name: 'Buying', permissions: ['products:view'] } }));
  await must(client.POST('/api/roles', { body: { name: 'Reading', permissions: ['orders:view'] } }));
  const pageOf = async (email: string, role: string) => {
    const page = await (await browser.newContext({ baseURL: app.baseUrl })).newPage();
    watchConsole(page);
    await signInByCookie(page, app.baseUrl, await addPerson(app.baseUrl, client, email, [role]));
    return page;
  };

  const buying = await pageOf('eve@example.com', 'Buying');
  const asked = requestsOf(buying);
  for (const path of ['/orders', `/orders/${order.id}`, `/orders/${order.id}/edit`]) {
    await buying.goto(path);
    await expect(buying.getByRole('heading', { name: 'Not for you' })).toBeVisible();
  }
  expect(new Set(asked)).toEqual(new Set(['me']));
  await buying.context().close();

  const reading = await pageOf('rea@example.com', 'Reading');
  await reading.goto('/orders');
  await expect(reading.getByRole('button', { name: 'Status' })).toBeVisible();
  for (const name of ['Seller', 'Buyer', 'Product']) {
    await expect(reading.getByRole('button', { name, exact: true })).toHaveCount(0);
  }
  await reading.goto(`/orders?sellerId=${book.seller.id}`);
  await reading.getByRole('button', { name: 'Seller: Alder Creek Orchards' }).click();
  await expect(reading).toHaveURL(/\/orders$/);
  await reading.context().close();
});

/** Paths under /api that the page asks for; the stream of changes is opened once per browser and stays open. */
function requestsOf(page: Page): string[] {
  const asked: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith('/api/') && pathname !== '/api/events') asked.push(pathname.slice(5));
  });
  return asked;
}
