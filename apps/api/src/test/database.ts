import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { connectDb, type Db } from '../lib/db.ts';

export interface TestDatabase {
  url: string;
  db: Db;
  pool: pg.Pool;
  close(): Promise<void>;
}

/** A database of its own for a test file: migrated, with the roles seeded. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const url = await cloneDatabase(inject('templateName'));
  const { db, pool } = connectDb(url);
  return {
    url,
    db,
    pool,
    async close() {
      await pool.end();
      await dropDatabase(url);
    },
  };
}

/** A database with nothing in it. */
export async function createEmptyDatabase(): Promise<{ url: string; close(): Promise<void> }> {
  const url = await cloneDatabase('template0');
  return { url, close: () => dropDatabase(url) };
}

async function cloneDatabase(template: string): Promise<string> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  await administer(async (client) => {
    // Copying files is three times as fast as the default, which logs every page.
    await client.query(`create database ${name} template ${template} strategy file_copy`);
    // A migration sets this on the database, and a copy does not inherit it.
    await client.query(`alter database ${name} set timezone = 'UTC'`);
  });
  const url = new URL(inject('postgresUrl'));
  url.pathname = name;
  return url.href;
}

async function dropDatabase(url: string): Promise<void> {
  const name = new URL(url).pathname.slice(1);
  await administer((client) => client.query(`drop database ${name} with (force)`));
}

async function administer(work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: inject('postgresUrl') });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
