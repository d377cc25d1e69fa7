import path from 'node:path';

export interface SourceFile {
  /** From the root of the repository, with forward slashes. */
  file: string;
  text: string;
}

interface Import {
  from: string;
  /** A file of the repository, or the name of a package. */
  to: string;
  isTypeOnly: boolean;
}

/** Who may import whom. Returns a line for every import that breaks the rule, and one for every circle of modules. */
export function findForbiddenImports(files: SourceFile[]): string[] {
  const imports = files.flatMap(({ file, text }) =>
    specifiersIn(text).map(
      ({ specifier, isTypeOnly }): Import => ({ from: file, to: resolve(file, specifier), isTypeOnly }),
    ),
  );
  const broken = imports.flatMap((one) => {
    const reason = whyForbidden(one);
    return reason === undefined ? [] : [`${one.from} imports ${one.to}: ${reason}`];
  });
  return [...broken, ...circlesOfModules(imports)];
}

const importForms = [
  /^\s*(?:import|export)\s(?<type>type\s)?(?:[^'";]*?\sfrom\s*)?['"](?<specifier>[^'"]+)['"]/gm,
  /\bimport\(\s*['"](?<specifier>[^'"]+)['"]\s*\)/g,
];

function specifiersIn(text: string): { specifier: string; isTypeOnly: boolean }[] {
  return importForms.flatMap((form) =>
    [...text.matchAll(form)].map(({ groups }) => ({
      specifier: groups?.['specifier'] ?? '',
      isTypeOnly: groups?.['type'] !== undefined,
    })),
  );
}

/** `@pace/shared/decimal` becomes packages/shared/src/decimal.ts; other packages keep their name. */
function resolve(file: string, specifier: string): string {
  if (specifier.startsWith('.')) return path.posix.join(path.posix.dirname(file), specifier);
  const ours = /^@pace\/([\w-]+)(?:\/(.+))?$/.exec(specifier);
  if (ours) return `packages/${ours[1]}/src/${ours[2] ?? 'index'}.ts`;
  if (specifier.startsWith('node:')) return 'node';
  const [scope = '', name] = specifier.split('/');
  return scope.startsWith('@') ? `${scope}/${name}` : scope;
}

function whyForbidden({ from, to, isTypeOnly }: Import): string | undefined {
  if (isTest(from)) return undefined;
  if (isTest(to)) return 'only tests import tests and their helpers';
  return whyForbiddenBetweenPackages(from, to) ?? whyForbiddenInApi(from, to, isTypeOnly);
}

function isTest(file: string): boolean {
  return /\.test\.tsx?$/.test(file) || file.startsWith('apps/api/src/test/') || file.startsWith('e2e/');
}

function whyForbiddenBetweenPackages(from: string, to: string): string | undefined {
  const source = packageOf(from);
  const target = packageOf(to);
  if (source === 'packages/shared' && ![source, 'zod', 'big.js'].includes(target)) {
    return 'shared imports nothing but zod and big.js';
  }
  if (!isOurs(target) || source === target) return undefined;
  if (source === 'packages/qbo-simulator') return 'the simulator must not be able to share our mistakes';
  if (source === 'packages/api-client') return 'the client is generated and knows only the API’s description';
  if (source === 'apps/web' && !['packages/shared', 'packages/api-client'].includes(target)) {
    return 'the web application meets the API over HTTP';
  }
  if (source === 'apps/api' && target !== 'packages/shared') return 'the API imports of ours only shared';
  return undefined;
}

function isOurs(target: string): boolean {
  return target.startsWith('apps/') || target.startsWith('packages/');
}

function packageOf(file: string): string {
  return isOurs(file) ? file.split('/').slice(0, 2).join('/') : file;
}

/** What a file of each role may import within its own module. */
const ownModule: Readonly<Record<string, readonly string[]>> = {
  routes: ['service', 'view', 'status'],
  service: ['repo', 'status', 'view', 'service'],
  repo: ['repo'],
  view: ['view', 'status'],
  status: [],
};

const tables = 'apps/api/src/db/schema/';

function whyForbiddenInApi(from: string, to: string, isTypeOnly: boolean): string | undefined {
  const source = moduleOf(from);
  const target = moduleOf(to);
  if (from.startsWith('apps/api/src/lib/') && target) return 'lib imports no module';
  if (isTypeOnly && !to.startsWith(tables) && target?.role !== 'repo') return undefined; // names a shape, calls nothing
  if (target && target.module !== source?.module && !mayEnter(from, target.role)) {
    return 'another module is called only through its service';
  }
  if (!source) return undefined;
  if (to.startsWith('apps/api/src/sync/') && to !== 'apps/api/src/sync/outbox.ts') {
    return 'modules know of the sync only its outbox';
  }
  if (isTypeOnly && ['service', 'view'].includes(source.role) && isShapeOfRows(source.module, to)) {
    return undefined;
  }
  if (to.startsWith(tables) && ['routes', 'service', 'status'].includes(source.role)) {
    return `SQL belongs into the repository, not into ${source.role}`;
  }
  if (['drizzle-orm', 'pg'].includes(to) && ['routes', 'service', 'status', 'view'].includes(source.role)) {
    return `SQL belongs into the repository, not into ${source.role}`;
  }
  if (to === 'fastify' && ['service', 'repo', 'status', 'view'].includes(source.role)) {
    return `HTTP belongs into the routes, not into ${source.role}`;
  }
  if (target?.module === source.module) {
    const allowed = ownModule[source.role];
    const named = Object.hasOwn(ownModule, target.role);
    if (allowed && named && !allowed.includes(target.role)) {
      return `${source.role} may not import ${target.role}`;
    }
  }
  return undefined;
}

/** Services and views may name what a table or their own repository holds; statements stay where they are. */
function isShapeOfRows(module: string, to: string): boolean {
  const target = moduleOf(to);
  return to.startsWith(tables) || (target?.module === module && target.role === 'repo');
}

/** The application mounts routes and the sync and the commands call services. */
function mayEnter(from: string, role: string): boolean {
  if (from === 'apps/api/src/app.ts' || from === 'apps/api/src/server.ts') return true;
  if (moduleOf(from) || from.startsWith('apps/api/src/sync/')) return role === 'service';
  return true;
}

/** `modules/orders/orders.routes.ts` is the role `routes` of the module `orders`; other files are their own role. */
function moduleOf(file: string): { module: string; role: string } | undefined {
  const match = /^apps\/api\/src\/modules\/([\w-]+)\/(.+)\.ts$/.exec(file);
  if (!match?.[1] || !match[2]) return undefined;
  const role = match[2].split('.').at(-1) ?? '';
  return { module: match[1], role };
}

function circlesOfModules(imports: Import[]): string[] {
  const calls = new Map<string, Set<string>>();
  for (const { from, to } of imports) {
    if (isTest(from)) continue;
    const source = moduleOf(from)?.module;
    const target = moduleOf(to)?.module;
    if (!source || !target || source === target) continue;
    calls.set(source, (calls.get(source) ?? new Set()).add(target));
  }
  return [...calls.keys()]
    .filter((module) => reaches(calls, module, module))
    .map((module) => `the module ${module} calls itself through other modules`);
}

function reaches(calls: Map<string, Set<string>>, start: string, goal: string): boolean {
  const seen = new Set<string>();
  const waiting = [...(calls.get(start) ?? [])];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next === goal) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    waiting.push(...(calls.get(next) ?? []));
  }
  return false;
}
