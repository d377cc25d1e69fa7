import type { meView, sessionView } from '@pace/shared/auth';
import type { z } from 'zod';
import { toInstant } from '../../lib/instants.ts';
import { must } from '../../lib/must.ts';
import type { Session } from './session.repo.ts';

export type MeView = z.infer<typeof meView>;
export type SessionView = z.infer<typeof sessionView>;

export function toMeView(session: Session): MeView {
  return {
    id: session.userId,
    email: session.email,
    firstName: session.firstName,
    lastName: session.lastName,
    phone: session.phone,
    roles: session.roles,
    permissions: session.permissions.toSorted(),
    version: session.version,
  };
}

export function toSessionView(session: Session): SessionView {
  return {
    token: must(session.token, 'A session of the built-in sign-in has a token'),
    expiresAt: toInstant(must(session.expiresAt, 'A session of the built-in sign-in ends')),
    user: toMeView(session),
  };
}
