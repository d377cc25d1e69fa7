import type { FastifyReply, FastifyRequest } from 'fastify';

export const sessionCookie = 'pace_session';
/** A week without a visit ends a session. */
export const sessionSeconds = 7 * 24 * 60 * 60;

/** The token in the session's cookie that came with a request; undefined when there is none. */
export function readSessionCookie(request: FastifyRequest): string | undefined {
  const value = request.cookies[sessionCookie];
  return value !== undefined && /^[\w-]{16,128}$/.test(value) ? value : undefined;
}

/** Out of reach for scripts and other sites; secure wherever the browser came by https. */
export function setSessionCookie(request: FastifyRequest, reply: FastifyReply, token: string): void {
  reply.setCookie(sessionCookie, token, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: request.protocol === 'https',
    maxAge: sessionSeconds,
  });
}

export function clearSessionCookie(request: FastifyRequest, reply: FastifyReply): void {
  reply.clearCookie(sessionCookie, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: request.protocol === 'https',
  });
}
