import { chromium, type Page } from '@playwright/test';
import { must } from '../apps/api/src/lib/must.ts';
import { browser as settings } from '../e2e/support/browser.ts';
import { admin, openLargeBook } from './large-book.ts';

/**
 * The lists of a million orders and a hundred thousand accounts in the browser: how soon they can be used, how soon the
 * next page is there, and what a frame of scrolling costs. Needs a built web application. Fails over a limit.
 */
const repeats = 7;
const limits = { usableMs: 500, nextPageMs: 100, frameMs: 1000 / 60 };

const book = await openLargeBook(process.argv[2]);
const { launchOptions, viewport, locale, timezoneId, reducedMotion } = settings;
const browser = await chromium.launch(launchOptions);
const context = await browser.newContext({ viewport, locale, timezoneId, reducedMotion });
const page = await context.newPage();

let failures = 0;
try {
  await signIn(page);
  for (const path of [
    '/orders',
    '/orders?status=confirmed',
    '/orders?q=valley',
    '/accounts',
    '/accounts?q=valley',
  ]) {
    report(`${path} can be used`, await timesUntilUsable(path), limits.usableMs);
  }
  for (const path of ['/orders', '/accounts']) {
    const { nextPages, frames, busy } = await scroll(path);
    report(`${path}, the next page`, nextPages, limits.nextPageMs);
    report(`${path}, work in a frame of scrolling`, busy, limits.frameMs);
    console.log(`        ${(1000 / mean(frames)).toFixed(0)} frames a second, drawn by the processor`);
  }
} finally {
  await browser.close();
  await book.close();
}
console.log(failures === 0 ? 'all within their limits' : `${failures} over a limit`);
process.exitCode = failures === 0 ? 0 : 1;

async function signIn(page: Page): Promise<void> {
  await page.goto(`${book.baseUrl}/sign-in`);
  await page.getByLabel('E-mail').fill(admin.email);
  await page.getByRole('textbox', { name: 'Password' }).fill(admin.password);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
  // When the rows of a list are painted, by the clock of the page itself.
  await page.addInitScript(() => {
    const look = () => {
      if (document.querySelectorAll('tr[data-index]').length > 10) performance.mark('usable');
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}

/** From the start of the navigation, with the files of the application in the browser's cache. */
async function timesUntilUsable(path: string): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i <= repeats; i += 1) {
    await page.goto(`${book.baseUrl}${path}`, { waitUntil: 'commit' });
    await page.waitForFunction(() => performance.getEntriesByName('usable').length > 0);
    // The first is for warming up.
    if (i > 0)
      times.push(await page.evaluate(() => performance.getEntriesByName('usable')[0]?.startTime ?? 0));
    await page.waitForLoadState('networkidle').catch(() => undefined);
  }
  return times;
}

/** Four seconds at sixty pixels a frame: how long each next page took, each frame, and the main thread in it. */
async function scroll(path: string): Promise<{ nextPages: number[]; frames: number[]; busy: number[] }> {
  await page.goto(`${book.baseUrl}${path}`);
  await page.waitForFunction(() => performance.getEntriesByName('usable').length > 0);
  await page.waitForTimeout(1500);
  const metrics = await context.newCDPSession(page);
  await metrics.send('Performance.enable', { timeDomain: 'threadTicks' });
  const busyMs = async () => {
    const values = (await metrics.send('Performance.getMetrics')).metrics;
    const parts = ['ScriptDuration', 'RecalcStyleDuration', 'LayoutDuration'];
    return values.reduce((sum, { name, value }) => (parts.includes(name) ? sum + value * 1000 : sum), 0);
  };
  const before = await busyMs();
  const frames = await page.evaluate(async () => {
    const list = document.querySelector('.data-table-scroll');
    const times: number[] = [];
    let last = performance.now();
    const end = last + 4000;
    await new Promise<void>((resolve) => {
      const step = () => {
        const now = performance.now();
        times.push(now - last);
        last = now;
        if (list) list.scrollTop += 60;
        if (now < end) requestAnimationFrame(step);
        else resolve();
      };
      requestAnimationFrame(step);
    });
    return times;
  });
  const busy = [((await busyMs()) - before) / frames.length];
  const nextPages = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .filter(({ name }) => name.includes('after='))
      .map(({ duration }) => duration),
  );
  return { nextPages, frames, busy };
}

function report(name: string, times: number[], limitMs: number): void {
  const median = must(times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)], `No times of ${name}`);
  if (median > limitMs) failures += 1;
  console.log(
    `${median > limitMs ? 'FAIL' : 'ok  '} ${median.toFixed(1).padStart(7)} ms  (limit ${Math.round(limitMs)})  ${name}`,
  );
}

function mean(times: number[]): number {
  return times.reduce((sum, time) => sum + time, 0) / times.length;
}
