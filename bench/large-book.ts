import { sessionView } from '@pace/shared/auth';
import type pg from 'pg';
import { buildApp } from '../apps/api/src/app.ts';
import { readConfig } from '../apps/api/src/config.ts';
import { migrateDatabase } from '../apps/api/src/db/migrate.ts';
import { seedRoles } from '../apps/api/src/db/seed-roles.ts';
import { openDatabase } from '../apps/api/src/embedded/open-database.ts';
import { connectDb } from '../apps/api/src/lib/db.ts';
import { must } from '../apps/api/src/lib/must.ts';
import { prepareFirstAdministrator } from '../apps/api/src/modules/set-up/first-administrator.ts';
import { generate, type Scale, scales } from './generate.ts';

/** Who measures. */
export const admin = { email: 'bench@example.com', password: 'only ever on this machine' };

export interface LargeBook {
  scale: Scale;
  baseUrl: string;
  databaseUrl: string;
  /** Of the administrator's session. */
  token: string;
  pool: pg.Pool;
  /** What was sent to the database; whoever measures empties it. */
  queries: { sql: string; params: unknown[] }[];
  close: () => Promise<void>;
}

/** The real API on a database of its own under `data/`, which is filled the first time. */
export async function openLargeBook(scaleName = 'L'): Promise<LargeBook> {
  const scale = must(scales[scaleName], `There is no scale ${scaleName}`);
  const databaseUrl = process.env['BENCH_DATABASE_URL'];
  const config = readConfig({
    PACE_DATA_DIR: `data/bench-${scaleName}`,
    LOG_LEVEL: 'silent',
    ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }),
  });
  const database = await openDatabase(config);
  await migrateDatabase(database.url);
  const queries: LargeBook['queries'] = [];
  const { db, pool } = connectDb(database.url, {
    logger: { logQuery: (sql, params) => void queries.push({ sql, params }) },
  });
  await seedRoles(db);
  await prepareFirstAdministrator(db, { firstAdministrator: admin });

  const { rows: filled } = await pool.query<{ orders: string }>('SELECT count(*) AS orders FROM orders');
  if (filled[0]?.orders === '0') {
    const startedAt = performance.now();
    await generate(database.url, scale, (line) => console.log(line));
    console.log(`generated in ${Math.round((performance.now() - startedAt) / 1000)} s`);
  }

  const app = await buildApp({ config, db, pool, secret: 'a secret that only the benchmark uses' });
  const baseUrl = await app.listen({ port: 0, host: '127.0.0.1' });
  const session = await fetch(`${baseUrl}/api/auth/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(admin),
  });
  const { token } = sessionView.parse(await session.json());
  return {
    scale,
    baseUrl,
    databaseUrl: database.url,
    token,
    pool,
    queries,
    close: async () => {
      await app.close();
      await pool.end();
      await database.close();
    },
  };
}
