import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{apps,packages}/*/src/**/*.test.ts', 'scripts/**/*.test.mjs'],
    globalSetup: ['apps/api/src/test/global-setup.ts'],
    pool: 'threads',
    // Importing the server costs more than the tests; every file has a database of its own instead.
    isolate: false,
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
});
