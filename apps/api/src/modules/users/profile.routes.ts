import { meView, profileUpdate } from '@pace/shared/auth';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { signedIn } from '../../lib/auth.ts';
import { must } from '../../lib/must.ts';
import { ifMatch, sendVersioned, versionHeader } from '../../lib/versions.ts';
import { describeMe } from '../auth/auth.service.ts';
import { getUser, updateProfile } from './users.service.ts';

const tags = ['Sign-in'];

export const profileRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/me',
    {
      onRequest: signedIn,
      schema: { tags, summary: 'Who I am and what I may do', response: { 200: meView } },
    },
    async (request, reply) =>
      sendVersioned(reply, describeMe(must(request.session, 'signedIn lets only sessions in'))),
  );

  app.patch(
    '/me',
    {
      onRequest: signedIn,
      schema: {
        tags,
        summary: 'Change the own name and phone',
        headers: versionHeader,
        body: profileUpdate,
        response: { 200: meView },
      },
    },
    async (request, reply) => {
      const session = must(request.session, 'signedIn lets only sessions in');
      await updateProfile(request.ctx, session.userId, ifMatch(request), request.body);
      const { firstName, lastName, phone, version } = await getUser(request.ctx, session.userId);
      return sendVersioned(reply, describeMe({ ...session, firstName, lastName, phone, version }));
    },
  );
};
