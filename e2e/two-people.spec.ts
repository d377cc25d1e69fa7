import type { Page } from '@playwright/test';
import { admin } from './support/app.ts';
import { addPerson, type Book, confirmOrder, must, openBook, writeOrder } from './support/book.ts';
import { expect, signInByCookie, test, watchConsole } from './support/fixtures.ts';

test.use({ file: import.meta.filename });

test.describe.configure({ mode: 'serial' });

let book: Book;
let other: Page;
test.beforeAll(async ({ app, client, browser }) => {
  book = await openBook(client);
  const credentials = await addPerson(app.baseUrl, client, 'bob@example.com', ['Sales']);
  other = await (await browser.newContext({ baseURL: app.baseUrl })).newPage();
  watchConsole(other);
  await signInByCookie(other, app.baseUrl, credentials);
});
test.afterAll(() => other.context().close());

test('two people change one order: both versions are shown, field by field, and nothing is lost', async ({
  page,
  client,
}) => {
  const order = await writeOrder(client, book, { poNumber: 'PO-1', memo: 'As agreed' });
  await page.goto(`/orders/${order.id}/edit`);
  await other.goto(`/orders/${order.id}/edit`);

  await page.getByLabel('PO number').fill('PO-ann');
  await page.getByLabel('Quantity, line 1').fill('120');
  await other.getByLabel('PO number').fill('PO-bob');
  await other.getByLabel('Memo').fill('As agreed with Bob');
  await other.keyboard.press('ControlOrMeta+s');
  await expect(other.getByText('saved', { exact: false }).first()).toBeVisible();

  // Ann hears of it before she saves.
  await expect(page.getByText('bob saved this order meanwhile.')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+s');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('1 other change of theirs is taken over.')).toBeVisible();
  await expect(dialog.getByRole('row')).toHaveCount(2);
  await expect(dialog.getByRole('row').nth(1)).toContainText(/PO number.*PO-1.*PO-ann.*PO-bob/);
  await dialog.getByLabel('PO number: theirs').check();
  await dialog.getByRole('button', { name: 'Save with these choices' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByLabel('PO number')).toHaveValue('PO-bob');

  await expect
    .poll(async () => {
      const stored = await must(client.GET('/api/orders/{id}', { params: { path: { id: order.id } } }));
      return [stored.poNumber, stored.memo, stored.lines[0]?.quantity];
    })
    .toEqual(['PO-bob', 'As agreed with Bob', '120.00']);
});

test('putting both together saves, and confirms nothing', async ({ page, client }) => {
  const [product] = book.products;
  const order = await writeOrder(client, book, {
    lines: [{ productId: product?.id ?? '', quantity: '100', priceUnit: 'lb' }],
  });
  await page.goto(`/orders/${order.id}/edit`);
  await page.getByLabel('Memo').fill('Mine');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(page.getByText('Price must be agreed')).toBeVisible();

  await other.goto(`/orders/${order.id}/edit`);
  await other.getByLabel('Price, line 1').fill('9.99');
  await other.keyboard.press('ControlOrMeta+s');
  await page.getByRole('button', { name: 'Put both together' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Save both' }).click();
  await expect(page.getByText(`${order.orderNo} saved`)).toBeVisible();
  const stored = await must(client.GET('/api/orders/{id}', { params: { path: { id: order.id } } }));
  expect(stored).toMatchObject({ status: 'draft', memo: 'Mine', lines: [{ price: '9.99' }] });
});

test('what one person does appears in the other’s list and page within two seconds', async ({
  page,
  client,
}) => {
  const order = await writeOrder(client, book, { poNumber: 'PO-live' });
  await page.goto('/orders?q=PO-live');
  const row = page.getByRole('row', { name: /PO-live/ });
  await expect(row).toContainText('Draft');
  await other.goto(`/orders/${order.id}`);
  const confirm = other.getByRole('button', { name: 'Confirm', exact: true });
  await expect(confirm).toBeVisible();

  const began = Date.now();
  await confirm.click();
  await expect(row).toContainText('Confirmed', { timeout: 2_500 });
  const tookMs = Date.now() - began;
  test.info().annotations.push({ type: 'measured', description: `a change arrives after ${tookMs} ms` });
  expect(tookMs).toBeLessThan(2_000);

  // And a new order, written by neither of the two browsers, at the top of the list.
  await page.goto('/orders');
  await expect(row).toBeVisible();
  const next = await writeOrder(client, book);
  await expect(page.getByRole('row', { name: new RegExp(next.orderNo) })).toBeVisible({ timeout: 2_500 });
  // The undo of the confirmation, on the page of the one who confirmed.
  await other.getByRole('button', { name: 'Undo' }).click();
  await expect(row).toContainText('Draft', { timeout: 2_500 });
});

test('what changes before a page hears of changes is shown as well', async ({ page, client }) => {
  const order = await writeOrder(client, book, { poNumber: 'PO-early' });
  // Until the order is confirmed, every stream ends before it has begun.
  let isConfirmed = false;
  const noStream = { contentType: 'text/event-stream', body: '' };
  await page.route('**/api/events', (route) => (isConfirmed ? route.continue() : route.fulfill(noStream)));
  const ended = page.waitForResponse('**/api/events');
  await page.goto('/orders?q=PO-early');
  const row = page.getByRole('row', { name: /PO-early/ });
  await expect(row).toContainText('Draft');
  await ended;

  await confirmOrder(client, order);
  isConfirmed = true;
  await expect(row).toContainText('Confirmed', { timeout: 10_000 });
});

test('so is what changes while the first answer is on its way', async ({ page, client }) => {
  const order = await writeOrder(client, book, { poNumber: 'PO-late' });
  const listening = page.waitForResponse('**/api/events');
  const { id: userId } = await must(client.GET('/api/me'));
  let isHeld = false;
  await page.route(
    '**/api/orders?*',
    async (route) => {
      const response = await route.fetch();
      await listening;
      const told = page.evaluate(hearOfChange, `pace-changes.${userId}`);
      await confirmOrder(client, order);
      await told;
      isHeld = true;
      await route.fulfill({ response });
    },
    { times: 1 },
  );
  await page.goto('/orders?q=PO-late');
  await expect(page.getByRole('row', { name: /PO-late/ })).toContainText('Confirmed');
  expect(isHeld).toBe(true);
});

test('a tab that takes the stream over from one that is closed misses nothing', async ({ page, client }) => {
  const order = await writeOrder(client, book, { poNumber: 'PO-tabs' });
  await page.goto('/orders?q=PO-tabs');
  const row = page.getByRole('row', { name: /PO-tabs/ });
  await expect(row).toContainText('Draft');
  const second = await page.context().newPage();
  watchConsole(second);
  await second.goto('/orders?q=PO-tabs');
  const rowOfSecond = second.getByRole('row', { name: /PO-tabs/ });
  await expect(rowOfSecond).toContainText('Draft');

  await Promise.all([second.waitForRequest('**/api/events'), page.close(), confirmOrder(client, order)]);
  await expect(rowOfSecond).toContainText('Confirmed', { timeout: 2_500 });
});

test('a tab that was opened while something changed is told by the one that heard it', async ({
  page,
  client,
}) => {
  await page.goto('/orders?q=PO-live');
  await expect(page.getByRole('row', { name: /PO-live/ })).toBeVisible();
  const { id: userId } = await must(client.GET('/api/me'));
  const channelName = `pace-changes.${userId}`;
  const told = page.evaluate(hearOfChange, channelName);
  const beforeMs = await page.evaluate(() => Date.now());
  await writeOrder(client, book);
  await told;

  // What a tab says when it begins to listen, after it began to read.
  const second = await page.context().newPage();
  await second.goto('/health');
  const join = (readSince: number) =>
    second.evaluate(
      ([since, name]) =>
        new Promise<string[]>((resolve) => {
          const channel = new BroadcastChannel(name);
          const answers: string[] = [];
          channel.onmessage = ({ data }) => {
            answers.push(data.kind);
            if (data.readSince === 1) resolve(answers);
          };
          channel.postMessage({ kind: 'joined', readSince: since });
          channel.postMessage({ kind: 'joined', readSince: 1 });
        }),
      [readSince, channelName] as const,
    );
  expect(await join(beforeMs)).toEqual(['missed', 'missed']);
  expect(await join(Date.now() + 60_000)).toEqual(['missed']);
});

test('a long list asks for what changed, not for all its pages', async ({ page, client }) => {
  const products = [];
  for (let begin = 0; begin < 420; begin += 20) {
    const some = Array.from({ length: 20 }, (_, n) => `Bulk ${String(begin + n).padStart(3, '0')}`);
    products.push(
      ...(await Promise.all(some.map((name) => must(client.POST('/api/products', { body: { name } }))))),
    );
  }
  const asked: string[] = [];
  page.on('request', (request) => {
    const { pathname, searchParams } = new URL(request.url());
    if (pathname === '/api/products') asked.push([...searchParams.keys()].toSorted().join());
  });
  await page.goto('/products?q=Bulk');
  await expect(page.getByText('420 products')).toBeVisible();
  const list = page.getByRole('region', { name: 'Products' });
  const last = page.getByRole('row', { name: /Bulk 419/ });
  await expect(async () => {
    await list.evaluate((element) => element.scrollTo(0, element.scrollHeight));
    await expect(last).toBeVisible({ timeout: 200 });
  }).toPass();
  expect(asked).toEqual(['limit,q', ...Array.from({ length: 4 }, () => 'after,limit,q')]);

  asked.length = 0;
  const changed = products.at(-2);
  await must(
    client.PATCH('/api/products/{id}', {
      params: { path: { id: changed?.id ?? '' } },
      headers: { 'if-match': '"1"' },
      body: { grade: 'Changed' },
    }),
  );
  await expect(page.getByRole('row', { name: /Bulk 418/ })).toContainText('Changed', { timeout: 2_500 });
  await expect(last).toBeVisible();
  expect(asked.toSorted()).toEqual(['id,limit,q', 'limit,q']);

  // Back at the window after a while, its beginning is enough.
  asked.length = 0;
  await page.evaluate(() => {
    const now = Date.now;
    Date.now = () => now() + 60_000;
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  });
  await expect.poll(() => asked).toEqual(['limit,q']);

  // And back from a record the list is where it was, with what changed meanwhile.
  await list.evaluate((element) => element.scrollBy(0, -2000));
  const middle = page.getByRole('row', { name: /Bulk 3[67]\d/ }).nth(5);
  const name = /Bulk \d+/.exec((await middle.textContent()) ?? '')?.[0] ?? '';
  const row = page.getByRole('row', { name: new RegExp(name) });
  const heightOnScreen = async () => (await row.boundingBox())?.y;
  // Out from under the totals, if need be.
  await row.hover();
  const before = await heightOnScreen();
  await row.click();
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
  asked.length = 0;
  await must(
    client.PATCH('/api/products/{id}', {
      params: { path: { id: products.find((product) => product.name === name)?.id ?? '' } },
      headers: { 'if-match': '"1"' },
      body: { variety: 'Changed as well' },
    }),
  );
  await expect(page.getByRole('heading', { name: `${name} Changed as well` })).toBeVisible();
  expect(asked).toEqual([]);
  await page.goBack();
  await expect(row).toBeFocused();
  await expect(row).toContainText('Changed as well');
  expect(await heightOnScreen()).toBe(before);

  // A row that has the focus is not covered by the totals.
  await page.keyboard.press('PageDown');
  await expect(row).not.toBeFocused();
  const focused = await page.locator('tr:focus').boundingBox();
  const totals = await page.locator('tfoot').boundingBox();
  expect((focused?.y ?? 0) + (focused?.height ?? 0)).toBeLessThanOrEqual(totals?.y ?? 0);
  expect(asked.toSorted()).toEqual(['id,limit,q', 'limit,q']);
});

test('a name that changes is another one wherever it stands', async ({ page, client }) => {
  const party = (name: string) => must(client.POST('/api/accounts', { body: { name, type: 'buyer' } }));
  const buyer = await party('Before Foods');
  const order = await writeOrder(client, book, { buyerId: buyer.id, poNumber: 'PO-renamed' });
  await page.goto('/orders?q=PO-renamed');
  const row = page.getByRole('row', { name: /PO-renamed/ });
  await expect(row).toContainText('Before Foods');
  await other.goto(`/orders/${order.id}`);
  await expect(other.getByRole('link', { name: 'Before Foods' })).toBeVisible();
  await must(
    client.PATCH('/api/accounts/{id}', {
      params: { path: { id: buyer.id } },
      headers: { 'if-match': '"1"' },
      body: { name: 'After Foods' },
    }),
  );
  await expect(row).toContainText('After Foods', { timeout: 2_500 });
  await expect(other.getByRole('link', { name: 'After Foods' })).toBeVisible({ timeout: 2_500 });
});

test('who signs in on one tab is who all tabs act for', async ({ app, client, browser }) => {
  const context = await browser.newContext({ baseURL: app.baseUrl });
  const [first, second] = [await context.newPage(), await context.newPage()];
  const sue = await addPerson(app.baseUrl, client, 'sue@example.com', ['Accountant']);
  await signInByCookie(first, app.baseUrl, sue);
  await first.goto('/');
  await expect(first.getByRole('button', { name: 'sue' })).toBeVisible();

  await second.goto('/sign-in');
  await second.getByLabel('E-mail').fill(admin.email);
  await second.getByLabel('Password').first().fill(admin.password);
  await second.getByRole('button', { name: 'Sign in' }).click();
  await expect(second.getByRole('link', { name: 'People' })).toBeVisible();
  await expect(first.getByRole('link', { name: 'People' })).toBeVisible();
  await expect(first.getByRole('button', { name: 'sue' })).toHaveCount(0);
  await context.close();
});

/** In a page: resolves when its tabs are told of a change. */
function hearOfChange(channelName: string): Promise<void> {
  return new Promise((resolve) => {
    const channel = new BroadcastChannel(channelName);
    channel.onmessage = ({ data }) => {
      if (data.kind !== 'change') return;
      channel.close();
      resolve();
    };
  });
}
