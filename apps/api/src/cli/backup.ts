import path from 'node:path';
import { parseArgs } from 'node:util';
import { newBackupFile, productVersion } from '../backup/backup-files.ts';
import { writeBackup } from '../backup/write-backup.ts';
import { readConfig } from '../config.ts';
import { openDatabase } from '../embedded/open-database.ts';
import { Refusal } from '../embedded/refusal.ts';
import { runProgram } from '../embedded/run-program.ts';

await runProgram(async () => {
  const { positionals } = parseArgs({ allowPositionals: true });
  if (positionals.length > 1) throw new Refusal('Usage: npm run backup [-- <file>]');
  const file = positionals[0] === undefined ? newBackupFile('pace-crm') : path.resolve(positionals[0]);
  const database = await openDatabase(readConfig());
  try {
    const written = await writeBackup(database.url, file, productVersion);
    console.log(`${written.rows} rows, ${written.bytes} bytes, in ${written.file}`);
  } finally {
    await database.close();
  }
});
