import { companyUpdate, companyView } from '@pace/shared/company';
import { activityView, page, pageQuery } from '@pace/shared/fields';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { allow, signedIn } from '../../lib/auth.ts';
import { ifMatch, sendVersioned, versionHeader } from '../../lib/versions.ts';
import { listActivities } from '../activities/activities.service.ts';
import { getCompany, updateCompany } from './company.service.ts';
import { toCompanyView } from './company.view.ts';

const tags = ['Company'];

export const companyRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/company',
    {
      onRequest: signedIn,
      schema: { tags, summary: 'The brokerage', response: { 200: companyView } },
    },
    async (request, reply) => sendVersioned(reply, toCompanyView(await getCompany(request.ctx.db))),
  );

  app.patch(
    '/company',
    {
      onRequest: allow('settings:edit'),
      schema: {
        tags,
        summary: 'Change name, time zone or defaults',
        headers: versionHeader,
        body: companyUpdate,
        response: { 200: companyView },
      },
    },
    async (request, reply) => {
      const company = await updateCompany(request.ctx, ifMatch(request), request.body);
      return sendVersioned(reply, toCompanyView(company));
    },
  );

  app.get(
    '/company/activities',
    {
      onRequest: allow('settings:view'),
      schema: {
        tags,
        summary: 'History of the settings',
        querystring: z.strictObject(pageQuery),
        response: { 200: page(activityView) },
      },
    },
    async (request) => {
      const { id } = await getCompany(request.ctx.db);
      return listActivities(request.ctx, { entityType: 'company', entityId: id }, request.query);
    },
  );
};
