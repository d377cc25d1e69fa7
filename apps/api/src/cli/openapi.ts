import fs from 'node:fs/promises';
import path from 'node:path';
import { buildApp } from '../app.ts';
import { readConfig, repoRoot } from '../config.ts';
import { runProgram } from '../embedded/run-program.ts';
import { connectDb } from '../lib/db.ts';

export const documentPath = path.join(repoRoot, 'packages/api-client/openapi.json');

/** The OpenAPI document of the routes as they are now. No database is asked for it. */
export async function openApiDocument(): Promise<string> {
  const { db, pool } = connectDb('postgresql://127.0.0.1:1/never-connected');
  const app = await buildApp({
    config: readConfig({ LOG_LEVEL: 'silent' }),
    db,
    pool,
    secret: 'x'.repeat(32),
  });
  try {
    await app.ready();
    return `${JSON.stringify(app.swagger(), null, 2)}\n`;
  } finally {
    await app.close();
    await pool.end();
  }
}

if (import.meta.main) {
  await runProgram(async () => {
    await fs.writeFile(documentPath, await openApiDocument());
    console.log(`Wrote ${path.relative(repoRoot, documentPath)}`);
  });
}
