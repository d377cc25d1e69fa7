import type { Permission } from '@pace/shared/permissions';
import type { RoleCreate, RoleUpdate } from '@pace/shared/roles';
import { AppError } from '../../lib/app-error.ts';
import { decodeCursor, toPage } from '../../lib/cursor.ts';
import { type Ctx, inTx, type Tx } from '../../lib/db.ts';
import { definedFields } from '../../lib/defined.ts';
import { requireVersion, shownWith } from '../../lib/versions.ts';
import { changesBetween, record } from '../activities/activities.service.ts';
import { revokeSetUpCodes } from '../auth/auth.service.ts';
import * as repo from './roles.repo.ts';
import { toRoleView } from './roles.view.ts';

/** At least one active person must hold both, or nobody could ever give them back. */
const administratorRights: Permission[] = ['users:edit', 'settings:edit'];

/** A page of roles by name. */
export async function listRoles(ctx: Ctx, query: { limit: number; after?: string | undefined }) {
  const after = decodeCursor(query.after, 'name', repo.nameSort);
  return toPage(await repo.list(ctx.db, { after, limit: query.limit }), query.limit, 'name');
}

/** One role, or `role.not_found`. */
export async function getRole(ctx: Ctx, id: string): Promise<repo.RoleRow> {
  return getOrThrow(ctx.db, id);
}

/** The fifty rights. */
export function listPermissions(ctx: Ctx) {
  return repo.listPermissions(ctx.db);
}

/** A new role with at most the rights that its maker holds. */
export async function createRole(ctx: Ctx, input: RoleCreate): Promise<repo.RoleRow> {
  return inTx(ctx, async (tx) => {
    refuseGrantingMore(await lockRights(tx, ctx, 'users:create'), input.permissions);
    const id = await repo.insert(tx, { name: input.name, description: input.description ?? null });
    await repo.setPermissions(tx, id, input.permissions);
    await record(tx, ctx, {
      entityType: 'role',
      entityId: id,
      action: 'created',
      changes: changesBetween({}, { name: input.name, permissions: input.permissions.toSorted() }),
    });
    return getOrThrow(tx, id);
  });
}

/** Renames, describes, activates or deactivates a role. System roles keep their names. */
export async function updateRole(
  ctx: Ctx,
  id: string,
  version: number,
  input: RoleUpdate,
): Promise<repo.RoleRow> {
  return inTx(ctx, async (tx) => {
    const rights = await lockRights(tx, ctx, 'users:edit');
    const role = await getForChange(tx, rights, id, version);
    if (role.isSystem && input.name !== undefined && input.name !== role.name)
      throw new AppError('role.is_system');
    // Switching a role on or off gives or takes its rights just as changing them does.
    const isSwitched = input.isActive !== undefined && input.isActive !== role.isActive;
    if (isSwitched) refuseGrantingMore(rights, role.permissions);
    const changes = changesBetween(role, input);
    if (Object.keys(changes).length === 0) return role;
    await repo.update(tx, id, definedFields(input));
    if (isSwitched) await revokeSetUpCodes(tx, await repo.listHolders(tx, id));
    await requireAdministrator(tx);
    await record(tx, ctx, { entityType: 'role', entityId: id, action: 'changed', changes });
    return getOrThrow(tx, id);
  });
}

/** Gives a role exactly these rights; what is added or taken must be held by the caller. */
export async function setRolePermissions(
  ctx: Ctx,
  id: string,
  version: number,
  permissions: string[],
): Promise<repo.RoleRow> {
  return inTx(ctx, async (tx) => {
    const rights = await lockRights(tx, ctx, 'users:edit');
    const role = await getForChange(tx, rights, id, version);
    const had = new Set<string>(role.permissions);
    const added = permissions.filter((permission) => !had.has(permission));
    const taken = role.permissions.filter((permission) => !permissions.includes(permission));
    refuseGrantingMore(rights, [...added, ...taken]);
    const changes = changesBetween(
      { permissions: role.permissions.toSorted() },
      { permissions: permissions.toSorted() },
    );
    if (Object.keys(changes).length === 0) return role;
    await repo.setPermissions(tx, id, permissions);
    if (added.length > 0) await revokeSetUpCodes(tx, await repo.listHolders(tx, id));
    await repo.update(tx, id, {});
    await requireAdministrator(tx);
    await record(tx, ctx, { entityType: 'role', entityId: id, action: 'permissions changed', changes });
    return getOrThrow(tx, id);
  });
}

/** Deletes a role that nobody holds. */
export async function deleteRole(ctx: Ctx, id: string, version: number): Promise<void> {
  await inTx(ctx, async (tx) => {
    const rights = await lockRights(tx, ctx, 'users:delete');
    const role = await getForChange(tx, rights, id, version);
    if (role.isSystem) throw new AppError('role.is_system');
    if (role.userCount > 0) throw new AppError('role.in_use', { userCount: role.userCount });
    await repo.remove(tx, id);
    await record(tx, ctx, {
      entityType: 'role',
      entityId: id,
      action: 'deleted',
      changes: { name: { from: role.name, to: null } },
    });
  });
}

/** The roles with these ids, for giving them to a person; one that does not exist is a bad field. */
export async function getRoles(tx: Tx, ids: string[]): Promise<repo.RoleRow[]> {
  const found = ids.length === 0 ? [] : await repo.findMany(tx, ids);
  const errors = ids.flatMap((id, index) =>
    found.some((role) => role.id === id) ? [] : [{ path: `roleIds.${index}`, message: 'is not a role' }],
  );
  if (errors.length > 0) throw new AppError('request.invalid', { errors });
  return found;
}

export function roleIdsByName(tx: Tx, names: string[]): Promise<string[]> {
  return repo.findIdsByName(tx, names);
}

/** Nobody gives or takes what he does not hold; `rights` are what `lockRights` found. */
export function refuseGrantingMore(rights: ReadonlySet<Permission>, permissions: readonly string[]): void {
  const missing = permissions.filter((permission) => !rights.has(permission as Permission)); // Unknown ones are not held.
  if (missing.length > 0) throw new AppError('role.grants_more', { permissions: missing });
}

/**
 * Takes the lock under which rights change, held until the transaction ends, and answers with what the caller may do
 * now. A request that was held open, or waited here behind the change that took rights from its caller, came with
 * rights of before: it must not hand them on.
 */
export async function lockRights(
  tx: Tx,
  { actor, rights: ofBefore }: Ctx,
  permission: Permission,
): Promise<ReadonlySet<Permission>> {
  await repo.lockRights(tx);
  // The system is no person who could lose rights.
  const rights = actor.id === null ? ofBefore : await getRightsOf(tx, actor.id);
  if (!rights.has(permission)) throw new AppError('permission.missing', { permission });
  return rights;
}

/** Refuses the change that would leave nobody able to edit users and settings. Call it after the change. */
export async function requireAdministrator(tx: Tx): Promise<void> {
  if ((await repo.countHoldersOfAll(tx, administratorRights)) === 0)
    throw new AppError('role.last_administrator');
}

async function getRightsOf(tx: Tx, userId: string): Promise<ReadonlySet<Permission>> {
  const rights = await repo.findRightsOf(tx, userId);
  if (!rights) throw new AppError('auth.required');
  return new Set(rights);
}

/** The role that the caller saw. Take the lock of rights first. */
async function getForChange(
  tx: Tx,
  rights: ReadonlySet<Permission>,
  id: string,
  version: number,
): Promise<repo.RoleRow> {
  const role = await getOrThrow(tx, id);
  const show = shownWith(rights, 'users:view', () => toRoleView(role));
  requireVersion(version, role, show);
  return role;
}

async function getOrThrow(tx: Tx, id: string): Promise<repo.RoleRow> {
  const role = await repo.find(tx, id);
  if (!role) throw new AppError('role.not_found', { id });
  return role;
}
