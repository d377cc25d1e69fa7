import { activityView, bulkResult, chosenRecords, idParams, page, pageQuery } from '@pace/shared/fields';
import {
  orderBulk,
  orderCommand,
  orderCreate,
  orderFilter,
  orderQuery,
  orderSummary,
  orderTotalsView,
  orderUpdate,
  orderView,
  revisionParams,
  revisionSummary,
  revisionView,
} from '@pace/shared/orders';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { allow } from '../../lib/auth.ts';
import { csvView, sendCsv } from '../../lib/csv.ts';
import { ifMatch, sendVersioned, versionHeader } from '../../lib/versions.ts';
import { listActivities } from '../activities/activities.service.ts';
import {
  bulkOrders,
  cancelOrder,
  confirmOrder,
  deleteOrder,
  reopenOrder,
  restoreOrder,
} from './order-lifecycle.service.ts';
import { getRevision, listRevisions } from './order-revisions.service.ts';
import { orderFile } from './orders.csv.ts';
import {
  createOrder,
  duplicateOrder,
  exportOrders,
  getOrder,
  listOrders,
  totalOrders,
  updateOrder,
} from './orders.service.ts';
import { toOrderSummary, toOrderView } from './orders.view.ts';

const tags = ['Orders'];

/** Steps of an order, each with what it does for the documentation. */
const commands = {
  confirm: [confirmOrder, 'Make an order binding'],
  reopen: [reopenOrder, 'Back to draft'],
  cancel: [cancelOrder, 'Cancel an order'],
  restore: [restoreOrder, 'Restore a cancelled order'],
} as const;

export const orderRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/orders',
    {
      onRequest: allow('orders:view'),
      schema: {
        tags,
        summary: 'List orders',
        querystring: orderQuery,
        response: { 200: page(orderSummary) },
      },
    },
    async (request) => {
      const { rows, nextCursor } = await listOrders(request.ctx, request.query);
      return { items: rows.map((row) => toOrderSummary(row, request.ctx.rights)), nextCursor };
    },
  );

  app.get(
    '/orders/totals',
    {
      onRequest: allow('orders:view'),
      schema: {
        tags,
        summary: 'Exact sums of a filter',
        querystring: orderFilter,
        response: { 200: orderTotalsView },
      },
    },
    async (request) => totalOrders(request.ctx, request.query),
  );

  app.get(
    '/orders/export.csv',
    {
      onRequest: allow('orders:export'),
      schema: { tags, summary: 'Export orders', querystring: orderFilter, response: { 200: csvView } },
    },
    async (request, reply) =>
      sendCsv(reply, 'orders.csv', orderFile, exportOrders(request.ctx, request.query)),
  );

  app.post(
    '/orders/export.csv',
    {
      onRequest: allow('orders:export'),
      schema: { tags, summary: 'Export chosen orders', body: chosenRecords, response: { 200: csvView } },
    },
    async (request, reply) =>
      sendCsv(reply, 'orders.csv', orderFile, exportOrders(request.ctx, request.body)),
  );

  app.post(
    '/orders',
    {
      onRequest: allow('orders:create'),
      schema: { tags, summary: 'Write an order', body: orderCreate, response: { 201: orderView } },
    },
    async (request, reply) => {
      const order = await createOrder(request.ctx, request.body);
      return reply.code(201).send(sendVersioned(reply, toOrderView(order, request.ctx.rights)));
    },
  );

  app.post(
    '/orders/bulk',
    {
      onRequest: allow('orders:edit'),
      schema: {
        tags,
        summary: 'Take a step with many orders',
        body: orderBulk,
        response: { 200: bulkResult },
      },
    },
    async (request) => {
      const { action, items, reason } = request.body;
      return bulkOrders(request.ctx, action, items, reason);
    },
  );

  app.get(
    '/orders/:id',
    {
      onRequest: allow('orders:view'),
      schema: { tags, summary: 'Read an order', params: idParams, response: { 200: orderView } },
    },
    async (request, reply) => {
      const order = await getOrder(request.ctx, request.params.id);
      return sendVersioned(reply, toOrderView(order, request.ctx.rights));
    },
  );

  app.patch(
    '/orders/:id',
    {
      onRequest: allow('orders:edit'),
      schema: {
        tags,
        summary: 'Change an order and its lines',
        params: idParams,
        headers: versionHeader,
        body: orderUpdate,
        response: { 200: orderView },
      },
    },
    async (request, reply) => {
      const order = await updateOrder(request.ctx, request.params.id, ifMatch(request), request.body);
      return sendVersioned(reply, toOrderView(order, request.ctx.rights));
    },
  );

  app.delete(
    '/orders/:id',
    {
      onRequest: allow('orders:delete'),
      schema: {
        tags,
        summary: 'Delete a draft that was never confirmed',
        params: idParams,
        headers: versionHeader,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await deleteOrder(request.ctx, request.params.id, ifMatch(request));
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/orders/:id/duplicate',
    {
      onRequest: allow('orders:create'),
      schema: {
        tags,
        summary: 'Copy an order into a new draft',
        params: idParams,
        response: { 201: orderView },
      },
    },
    async (request, reply) => {
      const order = await duplicateOrder(request.ctx, request.params.id);
      return reply.code(201).send(sendVersioned(reply, toOrderView(order, request.ctx.rights)));
    },
  );

  for (const [name, [command, summary]] of Object.entries(commands)) {
    app.post(
      `/orders/:id/${name}`,
      {
        onRequest: allow('orders:edit'),
        schema: {
          tags,
          summary,
          params: idParams,
          headers: versionHeader,
          body: orderCommand,
          response: { 200: orderView },
        },
      },
      async (request, reply) => {
        const order = await command(request.ctx, {
          id: request.params.id,
          version: ifMatch(request),
          reason: request.body?.reason,
        });
        return sendVersioned(reply, toOrderView(order, request.ctx.rights));
      },
    );
  }

  app.get(
    '/orders/:id/revisions',
    {
      onRequest: allow('orders:view'),
      schema: {
        tags,
        summary: 'What was confirmed, and when',
        params: idParams,
        querystring: z.strictObject(pageQuery),
        response: { 200: page(revisionSummary) },
      },
    },
    async (request) => listRevisions(request.ctx, request.params.id, request.query),
  );

  app.get(
    '/orders/:id/revisions/:revision',
    {
      onRequest: allow('orders:view'),
      schema: {
        tags,
        summary: 'One revision, complete',
        params: revisionParams,
        response: { 200: revisionView },
      },
    },
    async (request) => getRevision(request.ctx, request.params.id, request.params.revision),
  );

  app.get(
    '/orders/:id/activities',
    {
      onRequest: allow('orders:view'),
      schema: {
        tags,
        summary: 'History of an order',
        params: idParams,
        querystring: z.strictObject(pageQuery),
        response: { 200: page(activityView) },
      },
    },
    async (request) =>
      listActivities(request.ctx, { entityType: 'order', entityId: request.params.id }, request.query),
  );
};
