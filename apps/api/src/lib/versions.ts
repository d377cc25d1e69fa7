import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { AppError } from './app-error.ts';

/** Documents the header; whether it is there and right is checked by `ifMatch`, which has its own answers. */
export const versionHeader = z.object({
  'if-match': z.string().optional().describe('The version you are changing, as the ETag of the record: "3"'),
});

/** The version the caller believes current, from `If-Match: "<version>"`. Absent is 428, unreadable 400. */
export function ifMatch(request: FastifyRequest): number {
  const header = request.headers['if-match'];
  if (header === undefined) throw new AppError('request.version_required');
  const match = /^"(\d{1,9})"$/.exec(header);
  if (!match) throw new AppError('request.bad_header', { header: 'If-Match', expected: '"<version>"' });
  return Number(match[1]);
}

/** Answers with a record and its version as ETag, ready for the next If-Match. */
export function sendVersioned<T extends { version: number }>(reply: FastifyReply, record: T): T {
  reply.header('etag', `"${record.version}"`);
  return record;
}

/** Refuses a change of something that somebody else changed meanwhile, showing what it is now. */
export function requireVersion(expected: number, current: { version: number }, show: () => unknown): void {
  if (current.version !== expected) throw new AppError('record.stale', { current: show() });
}
