import { defineConfig } from '@playwright/test';
import { browser } from './support/browser.ts';

/** Pictures of every screen into ./shots, so that anybody can look at the whole product in a minute. */
export default defineConfig({
  testDir: '.',
  testMatch: 'shots.ts',
  workers: 1,
  timeout: 180_000,
  reporter: [['list']],
  outputDir: '../test-results',
  use: { ...browser, trace: 'off' },
});
