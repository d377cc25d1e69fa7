import { actions } from '@pace/shared/permissions';
import { boolean, index, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { createdAt, oneOf, primaryId, updatedAt, version } from '../columns.ts';

export const roles = pgTable('roles', {
  id: primaryId(),
  name: text('name').notNull().unique(),
  description: text('description'),
  isActive: boolean('is_active').notNull().default(true),
  createdAt: createdAt(),
  updatedAt: updatedAt(),
  isSystem: boolean('is_system').notNull().default(false),
  version: version(),
});

export const permissions = pgTable(
  'permissions',
  {
    id: primaryId(),
    module: text('module').notNull(),
    action: text('action').notNull(),
    description: text('description'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    unique('permissions_module_action_key').on(t.module, t.action),
    oneOf('permissions_action_check', t.action, actions),
  ],
);

export const rolePermissions = pgTable(
  'role_permissions',
  {
    id: primaryId(),
    roleId: uuid('role_id')
      .notNull()
      .references(() => roles.id, { onDelete: 'cascade' }),
    permissionId: uuid('permission_id')
      .notNull()
      .references(() => permissions.id, { onDelete: 'cascade' }),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    unique('role_permissions_role_id_permission_id_key').on(t.roleId, t.permissionId),
    index('role_permissions_permission_id_idx').on(t.permissionId),
  ],
);

/** The specification keys people by their sign-in subject here, not by `users.id`. */
export const userRoles = pgTable(
  'user_roles',
  {
    id: primaryId(),
    clerkUserId: text('clerk_user_id').notNull(),
    roleId: uuid('role_id')
      .notNull()
      .references(() => roles.id, { onDelete: 'cascade' }),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    unique('user_roles_clerk_user_id_role_id_key').on(t.clerkUserId, t.roleId),
    index('user_roles_role_id_idx').on(t.roleId),
  ],
);
