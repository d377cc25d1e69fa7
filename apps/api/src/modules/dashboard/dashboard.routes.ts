import { dashboardTopView, dashboardView } from '@pace/shared/dashboard';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { allow } from '../../lib/auth.ts';
import { getDashboard, getDashboardTop } from './dashboard.service.ts';
import { toDashboardTopView, toDashboardView } from './dashboard.view.ts';

const tags = ['Dashboard'];

export const dashboardRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/dashboard',
    {
      onRequest: allow('dashboard:view'),
      schema: {
        tags,
        summary: 'Figures of thirteen months, and what needs somebody',
        response: { 200: dashboardView },
      },
    },
    async (request) => toDashboardView(await getDashboard(request.ctx)),
  );

  app.get(
    '/dashboard/top',
    {
      // Names of parties and products, as orders tell them.
      onRequest: allow('orders:view'),
      schema: {
        tags,
        summary: 'The largest buyers, sellers and products of twelve months',
        response: { 200: dashboardTopView },
      },
    },
    async (request) => toDashboardTopView(await getDashboardTop(request.ctx)),
  );
};
