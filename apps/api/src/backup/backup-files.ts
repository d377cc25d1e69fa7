import path from 'node:path';
import manifest from '../../../../package.json' with { type: 'json' };
import { repoRoot } from '../config.ts';

export const productVersion: string = manifest.version;

/** A name that sorts by time, in the folder for backups that version control ignores. */
export function newBackupFile(prefix: string): string {
  const moment = new Date()
    .toISOString()
    .replaceAll(':', '-')
    .replace(/\.\d+Z$/, 'Z');
  return path.join(repoRoot, 'backups', `${prefix}-${moment}.sql.zst`);
}
