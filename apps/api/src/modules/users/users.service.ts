import type { ProfileUpdate } from '@pace/shared/auth';
import type { Permission } from '@pace/shared/permissions';
import type { UserCreate, UserQuery, UserUpdate } from '@pace/shared/users';
import { AppError } from '../../lib/app-error.ts';
import { decodeCursor, toPage } from '../../lib/cursor.ts';
import { type Ctx, type Db, inTx, neverStored, systemCtx, type Tx } from '../../lib/db.ts';
import { definedFields } from '../../lib/defined.ts';
import { personName } from '../../lib/person-name.ts';
import { requireVersion, shownWith } from '../../lib/versions.ts';
import { changesBetween, record } from '../activities/activities.service.ts';
import {
  createSubject,
  issueSetUpCode,
  revokeSetUpCodes,
  shutOut,
  subjectOfSetUp,
} from '../auth/auth.service.ts';
import {
  getRoles,
  lockRights,
  refuseGrantingMore,
  requireAdministrator,
  roleIdsByName,
} from '../roles/roles.service.ts';
import * as repo from './users.repo.ts';
import { toUserView } from './users.view.ts';

/** A page of people, in the order they were added. */
export async function listUsers(ctx: Ctx, query: UserQuery) {
  const after = decodeCursor(query.after, 'createdAt', repo.oldestFirst);
  const found = await repo.list(ctx.db, { ...query, after });
  return toPage(found, query.limit, 'createdAt');
}

/** Everybody's name, for choosing an owner or salesperson. */
export async function listUserNames(ctx: Ctx): Promise<{ id: string; name: string; isActive: boolean }[]> {
  const rows = await repo.listNames(ctx.db);
  return rows.map((row) => ({ id: row.id, name: personName(row) ?? row.email, isActive: row.isActive }));
}

/** One person, or `user.not_found`. */
export async function getUser(ctx: Ctx, id: string): Promise<repo.UserRow> {
  return getOrThrow(ctx.db, id);
}

/** What a person may do and by which roles, or `user.not_found`. */
export async function getUserRights(ctx: Ctx, id: string): Promise<repo.UserRightsRow> {
  const found = await repo.findRights(ctx.db, id);
  if (!found) throw new AppError('user.not_found', { id });
  return found;
}

/** Adds a person, with a one-time code by which they choose their password. */
export async function createUser(ctx: Ctx, input: UserCreate) {
  return inTx(neverStored(ctx), async (tx) => {
    const rights = await lockRights(tx, ctx, 'users:create');
    const roles = await getRoles(tx, input.roleIds);
    refuseGrantingMore(
      rights,
      roles.flatMap((role) => role.permissions),
    );
    const { roleIds, ...person } = input;
    const user = await insertPerson(
      tx,
      ctx,
      { firstName: null, lastName: null, phone: null, ...definedFields(person), email: input.email },
      roleIds,
    );
    const setUp = await issueSetUpCode(tx, user.clerkUserId);
    return { user, setUp };
  });
}

/**
 * Makes a new code for another active person who lost theirs or forgot the password; the password works until it is
 * used. Nobody gets past their own current password by it.
 */
export async function reissueSetUpCode(ctx: Ctx, id: string, version: number) {
  return inTx(neverStored(ctx), async (tx) => {
    const user = await getForChange(tx, await lockRights(tx, ctx, 'users:edit'), id, version);
    if (user.id === ctx.actor.id) throw new AppError('user.is_yourself');
    if (!user.isActive) throw new AppError('user.deactivated');
    await repo.update(tx, id, {});
    await record(tx, ctx, { entityType: 'user', entityId: id, action: 'set-up code issued' });
    return issueSetUpCode(tx, user.clerkUserId);
  });
}

/** A code for an active person by e-mail, for the terminal of the server: the way back in when nobody else can help. */
export async function issueSetUpCodeFor(db: Db, email: string) {
  const ctx = systemCtx(db);
  return inTx(ctx, async (tx) => {
    const user = await repo.findByEmailForUpdate(tx, email);
    if (!user?.isActive) return undefined;
    await record(tx, ctx, { entityType: 'user', entityId: user.id, action: 'set-up code issued' });
    return issueSetUpCode(tx, user.clerkUserId);
  });
}

/** Changes a person's name or phone, or lets them in or out. Deactivating ends their sessions at once. */
export async function updateUser(
  ctx: Ctx,
  id: string,
  version: number,
  input: UserUpdate,
): Promise<repo.UserRow> {
  return inTx(ctx, async (tx) => {
    const user = await getForChange(tx, await lockRights(tx, ctx, 'users:edit'), id, version);
    const changes = changesBetween(user, input);
    if (Object.keys(changes).length === 0) return user;
    await repo.update(tx, id, definedFields(input));
    if (input.isActive === false) await shutOut(tx, user.clerkUserId);
    await requireAdministrator(tx);
    await record(tx, ctx, { entityType: 'user', entityId: id, action: 'changed', changes });
    return getOrThrow(tx, id);
  });
}

/**
 * Gives a person exactly these roles. What is added must be within the caller's own rights, and ends a set-up code
 * that was given out before.
 */
export async function setUserRoles(
  ctx: Ctx,
  id: string,
  version: number,
  roleIds: string[],
): Promise<repo.UserRow> {
  return inTx(ctx, async (tx) => {
    const rights = await lockRights(tx, ctx, 'users:edit');
    const user = await getForChange(tx, rights, id, version);
    const roles = await getRoles(tx, roleIds);
    const added = roles.filter((role) => !user.roles.some((held) => held.id === role.id));
    refuseGrantingMore(
      rights,
      added.flatMap((role) => role.permissions),
    );
    const changes = changesBetween(
      { roles: user.roles.map((role) => role.name).toSorted() },
      { roles: roles.map((role) => role.name).toSorted() },
    );
    if (Object.keys(changes).length === 0) return user;
    await repo.setRoles(tx, user.clerkUserId, roleIds);
    // Whoever was given the code before must not become somebody with more rights by it.
    if (added.length > 0) await revokeSetUpCodes(tx, [user.clerkUserId]);
    await repo.update(tx, id, {});
    await requireAdministrator(tx);
    await record(tx, ctx, { entityType: 'user', entityId: id, action: 'roles changed', changes });
    return getOrThrow(tx, id);
  });
}

/** Changes the caller's own name and phone. */
export async function updateProfile(
  ctx: Ctx,
  id: string,
  version: number,
  input: ProfileUpdate,
): Promise<void> {
  await inTx(ctx, async (tx) => {
    const user = await lockUser(tx, id);
    requireVersion(version, user, () => toUserView(user));
    const changes = changesBetween(user, input);
    if (Object.keys(changes).length === 0) return;
    await repo.update(tx, id, definedFields(input));
    await record(tx, ctx, { entityType: 'user', entityId: id, action: 'changed', changes });
  });
}

/** Whether anybody has been added yet. */
export function hasPeople(tx: Tx): Promise<boolean> {
  return repo.hasAny(tx);
}

/** A person with system roles by name, for the first start. */
export async function createPerson(
  tx: Tx,
  ctx: Ctx,
  person: {
    email: string;
    firstName: string | null;
    lastName: string | null;
    phone: string | null;
    roleNames: string[];
  },
): Promise<repo.UserRow> {
  const { roleNames, ...rest } = person;
  return insertPerson(tx, ctx, rest, await roleIdsByName(tx, roleNames));
}

/** The person whose set-up code had this purpose. */
export async function personOfSetUp(tx: Tx, purpose: string): Promise<repo.UserRow | undefined> {
  const subject = subjectOfSetUp(purpose);
  return subject === undefined ? undefined : repo.findBySubjectForUpdate(tx, subject);
}

/**
 * Notes that a person has used their set-up code, and keeps the names they gave with it; names that an administrator
 * typed stay unless given.
 */
export async function recordSetUp(
  tx: Tx,
  ctx: Ctx,
  person: repo.UserRow,
  names: { firstName: string | null; lastName: string | null },
): Promise<void> {
  const given = Object.fromEntries(Object.entries(names).filter(([, value]) => value !== null));
  if (Object.keys(given).length > 0) await repo.update(tx, person.id, given);
  const actor = {
    id: person.id,
    name: personName({ ...person, ...given }) ?? person.email,
    source: 'api',
  } as const;
  await record(
    tx,
    { ...ctx, actor },
    {
      entityType: 'user',
      entityId: person.id,
      action: 'set-up code used',
      changes: changesBetween(person, given),
    },
  );
}

async function insertPerson(
  tx: Tx,
  ctx: Ctx,
  person: { email: string; firstName: string | null; lastName: string | null; phone: string | null },
  roleIds: string[],
): Promise<repo.UserRow> {
  const subject = await createSubject(tx, { email: person.email, name: personName(person) ?? person.email });
  const id = await repo.insert(tx, { ...person, clerkUserId: subject });
  await repo.setRoles(tx, subject, roleIds);
  const user = await getOrThrow(tx, id);
  await record(tx, ctx, {
    entityType: 'user',
    entityId: id,
    action: 'created',
    changes: changesBetween({}, { email: user.email, roles: user.roles.map((role) => role.name) }),
  });
  return user;
}

/** Locks a person for a change that could take over their sign-in: only by somebody with at least their rights. */
async function getForChange(
  tx: Tx,
  callersRights: ReadonlySet<Permission>,
  id: string,
  version: number,
): Promise<repo.UserRow> {
  const user = await lockUser(tx, id);
  // Rights of a role that is switched off count: it may be switched on again.
  const roles = await getRoles(
    tx,
    user.roles.map((role) => role.id),
  );
  if (roles.some((role) => role.permissions.some((permission) => !callersRights.has(permission)))) {
    throw new AppError('user.has_more_rights');
  }
  const show = shownWith(callersRights, 'users:view', () => toUserView(user));
  requireVersion(version, user, show);
  return user;
}

async function lockUser(tx: Tx, id: string): Promise<repo.UserRow> {
  const user = await repo.findForUpdate(tx, id);
  if (!user) throw new AppError('user.not_found', { id });
  return user;
}

async function getOrThrow(tx: Tx, id: string): Promise<repo.UserRow> {
  const user = await repo.find(tx, id);
  if (!user) throw new AppError('user.not_found', { id });
  return user;
}
