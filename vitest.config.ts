import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{apps,packages}/*/src/**/*.test.ts', 'scripts/**/*.test.mjs'],
    globalSetup: ['apps/api/src/test/global-setup.ts'],
    pool: 'threads',
    // Importing the server costs more than the tests; every file has a database of its own instead.
    isolate: false,
    // Half of a test's time its database works: one file at a time would leave a core idle.
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
});
