import { activityView, idParams, page, pageQuery } from '@pace/shared/fields';
import {
  setUpCodeView,
  userCreate,
  userCreatedView,
  userPickView,
  userQuery,
  userRightsView,
  userRolesUpdate,
  userUpdate,
  userView,
} from '@pace/shared/users';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { allow, signedIn } from '../../lib/auth.ts';
import { ifMatch, sendVersioned, versionHeader } from '../../lib/versions.ts';
import { listActivities } from '../activities/activities.service.ts';
import {
  createUser,
  getUser,
  getUserRights,
  listUserNames,
  listUsers,
  reissueSetUpCode,
  setUserRoles,
  updateUser,
} from './users.service.ts';
import { toUserRightsView, toUserView } from './users.view.ts';

const tags = ['People'];

export const userRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/users',
    {
      onRequest: allow('users:view'),
      schema: { tags, summary: 'List people', querystring: userQuery, response: { 200: page(userView) } },
    },
    async (request) => {
      const { rows, nextCursor } = await listUsers(request.ctx, request.query);
      return { items: rows.map(toUserView), nextCursor };
    },
  );

  app.get(
    '/users/names',
    {
      onRequest: signedIn,
      schema: {
        tags,
        summary: 'Names for pickers',
        response: { 200: z.object({ items: z.array(userPickView) }) },
      },
    },
    async (request) => ({ items: await listUserNames(request.ctx) }),
  );

  app.post(
    '/users',
    {
      onRequest: allow('users:create'),
      schema: {
        tags,
        summary: 'Add a person; answers with the one-time code by which they choose their password',
        body: userCreate,
        response: { 201: userCreatedView },
      },
    },
    async (request, reply) => {
      const { user, setUp } = await createUser(request.ctx, request.body);
      return reply.code(201).send({ user: sendVersioned(reply, toUserView(user)), setUp });
    },
  );

  app.get(
    '/users/:id',
    {
      onRequest: allow('users:view'),
      schema: { tags, summary: 'Read a person', params: idParams, response: { 200: userView } },
    },
    async (request, reply) => sendVersioned(reply, toUserView(await getUser(request.ctx, request.params.id))),
  );

  app.get(
    '/users/:id/rights',
    {
      onRequest: allow('users:view'),
      schema: {
        tags,
        summary: 'What a person may do, and by which roles',
        params: idParams,
        response: { 200: userRightsView },
      },
    },
    async (request) => toUserRightsView(await getUserRights(request.ctx, request.params.id)),
  );

  app.patch(
    '/users/:id',
    {
      onRequest: allow('users:edit'),
      schema: {
        tags,
        summary: 'Change, activate or deactivate a person',
        params: idParams,
        headers: versionHeader,
        body: userUpdate,
        response: { 200: userView },
      },
    },
    async (request, reply) => {
      const user = await updateUser(request.ctx, request.params.id, ifMatch(request), request.body);
      return sendVersioned(reply, toUserView(user));
    },
  );

  app.put(
    '/users/:id/roles',
    {
      onRequest: allow('users:edit'),
      schema: {
        tags,
        summary: 'Set the roles of a person; more of them end a set-up code given out before',
        params: idParams,
        headers: versionHeader,
        body: userRolesUpdate,
        response: { 200: userView },
      },
    },
    async (request, reply) => {
      const user = await setUserRoles(request.ctx, request.params.id, ifMatch(request), request.body.roleIds);
      return sendVersioned(reply, toUserView(user));
    },
  );

  app.post(
    '/users/:id/set-up-code',
    {
      onRequest: allow('users:edit'),
      schema: {
        tags,
        summary: 'Make a new one-time code for another active person to choose a password',
        params: idParams,
        headers: versionHeader,
        response: { 201: setUpCodeView },
      },
    },
    async (request, reply) =>
      reply.code(201).send(await reissueSetUpCode(request.ctx, request.params.id, ifMatch(request))),
  );

  app.get(
    '/users/:id/activities',
    {
      onRequest: allow('users:view'),
      schema: {
        tags,
        summary: 'History of a person',
        params: idParams,
        querystring: z.strictObject(pageQuery),
        response: { 200: page(activityView) },
      },
    },
    async (request) =>
      listActivities(request.ctx, { entityType: 'user', entityId: request.params.id }, request.query),
  );
};
