import { readConfig } from '../config.ts';
import { openDatabase } from '../embedded/open-database.ts';
import { runProgram } from '../embedded/run-program.ts';
import { systemClock } from '../lib/clock.ts';
import { connectDb } from '../lib/db.ts';
import { migrateDatabase } from './migrate.ts';
import { insertSampleBook } from './sample-book.ts';
import { seedRoles } from './seed-roles.ts';

await runProgram(async () => {
  const database = await openDatabase(readConfig());
  try {
    await migrateDatabase(database.url);
    const { db, pool } = connectDb(database.url, { max: 2 });
    await seedRoles(db);
    const isNew = await db.transaction((tx) => insertSampleBook(tx, systemClock));
    console.log(
      isNew
        ? 'The sample brokerage is there: 40 accounts, 60 products, 300 orders.'
        : 'The sample brokerage was already there.',
    );
    await pool.end();
  } finally {
    await database.close();
  }
});
