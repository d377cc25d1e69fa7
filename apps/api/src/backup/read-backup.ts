import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { pipeline } from 'node:stream';
import { createZstdDecompress } from 'node:zlib';
import { Refusal } from '../embedded/refusal.ts';
import {
  type Footer,
  footer,
  footerPrefix,
  type Header,
  header,
  headerPrefix,
  parseCopyLine,
} from './backup-format.ts';

export type BackupPart =
  | { kind: 'header'; header: Header }
  | { kind: 'table'; table: string; columns: string[]; rows: AsyncGenerator<Buffer> }
  | { kind: 'footer'; footer: Footer };

const newline = 0x0a;
const endOfRows = Buffer.from('\n\\.\n');

/**
 * The parts of a backup in their order, read once and never held as a whole. The rows of a table must be read before
 * the next part is asked for. Lines that only psql needs are skipped: nothing from the file is ever run as SQL.
 * Throws a Refusal for a file that is not a complete and undamaged backup, at the latest in place of the footer.
 */
export async function* readBackup(file: string): AsyncGenerator<BackupPart> {
  // A failure of either stream ends the second one with it, which is where it is reported.
  const stream = pipeline(
    fs.createReadStream(file),
    createZstdDecompress({ rejectGarbageAfterEnd: true }),
    () => {},
  );
  const text = new Text(stream, file);
  const first = await text.line();
  if (!first?.startsWith(headerPrefix)) throw new Refusal(`${file} is not a backup of PACE CRM.`);
  const read = header.safeParse(parseJson(first.slice(headerPrefix.length)));
  if (!read.success)
    throw new Refusal(`${file} was written by another version of PACE CRM, which this one cannot read.`);
  yield { kind: 'header', header: read.data };

  for (let line = await text.line(); line !== undefined; line = await text.line()) {
    const copy = parseCopyLine(line);
    if (copy) {
      yield { kind: 'table', ...copy, rows: text.rows() };
    } else if (line.startsWith(footerPrefix)) {
      yield { kind: 'footer', footer: await checkedFooter(text, line) };
      return;
    }
  }
  throw text.damaged();
}

async function checkedFooter(text: Text, line: string): Promise<Footer> {
  const sha256 = text.hashBeforeLastLine();
  const isLast = (await text.line()) === undefined;
  const read = footer.safeParse(parseJson(line.slice(footerPrefix.length)));
  if (!read.success || read.data.sha256 !== sha256 || !isLast) throw text.damaged();
  return read.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Reads a stream by lines outside a table and by chunks inside one, and hashes all of it on the way. */
class Text {
  readonly #chunks: AsyncIterator<Buffer>;
  readonly #file: string;
  readonly #hash = createHash('sha256');
  #hashBeforeLastLine = '';
  #buffer: Buffer = Buffer.alloc(0);

  constructor(stream: AsyncIterable<Buffer>, file: string) {
    this.#chunks = stream[Symbol.asyncIterator]();
    this.#file = file;
  }

  damaged(): Refusal {
    return new Refusal(`${this.#file} is damaged or not complete. Nothing was restored from it.`);
  }

  hashBeforeLastLine(): string {
    return this.#hashBeforeLastLine;
  }

  /** The next line, or undefined at the end. */
  async line(): Promise<string | undefined> {
    let end = this.#buffer.indexOf(newline);
    while (end < 0) {
      const searched = this.#buffer.length;
      if (!(await this.#fill())) {
        if (searched > 0) throw this.damaged();
        return undefined;
      }
      end = this.#buffer.indexOf(newline, searched);
    }
    this.#hashBeforeLastLine = this.#hash.copy().digest('hex');
    return this.#take(end + 1).toString('utf8', 0, end);
  }

  /** What stands between a COPY line and its `\.`; every row ends with a newline. */
  async *rows(): AsyncGenerator<Buffer> {
    while (this.#buffer.length < endOfRows.length - 1) await this.#fillOrFail();
    if (this.#buffer.subarray(0, 3).equals(endOfRows.subarray(1))) {
      this.#take(3);
      return;
    }
    for (;;) {
      const end = this.#buffer.indexOf(endOfRows);
      if (end >= 0) {
        yield this.#take(end + 1);
        this.#take(3);
        return;
      }
      // The mark may be cut by the end of what is here.
      const safe = this.#buffer.length - endOfRows.length + 1;
      if (safe > 0) yield this.#take(safe);
      await this.#fillOrFail();
    }
  }

  #take(length: number): Buffer {
    const taken = this.#buffer.subarray(0, length);
    this.#buffer = this.#buffer.subarray(length);
    this.#hash.update(taken);
    return taken;
  }

  async #fillOrFail(): Promise<void> {
    if (!(await this.#fill())) throw this.damaged();
  }

  async #fill(): Promise<boolean> {
    try {
      const next = await this.#chunks.next();
      if (next.done) return false;
      this.#buffer = this.#buffer.length === 0 ? next.value : Buffer.concat([this.#buffer, next.value]);
      return true;
    } catch (cause) {
      throw new Refusal(`${this.#file} cannot be read: ${cause instanceof Error ? cause.message : cause}`, {
        cause,
      });
    }
  }
}

/** Reads the whole file without using it, so that a bad one is refused before anything is touched. */
export async function verifyBackup(file: string): Promise<{ header: Header; footer: Footer }> {
  const counted: Record<string, number> = {};
  let found: Header | undefined;
  for await (const part of readBackup(file)) {
    if (part.kind === 'header') found = part.header;
    if (part.kind === 'table') counted[part.table] = await countRows(part.rows);
    if (part.kind === 'footer' && found) {
      checkCounts(file, counted, part.footer.rows);
      return { header: found, footer: part.footer };
    }
  }
  throw new Refusal(`${file} is not a backup of PACE CRM.`);
}

async function countRows(rows: AsyncGenerator<Buffer>): Promise<number> {
  let count = 0;
  for await (const chunk of rows) {
    for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, at + 1)) count += 1;
  }
  return count;
}

/** Throws unless every table has the rows that the footer promises. */
export function checkCounts(
  file: string,
  counted: Record<string, number>,
  promised: Record<string, number>,
): void {
  for (const table of new Set([...Object.keys(counted), ...Object.keys(promised)])) {
    if (counted[table] !== promised[table]) {
      throw new Refusal(
        `${file} promises ${promised[table] ?? 'no'} rows of ${table} but has ${counted[table] ?? 'none'}.`,
      );
    }
  }
}
