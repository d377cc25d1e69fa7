import fs from 'node:fs/promises';
import { expect, test } from 'vitest';
import { documentPath, openApiDocument } from './openapi.ts';

test('the committed OpenAPI document is the one the routes make; `npm run generate` writes it', async () => {
  expect(await openApiDocument()).toBe(await fs.readFile(documentPath, 'utf8'));
});
