import fs from 'node:fs/promises';
import path from 'node:path';
import openapiTS, { astToString } from 'openapi-typescript';
import { expect, test } from 'vitest';

test('the committed types are those of the OpenAPI document; `npm run generate` writes them', async () => {
  const folder = path.join(import.meta.dirname, '..');
  const document = JSON.parse(await fs.readFile(path.join(folder, 'openapi.json'), 'utf8'));

  const types = astToString(await openapiTS(document));

  expect(await fs.readFile(path.join(folder, 'src/schema.gen.ts'), 'utf8')).toContain(types);
});
