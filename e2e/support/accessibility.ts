import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/**
 * A screen in light, dark and on a phone, where nothing is wider than it: on one page, because loading it again would be
 * most of the time. Leaves the page as it was.
 */
export async function expectAccessible(page: Page): Promise<void> {
  await expectNoViolationsInBoth(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoViolations(page);
  await expectNothingWider(page);
  // A window of 1440 × 900 at 200 %.
  await page.setViewportSize({ width: 720, height: 450 });
  await expectNothingWider(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
}

async function expectNothingWider(page: Page): Promise<void> {
  const tooWide = () =>
    page.evaluate(() => (document.querySelector('main')?.scrollWidth ?? 0) - window.innerWidth);
  await expect.poll(tooWide).toBeLessThanOrEqual(0);
}

/**
 * In light, then in dark. Within a part of the page where that covers a button by half, which axe takes for too small a
 * target: a click there closes what is on top.
 */
export async function expectNoViolationsInBoth(page: Page, within = 'html'): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light' });
  await expectNoViolations(page, within);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await expectNoColourViolations(page, within);
}

/** What WCAG 2.2 AA says about the screen as it is now, as far as a program can tell. */
export async function expectNoViolations(page: Page, within = 'html'): Promise<void> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  await expectNone(new AxeBuilder({ page }).include(within).withTags(tags));
}

/** The same markup in other colours: only the rules that look at colours can find something else. */
export async function expectNoColourViolations(page: Page, within = 'html'): Promise<void> {
  await expectNone(
    new AxeBuilder({ page }).include(within).withRules(['color-contrast', 'link-in-text-block']),
  );
}

async function expectNone(builder: AxeBuilder): Promise<void> {
  const { violations } = await builder.setLegacyMode().analyze();
  const found = violations.map(
    ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html).join(' | ')}`,
  );
  expect(found).toEqual([]);
}
