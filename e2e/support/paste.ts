import type { Page } from '@playwright/test';

/** Puts cells on the clipboard and pastes them into the first product, as a person would. */
export async function pasteLines(page: Page, rows: readonly (readonly string[])[]): Promise<void> {
  await page.getByLabel('Product, line 1').focus();
  const text = rows.map((row) => row.join('\t')).join('\r\n');
  await page.evaluate((cells) => {
    const data = new DataTransfer();
    data.setData('text/plain', cells);
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    );
  }, text);
}
