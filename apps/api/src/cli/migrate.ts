import { readConfig } from '../config.ts';
import { migrateDatabase } from '../db/migrate.ts';
import { openDatabase } from '../embedded/open-database.ts';
import { runProgram } from '../embedded/run-program.ts';

await runProgram(async () => {
  const database = await openDatabase(readConfig());
  try {
    await migrateDatabase(database.url);
    console.log('The database is at the newest migration.');
  } finally {
    await database.close();
  }
});
