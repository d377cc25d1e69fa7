import type { Permission } from '@pace/shared/permissions';
import { and, asc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import { byName } from '../../db/columns.ts';
import { authCredentials } from '../../db/schema/auth.ts';
import { permissions, rolePermissions, roles, userRoles } from '../../db/schema/rbac.ts';
import { users } from '../../db/schema/users.ts';
import { isAfter, orderBy, type Position, positionValue, type SortKey } from '../../lib/cursor.ts';
import type { Tx } from '../../lib/db.ts';
import { must } from '../../lib/must.ts';

export type RoleRow = NonNullable<Awaited<ReturnType<typeof find>>>;

export const nameSort: SortKey = { expression: byName(roles.name), direction: 'asc', type: 'text' };

const permissionName = sql<Permission>`${permissions.module} || ':' || ${permissions.action}`;

const columns = {
  id: roles.id,
  position: positionValue(nameSort),
  name: roles.name,
  description: roles.description,
  isActive: roles.isActive,
  isSystem: roles.isSystem,
  version: roles.version,
  createdAt: roles.createdAt,
  updatedAt: roles.updatedAt,
  permissions: sql<Permission[]>`array(
    SELECT ${permissionName} FROM ${rolePermissions} JOIN ${permissions} ON ${permissions.id} = ${rolePermissions.permissionId}
    WHERE ${rolePermissions.roleId} = ${roles.id} ORDER BY 1)`,
  userCount: sql<number>`(SELECT count(*)::int FROM ${userRoles} WHERE ${userRoles.roleId} = ${roles.id})`,
};

/** Roles by name with their rights and how many people hold them. */
export function list(tx: Tx, query: { after: Position | undefined; limit: number }) {
  return select(tx, isAfter(nameSort, sql`${roles.id}`, query.after)).limit(query.limit + 1);
}

export async function find(tx: Tx, id: string) {
  const [row] = await select(tx, eq(roles.id, id));
  return row;
}

export function findMany(tx: Tx, ids: string[]) {
  return select(tx, inArray(roles.id, ids));
}

export async function findIdsByName(tx: Tx, names: string[]): Promise<string[]> {
  const rows = await tx.select({ id: roles.id }).from(roles).where(inArray(roles.name, names));
  return rows.map((row) => row.id);
}

export async function insert(tx: Tx, role: typeof roles.$inferInsert): Promise<string> {
  const [row] = await tx.insert(roles).values(role).returning({ id: roles.id });
  return must(row, 'INSERT returned no role').id;
}

/** Changes a role and counts its version up. */
export async function update(tx: Tx, id: string, changes: Partial<typeof roles.$inferInsert>): Promise<void> {
  await tx
    .update(roles)
    .set({ ...changes, version: sql`${roles.version} + 1`, updatedAt: sql`now()` })
    .where(eq(roles.id, id));
}

export async function remove(tx: Tx, id: string): Promise<void> {
  await tx.delete(roles).where(eq(roles.id, id));
}

/** Gives a role exactly these rights. */
export async function setPermissions(tx: Tx, roleId: string, wanted: string[]): Promise<void> {
  const ids = tx
    .select({ id: permissions.id })
    .from(permissions)
    .where(sql`${permissionName} = ANY(${textArray(wanted)})`);
  await tx
    .delete(rolePermissions)
    .where(and(eq(rolePermissions.roleId, roleId), sql`${rolePermissions.permissionId} NOT IN (${ids})`));
  await tx.execute(sql`
    INSERT INTO role_permissions (role_id, permission_id)
    SELECT ${roleId}::uuid, p.id FROM permissions p WHERE p.module || ':' || p.action = ANY(${textArray(wanted)})
    ON CONFLICT DO NOTHING`);
}

/** The subjects that hold a role. */
export async function listHolders(tx: Tx, roleId: string): Promise<string[]> {
  const rows = await tx
    .select({ subject: userRoles.clerkUserId })
    .from(userRoles)
    .where(eq(userRoles.roleId, roleId));
  return rows.map((row) => row.subject);
}

/** All rights there are, in the order of modules and actions. */
export function listPermissions(tx: Tx) {
  return tx
    .select({
      id: permissions.id,
      permission: permissionName,
      module: permissions.module,
      action: permissions.action,
      description: permissions.description,
    })
    .from(permissions)
    .orderBy(asc(permissions.module), asc(permissions.action))
    .limit(1000);
}

/** The rights that an active person holds through active roles; undefined when they are not active. */
export async function findRightsOf(tx: Tx, userId: string): Promise<Permission[] | undefined> {
  const [row] = await tx
    .select({
      rights: sql<Permission[]>`array(
        SELECT DISTINCT ${permissionName} FROM ${userRoles}
        JOIN ${roles} ON ${roles.id} = ${userRoles.roleId} AND ${roles.isActive}
        JOIN ${rolePermissions} ON ${rolePermissions.roleId} = ${roles.id}
        JOIN ${permissions} ON ${permissions.id} = ${rolePermissions.permissionId}
        WHERE ${userRoles.clerkUserId} = ${users.clerkUserId})`,
    })
    .from(users)
    .where(and(eq(users.id, userId), users.isActive));
  return row?.rights;
}

/**
 * How many active people who can sign in hold every one of the rights, through active roles. Signing in needs a stored
 * password, which whoever was only added has not chosen yet; a provider that vouches for people itself has to count them
 * here too.
 */
export async function countHoldersOfAll(tx: Tx, wanted: Permission[]): Promise<number> {
  const holders = tx
    .select({ subject: users.clerkUserId })
    .from(users)
    .innerJoin(userRoles, eq(userRoles.clerkUserId, users.clerkUserId))
    .innerJoin(roles, and(eq(roles.id, userRoles.roleId), roles.isActive))
    .innerJoin(rolePermissions, eq(rolePermissions.roleId, roles.id))
    .innerJoin(permissions, eq(permissions.id, rolePermissions.permissionId))
    .where(
      and(
        users.isActive,
        sql`EXISTS (SELECT FROM ${authCredentials}
          WHERE ${authCredentials.accountId} = ${users.clerkUserId} AND ${authCredentials.password} IS NOT NULL)`,
        sql`${permissionName} = ANY(${textArray(wanted)})`,
      ),
    )
    .groupBy(users.clerkUserId)
    .having(sql`count(DISTINCT ${permissions.id}) = ${wanted.length}`);
  const [row] = await tx.select({ count: sql<number>`count(*)::int` }).from(holders.as('holders'));
  return row?.count ?? 0;
}

/** Rights are changed one command at a time, so that two cannot each take the last administrator's other half. */
export async function lockRights(tx: Tx): Promise<void> {
  await tx.execute(sql`SELECT pg_advisory_xact_lock(7402553)`);
}

function select(tx: Tx, where: SQL | undefined) {
  return tx
    .select(columns)
    .from(roles)
    .where(where)
    .orderBy(orderBy(nameSort, sql`${roles.id}`))
    .$dynamic();
}

function textArray(values: string[]): SQL {
  return sql`${sql.param(values)}::text[]`;
}
