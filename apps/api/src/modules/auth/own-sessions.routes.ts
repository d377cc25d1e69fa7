import { ownSessionView } from '@pace/shared/auth';
import { idParams } from '@pace/shared/fields';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { signedIn } from '../../lib/auth.ts';
import { must } from '../../lib/must.ts';
import { clearSessionCookie } from '../../lib/session-cookie.ts';
import { endOtherSessions, endOwnSession, listOwnSessions } from './own-sessions.service.ts';
import { toOwnSessionView } from './own-sessions.view.ts';

const tags = ['Sign-in'];

/** Sessions have no version: one that has ended is gone, and ending it is all that can be done to it. */
export const ownSessionRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/me/sessions',
    {
      onRequest: signedIn,
      schema: {
        tags,
        summary: 'Where I am signed in',
        response: { 200: z.object({ items: z.array(ownSessionView) }) },
      },
    },
    async (request) => {
      const session = must(request.session, 'signedIn lets only sessions in');
      const rows = await listOwnSessions(request.ctx, session);
      return { items: rows.map((row) => toOwnSessionView(row, session.sessionId)) };
    },
  );

  app.delete(
    '/me/sessions',
    {
      onRequest: signedIn,
      schema: { tags, summary: 'End all my sessions but this one', response: { 204: z.null() } },
    },
    async (request, reply) => {
      await endOtherSessions(request.ctx, must(request.session, 'signedIn lets only sessions in'));
      return reply.code(204).send(null);
    },
  );

  app.delete(
    '/me/sessions/:id',
    {
      onRequest: signedIn,
      schema: { tags, summary: 'End one of my sessions', params: idParams, response: { 204: z.null() } },
    },
    async (request, reply) => {
      const session = must(request.session, 'signedIn lets only sessions in');
      await endOwnSession(request.ctx, session, request.params.id);
      if (request.params.id === session.sessionId) clearSessionCookie(request, reply);
      return reply.code(204).send(null);
    },
  );
};
