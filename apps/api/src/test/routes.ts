import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { FastifyInstance, RouteOptions } from 'fastify';
import type { z } from 'zod';
import { type Access, accessOf } from '../lib/auth.ts';
import { startTestApi, type TestApi } from './api.ts';

/** One method of one address, as the application registered it. */
export interface Route {
  /** `GET /api/orders/:id` */
  name: string;
  method: string;
  url: string;
  /** Undefined: somebody forgot to say who may call it. */
  access: Access | undefined;
  schemas: { params?: z.ZodType; querystring?: z.ZodType; body?: z.ZodType; headers?: z.ZodType };
}

/** The application with every route it registered, those of its plugins and the HEAD twins of its GETs included. */
export async function startTestApiWithRoutes(): Promise<{ api: TestApi; routes: Route[] }> {
  const registered: { url: string; options: RouteOptions }[] = [];
  // Fastify announces an instance before anything is registered on it: nothing can slip past this hook.
  const listen = (message: unknown) => {
    const { fastify } = message as { fastify: FastifyInstance }; // The shape that Fastify documents.
    fastify.addHook('onRoute', (options) => void registered.push({ url: options.url, options }));
  };
  subscribe('fastify.initialization', listen);
  try {
    const api = await startTestApi();
    return { api, routes: registered.flatMap(({ url, options }) => toRoutes(url, options)) };
  } finally {
    unsubscribe('fastify.initialization', listen);
  }
}

/** Read once everything is registered: later hooks may still have added a guard. */
function toRoutes(url: string, { method, onRequest, schema }: RouteOptions): Route[] {
  return [method].flat().map((one) => ({
    name: `${one} ${url}`,
    method: one,
    url,
    access: accessOf(onRequest),
    // Every schema of ours is a Zod type; Fastify's own type knows nothing of it.
    schemas: { ...(schema as Route['schemas']) },
  }));
}
