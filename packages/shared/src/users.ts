import { z } from 'zod';
import {
  email,
  id,
  idList,
  instant,
  limits,
  optionalText,
  pageQuery,
  queryFlag,
  searchText,
  version,
} from './fields.ts';
import { actions, modules } from './permissions.ts';

const personName = optionalText(limits.name);
const roleIds = z
  .array(id)
  .max(50)
  .refine((ids) => new Set(ids).size === ids.length, 'must name each role once');

export const userCreate = z.strictObject({
  email,
  firstName: personName.optional(),
  lastName: personName.optional(),
  phone: optionalText(limits.short).optional(),
  roleIds: roleIds.default([]),
});
export type UserCreate = z.infer<typeof userCreate>;

export const userUpdate = z.strictObject({
  firstName: personName.optional(),
  lastName: personName.optional(),
  phone: optionalText(limits.short).optional(),
  isActive: z.boolean().optional(),
});
export type UserUpdate = z.infer<typeof userUpdate>;

export const userRolesUpdate = z.strictObject({ roleIds });

export const userQuery = z.strictObject({
  ...pageQuery,
  id: idList.optional(),
  q: searchText,
  isActive: queryFlag.optional(),
  roleId: id.optional().describe('Only people who hold this role'),
});
export type UserQuery = z.infer<typeof userQuery>;

export const userView = z
  .object({
    id,
    email: z.string(),
    firstName: z.string().nullable(),
    lastName: z.string().nullable(),
    phone: z.string().nullable(),
    isActive: z.boolean(),
    mfaEnabled: z.boolean(),
    lastLoginAt: instant.nullable(),
    roles: z.array(z.object({ id, name: z.string(), isActive: z.boolean() })),
    version,
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'User' });

/** The code goes to the person by hand, works once, and lets them choose their password. */
export const setUpCodeView = z.object({ code: z.string(), expiresAt: instant });
export const userCreatedView = z.object({ user: userView, setUp: setUpCodeView });

const heldRole = z.object({ id, name: z.string() });

/** What a person may do, and by which of their roles. */
export const userRightsView = z
  .object({
    isActive: z.boolean().describe('Whether the person may sign in at all; without it no right is held'),
    permissions: z.array(
      z.object({
        permission: z.string(),
        module: z.enum(modules),
        action: z.enum(actions),
        isHeld: z.boolean(),
        roles: z.array(heldRole).describe('The active roles of the person that give it'),
        inactiveRoles: z
          .array(heldRole)
          .describe('Roles of the person that would give it if they were switched on'),
      }),
    ),
    inactiveRoles: z.array(heldRole).describe('Roles of the person that are switched off and give nothing'),
  })
  .meta({ id: 'UserRights' });
export type UserRightsView = z.infer<typeof userRightsView>;

export const userPickView = z.object({ id, name: z.string(), isActive: z.boolean() });
