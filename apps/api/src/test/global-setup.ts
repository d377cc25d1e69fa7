import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrateDatabase } from '../db/migrate.ts';
import { seedRoles } from '../db/seed-roles.ts';
import { connectDb } from '../lib/db.ts';
import { startEphemeralPostgres } from './ephemeral-postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The administrator's connection to the server of this run. */
    postgresUrl: string;
    /** The database that every test database is a copy of. */
    templateName: string;
  }
}

/** One server per run, with a migrated and seeded database that the test files clone. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const templateName = 'pace_template';
  const server = await startEphemeralPostgres();
  try {
    await run(server.urlOf('postgres'), `create database ${templateName}`);
    await migrateDatabase(server.urlOf(templateName));
    const { db, pool } = connectDb(server.urlOf(templateName));
    await seedRoles(db);
    await pool.end();
  } catch (error) {
    await server.stop();
    throw error;
  }
  project.provide('postgresUrl', server.urlOf('postgres'));
  project.provide('templateName', templateName);
  return server.stop;
}

async function run(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}
