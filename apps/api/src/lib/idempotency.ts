import { and, eq, sql } from 'drizzle-orm';
import { idempotencyKeys } from '../db/schema/activities.ts';
import { AppError } from './app-error.ts';
import type { Tx } from './db.ts';
import { must } from './must.ts';

/** A command that may arrive twice: whose it is, what it asked, under which key. */
export interface Idempotency {
  readonly userId: string;
  readonly key: string;
  /** Method and address with ids. */
  readonly route: string;
  readonly bodyHash: string;
}

/**
 * Runs a command under its key, storing its result in the same transaction. A twin waits on the key's row until the
 * first is decided, then gets the stored result, or runs when the first rolled back. Results are rows of text,
 * numbers and booleans, so that JSON gives them back unchanged. Keys live 24 hours.
 */
export async function once<T>(tx: Tx, idempotency: Idempotency, run: (tx: Tx) => Promise<T>): Promise<T> {
  const { userId, key, route, bodyHash } = idempotency;
  const mine = and(eq(idempotencyKeys.userId, userId), eq(idempotencyKeys.key, key));
  const claimed = await tx
    .insert(idempotencyKeys)
    .values({ userId, key, route, bodyHash })
    .onConflictDoUpdate({
      target: [idempotencyKeys.userId, idempotencyKeys.key],
      set: { route, bodyHash, result: null, createdAt: sql`now()` },
      setWhere: sql`${idempotencyKeys.createdAt} < now() - interval '24 hours'`,
    })
    .returning({ id: idempotencyKeys.id });

  if (claimed.length === 0) {
    const [stored] = await tx.select().from(idempotencyKeys).where(mine);
    const first = must(stored, 'The idempotency key that was just in the way has gone');
    if (first.route !== route || first.bodyHash !== bodyHash) throw new AppError('idempotency.key_reused');
    return first.result as T; // Written below by the same command: route and body are the same.
  }

  const result = await run(tx);
  await tx
    .update(idempotencyKeys)
    .set({ result: result ?? null, updatedAt: sql`now()` })
    .where(mine);
  return result;
}

/** Forgets keys older than a day. */
export async function deleteExpiredKeys(tx: Tx): Promise<void> {
  await tx.delete(idempotencyKeys).where(sql`${idempotencyKeys.createdAt} < now() - interval '24 hours'`);
}
