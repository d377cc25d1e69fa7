import createClient, { type Client } from 'openapi-fetch';
import type { components, paths } from './schema.gen.ts';

export type Schemas = components['schemas'];
export type { paths };
export type ApiClient = Client<paths>;

/** The parameters that a path takes in its query. */
export type QueryOf<Path extends keyof paths> = paths[Path] extends {
  get: { parameters: { query?: infer Query } };
}
  ? NonNullable<Query>
  : never;

/** A client whose paths, parameters and answers are those of the API. Without a token the browser's cookie is used. */
export function createApiClient(options: {
  baseUrl: string;
  token?: string;
  /** Instead of the global fetch, for an application that has its own way with a lost session. */
  fetch?: (request: Request) => Promise<Response>;
}): ApiClient {
  return createClient<paths>({
    baseUrl: options.baseUrl,
    ...(options.fetch !== undefined && { fetch: options.fetch }),
    ...(options.token !== undefined && { headers: { authorization: `Bearer ${options.token}` } }),
  });
}
