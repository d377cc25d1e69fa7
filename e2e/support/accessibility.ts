import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** What WCAG 2.2 AA says about the screen as it is now, as far as a program can tell. */
export async function expectNoViolations(page: Page): Promise<void> {
  await expectNone(
    new AxeBuilder({ page }).withTags([
      'wcag2a',
      'wcag2aa',
      'wcag21a',
      'wcag21aa',
      'wcag22aa',
      'best-practice',
    ]),
  );
}

/** The same markup in other colours: only the rules that look at colours can find something else. */
export async function expectNoColourViolations(page: Page): Promise<void> {
  await expectNone(new AxeBuilder({ page }).withRules(['color-contrast', 'link-in-text-block']));
}

async function expectNone(builder: AxeBuilder): Promise<void> {
  const { violations } = await builder.setLegacyMode().analyze();
  const found = violations.map(
    ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html).join(' | ')}`,
  );
  expect(found).toEqual([]);
}
