import { hashPassword } from 'better-auth/crypto';
import { sql } from 'drizzle-orm';
import type { Config } from '../../config.ts';
import { AppError } from '../../lib/app-error.ts';
import { type Ctx, type Db, inTx, systemCtx, type Tx } from '../../lib/db.ts';
import { issueCode, setPassword } from '../auth/auth.service.ts';
import { createPerson, hasPeople } from '../users/users.service.ts';

export const firstAdministratorPurpose = 'set-up:first-administrator';

export type FirstAdministrator =
  | { kind: 'exists' }
  | { kind: 'created'; email: string }
  | { kind: 'code'; code: string };

/**
 * Makes sure that somebody can get in: the first start either creates the administrator that the configuration
 * names, or makes a one-time code for whoever reads the terminal. Afterwards there is nothing to do.
 */
export async function prepareFirstAdministrator(
  db: Db,
  config: Pick<Config, 'firstAdministrator'>,
): Promise<FirstAdministrator> {
  const ctx = systemCtx(db);
  const wanted = config.firstAdministrator;
  const passwordHash = wanted ? await hashPassword(wanted.password) : undefined;
  return inTx(ctx, async (tx): Promise<FirstAdministrator> => {
    await lockSetUp(tx);
    if (await hasPeople(tx)) return { kind: 'exists' };
    if (wanted && passwordHash !== undefined) {
      const email = wanted.email.toLowerCase();
      await createFirstAdministrator(tx, ctx, { email, firstName: null, lastName: null, passwordHash });
      return { kind: 'created', email };
    }
    // Several servers may start on one empty database: each prints a code, and the first one used ends them all.
    const { code } = await issueCode(tx, firstAdministratorPurpose, { keepEarlier: true });
    return { kind: 'code', code };
  });
}

/** Creates the first person, with the Admin role; refused once there is anybody. */
export async function createFirstAdministrator(
  tx: Tx,
  ctx: Ctx,
  person: { email: string; firstName: string | null; lastName: string | null; passwordHash: string },
): Promise<{ id: string; email: string }> {
  await lockSetUp(tx);
  if (await hasPeople(tx)) throw new AppError('auth.set_up_done');
  const { passwordHash, ...rest } = person;
  const user = await createPerson(tx, ctx, { ...rest, phone: null, roleNames: ['Admin'] });
  await setPassword(tx, user.clerkUserId, passwordHash);
  return user;
}

/** Two first administrators at once are one too many. */
async function lockSetUp(tx: Tx): Promise<void> {
  await tx.execute(sql`SELECT pg_advisory_xact_lock(7402552)`);
}
