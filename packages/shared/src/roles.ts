import { z } from 'zod';
import { id, instant, name, pageQuery, shortText, version } from './fields.ts';
import { permissions } from './permissions.ts';

const permission = z.enum(permissions as [string, ...string[]]);
const permissionList = z
  .array(permission)
  .max(permissions.length)
  .refine((list) => new Set(list).size === list.length, 'must name each right once');

export const roleCreate = z.strictObject({
  name,
  description: shortText.optional(),
  permissions: permissionList.default([]),
});
export type RoleCreate = z.infer<typeof roleCreate>;

export const roleUpdate = z.strictObject({
  name: name.optional(),
  description: shortText.optional(),
  isActive: z.boolean().optional(),
});
export type RoleUpdate = z.infer<typeof roleUpdate>;

export const rolePermissionsUpdate = z.strictObject({ permissions: permissionList });

export const roleQuery = z.strictObject({ ...pageQuery });

export const roleView = z
  .object({
    id,
    name: z.string(),
    description: z.string().nullable(),
    isActive: z.boolean(),
    isSystem: z.boolean(),
    permissions: z.array(z.string()),
    userCount: z.int(),
    version,
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'Role' });

export const permissionView = z.object({
  id,
  permission: z.string(),
  module: z.string(),
  action: z.string(),
  description: z.string().nullable(),
});
