import type { userView } from '@pace/shared/users';
import type { z } from 'zod';
import { toInstant } from '../../lib/instants.ts';
import type { UserRow } from './users.repo.ts';

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
