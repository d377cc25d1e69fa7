import type { Permission } from '@pace/shared/permissions';
import { and, desc, eq, gt, type SQL, sql } from 'drizzle-orm';
import { authSessions } from '../../db/schema/auth.ts';
import { permissions, rolePermissions, roles, userRoles } from '../../db/schema/rbac.ts';
import { users } from '../../db/schema/users.ts';
import type { Tx } from '../../lib/db.ts';
import type { Identity } from './auth-provider.ts';

export type Session = NonNullable<Awaited<ReturnType<typeof find>>>;

/** Session, person, active roles and their rights in one statement; nothing of it is kept in the process. */
export async function find(tx: Tx, identity: Identity) {
  const isSession = 'sessionToken' in identity;
  const [row] = await tx
    .select({
      sessionId: authSessions.id,
      token: authSessions.token,
      expiresAt: sql<string | null>`${authSessions.expiresAt}::text`,
      isDueForRenewal: sql<boolean>`coalesce(${authSessions.updatedAt} < now() - interval '1 hour', false)`,
      userId: users.id,
      subject: users.clerkUserId,
      email: users.email,
      firstName: users.firstName,
      lastName: users.lastName,
      phone: users.phone,
      version: users.version,
      roles: sql<
        string[]
      >`coalesce(array_agg(DISTINCT ${roles.name}) FILTER (WHERE ${roles.id} IS NOT NULL), '{}')`,
      permissions: sql<
        Permission[]
      >`coalesce(array_agg(DISTINCT ${permissions.module} || ':' || ${permissions.action})
        FILTER (WHERE ${permissions.id} IS NOT NULL), '{}')`,
    })
    .from(users)
    .leftJoin(authSessions, isSession ? eq(sql`${authSessions.userId}::text`, users.clerkUserId) : sql`false`)
    .leftJoin(userRoles, eq(userRoles.clerkUserId, users.clerkUserId))
    .leftJoin(roles, and(eq(roles.id, userRoles.roleId), roles.isActive))
    .leftJoin(rolePermissions, eq(rolePermissions.roleId, roles.id))
    .leftJoin(permissions, eq(permissions.id, rolePermissions.permissionId))
    .where(
      and(
        users.isActive,
        isSession
          ? and(
              // Through the subject and not through the join, so that the index on the token is where it starts.
              sql`${users.clerkUserId} = (SELECT s.user_id::text FROM auth_sessions s WHERE s.token = ${identity.sessionToken})`,
              eq(authSessions.token, identity.sessionToken),
              gt(authSessions.expiresAt, sql`now()`),
            )
          : eq(users.clerkUserId, identity.subject),
      ),
    )
    .groupBy(users.id, authSessions.id);
  return row;
}

/** Moves the end of a session that is in use; at most once an hour, so that reading stays reading. */
export async function renew(tx: Tx, sessionId: string, seconds: number): Promise<void> {
  await tx
    .update(authSessions)
    .set({ expiresAt: sql`now() + make_interval(secs => ${seconds})`, updatedAt: sql`now()` })
    .where(and(eq(authSessions.id, sessionId), sql`${authSessions.updatedAt} < now() - interval '1 hour'`));
}

/** Ends one session. */
export async function remove(tx: Tx, token: string): Promise<void> {
  await tx.delete(authSessions).where(eq(authSessions.token, token));
}

export type OwnSessionRow = Awaited<ReturnType<typeof listOf>>[number];

/** The open sessions of a subject, latest seen first. */
export function listOf(tx: Tx, subject: string) {
  return tx
    .select({
      id: authSessions.id,
      userAgent: authSessions.userAgent,
      createdAt: sql<string>`${authSessions.createdAt}::text`,
      lastSeenAt: sql<string>`${authSessions.updatedAt}::text`,
      expiresAt: sql<string>`${authSessions.expiresAt}::text`,
    })
    .from(authSessions)
    .where(and(isOf(subject), gt(authSessions.expiresAt, sql`now()`)))
    .orderBy(desc(authSessions.updatedAt), desc(authSessions.id))
    .limit(200);
}

/** Ends a session of a subject; false when it has no such session. */
export async function removeOwn(tx: Tx, subject: string, id: string): Promise<boolean> {
  const removed = await tx
    .delete(authSessions)
    .where(and(eq(authSessions.id, id), isOf(subject)))
    .returning({ id: authSessions.id });
  return removed.length > 0;
}

/** Ends all sessions of a subject, except the one that may go on. */
export async function removeAllOf(tx: Tx, subject: string, exceptToken?: string): Promise<void> {
  await tx
    .delete(authSessions)
    .where(
      and(
        isOf(subject),
        exceptToken === undefined ? undefined : sql`${authSessions.token} <> ${exceptToken}`,
      ),
    );
}

/** Forgets sessions that have ended. */
export async function removeExpired(tx: Tx): Promise<void> {
  await tx.delete(authSessions).where(sql`${authSessions.expiresAt} < now()`);
}

/** Subjects are text, of whichever provider; those of the built-in sign-in are ids of ours. */
function isOf(subject: string): SQL {
  return eq(sql`${authSessions.userId}::text`, subject);
}
