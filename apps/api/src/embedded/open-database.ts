import pg from 'pg';
import type { Config } from '../config.ts';
import { openEmbedded } from './embedded-database.ts';
import { Refusal } from './refusal.ts';

export interface OpenedDatabase {
  url: string;
  /** Where the embedded database keeps its data; undefined for a server of the user's own. */
  dataDir: string | undefined;
  /** Lines for a person: where the data is and how to look at it. */
  describe(): string[];
  /** Gives the database up; the embedded one stops when nobody else needs it. */
  close(): Promise<void>;
}

/** The database that the configuration names: a server of the user's own, or the embedded one, started if need be. */
export async function openDatabase(config: Config): Promise<OpenedDatabase> {
  if (config.databaseUrl === undefined) {
    const embedded = await openEmbedded(config.dataDir);
    const moved =
      embedded.dataDir === config.dataDir
        ? ''
        : ` (the user that PostgreSQL runs as cannot enter ${config.dataDir})`;
    return {
      url: embedded.url,
      dataDir: embedded.dataDir,
      describe: () => [`Data      ${embedded.dataDir}${moved}`, `psql      ${embedded.psql}`],
      close: embedded.close,
    };
  }
  await checkServer(config.databaseUrl);
  const shown = withoutPassword(config.databaseUrl);
  return {
    url: config.databaseUrl,
    dataDir: undefined,
    describe: () => [`Data      ${shown}`, `psql      psql '${shown}'`],
    close: async () => {},
  };
}

async function checkServer(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => {}); // reported by the query that it fails
  try {
    await client.connect();
    const { rows } = await client.query<{ version: number; name: string; encoding: string }>(
      `select current_setting('server_version_num')::int as version, current_setting('server_version') as name,
              current_setting('server_encoding') as encoding`,
    );
    const [server] = rows;
    if (server === undefined || server.version < 150_000) {
      throw new Refusal(`PACE CRM needs PostgreSQL 15 or newer; DATABASE_URL leads to ${server?.name}.`);
    }
    if (server.encoding !== 'UTF8') {
      throw new Refusal(
        `The database of DATABASE_URL is encoded in ${server.encoding}; PACE CRM needs one in UTF8:\n` +
          "  CREATE DATABASE pace_crm TEMPLATE template0 ENCODING 'UTF8';",
      );
    }
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal(`The database ${withoutPassword(url)} cannot be used: ${reason(error)}`, {
      cause: error,
    });
  } finally {
    await client.end().catch(() => {});
  }
}

/** A connection that several addresses refuse is one AggregateError with an empty message. */
function reason(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reason).join('; ');
  return error instanceof Error ? error.message : String(error);
}

function withoutPassword(url: string): string {
  return url.replace(/^(\w+:\/\/[^:@/]*):[^@/]*@/, '$1@').replace(/([?&]password=)[^&]*/, '$1…');
}
