import { actions, modules } from '@pace/shared/permissions';
import type { UserRightsView, userView } from '@pace/shared/users';
import type { z } from 'zod';
import { toInstant } from '../../lib/instants.ts';
import type { UserRightsRow, UserRow } from './users.repo.ts';

export function toUserView(user: UserRow): z.infer<typeof userView> {
  return {
    id: user.id,
    email: user.email,
    firstName: user.firstName,
    lastName: user.lastName,
    phone: user.phone,
    isActive: user.isActive,
    mfaEnabled: user.mfaEnabled,
    lastLoginAt: toInstant(user.lastLoginAt),
    roles: user.roles,
    version: user.version,
    createdAt: toInstant(user.createdAt),
    updatedAt: toInstant(user.updatedAt),
  };
}

/** Every right there is, in the order of modules and actions: whether it is held, and why or why not. */
export function toUserRightsView({ isActive, roles }: UserRightsRow): UserRightsView {
  const named = (wanted: UserRightsRow['roles']) => wanted.map(({ id, name }) => ({ id, name }));
  const rights = modules.flatMap((module) => actions.map((action) => ({ module, action })));
  return {
    isActive,
    permissions: rights.map(({ module, action }) => {
      const permission = `${module}:${action}`;
      const giving = roles.filter((role) => role.permissions.includes(permission));
      const active = giving.filter((role) => role.isActive);
      return {
        permission,
        module,
        action,
        isHeld: isActive && active.length > 0,
        roles: named(active),
        inactiveRoles: named(giving.filter((role) => !role.isActive)),
      };
    }),
    inactiveRoles: named(roles.filter((role) => !role.isActive)),
  };
}
