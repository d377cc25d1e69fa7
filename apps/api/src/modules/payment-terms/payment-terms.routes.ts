import { activityView, idParams, page, pageQuery } from '@pace/shared/fields';
import { paymentTermCreate, paymentTermUpdate, paymentTermView } from '@pace/shared/payment-terms';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { allow, signedIn } from '../../lib/auth.ts';
import { ifMatch, sendVersioned, versionHeader } from '../../lib/versions.ts';
import { listActivities } from '../activities/activities.service.ts';
import {
  createPaymentTerm,
  deletePaymentTerm,
  getPaymentTerm,
  listPaymentTerms,
  updatePaymentTerm,
} from './payment-terms.service.ts';
import { toPaymentTermView } from './payment-terms.view.ts';

const tags = ['Payment terms'];

export const paymentTermRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/payment-terms',
    {
      onRequest: signedIn,
      schema: {
        tags,
        summary: 'All payment terms',
        response: { 200: z.object({ items: z.array(paymentTermView) }) },
      },
    },
    async (request) => ({ items: (await listPaymentTerms(request.ctx)).map(toPaymentTermView) }),
  );

  app.post(
    '/payment-terms',
    {
      onRequest: allow('settings:create'),
      schema: {
        tags,
        summary: 'Add payment terms',
        body: paymentTermCreate,
        response: { 201: paymentTermView },
      },
    },
    async (request, reply) => {
      const term = await createPaymentTerm(request.ctx, request.body);
      return reply.code(201).send(sendVersioned(reply, toPaymentTermView(term)));
    },
  );

  app.get(
    '/payment-terms/:id',
    {
      onRequest: signedIn,
      schema: { tags, summary: 'Read payment terms', params: idParams, response: { 200: paymentTermView } },
    },
    async (request, reply) =>
      sendVersioned(reply, toPaymentTermView(await getPaymentTerm(request.ctx, request.params.id))),
  );

  app.get(
    '/payment-terms/:id/activities',
    {
      onRequest: allow('settings:view'),
      schema: {
        tags,
        summary: 'History of payment terms',
        params: idParams,
        querystring: z.strictObject(pageQuery),
        response: { 200: page(activityView) },
      },
    },
    async (request) =>
      listActivities(
        request.ctx,
        { entityType: 'payment_terms', entityId: request.params.id },
        request.query,
      ),
  );

  app.patch(
    '/payment-terms/:id',
    {
      onRequest: allow('settings:edit'),
      schema: {
        tags,
        summary: 'Change, activate or deactivate payment terms',
        params: idParams,
        headers: versionHeader,
        body: paymentTermUpdate,
        response: { 200: paymentTermView },
      },
    },
    async (request, reply) => {
      const term = await updatePaymentTerm(request.ctx, request.params.id, ifMatch(request), request.body);
      return sendVersioned(reply, toPaymentTermView(term));
    },
  );

  app.delete(
    '/payment-terms/:id',
    {
      onRequest: allow('settings:delete'),
      schema: {
        tags,
        summary: 'Delete payment terms that are not in use',
        params: idParams,
        headers: versionHeader,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await deletePaymentTerm(request.ctx, request.params.id, ifMatch(request));
      return reply.code(204).send(null);
    },
  );
};
