import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { Refusal } from './refusal.ts';

/** The password of the embedded server, in the format that psql reads through PGPASSFILE. */
export function readOrMakePassword(dataDir: string): string {
  const file = passwordFile(dataDir);
  const line = readOrMakeSecretFile(
    file,
    () => `127.0.0.1:*:*:postgres:${randomBytes(24).toString('hex')}\n`,
  );
  const password = /^127\.0\.0\.1:\*:\*:postgres:(\w+)$/m.exec(line)?.[1];
  if (password === undefined)
    throw new Refusal(`${file} does not hold the password of the database any more.`);
  return password;
}

export function passwordFile(dataDir: string): string {
  return path.join(dataDir, 'pgpass');
}

/** Reads a file that only its owner may read; the first caller writes it, complete or not at all. */
export function readOrMakeSecretFile(file: string, make: () => string): string {
  if (!fs.existsSync(file)) {
    const growing = `${file}.new-${process.pid}`;
    const handle = fs.openSync(growing, 'w', 0o600);
    fs.writeFileSync(handle, make());
    fs.fsyncSync(handle);
    fs.closeSync(handle);
    try {
      fs.linkSync(growing, file); // unlike a rename, this never replaces what another start has written
    } catch (error) {
      if (!fs.existsSync(file)) throw error;
    } finally {
      fs.rmSync(growing);
    }
  }
  return fs.readFileSync(file, 'utf8');
}
