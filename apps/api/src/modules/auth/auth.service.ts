import { createHash, randomBytes } from 'node:crypto';
import { AppError, fieldOutcome } from '../../lib/app-error.ts';
import { type Ctx, inTx, neverStored, type Tx } from '../../lib/db.ts';
import { toInstant } from '../../lib/instants.ts';
import { must } from '../../lib/must.ts';
import { record } from '../activities/activities.service.ts';
import * as repo from './auth.repo.ts';
import { type MeView, type SessionView, toMeView, toSessionView } from './auth.view.ts';
import type { AuthProvider, Credentials } from './auth-provider.ts';
import * as sessions from './session.repo.ts';

const codeDays = 7;

/** Opens a session for a person who may still sign in, and remembers when; ends the one that a browser had before. */
export async function signIn(
  ctx: Ctx,
  provider: AuthProvider,
  { replaces, ...credentials }: Credentials & { replaces: string | undefined },
): Promise<SessionView> {
  const before = await repo.findCredential(ctx.db, credentials.email);
  const { token } = await provider.signIn(credentials);
  const session = await inTx(neverStored(ctx), async (tx) => {
    // Whoever changed the password or shut the person out while it was verified could not end this session yet.
    const isStillRight = before !== undefined && (await repo.lockCredential(tx, before));
    const found = isStillRight ? await sessions.find(tx, { sessionToken: token }) : undefined;
    if (found && replaces !== undefined) await sessions.remove(tx, replaces);
    await (found ? repo.touchLastLogin(tx, found.userId) : sessions.remove(tx, token));
    return found;
  });
  // A deactivated person has a right password and no way in; the answer does not say which it was.
  if (!session) throw new AppError('auth.wrong_credentials');
  return toSessionView(session);
}

/** Who a session belongs to, and what they may do. */
export function describeMe(session: sessions.Session): MeView {
  return toMeView(session);
}

/** A session as it is now, with the rights of now; undefined once it has ended. */
export function rereadSession(tx: Tx, session: sessions.Session): Promise<sessions.Session | undefined> {
  const { token, subject } = session;
  return sessions.find(tx, token === null ? { subject } : { sessionToken: token });
}

/** Ends the session that the request came with. */
export async function signOut(ctx: Ctx, token: string): Promise<void> {
  await sessions.remove(ctx.db, token);
}

/** Changes the caller's own password and ends the other sessions. */
export async function changePassword(
  ctx: Ctx,
  provider: AuthProvider,
  change: { subject: string; token: string; currentPassword: string; newPassword: string },
): Promise<void> {
  const hash = await repo.findPasswordHash(ctx.db, change.subject);
  if (hash === null || !(await provider.verifyPassword(change.currentPassword, hash))) {
    throw fieldOutcome('auth.wrong_password', 'currentPassword');
  }
  const newHash = await provider.hashPassword(change.newPassword);
  await inTx(neverStored(ctx), async (tx) => {
    // Verified outside the transaction: another change may have made it the password of before.
    if ((await repo.findPasswordHashForUpdate(tx, change.subject)) !== hash) {
      throw fieldOutcome('auth.wrong_password', 'currentPassword');
    }
    await repo.setPassword(tx, change.subject, newHash);
    await sessions.removeAllOf(tx, change.subject, change.token);
    await revokeSetUpCodes(tx, [change.subject]);
    const entityId = must(ctx.actor.id, 'Only people have a password');
    await record(tx, ctx, { entityType: 'user', entityId, action: 'password changed' });
  });
}

/** A subject of the built-in sign-in, for a person who will choose a password. */
export function createSubject(tx: Tx, person: { email: string; name: string }): Promise<string> {
  return repo.insertSubject(tx, person);
}

/** Gives a subject its password and ends every session and code from before. */
export async function setPassword(tx: Tx, subject: string, hash: string): Promise<void> {
  await repo.setPassword(tx, subject, hash);
  await shutOut(tx, subject);
}

/** Ends every session of a subject, and every code that could open another. */
export async function shutOut(tx: Tx, subject: string): Promise<void> {
  await sessions.removeAllOf(tx, subject);
  await revokeSetUpCodes(tx, [subject]);
}

const setUpPrefix = 'set-up:subject:';

/** A new code by which a subject chooses a password; the ones before are worthless. */
export function issueSetUpCode(tx: Tx, subject: string): Promise<{ code: string; expiresAt: string }> {
  return issueCode(tx, setUpPrefix + subject, { keepEarlier: false });
}

/** Makes codes worthless: whoever was given one must not become somebody with more rights by it. */
export async function revokeSetUpCodes(tx: Tx, subjects: string[]): Promise<void> {
  if (subjects.length === 0) return;
  await repo.deleteCodes(
    tx,
    subjects.map((subject) => setUpPrefix + subject),
  );
}

/** The subject that a redeemed code was for; undefined when it was for something else. */
export function subjectOfSetUp(purpose: string): string | undefined {
  return purpose.startsWith(setUpPrefix) ? purpose.slice(setUpPrefix.length) : undefined;
}

/** Makes a one-time code for a purpose; only its hash is kept. Codes made before for the purpose stay good when asked. */
export async function issueCode(
  tx: Tx,
  purpose: string,
  { keepEarlier }: { keepEarlier: boolean },
): Promise<{ code: string; expiresAt: string }> {
  const code = randomBytes(18).toString('base64url');
  if (!keepEarlier) await repo.deleteCodes(tx, [purpose]);
  const row = must(
    await repo.insertCode(tx, { purpose, hash: hashCode(code), days: codeDays }),
    'A set-up code was not stored',
  );
  return { code, expiresAt: toInstant(row.expiresAt) };
}

/** What a code is good for, using it up with every other code for the same purpose. */
export async function redeemCode(tx: Tx, code: string): Promise<string> {
  const purpose = await repo.findCodeForUpdate(tx, hashCode(code));
  if (purpose === undefined) throw invalidCode();
  await repo.deleteCodes(tx, [purpose]);
  return purpose;
}

/** Forgets sessions and codes that have ended. */
export async function forgetExpired(tx: Tx): Promise<void> {
  await sessions.removeExpired(tx);
  await repo.deleteExpiredCodes(tx);
}

/** The answer to a code that is wrong, used or expired: always the same one. */
export function invalidCode(): AppError {
  return fieldOutcome('auth.set_up_code_invalid', 'code');
}

function hashCode(code: string): string {
  return createHash('sha256').update(code).digest('hex');
}
