import fs from 'node:fs';
import path from 'node:path';
import { canEnter, type OsUser } from './os-user.ts';
import { Refusal } from './refusal.ts';

/**
 * The folder that really holds the data. Nearly always it is the one asked for; where root asks for a folder that the
 * database's user cannot enter, it is a folder of its own below `systemDir`, named by a pointer file in the folder
 * asked for, so that a moved checkout finds its data and a second checkout gets a folder of its own.
 */
export function settleDataDir(
  asked: string,
  userOf: (clusterDir: string) => OsUser,
  systemDir: string,
): string {
  const created = fs.mkdirSync(asked, { recursive: true });
  if (created !== undefined) fs.chmodSync(asked, 0o711); // whatever the umask: the files inside have modes of their own
  const named = followPointer(asked);
  if (named !== undefined) return named;

  const clusterDir = path.join(asked, 'postgres');
  const user = userOf(clusterDir);
  if (canEnter(user, asked)) return asked;
  if (fs.existsSync(clusterDir)) {
    throw new Refusal(
      `The data in ${asked} is out of reach for the user ${user?.uid} that the database runs as.\n` +
        'Give the folders above it back their execute right for others (chmod o+x), or move the data folder\n' +
        'and set PACE_DATA_DIR to its new place.',
    );
  }
  return makeSystemFolder(asked, systemDir);
}

function followPointer(asked: string): string | undefined {
  const pointer = path.join(asked, 'location');
  if (!fs.existsSync(pointer)) return undefined;
  const named = fs.readFileSync(pointer, 'utf8').trim();
  const originFile = path.join(named, 'origin');
  if (!fs.existsSync(originFile)) {
    throw new Refusal(
      `${pointer} says that the data is in ${named}, but that folder is gone.\n` +
        `Bring it back, or delete ${pointer} to start with an empty database.`,
    );
  }
  const origin = fs.readFileSync(originFile, 'utf8').trim();
  if (origin === fs.realpathSync(asked)) return named;
  if (readPointer(origin) === named) {
    throw new Refusal(
      `${asked} is a copy of ${origin}, and the data of both is in ${named}, which belongs to the first.\n` +
        `Delete ${pointer} to start here with an empty database; a backup of the first can be restored into it.`,
    );
  }
  fs.writeFileSync(originFile, fs.realpathSync(asked)); // the checkout was moved
  return named;
}

function readPointer(dir: string): string | undefined {
  const pointer = path.join(dir, 'location');
  return fs.existsSync(pointer) ? fs.readFileSync(pointer, 'utf8').trim() : undefined;
}

function makeSystemFolder(asked: string, systemDir: string): string {
  fs.mkdirSync(systemDir, { recursive: true, mode: 0o755 });
  const dir = fs.mkdtempSync(path.join(systemDir, 'data-'));
  fs.chmodSync(dir, 0o711);
  fs.writeFileSync(path.join(dir, 'origin'), fs.realpathSync(asked));
  try {
    fs.writeFileSync(path.join(asked, 'location'), `${dir}\n`, { flag: 'wx' });
    return dir;
  } catch (error) {
    fs.rmSync(dir, { recursive: true }); // another start was first
    const named = readPointer(asked);
    if (named === undefined) throw error;
    return named;
  }
}
