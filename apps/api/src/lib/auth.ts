import type { Permission } from '@pace/shared/permissions';
import type { FastifyRequest, RouteOptions } from 'fastify';
import { AppError } from './app-error.ts';
import type { Ctx } from './db.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks and with which rights; set before any handler runs. */
    ctx: Ctx;
    /** Whether a valid session came with the request. */
    isSignedIn: boolean;
  }
}

/** What a route asks of its caller: a right, a session, or nothing. A test walks all routes and reads it. */
export type Access = Permission | 'signedIn' | 'public';

type Guard = ((request: FastifyRequest) => Promise<void>) & { readonly access: Access };

/** Lets in who holds the right; runs before the body is read. */
export function allow(permission: Permission): Guard {
  return guard(permission, (request) => {
    requireSession(request);
    if (!request.ctx.rights.has(permission)) throw new AppError('permission.missing', { permission });
  });
}

/** Lets in everybody with a session: own profile and pickers. */
export const signedIn: Guard = guard('signedIn', requireSession);

/** Lets in everybody: health, documentation, sign-in and set-up. */
export const open: Guard = guard('public', () => undefined);

/** What a route asks of its caller, as its hooks say; undefined when none or more than one of them does. */
export function accessOf(onRequest: RouteOptions['onRequest']): Access | undefined {
  const guards = [onRequest].flat().filter((hook): hook is Guard => hook !== undefined && 'access' in hook);
  return guards.length === 1 ? guards[0]?.access : undefined;
}

function guard(access: Access, check: (request: FastifyRequest) => void): Guard {
  return Object.assign(async (request: FastifyRequest) => check(request), { access });
}

function requireSession(request: FastifyRequest): void {
  if (!request.isSignedIn) throw new AppError('auth.required');
}
