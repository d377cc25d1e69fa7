import { activityView, idParams, page, pageQuery } from '@pace/shared/fields';
import {
  permissionView,
  roleCreate,
  rolePermissionsUpdate,
  roleQuery,
  roleUpdate,
  roleView,
} from '@pace/shared/roles';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { allow } from '../../lib/auth.ts';
import { ifMatch, sendVersioned, versionHeader } from '../../lib/versions.ts';
import { listActivities } from '../activities/activities.service.ts';
import {
  createRole,
  deleteRole,
  getRole,
  listPermissions,
  listRoles,
  setRolePermissions,
  updateRole,
} from './roles.service.ts';
import { toRoleView } from './roles.view.ts';

const tags = ['Roles'];

export const roleRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/permissions',
    {
      onRequest: allow('users:view'),
      schema: {
        tags,
        summary: 'All rights there are',
        response: { 200: z.object({ items: z.array(permissionView) }) },
      },
    },
    async (request) => ({ items: await listPermissions(request.ctx) }),
  );

  app.get(
    '/roles',
    {
      onRequest: allow('users:view'),
      schema: { tags, summary: 'List roles', querystring: roleQuery, response: { 200: page(roleView) } },
    },
    async (request) => {
      const { rows, nextCursor } = await listRoles(request.ctx, request.query);
      return { items: rows.map(toRoleView), nextCursor };
    },
  );

  app.post(
    '/roles',
    {
      onRequest: allow('users:create'),
      schema: { tags, summary: 'Create a role', body: roleCreate, response: { 201: roleView } },
    },
    async (request, reply) => {
      const role = await createRole(request.ctx, request.body);
      return reply.code(201).send(sendVersioned(reply, toRoleView(role)));
    },
  );

  app.get(
    '/roles/:id',
    {
      onRequest: allow('users:view'),
      schema: { tags, summary: 'Read a role', params: idParams, response: { 200: roleView } },
    },
    async (request, reply) => sendVersioned(reply, toRoleView(await getRole(request.ctx, request.params.id))),
  );

  app.patch(
    '/roles/:id',
    {
      onRequest: allow('users:edit'),
      schema: {
        tags,
        summary: 'Rename, describe, activate or deactivate a role',
        params: idParams,
        headers: versionHeader,
        body: roleUpdate,
        response: { 200: roleView },
      },
    },
    async (request, reply) => {
      const role = await updateRole(request.ctx, request.params.id, ifMatch(request), request.body);
      return sendVersioned(reply, toRoleView(role));
    },
  );

  app.put(
    '/roles/:id/permissions',
    {
      onRequest: allow('users:edit'),
      schema: {
        tags,
        summary: 'Set the rights of a role',
        params: idParams,
        headers: versionHeader,
        body: rolePermissionsUpdate,
        response: { 200: roleView },
      },
    },
    async (request, reply) => {
      const { permissions } = request.body;
      const role = await setRolePermissions(request.ctx, request.params.id, ifMatch(request), permissions);
      return sendVersioned(reply, toRoleView(role));
    },
  );

  app.delete(
    '/roles/:id',
    {
      onRequest: allow('users:delete'),
      schema: {
        tags,
        summary: 'Delete a role nobody holds',
        params: idParams,
        headers: versionHeader,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await deleteRole(request.ctx, request.params.id, ifMatch(request));
      return reply.code(204).send(null);
    },
  );

  app.get(
    '/roles/:id/activities',
    {
      onRequest: allow('users:view'),
      schema: {
        tags,
        summary: 'History of a role',
        params: idParams,
        querystring: z.strictObject(pageQuery),
        response: { 200: page(activityView) },
      },
    },
    async (request) =>
      listActivities(request.ctx, { entityType: 'role', entityId: request.params.id }, request.query),
  );
};
