import {
  appendFileSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import type { SavedRow, Store } from './core/store.ts';

/**
 * The books in a file: a line per change, appended before the answer leaves, so that a killed simulator has lost
 * nothing it acknowledged. The file is written anew when most of it is old.
 */
export interface Snapshot {
  /** Appends what has changed since the last call. */
  readonly save: () => void;
}

/** Reads the file, when there is one, into the store, and keeps it up to date from then on. */
export function openSnapshot(store: Store, file: string): Snapshot {
  let lines = existsSync(file) ? readLines(store, file) : 0;
  store.isSaving = true;
  const rewrite = (): void => {
    lines = writeAll(store, file);
  };
  let rowsAtRewrite = 0;
  return {
    save: () => {
      if (lines === 0) {
        store.takeChanges();
        rewrite();
        rowsAtRewrite = lines;
        return;
      }
      const changes = store.takeChanges();
      if (changes.length === 0) return;
      appendFileSync(file, `${JSON.stringify(changes)}\n`);
      lines += 1;
      if (lines > Math.max(10_000, rowsAtRewrite * 3)) {
        rewrite();
        rowsAtRewrite = lines;
      }
    },
  };
}

/** Returns the number of lines. The last one may be half a line: whoever wrote it was killed before answering. */
function readLines(store: Store, file: string): number {
  const lines = readFileSync(file, 'utf8').split('\n');
  const unfinished = lines.pop();
  let read = 0;
  for (const [index, line] of lines.entries()) {
    try {
      store.load(JSON.parse(line) as SavedRow[]); // The file is the simulator's own.
      read += 1;
    } catch (error) {
      if (error instanceof SyntaxError)
        throw new Error(`${file} is damaged in line ${index + 1}; move it away to begin anew`);
      throw error;
    }
  }
  // Half a line is followed by nothing: the file is written anew before anything is appended to it.
  return unfinished === '' ? read : 0;
}

const rowsPerLine = 500;

function writeAll(store: Store, file: string): number {
  const next = `${file}.next`;
  const handle = openSync(next, 'w', 0o600);
  let lines = 0;
  let batch: SavedRow[] = [];
  const flush = (): void => {
    writeSync(handle, `${JSON.stringify(batch)}\n`);
    lines += 1;
    batch = [];
  };
  for (const row of store.allRows()) {
    batch.push(row);
    if (batch.length >= rowsPerLine) flush();
  }
  if (batch.length > 0 || lines === 0) flush();
  fsyncSync(handle);
  closeSync(handle);
  renameSync(next, file);
  return lines;
}
