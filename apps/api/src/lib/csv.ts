import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';

/** Documents a CSV answer. */
export const csvView = { content: { 'text/csv': { schema: z.string() } } };

/** The columns of a file in order, and what a row has in them. */
export interface CsvShape<Row> {
  columns: readonly string[];
  toCells: (row: Row) => (string | null)[];
}

/** Rows fetched at once while a file is written; memory stays flat whatever its length. */
export const csvPageSize = 1000;

/**
 * Streams a list as CSV with a byte order mark, so that spreadsheets read it as UTF-8, and with formulas defused: a
 * name such as "=cmd()" must not run on somebody's machine. The database is read as fast as the client takes the file.
 */
export function sendCsv<Row>(
  reply: FastifyReply,
  fileName: string,
  { columns, toCells }: CsvShape<Row>,
  rows: AsyncIterable<Row>,
): FastifyReply {
  const lines = stringify({ header: true, columns: [...columns], bom: true, escape_formulas: true });
  // Who asks for the head alone gets it without the rows being read for nobody.
  const isHead = reply.request.method === 'HEAD';
  const source = Readable.from(
    (async function* () {
      if (isHead) return;
      for await (const row of rows) yield toCells(row);
    })(),
  );
  source.on('error', (error) => lines.destroy(error));
  // A client that goes away ends the reading too.
  lines.on('close', () => source.destroy());
  return reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${fileName}"`)
    .send(source.pipe(lines));
}

/** Walks a list to its end, page by page. */
export async function* everyRow<Row>(
  readPage: (after: string | undefined) => Promise<{ rows: Row[]; nextCursor: string | null }>,
): AsyncGenerator<Row> {
  let after: string | undefined;
  do {
    const page = await readPage(after);
    yield* page.rows;
    after = page.nextCursor ?? undefined;
  } while (after !== undefined);
}
