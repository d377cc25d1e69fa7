import { activityView, bulkResult, chosenRecords, idParams, page, pageQuery } from '@pace/shared/fields';
import {
  productBulk,
  productCreate,
  productFilter,
  productQuery,
  productTotals,
  productUpdate,
  productView,
} from '@pace/shared/products';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { allow } from '../../lib/auth.ts';
import { csvView, sendCsv } from '../../lib/csv.ts';
import { ifMatch, sendVersioned, versionHeader } from '../../lib/versions.ts';
import { listActivities } from '../activities/activities.service.ts';
import { productFile } from './products.csv.ts';
import {
  bulkProducts,
  createProduct,
  deleteProduct,
  exportProducts,
  getProduct,
  listProducts,
  totalProducts,
  updateProduct,
} from './products.service.ts';
import { toProductView } from './products.view.ts';

const tags = ['Products'];

export const productRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/products',
    {
      onRequest: allow('products:view'),
      schema: {
        tags,
        summary: 'List products',
        querystring: productQuery,
        response: { 200: page(productView) },
      },
    },
    async (request) => {
      const { rows, nextCursor } = await listProducts(request.ctx, request.query);
      return { items: rows.map((row) => toProductView(row, request.ctx.rights)), nextCursor };
    },
  );

  app.get(
    '/products/totals',
    {
      onRequest: allow('products:view'),
      schema: {
        tags,
        summary: 'Count products',
        querystring: productFilter,
        response: { 200: productTotals },
      },
    },
    async (request) => totalProducts(request.ctx, request.query),
  );

  app.get(
    '/products/export.csv',
    {
      onRequest: allow('products:export'),
      schema: { tags, summary: 'Export products', querystring: productFilter, response: { 200: csvView } },
    },
    async (request, reply) =>
      sendCsv(reply, 'products.csv', productFile, exportProducts(request.ctx, request.query)),
  );

  app.post(
    '/products/export.csv',
    {
      onRequest: allow('products:export'),
      schema: { tags, summary: 'Export chosen products', body: chosenRecords, response: { 200: csvView } },
    },
    async (request, reply) =>
      sendCsv(reply, 'products.csv', productFile, exportProducts(request.ctx, request.body)),
  );

  app.post(
    '/products',
    {
      onRequest: allow('products:create'),
      schema: { tags, summary: 'Create a product', body: productCreate, response: { 201: productView } },
    },
    async (request, reply) => {
      const product = await createProduct(request.ctx, request.body);
      return reply.code(201).send(sendVersioned(reply, toProductView(product, request.ctx.rights)));
    },
  );

  app.post(
    '/products/bulk',
    {
      onRequest: allow('products:edit'),
      schema: {
        tags,
        summary: 'Activate or deactivate products',
        body: productBulk,
        response: { 200: bulkResult },
      },
    },
    async (request) => bulkProducts(request.ctx, request.body.action, request.body.items),
  );

  app.get(
    '/products/:id',
    {
      onRequest: allow('products:view'),
      schema: { tags, summary: 'Read a product', params: idParams, response: { 200: productView } },
    },
    async (request, reply) => {
      const product = await getProduct(request.ctx, request.params.id);
      return sendVersioned(reply, toProductView(product, request.ctx.rights));
    },
  );

  app.patch(
    '/products/:id',
    {
      onRequest: allow('products:edit'),
      schema: {
        tags,
        summary: 'Change, activate or deactivate a product',
        params: idParams,
        headers: versionHeader,
        body: productUpdate,
        response: { 200: productView },
      },
    },
    async (request, reply) => {
      const product = await updateProduct(request.ctx, request.params.id, ifMatch(request), request.body);
      return sendVersioned(reply, toProductView(product, request.ctx.rights));
    },
  );

  app.delete(
    '/products/:id',
    {
      onRequest: allow('products:delete'),
      schema: {
        tags,
        summary: 'Delete a product that is on no order',
        params: idParams,
        headers: versionHeader,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await deleteProduct(request.ctx, request.params.id, ifMatch(request));
      return reply.code(204).send(null);
    },
  );

  app.get(
    '/products/:id/activities',
    {
      onRequest: allow('products:view'),
      schema: {
        tags,
        summary: 'History of a product',
        params: idParams,
        querystring: z.strictObject(pageQuery),
        response: { 200: page(activityView) },
      },
    },
    async (request) =>
      listActivities(request.ctx, { entityType: 'product', entityId: request.params.id }, request.query),
  );
};
