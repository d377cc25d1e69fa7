import { passwordChange, sessionView, signIn as signInBody } from '@pace/shared/auth';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { guessingLimits, limitAttempts } from '../../lib/attempt-limit.ts';
import { open, signedIn } from '../../lib/auth.ts';
import { must } from '../../lib/must.ts';
import { clearSessionCookie, readSessionCookie, setSessionCookie } from '../../lib/session-cookie.ts';
import { changePassword, signIn, signOut } from './auth.service.ts';
import type { AuthProvider } from './auth-provider.ts';

export const authRoutes =
  (provider: AuthProvider): FastifyPluginAsyncZod =>
  async (app) => {
    app.post(
      '/auth/sign-in',
      {
        onRequest: open,
        schema: { tags: ['Sign-in'], summary: 'Sign in', body: signInBody, response: { 200: sessionView } },
      },
      async (request, reply) => {
        const { email, password } = request.body;
        const userAgent = request.headers['user-agent']?.slice(0, 255);
        const session = await limitAttempts(request.ctx.db, guessingLimits(request.ip, email), () =>
          signIn(request.ctx, provider, { email, password, userAgent, replaces: readSessionCookie(request) }),
        );
        setSessionCookie(request, reply, session.token);
        return session;
      },
    );

    app.post(
      '/auth/sign-out',
      {
        // For everybody: whose session has ended already must still get rid of its cookie.
        onRequest: open,
        schema: {
          tags: ['Sign-in'],
          summary: 'End this session, if it has not ended yet',
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const token = request.session?.token ?? null;
        if (token !== null) await signOut(request.ctx, token);
        clearSessionCookie(request, reply);
        return reply.code(204).send(null);
      },
    );

    app.post(
      '/auth/password',
      {
        onRequest: signedIn,
        schema: {
          tags: ['Sign-in'],
          summary: 'Change the own password; ends the other sessions',
          body: passwordChange,
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const session = must(request.session, 'signedIn lets only sessions in');
        const { subject, token } = session;
        await limitAttempts(request.ctx.db, guessingLimits(request.ip, subject), () =>
          changePassword(request.ctx, provider, { ...request.body, subject, token: token ?? '' }),
        );
        return reply.code(204).send(null);
      },
    );
  };
