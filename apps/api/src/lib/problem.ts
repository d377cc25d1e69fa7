import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { ErrorCode } from '@pace/shared/error-codes';
import { fieldErrorList } from '@pace/shared/fields';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { AppError, type FieldError } from './app-error.ts';
import { asOutcome, databaseError, isUnanswered } from './db.ts';

/** RFC 9457, with our stable `code` and the path of each bad field. */
export const problemView = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    requestId: z.string(),
    errors: fieldErrorList.optional(),
    warnings: z.array(z.object({ code: z.string(), message: z.string() }).loose()).optional(),
  })
  .loose()
  .meta({ id: 'Problem' });

/** What Fastify itself refuses before a route is reached, by its stable error code. */
const frameworkErrors: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'request.too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'request.unsupported_media_type',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'request.unreadable',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'request.unreadable',
  FST_ERR_CTP_INVALID_JSON_BODY: 'request.unreadable',
  FST_ERR_BAD_URL: 'request.unreadable',
  FST_ERR_ASYNC_CONSTRAINT: 'request.unreadable',
  FST_ERR_MAX_PARAM_LENGTH: 'request.not_found',
  FST_ERR_NOT_FOUND: 'request.not_found',
};

/** What Node's parser says of a connection, by its stable error code. */
const connectionErrors: Readonly<Record<string, ErrorCode>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'request.timed_out',
  HPE_HEADER_OVERFLOW: 'request.headers_too_large',
};

/** SQLSTATEs that say the database is away, overloaded or out of time, and pg's own words for a lost connection. */
const unavailableStates = /^(08|57P0|57014|53|40001|40P01)/;
const unavailableCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOENT']);

/** The one way an error becomes an answer. What the caller cannot act on is logged and answers 500 without detail. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const outcome = toOutcome(error);
  if (outcome.status >= 500) request.log.error(describeDefect(error), 'request failed');
  const { retryAfterSeconds } = outcome.details;
  if (typeof retryAfterSeconds === 'number') reply.header('retry-after', String(retryAfterSeconds));
  // A file that could not be read is not a file.
  reply.removeHeader('content-disposition');
  return (
    reply
      .code(outcome.status)
      .header('cache-control', 'no-store')
      // What Fastify refuses on its own has been through no hook that would set these.
      .header('x-request-id', request.id)
      .header('x-content-type-options', 'nosniff')
      .type('application/problem+json')
      .serializer(JSON.stringify)
      .send(toProblem(outcome, request.id))
  );
}

/** What a client sent was not even HTTP, or never ended: there is no request to answer, only a connection. */
export function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return;
  const outcome = new AppError(connectionErrors[error.code ?? ''] ?? 'request.unreadable');
  const requestId = randomUUID();
  const body = JSON.stringify(toProblem(outcome, requestId));
  const head = [
    `HTTP/1.1 ${outcome.status} ${STATUS_CODES[outcome.status]}`,
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'X-Content-Type-Options: nosniff',
    `X-Request-Id: ${requestId}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

function toProblem(outcome: AppError, requestId: string): Record<string, unknown> {
  return {
    type: `urn:pace-crm:problem:${outcome.code}`,
    title: outcome.message,
    status: outcome.status,
    code: outcome.code,
    requestId,
    ...outcome.details,
  };
}

function toOutcome(error: unknown): AppError {
  const known = asOutcome(error);
  if (known instanceof AppError) return known;
  const { code = '', statusCode = 500 } = error as Partial<FastifyError>;
  // A status below 500 that we have no word for is a request that a plugin could not serve, such as a range of a file.
  const refusal = frameworkErrors[code] ?? (statusCode < 500 ? 'request.unreadable' : undefined);
  if (refusal) return new AppError(refusal);
  return new AppError(isUnavailable(error) ? 'server.unavailable' : 'server.failed');
}

function isUnavailable(error: unknown): boolean {
  if (isUnanswered(error) || unavailableStates.test(databaseError(error)?.code ?? '')) return true;
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (unavailableCodes.has((cause as NodeJS.ErrnoException).code ?? '')) return true;
  }
  return false;
}

/** What the log may know of a defect: names, codes and the stack's places. Messages of the database carry values. */
export function describeDefect(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: typeof error };
  const database = databaseError(error);
  return {
    error: error.name,
    ...(database
      ? {
          sqlState: database.code,
          table: database.table,
          constraint: database.constraint,
          routine: database.routine,
        }
      : { message: error.message }),
    stack: error.stack?.split('\n').filter((line) => /^\s+at /.test(line)),
  };
}

/** Field errors of a refused schema, one per field, in the caller's words. */
export function fieldErrors(error: z.core.$ZodError, prefix: string[] = []): FieldError[] {
  return error.issues.flatMap((issue) => {
    const at = (...rest: PropertyKey[]) => [...prefix, ...issue.path, ...rest].map(String).join('.');
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ path: at(key), message: 'is not a field of this request' }));
    }
    return [{ path: at(), message: issue.message }];
  });
}

/** Sentences for what the schemas themselves leave to Zod. */
export const describeIssue: z.core.$ZodErrorMap = (issue) => {
  if (issue.code === 'invalid_type') {
    if (issue.input === undefined) return 'is required';
    return issue.expected === 'string' ? 'must be text' : `must be ${article(issue.expected)}`;
  }
  if (issue.code === 'invalid_value') return `must be one of: ${issue.values.join(', ')}`;
  return undefined;
};

function article(noun: string): string {
  const word =
    { int: 'whole number', boolean: 'true or false', object: 'JSON object', array: 'list' }[noun] ?? noun;
  return word === 'true or false' ? word : `a ${word}`;
}
