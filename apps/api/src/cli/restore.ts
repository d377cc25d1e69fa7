import path from 'node:path';
import { parseArgs } from 'node:util';
import { newBackupFile, productVersion } from '../backup/backup-files.ts';
import { restoreBackup } from '../backup/restore-backup.ts';
import { writeBackup } from '../backup/write-backup.ts';
import { readConfig } from '../config.ts';
import { openDatabase } from '../embedded/open-database.ts';
import { Refusal } from '../embedded/refusal.ts';
import { runProgram } from '../embedded/run-program.ts';

const usage = 'Usage: npm run restore -- <file> [--replace]';

await runProgram(async () => {
  const { file, isReplacing } = readArguments();
  const database = await openDatabase(readConfig());
  let safety: string | undefined;
  const backUpFirst = async () => {
    const { file: written } = await writeBackup(
      database.url,
      newBackupFile('before-restore'),
      productVersion,
    );
    safety = written;
    console.log(`What was there before is in ${written}`);
  };
  try {
    const restored = await restoreBackup(database.url, file, {
      replace: isReplacing ? backUpFirst : undefined,
    });
    console.log(`${restored.rows} rows restored, as they were at ${restored.header.createdAt}`);
  } catch (error) {
    if (safety) console.error(`The restore failed. To go back: npm run restore -- ${safety} --replace`);
    throw error;
  } finally {
    await database.close();
  }
});

function readArguments(): { file: string; isReplacing: boolean } {
  try {
    const { positionals, values } = parseArgs({
      allowPositionals: true,
      options: { replace: { type: 'boolean' } },
    });
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) throw new Refusal(usage);
    return { file: path.resolve(file), isReplacing: values.replace === true };
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal(usage, { cause: error });
  }
}
