import { type Book, confirmOrder, must, openBook, writeOrder } from './support/book.ts';
import { expect, test } from './support/fixtures.ts';

test.use({ file: import.meta.filename });

let book: Book;
test.beforeAll(async ({ client }) => {
  book = await openBook(client);
});

/** 10,250.00 of goods with 5 %: the commission is 512.50, and nobody else shall read that. */
const secrets = ['512.50', '5 %', 'Commission', 'commission', 'brokerage fee', 'Called twice, price is soft'];

test('the buyer’s print says nothing of our commission, its rate or our notes', async ({ page, client }) => {
  const order = await writeOrder(client, book, {
    notes: 'Called twice, price is soft',
    memo: 'Ship before noon',
  });
  await page.goto(`/orders/${order.id}/print?for=buyer`);
  const paper = page.getByRole('article', { name: 'Confirmation of sale' });
  await expect(paper).toContainText('$10,250.00');
  await expect(paper).toContainText('Ship before noon');
  await expect(paper).toContainText('DRAFT, not binding');
  // Everything that would reach paper, and not just what is in view.
  await page.emulateMedia({ media: 'print' });
  const printed = await page.locator('body').innerText();
  for (const secret of secrets) expect(printed).not.toContain(secret);
  const source = await paper.evaluate((element) => element.outerHTML);
  for (const secret of secrets) expect(source).not.toContain(secret);
});

test('whoever engaged us reads the commission on their print, and never our notes', async ({
  page,
  client,
}) => {
  const engagedByBuyer = await writeOrder(client, book, {
    engagedBy: 'buyer',
    notes: 'Called twice, price is soft',
  });
  const paper = page.getByRole('article', { name: 'Confirmation of sale' });
  await page.goto(`/orders/${engagedByBuyer.id}/print?for=buyer`);
  await expect(paper).toContainText('$512.50');
  await expect(paper).toContainText('Our commission is agreed with you alone');
  await expect(paper).not.toContainText('price is soft');
  await page.goto(`/orders/${engagedByBuyer.id}/print?for=seller`);
  await expect(paper).toContainText('$10,250.00');
  await expect(paper).not.toContainText('512.50');
  await page.goto(`/orders/${engagedByBuyer.id}/print?for=file`);
  await expect(paper).toContainText('Called twice, price is soft');
  await expect(paper).toContainText('$512.50');
});

test('a version is printed as it was confirmed, whatever was agreed later', async ({ page, client }) => {
  const draft = await writeOrder(client, book, { memo: 'Ship before noon' });
  const order = await confirmOrder(client, draft);
  await must(
    client.PATCH('/api/orders/{id}', {
      params: { path: { id: order.id } },
      headers: { 'if-match': `"${order.version}"` },
      body: { memo: 'Ship after noon', reason: 'They asked for it' },
    }),
  );
  const paper = page.getByRole('article', { name: 'Confirmation of sale' });
  await page.goto(`/orders/${order.id}/print`);
  await expect(paper).toContainText('Ship after noon');
  await expect(paper).toContainText('Version 2, replaces earlier ones');

  await page.goto(`/orders/${order.id}?tab=versions`);
  await page.getByRole('link', { name: 'Print version 1' }).click();
  await expect(paper).toContainText('Ship before noon');
  await expect(paper).toContainText(/Version 1, as confirmed on \w+ \d+, \d{4}/);
  await expect(paper).not.toContainText('replaces');
  // Whom it is for changes who reads what, not which version it is.
  await page.getByText('For the seller').click();
  await expect(paper).toContainText('$512.50');
  await expect(paper).toContainText('Version 1');
});

test('the total of a long order stands once, below its last line', async ({ page, client }) => {
  const order = await writeOrder(client, book);
  await page.goto(`/orders/${order.id}/print?for=buyer`);
  await page.emulateMedia({ media: 'print' });
  // The foot of a table is repeated on every page.
  await expect(page.locator('.confirmation tfoot')).toHaveCSS('display', 'table-row-group');
});

test('on a phone the paper stands a line below the other, nothing to the side', async ({ page, client }) => {
  const order = await writeOrder(client, book, { engagedBy: 'buyer' });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`/orders/${order.id}/print?for=buyer`);
  const paper = page.getByRole('article', { name: 'Confirmation of sale' });
  await expect(paper).toContainText('$512.50');
  expect(await paper.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
  const price = paper.locator('tbody td', { hasText: '4.10' }).first();
  await expect(price).toBeInViewport();
  await expect(price).toHaveCSS('display', 'block');
  await page.emulateMedia({ media: 'print' });
  await expect(price).toHaveCSS('display', 'table-cell');
});

test('of any other screen one line is printed, which says where the confirmation is', async ({
  page,
  client,
}) => {
  const draft = await writeOrder(client, book, { notes: 'Called twice, price is soft' });
  const printed = async () => {
    await page.emulateMedia({ media: 'print' });
    const text = await page.locator('body').innerText();
    await page.emulateMedia({ media: 'screen' });
    return text.trim();
  };
  const line =
    'This screen is for the desk and is not printed. What can be sent is printed from an order: open it and choose Print.';
  for (const [path, shown] of [
    ['/orders', '512.50'],
    [`/orders/${draft.id}/edit`, '$512.50'],
    [`/orders/${draft.id}`, 'Called twice, price is soft'],
  ] as const) {
    await page.goto(path);
    await expect(page.getByText(shown).first()).toBeVisible();
    expect(await printed(), path).toBe(line);
  }
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  expect(await printed()).toBe(line);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);

  // Who prints an order wants its confirmation, and says for whom.
  await page.keyboard.press('ControlOrMeta+p');
  await expect(page).toHaveURL(`/orders/${draft.id}/print`);
  await expect(page.getByRole('article', { name: 'Confirmation of sale' })).toBeVisible();
  expect(await printed()).not.toContain('is not printed');
});
