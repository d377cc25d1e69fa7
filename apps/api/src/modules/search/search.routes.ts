import { globalSearchQuery, globalSearchView } from '@pace/shared/search';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { signedIn } from '../../lib/auth.ts';
import { searchEverything } from './search.service.ts';
import { toGlobalSearchView } from './search.view.ts';

export const searchRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/search',
    {
      onRequest: signedIn,
      schema: {
        tags: ['Search'],
        summary: 'A few accounts, orders, products and people that fit a text',
        querystring: globalSearchQuery,
        response: { 200: globalSearchView },
      },
    },
    async (request) => toGlobalSearchView(await searchEverything(request.ctx, request.query)),
  );
};
