import type { roleView } from '@pace/shared/roles';
import type { z } from 'zod';
import { toInstant } from '../../lib/instants.ts';
import type { RoleRow } from './roles.repo.ts';

export function toRoleView(role: RoleRow): z.infer<typeof roleView> {
  return {
    id: role.id,
    name: role.name,
    description: role.description,
    isActive: role.isActive,
    isSystem: role.isSystem,
    permissions: role.permissions,
    userCount: role.userCount,
    version: role.version,
    createdAt: toInstant(role.createdAt),
    updatedAt: toInstant(role.updatedAt),
  };
}
