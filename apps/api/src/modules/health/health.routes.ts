import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type pg from 'pg';
import { z } from 'zod';
import { migrationNames } from '../../db/migrate.ts';
import { AppError } from '../../lib/app-error.ts';
import { open } from '../../lib/auth.ts';

/** Whether the process lives, and whether it can work: for supervisors and load balancers. */
export const healthRoutes =
  (pool: pg.Pool): FastifyPluginAsyncZod =>
  async (app) => {
    const newest = (await migrationNames()).at(-1);

    app.get(
      '/health',
      {
        onRequest: open,
        schema: {
          tags: ['Health'],
          summary: 'The process lives',
          response: { 200: z.object({ status: z.literal('ok') }) },
        },
      },
      async () => ({ status: 'ok' as const }),
    );

    app.get(
      '/ready',
      {
        onRequest: open,
        schema: {
          tags: ['Health'],
          summary: 'The database answers and has every migration',
          response: { 200: z.object({ status: z.literal('ready') }) },
        },
      },
      async (request) => {
        try {
          const { rows } = await pool.query<{ applied: boolean }>(
            'SELECT EXISTS (SELECT FROM drizzle.__drizzle_migrations WHERE name = $1) AS applied',
            [newest],
          );
          if (rows[0]?.applied) return { status: 'ready' as const };
        } catch (error) {
          request.log.warn({ error: error instanceof Error ? error.name : typeof error }, 'not ready');
        }
        throw new AppError('server.unavailable');
      },
    );
  };
