import { and, eq, gt, inArray, type SQL, sql } from 'drizzle-orm';
import { authCredentials, authUsers, authVerifications } from '../../db/schema/auth.ts';
import { users } from '../../db/schema/users.ts';
import type { Tx } from '../../lib/db.ts';

const provider = 'credential';

/** A new subject that may sign in with this address; without a password until one is set. */
export async function insertSubject(tx: Tx, person: { email: string; name: string }): Promise<string> {
  const rows = await tx.insert(authUsers).values(person).returning({ id: authUsers.id });
  return rows.map((row) => row.id).join();
}

/** Sets the subject's password, first or new. */
export async function setPassword(tx: Tx, subject: string, hash: string): Promise<void> {
  await tx
    .insert(authCredentials)
    .values({ userId: subject, accountId: subject, providerId: provider, password: hash })
    .onConflictDoUpdate({
      target: [authCredentials.providerId, authCredentials.accountId],
      set: { password: hash, updatedAt: sql`now()` },
    });
}

export async function findPasswordHash(tx: Tx, subject: string): Promise<string | null> {
  const [row] = await tx
    .select({ password: authCredentials.password })
    .from(authCredentials)
    .where(isCredentialOf(subject));
  return row?.password ?? null;
}

/** The same, locked against every other change of the password. */
export async function findPasswordHashForUpdate(tx: Tx, subject: string): Promise<string | null> {
  const [row] = await tx
    .select({ password: authCredentials.password })
    .from(authCredentials)
    .where(isCredentialOf(subject))
    .for('no key update');
  return row?.password ?? null;
}

/** The subject that signs in with this address, and the hash its password is compared with. */
export async function findCredential(tx: Tx, email: string) {
  const [row] = await tx
    .select({ subject: authCredentials.accountId, hash: authCredentials.password })
    .from(authUsers)
    .innerJoin(
      authCredentials,
      and(eq(authCredentials.userId, authUsers.id), eq(authCredentials.providerId, provider)),
    )
    .where(eq(authUsers.email, email));
  return row;
}

/** Whether a person is active and their password is still this one; both stay so until the transaction ends. */
export async function lockCredential(
  tx: Tx,
  { subject, hash }: { subject: string; hash: string | null },
): Promise<boolean> {
  const rows = await tx
    .select({ id: users.id })
    .from(users)
    .innerJoin(authCredentials, isCredentialOf(subject))
    .where(and(eq(users.clerkUserId, subject), users.isActive, sql`${authCredentials.password} = ${hash}`))
    .for('no key update');
  return rows.length > 0;
}

/** Keeps the hash of a one-time code. */
export async function insertCode(tx: Tx, code: { purpose: string; hash: string; days: number }) {
  const [row] = await tx
    .insert(authVerifications)
    .values({
      identifier: code.purpose,
      value: code.hash,
      expiresAt: sql`now() + make_interval(days => ${code.days})`,
    })
    .returning({ expiresAt: sql<string>`${authVerifications.expiresAt}::text` });
  return row;
}

/** The purpose of a code that is still good, locked so that it is used once. */
export async function findCodeForUpdate(tx: Tx, hash: string): Promise<string | undefined> {
  const [row] = await tx
    .select({ purpose: authVerifications.identifier })
    .from(authVerifications)
    .where(and(eq(authVerifications.value, hash), gt(authVerifications.expiresAt, sql`now()`)))
    .for('update');
  return row?.purpose;
}

/** Makes every code for these purposes worthless. */
export async function deleteCodes(tx: Tx, purposes: string[]): Promise<void> {
  await tx.delete(authVerifications).where(inArray(authVerifications.identifier, purposes));
}

export async function deleteExpiredCodes(tx: Tx): Promise<void> {
  await tx.delete(authVerifications).where(sql`${authVerifications.expiresAt} < now()`);
}

export async function touchLastLogin(tx: Tx, userId: string): Promise<void> {
  await tx.update(users).set({ lastLoginAt: sql`now()` }).where(eq(users.id, userId));
}

function isCredentialOf(subject: string): SQL | undefined {
  return and(eq(authCredentials.accountId, subject), eq(authCredentials.providerId, provider));
}
