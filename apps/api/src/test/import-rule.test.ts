import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { repoRoot } from '../config.ts';
import { findForbiddenImports, type SourceFile } from './import-rule.ts';

test('every import of the repository keeps the rule', () => {
  const files = readSources();

  expect(files.length).toBeGreaterThan(10);
  expect(findForbiddenImports(files)).toEqual([]);
});

const api = 'apps/api/src';
test.each([
  ['routes skip the service', `${api}/modules/orders/orders.routes.ts`, './orders.repo.ts'],
  ['a service knows tables', `${api}/modules/orders/orders.service.ts`, '../../db/schema/orders.ts'],
  ['a service writes SQL', `${api}/modules/orders/orders.service.ts`, 'drizzle-orm'],
  ['a repository knows HTTP', `${api}/modules/orders/orders.repo.ts`, 'fastify'],
  ['a repository calls its service', `${api}/modules/orders/orders.repo.ts`, './orders.service.ts'],
  ['a status table is not a leaf', `${api}/modules/orders/orders.status.ts`, './orders.repo.ts'],
  [
    'a module enters another one’s repository',
    `${api}/modules/orders/orders.service.ts`,
    '../accounts/accounts.repo.ts',
  ],
  ['lib imports a module', `${api}/lib/auth.ts`, '../modules/users/users.service.ts'],
  ['a module reaches into the sync', `${api}/modules/orders/orders.service.ts`, '../../sync/worker.ts'],
  ['product code imports test helpers', `${api}/server.ts`, './test/database.ts'],
  ['shared imports a database driver', 'packages/shared/src/decimal.ts', 'pg'],
  ['shared imports Node', 'packages/shared/src/decimal.ts', 'node:fs'],
  ['the simulator imports shared', 'packages/qbo-simulator/src/server.ts', '@pace/shared/decimal'],
  ['the web application imports the API', 'apps/web/src/lib/api.ts', '../../../api/src/config.ts'],
  ['the API imports the client', `${api}/app.ts`, '@pace/api-client'],
])('refused: %s', (_case, file, imported) => {
  for (const line of [
    `import { x } from '${imported}';`,
    `import {\n  x,\n} from '${imported}';`,
    `export { x } from '${imported}';`,
    `import '${imported}';`,
    `const x = await import('${imported}');`,
  ]) {
    expect(findForbiddenImports([{ file, text: line }]), line).toHaveLength(1);
  }
});

test.each([
  [`${api}/modules/orders/orders.routes.ts`, './orders.service.ts'],
  [`${api}/modules/orders/orders.service.ts`, '../accounts/accounts.service.ts'],
  [`${api}/modules/orders/orders.repo.ts`, '../../db/schema/orders.ts'],
  [`${api}/app.ts`, './modules/orders/orders.routes.ts'],
  [`${api}/modules/orders/orders.service.pg.test.ts`, '../accounts/accounts.repo.ts'],
  ['apps/web/src/lib/api.ts', '@pace/api-client'],
  ['packages/shared/src/orders.ts', 'zod'],
])('allowed: %s imports %s', (file, imported) => {
  expect(findForbiddenImports([{ file, text: `import { x } from '${imported}';` }])).toEqual([]);
});

test('types of rows may be named where statements may not be written', () => {
  const text = `import type { Order } from '../../db/schema/orders.ts';`;

  expect(findForbiddenImports([{ file: `${api}/modules/orders/orders.service.ts`, text }])).toEqual([]);
  expect(findForbiddenImports([{ file: `${api}/modules/orders/orders.routes.ts`, text }])).toHaveLength(1);
});

test('another module’s repository may not even be named', () => {
  const text = `import type { Account } from '../accounts/accounts.repo.ts';`;

  expect(findForbiddenImports([{ file: `${api}/modules/orders/orders.service.ts`, text }])).toHaveLength(1);
});

test('refused: modules that call each other in a circle', () => {
  const circle = findForbiddenImports([
    { file: `${api}/modules/a/a.service.ts`, text: `import { b } from '../b/b.service.ts';` },
    { file: `${api}/modules/b/b.service.ts`, text: `import { c } from '../c/c.service.ts';` },
    { file: `${api}/modules/c/c.service.ts`, text: `import { a } from '../a/a.service.ts';` },
  ]);

  expect(circle).toHaveLength(3);
});

function readSources(): SourceFile[] {
  return ['apps', 'packages'].flatMap((group) =>
    fs.readdirSync(path.join(repoRoot, group)).flatMap((name) => {
      const root = path.join(repoRoot, group, name, 'src');
      if (!fs.existsSync(root)) return [];
      return fs
        .readdirSync(root, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
        .map((entry) => {
          const file = path.join(entry.parentPath, entry.name);
          return {
            file: path.relative(repoRoot, file).split(path.sep).join('/'),
            text: fs.readFileSync(file, 'utf8'),
          };
        });
    }),
  );
}
