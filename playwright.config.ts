import { defineConfig } from '@playwright/test';
import { browser } from './e2e/support/browser.ts';

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  // Every spec starts a server and a database of its own; two at a time are enough for two cores.
  workers: 2,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['./e2e/support/measured.ts']],
  outputDir: 'test-results',
  use: browser,
});
