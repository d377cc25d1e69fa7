import type { FastifyInstance } from 'fastify';
import { deleteEndedWindows } from './lib/attempt-limit.ts';
import type { Db } from './lib/db.ts';
import { deleteExpiredKeys } from './lib/idempotency.ts';
import { describeDefect } from './lib/problem.ts';
import { forgetExpired } from './modules/auth/auth.service.ts';

const everyMs = 60 * 60 * 1000;

/** Forgets what has expired, hourly. Several processes doing it find nothing left to do. */
export function keepHouse(app: FastifyInstance, db: Db): void {
  const tidy = async () => {
    try {
      await deleteExpiredKeys(db);
      await deleteEndedWindows(db);
      await forgetExpired(db);
    } catch (error) {
      // The database may be away for a moment; what is left over is deleted next time.
      app.log.warn(describeDefect(error), 'housekeeping failed');
    }
  };
  const timer = setInterval(() => void tidy(), everyMs);
  app.addHook('onClose', async () => clearInterval(timer));
}
