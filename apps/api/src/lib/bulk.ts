import type { bulkResult } from '@pace/shared/fields';
import type { z } from 'zod';
import { AppError, type FieldError } from './app-error.ts';
import { asOutcome, type Ctx, inTx, type Tx } from './db.ts';

export type BulkResult = z.infer<typeof bulkResult>;

/** A record and the version of it that the caller saw. */
export interface BulkItem {
  id: string;
  version: number;
}

/**
 * Runs one command on many records in one transaction and answers per record: a refused one changes nothing and does
 * not stop the others. `lockAll` comes first and takes, each kind of record in the order of its ids, every lock that
 * the commands will ask for: taken one command at a time, they would deadlock with another bulk command.
 */
export async function inBulk(
  ctx: Ctx,
  items: BulkItem[],
  lockAll: (tx: Tx, ids: string[]) => Promise<unknown>,
  command: (tx: Tx, item: BulkItem) => Promise<{ version: number }>,
): Promise<BulkResult> {
  return inTx(ctx, async (tx) => {
    const ids = items.map(({ id }) => id);
    await lockAll(tx, ids);
    const results: BulkResult['results'] = [];
    for (const item of items) results.push(await attempt(tx, item, command));
    return { results };
  });
}

async function attempt(
  tx: Tx,
  item: BulkItem,
  command: (tx: Tx, item: BulkItem) => Promise<{ version: number }>,
): Promise<BulkResult['results'][number]> {
  try {
    const { version } = await tx.transaction((savepoint) => command(savepoint, item));
    return { id: item.id, ok: true, version, error: null };
  } catch (error) {
    const outcome = asOutcome(error);
    if (!(outcome instanceof AppError)) throw error;
    return {
      id: item.id,
      ok: false,
      version: currentVersion(outcome),
      error: describe(outcome),
    };
  }
}

/** As in an answer to one command, without the record itself. */
function describe({ code, message, details }: AppError): BulkResult['results'][number]['error'] {
  if (code === 'record.stale') return { code, detail: 'Somebody else changed this meanwhile.' };
  const reason = typeof details['reason'] === 'string' ? [details['reason']] : [];
  const errors: FieldError[] | undefined = Array.isArray(details['errors']) ? details['errors'] : undefined;
  return { code, detail: [message, ...reason].join(' '), ...(errors && { errors }) };
}

/** The version that a stale item has now. */
function currentVersion({ details }: AppError): number | null {
  const { current } = details;
  return typeof current === 'object' &&
    current !== null &&
    'version' in current &&
    typeof current.version === 'number'
    ? current.version
    : null;
}
