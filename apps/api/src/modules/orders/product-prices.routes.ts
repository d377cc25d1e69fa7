import { idParams, page, pageQuery } from '@pace/shared/fields';
import { agreedPriceView, partnersQuery, productPartnersView } from '@pace/shared/product-prices';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { allow } from '../../lib/auth.ts';
import { listProductPartners, listProductPrices } from './product-prices.service.ts';
import { toAgreedPriceView, toProductPartnerView } from './product-prices.view.ts';

const tags = ['Products'];

/** What orders say of a product: for who may read orders. */
export const productPriceRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/products/:id/prices',
    {
      onRequest: allow('orders:view'),
      schema: {
        tags,
        summary: 'What a product was agreed at, newest first',
        params: idParams,
        querystring: z.strictObject(pageQuery),
        response: { 200: page(agreedPriceView) },
      },
    },
    async (request) => {
      const { rows, nextCursor } = await listProductPrices(request.ctx, request.params.id, request.query);
      return { items: rows.map(toAgreedPriceView), nextCursor };
    },
  );

  app.get(
    '/products/:id/partners',
    {
      onRequest: allow('orders:view'),
      schema: {
        tags,
        summary: 'Who bought and who sold most of a product',
        params: idParams,
        querystring: partnersQuery,
        response: { 200: productPartnersView },
      },
    },
    async (request) => {
      const { buyers, sellers } = await listProductPartners(
        request.ctx,
        request.params.id,
        request.query.limit,
      );
      return { buyers: buyers.map(toProductPartnerView), sellers: sellers.map(toProductPartnerView) };
    },
  );
};
