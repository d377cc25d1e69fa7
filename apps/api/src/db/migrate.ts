import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';

export const migrationsFolder = path.join(import.meta.dirname, 'migrations');

/** Any number for which no other program takes an advisory lock in this database. */
const migrationLock = 7_402_551;

/**
 * Brings a database to the newest migration, or to the one named `upTo`. Several processes may start at once: one
 * migrates, the others wait and find nothing to do.
 */
export async function migrateDatabase(url: string, options: { upTo?: string } = {}): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'pace-crm migrate' });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    await withFolder(options.upTo, (folder) => migrate(drizzle({ client }), { migrationsFolder: folder }));
  } finally {
    await client.end();
  }
}

/** The migrations there are, oldest first, by folder name. */
export async function migrationNames(): Promise<string[]> {
  const entries = await fs.readdir(migrationsFolder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/** Drizzle applies all of a folder, so stopping early means showing it a folder with less in it. */
async function withFolder(
  upTo: string | undefined,
  run: (folder: string) => Promise<unknown>,
): Promise<void> {
  if (upTo === undefined) {
    await run(migrationsFolder);
    return;
  }
  const names = await migrationNames();
  if (!names.includes(upTo)) throw new Error(`There is no migration named ${upTo}`);
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'pace-migrations-'));
  try {
    for (const name of names.filter((candidate) => candidate <= upTo)) {
      await fs.cp(path.join(migrationsFolder, name), path.join(folder, name), { recursive: true });
    }
    await run(folder);
  } finally {
    await fs.rm(folder, { recursive: true, force: true });
  }
}
