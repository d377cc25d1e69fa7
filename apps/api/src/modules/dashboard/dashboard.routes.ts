import { dashboardView } from '@pace/shared/dashboard';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { allow } from '../../lib/auth.ts';
import { getDashboard } from './dashboard.service.ts';
import { toDashboardView } from './dashboard.view.ts';

export const dashboardRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/dashboard',
    {
      onRequest: allow('dashboard:view'),
      schema: {
        tags: ['Dashboard'],
        summary: 'Figures, what needs somebody, and who trades most',
        response: { 200: dashboardView },
      },
    },
    async (request) => toDashboardView(await getDashboard(request.ctx)),
  );
};
