import { z } from 'zod';

/**
 * A backup is a psql script that holds data and no tables, compressed with zstd: a header line, a COPY per table, and
 * a footer line that says how many rows each table has and what everything above it hashes to. Where the footer is
 * missing or does not agree, the file is not complete.
 */
export const headerPrefix = '-- PACE CRM backup ';
export const footerPrefix = '-- PACE CRM end of backup ';

export const header = z.object({
  format: z.literal(1),
  createdAt: z.string(),
  /** The newest migration the data is at. */
  migration: z.string(),
  serverVersion: z.string(),
  productVersion: z.string(),
});
export type Header = z.infer<typeof header>;

export const footer = z.object({
  rows: z.record(z.string(), z.number()),
  /** What each sequence has handed out. */
  sequences: z.record(z.string(), z.object({ value: z.string(), isCalled: z.boolean() })),
  sha256: z.string(),
});
export type Footer = z.infer<typeof footer>;

export function copyLine(table: string, columns: string[]): string {
  return `COPY public.${quoted(table)} (${columns.map(quoted).join(', ')}) FROM stdin;\n`;
}

/** The inverse of copyLine. */
export function parseCopyLine(line: string): { table: string; columns: string[] } | undefined {
  const match = /^COPY public\.("(?:[^"]|"")+") \((.+)\) FROM stdin;$/.exec(line);
  if (!match?.[1] || !match[2]) return undefined;
  const columns = match[2].match(/"(?:[^"]|"")+"/g) ?? [];
  return { table: unquoted(match[1]), columns: columns.map(unquoted) };
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function unquoted(name: string): string {
  return name.slice(1, -1).replaceAll('""', '"');
}
