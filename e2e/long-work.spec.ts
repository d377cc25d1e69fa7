import { readFile } from 'node:fs/promises';
import { admin } from './support/app.ts';
import { addPerson, type Book, confirmOrder, must, openBook, writeOrder } from './support/book.ts';
import { expect, signInByCookie, test } from './support/fixtures.ts';

test.use({ file: import.meta.filename });

test.describe.configure({ mode: 'serial' });

const many = 210;
let book: Book;
test.beforeAll(async ({ client }) => {
  book = await openBook(client);
  for (let begin = 1; begin <= many; begin += 30) {
    const some = Array.from({ length: 30 }, (_, at) => `Many-${begin + at}`);
    await Promise.all(some.map((poNumber) => must(client.POST('/api/orders', { body: { poNumber } }))));
  }
});

test('more orders than one request takes are cancelled while one looks elsewhere, stopped, gone on with and taken back', async ({
  page,
  client,
}) => {
  const countOf = async (isCancelled: 'true' | 'false') =>
    (await must(client.GET('/api/orders/totals', { params: { query: { q: 'Many-', isCancelled } } }))).count;
  let asked = 0;
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route('**/api/orders/bulk', async (route) => {
    asked += 1;
    if (asked === 1) {
      // The server did it, and its answer is lost.
      await route.fetch();
      return route.abort('internetdisconnected');
    }
    if (asked === 3) await held;
    return route.continue();
  });

  await page.goto('/orders?q=Many-');
  await expect(page.getByText(`${many} orders`, { exact: true })).toBeVisible();
  const rows = page.getByRole('table', { name: 'Orders' });
  await expect(async () => {
    await page
      .getByRole('region', { name: 'Orders' })
      .evaluate((list) => list.scrollTo(0, list.scrollHeight));
    await expect(rows).toHaveAttribute('aria-rowcount', String(many + 1), { timeout: 250 });
  }).toPass();
  await page.getByLabel('Select all loaded rows').check();
  await page.getByRole('button', { name: `Cancel ${many}` }).click();

  const work = page.getByRole('region', { name: 'Long work' });
  await expect(work.getByText(`50 of ${many}`)).toBeVisible();
  await expect(work.getByRole('progressbar', { name: `Cancelling ${many} orders` })).toBeVisible();
  await page.getByRole('link', { name: 'Accounts' }).click();
  await expect(page.getByRole('heading', { name: 'Accounts' })).toBeVisible();
  await expect(work.getByText(`50 of ${many}`)).toBeVisible();

  const question = page.waitForEvent('dialog');
  await page.close({ runBeforeUnload: true });
  await (await question).dismiss();

  await work.getByRole('button', { name: 'Stop' }).click();
  letGo();
  await expect(work.getByText(`Stopped. 100 of ${many} orders cancelled.`)).toBeVisible();
  expect(await countOf('true')).toBe(100);

  // The oldest goes last.
  const { items } = await must(
    client.GET('/api/orders', { params: { query: { q: 'Many-1', sort: 'createdAt', limit: 1 } } }),
  );
  const [oldest] = items;
  if (oldest === undefined) throw new Error('The book is empty');
  await must(
    client.PATCH('/api/orders/{id}', {
      params: { path: { id: oldest.id } },
      headers: { 'if-match': `"${oldest.version}"` },
      body: { memo: 'Call first' },
    }),
  );
  await work.getByRole('button', { name: 'Go on with 110' }).click();
  await expect(work.getByText('209 orders cancelled.')).toBeVisible();
  await expect(work.getByRole('listitem')).toHaveText(
    `${oldest.orderNo} Somebody else changed this meanwhile.`,
  );
  expect(await countOf('false')).toBe(1);

  await work.getByRole('button', { name: 'Undo' }).click();
  await expect(work.getByText('209 orders restored.')).toBeVisible();
  expect(await countOf('false')).toBe(many);
  // 5 batches there and one of them twice, 5 back.
  expect(asked).toBe(11);
  await work.getByRole('button', { name: 'Dismiss' }).click();
  await expect(work).toHaveCount(0);
});

test('one reason is asked for all that were confirmed before; what is refused says why and stays selected', async ({
  page,
  client,
}) => {
  const before = await confirmOrder(client, await writeOrder(client, book, { poNumber: 'Reason-before' }));
  const params = { path: { id: before.id } };
  const reopened = await must(
    client.POST('/api/orders/{id}/reopen', {
      params,
      headers: { 'if-match': `"${before.version}"` },
      body: {},
    }),
  );
  await must(
    client.PATCH('/api/orders/{id}', {
      params,
      headers: { 'if-match': `"${reopened.version}"` },
      body: { memo: 'Lift gate' },
    }),
  );
  const fresh = await writeOrder(client, book, { poNumber: 'Reason-fresh' });
  const incomplete = await writeOrder(client, book, { poNumber: 'Reason-incomplete', buyerId: null });

  await page.goto('/orders?q=Reason-');
  await expect(page.getByText('3 orders', { exact: true })).toBeVisible();
  await page.getByLabel('Select all loaded rows').check();
  await page.getByRole('button', { name: 'Confirm 3' }).click();
  const dialog = page.getByRole('dialog', { name: 'Why does it change?' });
  await expect(dialog).toContainText('Of 1 of these orders both parties have an earlier version.');
  await dialog.getByLabel('Reason').fill('The buyer called');
  await dialog.getByRole('button', { name: 'Confirm 3 with this reason' }).click();

  const work = page.getByRole('region', { name: 'Long work' });
  await expect(work.getByText('2 orders confirmed.')).toBeVisible();
  await expect(work.getByRole('listitem')).toHaveText(
    `${incomplete.orderNo} The order is not complete enough to be binding. Buyer must be chosen.`,
  );
  await expect(page.getByText('1 selected')).toBeVisible();
  await expect(page.getByRole('row', { name: /Reason-incomplete/ }).getByRole('checkbox')).toBeChecked();
  const reasons = async (id: string) =>
    (await must(client.GET('/api/orders/{id}/revisions', { params: { path: { id } } }))).items.map(
      ({ reason }) => reason,
    );
  expect(await reasons(before.id)).toEqual(['The buyer called', null]);
  expect(await reasons(fresh.id)).toEqual([null]);
});

test('a file is asked for once the session is there, and says why when there is none', async ({
  page,
  context,
}) => {
  await page.goto('/orders?q=Many-');
  await expect(page.getByText(`${many} orders`, { exact: true })).toBeVisible();
  await context.clearCookies();
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
  const download = page.waitForEvent('download');
  await dialog.getByLabel('Password').first().fill(admin.password);
  await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
  const file = await readFile(await (await download).path(), 'utf8');
  expect(file.trim().split('\n')).toHaveLength(many + 1);
  await expect(page.getByText(`Your browser is saving orders.csv with ${many} orders`)).toBeVisible();

  await page.route('**/api/orders/export.csv*', (route) =>
    route.fulfill({ status: 403, json: { title: 'Your roles do not allow this.' } }),
  );
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  const work = page.getByRole('region', { name: 'Long work' });
  await expect(work.getByText('orders.csv was not saved. Your roles do not allow this.')).toBeVisible();
  await page.unroute('**/api/orders/export.csv*');
  const again = page.waitForEvent('download');
  await work.getByRole('button', { name: 'Try again' }).click();
  expect((await again).suggestedFilename()).toBe('orders.csv');
  await expect(work).toHaveCount(0);
});

test('signing out stops what runs; whoever signs in next neither sees it nor goes on with it', async ({
  page,
  app,
  client,
}) => {
  const credentials = await addPerson(app.baseUrl, client, 'sam@example.com', ['Sales']);
  await signInByCookie(page, app.baseUrl, credentials);
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route('**/api/orders/bulk', async (route) => {
    await held;
    return route.continue();
  });
  await page.goto('/orders?q=Many-');
  await page.getByLabel('Select all loaded rows').check();
  await page.getByRole('button', { name: 'Cancel 100' }).click();
  const work = page.getByRole('region', { name: 'Long work' });
  await expect(work.getByText('0 of 100')).toBeVisible();
  await page.getByRole('button', { name: 'sam' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(work.getByText('stopping')).toBeVisible();
  letGo();
  await page.getByLabel('E-mail').fill(admin.email);
  await page.getByLabel('Password').first().fill(admin.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
  await expect(work).toHaveCount(0);
  const { count } = await must(
    client.GET('/api/orders/totals', { params: { query: { q: 'Many-', isCancelled: 'true' } } }),
  );
  expect(count).toBe(50);
});
