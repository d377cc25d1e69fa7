import { readConfig } from '../config.ts';
import { migrateDatabase } from '../db/migrate.ts';
import { openDatabase } from '../embedded/open-database.ts';
import { Refusal } from '../embedded/refusal.ts';
import { runProgram } from '../embedded/run-program.ts';
import { connectDb } from '../lib/db.ts';
import { issueSetUpCodeFor } from '../modules/users/users.service.ts';

/** A new one-time code for somebody who cannot sign in any more, from whoever may use this machine's terminal. */
await runProgram(async () => {
  const [email] = process.argv.slice(2);
  if (!email) throw new Refusal('Say for whom: npm run set-up-code -- ann@example.com');
  const database = await openDatabase(readConfig());
  try {
    await migrateDatabase(database.url);
    const { db, pool } = connectDb(database.url, { max: 1 });
    const setUp = await issueSetUpCodeFor(db, email);
    await pool.end();
    if (!setUp) throw new Refusal(`Nobody who is active signs in as ${email}.`);
    console.log(`The one-time code for ${email}, good until ${setUp.expiresAt}: ${setUp.code}`);
    console.log('It chooses a new password: POST /api/auth/set-up with {"code", "password"}.');
  } finally {
    await database.close();
  }
});
