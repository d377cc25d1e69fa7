import type { Permission } from '@pace/shared/permissions';
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

/**
 * Refuses a change of something that somebody else changed meanwhile. `show` says what it is now; it is left out for who
 * may change it and not view it: guessing a wrong version must not be a way to read.
 */
export function requireVersion(
  expected: number,
  current: { version: number },
  show: (() => unknown) | undefined,
): void {
  if (current.version === expected) return;
  throw new AppError('record.stale', show && { current: show() });
}

/** What is only shown to who holds the right to view it. */
export function shownWith<T>(
  rights: ReadonlySet<Permission>,
  permission: Permission,
  show: () => T,
): (() => T) | undefined {
  return rights.has(permission) ? show : undefined;
}
