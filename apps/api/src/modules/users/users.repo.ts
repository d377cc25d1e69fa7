import type { UserQuery } from '@pace/shared/users';
import { and, asc, eq, inArray, or, type SQL, sql } from 'drizzle-orm';
import { permissions, rolePermissions, roles, userRoles } from '../../db/schema/rbac.ts';
import { users } from '../../db/schema/users.ts';
import { isAfter, orderBy, type Position, positionValue, type SortKey } from '../../lib/cursor.ts';
import type { Tx } from '../../lib/db.ts';
import { must } from '../../lib/must.ts';
import { contains } from '../../lib/search.ts';

export type UserRow = NonNullable<Awaited<ReturnType<typeof find>>>;

export const oldestFirst: SortKey = {
  expression: sql`${users.createdAt}`,
  direction: 'asc',
  type: 'timestamp',
};

const columns = {
  id: users.id,
  position: positionValue(oldestFirst),
  clerkUserId: users.clerkUserId,
  email: users.email,
  firstName: users.firstName,
  lastName: users.lastName,
  phone: users.phone,
  isActive: users.isActive,
  mfaEnabled: users.mfaEnabled,
  lastLoginAt: users.lastLoginAt,
  version: users.version,
  createdAt: users.createdAt,
  updatedAt: users.updatedAt,
  roles: sql<{ id: string; name: string; isActive: boolean }[]>`coalesce((
    SELECT jsonb_agg(jsonb_build_object('id', ${roles.id}, 'name', ${roles.name}, 'isActive', ${roles.isActive}) ORDER BY ${roles.name})
    FROM ${userRoles} JOIN ${roles} ON ${roles.id} = ${userRoles.roleId}
    WHERE ${userRoles.clerkUserId} = ${users.clerkUserId}), '[]')`,
};

/** People in the order they were added. Their number is the brokerage's, so the search may read them all. */
export function list(tx: Tx, query: Omit<UserQuery, 'after'> & { after: Position | undefined }) {
  const { id, q, roleId } = query;
  return select(
    tx,
    and(
      id && inArray(users.id, id),
      q === undefined
        ? undefined
        : or(contains(users.email, q), contains(users.firstName, q), contains(users.lastName, q)),
      query.isActive === undefined ? undefined : eq(users.isActive, query.isActive),
      roleId === undefined
        ? undefined
        : sql`EXISTS (SELECT FROM ${userRoles} WHERE ${userRoles.clerkUserId} = ${users.clerkUserId} AND ${userRoles.roleId} = ${roleId})`,
      isAfter(oldestFirst, sql`${users.id}`, query.after),
    ),
  ).limit(query.limit + 1);
}

/** Names for pickers. */
export function listNames(tx: Tx) {
  return tx
    .select({
      id: users.id,
      firstName: users.firstName,
      lastName: users.lastName,
      email: users.email,
      isActive: users.isActive,
    })
    .from(users)
    .orderBy(asc(users.createdAt), asc(users.id))
    .limit(1000);
}

export async function find(tx: Tx, id: string) {
  const [row] = await select(tx, eq(users.id, id));
  return row;
}

export type UserRightsRow = NonNullable<Awaited<ReturnType<typeof findRights>>>;

/** Whether a person is active, and their roles with what each of them gives. */
export async function findRights(tx: Tx, id: string) {
  const [row] = await tx
    .select({
      isActive: users.isActive,
      roles: sql<{ id: string; name: string; isActive: boolean; permissions: string[] }[]>`coalesce((
        SELECT jsonb_agg(jsonb_build_object('id', ${roles.id}, 'name', ${roles.name}, 'isActive', ${roles.isActive}, 'permissions', array(
          SELECT ${permissions.module} || ':' || ${permissions.action} FROM ${rolePermissions}
          JOIN ${permissions} ON ${permissions.id} = ${rolePermissions.permissionId}
          WHERE ${rolePermissions.roleId} = ${roles.id})) ORDER BY ${roles.name}, ${roles.id})
        FROM ${userRoles} JOIN ${roles} ON ${roles.id} = ${userRoles.roleId}
        WHERE ${userRoles.clerkUserId} = ${users.clerkUserId}), '[]')`,
    })
    .from(users)
    .where(eq(users.id, id));
  return row;
}

export async function findForUpdate(tx: Tx, id: string): Promise<UserRow | undefined> {
  await tx.select({ id: users.id }).from(users).where(eq(users.id, id)).for('no key update');
  return find(tx, id);
}

/** The person who signs in with this address, locked. */
export async function findByEmailForUpdate(tx: Tx, email: string): Promise<UserRow | undefined> {
  const [row] = await tx
    .select({ id: users.id })
    .from(users)
    .where(sql`lower(${users.email}) = lower(${email})`)
    .for('no key update');
  return row && find(tx, row.id);
}

/** The person whom a provider knows by this subject, locked. */
export async function findBySubjectForUpdate(tx: Tx, subject: string): Promise<UserRow | undefined> {
  const [row] = await tx
    .select({ id: users.id })
    .from(users)
    .where(eq(users.clerkUserId, subject))
    .for('no key update');
  return row && find(tx, row.id);
}

export async function hasAny(tx: Tx): Promise<boolean> {
  const rows = await tx.select({ id: users.id }).from(users).limit(1);
  return rows.length > 0;
}

export async function insert(tx: Tx, user: typeof users.$inferInsert): Promise<string> {
  const [row] = await tx.insert(users).values(user).returning({ id: users.id });
  return must(row, 'INSERT returned no user').id;
}

/** Changes a person and counts the version up. */
export async function update(tx: Tx, id: string, changes: Partial<typeof users.$inferInsert>): Promise<void> {
  await tx
    .update(users)
    .set({ ...changes, version: sql`${users.version} + 1`, updatedAt: sql`now()` })
    .where(eq(users.id, id));
}

/** Gives a person exactly these roles. */
export async function setRoles(tx: Tx, subject: string, roleIds: string[]): Promise<void> {
  const others = roleIds.length === 0 ? undefined : sql`NOT ${inArray(userRoles.roleId, roleIds)}`;
  await tx.delete(userRoles).where(and(eq(userRoles.clerkUserId, subject), others));
  if (roleIds.length === 0) return;
  await tx
    .insert(userRoles)
    .values(roleIds.map((roleId) => ({ clerkUserId: subject, roleId })))
    .onConflictDoNothing();
}

function select(tx: Tx, where: SQL | undefined) {
  return tx
    .select(columns)
    .from(users)
    .where(where)
    .orderBy(orderBy(oldestFirst, sql`${users.id}`))
    .$dynamic();
}
