import type { FastifyInstance } from 'fastify';
import { parse } from 'secure-json-parse';
import { AppError } from './app-error.ts';

/**
 * Reads JSON strictly: UTF-8 that is not UTF-8 is refused instead of repaired, and so are keys that would reach a
 * prototype. A missing body is no body; what a route needs, its schema says.
 */
export function parseJsonStrictly(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (_request: unknown, body: Buffer) => {
      if (body.length === 0) return undefined;
      try {
        const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
        return parse(text, undefined, { protoAction: 'error', constructorAction: 'error' });
      } catch (error) {
        throw new AppError('request.unreadable', {}, { cause: error });
      }
    },
  );
}
