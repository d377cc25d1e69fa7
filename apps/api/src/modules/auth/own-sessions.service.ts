import { AppError } from '../../lib/app-error.ts';
import type { Ctx } from '../../lib/db.ts';
import * as repo from './session.repo.ts';

/** Where the person of a session is signed in, latest seen first. */
export function listOwnSessions(ctx: Ctx, session: repo.Session): Promise<repo.OwnSessionRow[]> {
  return repo.listOf(ctx.db, session.subject);
}

/** Ends one of the person's own sessions; anybody else's is not found. */
export async function endOwnSession(ctx: Ctx, session: repo.Session, id: string): Promise<void> {
  if (!(await repo.removeOwn(ctx.db, session.subject, id))) throw new AppError('session.not_found', { id });
}

/** Ends all sessions of the person but this one. */
export async function endOtherSessions(ctx: Ctx, session: repo.Session): Promise<void> {
  await repo.removeAllOf(ctx.db, session.subject, session.token ?? undefined);
}
