import { sessionView, setUp as setUpBody, setUpState } from '@pace/shared/auth';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { addressLimit, limitAttempts } from '../../lib/attempt-limit.ts';
import { open } from '../../lib/auth.ts';
import { readSessionCookie, setSessionCookie } from '../../lib/session-cookie.ts';
import { signIn } from '../auth/auth.service.ts';
import type { AuthProvider } from '../auth/auth-provider.ts';
import { isSetUpNeeded, setUp } from './set-up.service.ts';

export const setUpRoutes =
  (provider: AuthProvider): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/auth/set-up',
      {
        onRequest: open,
        schema: {
          tags: ['Sign-in'],
          summary: 'Whether the first administrator is missing',
          response: { 200: setUpState },
        },
      },
      async (request) => ({ needed: await isSetUpNeeded(request.ctx) }),
    );

    app.post(
      '/auth/set-up',
      {
        onRequest: open,
        schema: {
          tags: ['Sign-in'],
          summary: 'Use a one-time code to choose a password, and sign in',
          body: setUpBody,
          response: { 201: sessionView },
        },
      },
      async (request, reply) => {
        const { body, ctx } = request;
        const session = await limitAttempts(ctx.db, [addressLimit(request.ip)], async () => {
          const { email } = await setUp(ctx, body, await provider.hashPassword(body.password));
          const userAgent = request.headers['user-agent']?.slice(0, 255);
          const replaces = readSessionCookie(request);
          return signIn(ctx, provider, { email, password: body.password, userAgent, replaces });
        });
        setSessionCookie(request, reply, session.token);
        return reply.code(201).send(session);
      },
    );
  };
