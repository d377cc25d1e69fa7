import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance, FastifySchema } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { type Access, accessOf, open } from './auth.ts';
import { problemView } from './problem.ts';

const description = `The order book of a produce broker.

Money, quantities, weights and rates are decimal strings. Every change of a record needs \`If-Match\` with its version
(the \`ETag\` of the last answer). POSTs take an \`Idempotency-Key\`: a repeat within 24 hours gets the first answer.
Errors are \`application/problem+json\` with a stable \`code\` and the \`path\` of each bad field.`;

/** The areas in the order in which somebody new meets them. */
const tags = [
  { name: 'Sign-in', description: 'The first administrator, sessions, and the own profile' },
  { name: 'Accounts', description: 'Sellers and buyers with their contacts and addresses' },
  { name: 'Products', description: 'Commodity, variety and grade, and how they are packed' },
  { name: 'Orders', description: 'The agreed deals, their lines, steps, revisions and history' },
  { name: 'Dashboard', description: 'Figures, each with the filter of the orders that add up to it' },
  { name: 'Search', description: 'Everything at once, for a command palette' },
  { name: 'Live changes', description: 'What others change, as server-sent events' },
  { name: 'Payment terms' },
  { name: 'Company', description: 'The brokerage and its defaults' },
  { name: 'People', description: 'Who works here, and in which roles' },
  { name: 'Roles', description: 'Named sets of the fifty rights' },
  { name: 'Health', description: 'For supervisors and load balancers' },
];

/** Makes the OpenAPI document from the routes that are registered afterwards. */
export async function describeRoutes(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'PACE CRM', version: '0.1.0', description, license: { name: 'MIT', identifier: 'MIT' } },
      servers: [{ url: '/' }],
      tags,
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: 'pace_session' },
          bearer: { type: 'http', scheme: 'bearer' },
        },
      },
      security: [{ session: [] }, { bearer: [] }],
    },
    transform: describeOperation,
    transformObject: (document) => tidySchemas(jsonSchemaTransformObject(document)),
  });
}

type Document = ReturnType<typeof jsonSchemaTransformObject>;

/** Schemas by name and not by who was imported first; without the copies for requests that no request has. */
function tidySchemas(document: Document): Document {
  // The type is of every version of OpenAPI; ours has components.
  const { components = {} } = document as { components?: { schemas?: Record<string, unknown> } };
  const text = JSON.stringify(document);
  const schemas = Object.entries(components.schemas ?? {})
    .filter(([name]) => !name.endsWith('Input') || text.includes(`"#/components/schemas/${name}"`))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return { ...document, components: { ...components, schemas: Object.fromEntries(schemas) } } as Document;
}

/** What every operation has in common, said here once: whom it lets in, and that it may answer with a problem. */
const describeOperation: typeof jsonSchemaTransform = (document) => {
  const access = accessOf(document.route.onRequest);
  const described = jsonSchemaTransform({
    ...document,
    schema: { ...document.schema, response: { ...responsesOf(document.schema), default: problemResponse } },
  });
  return { ...described, schema: { ...described.schema, ...(access && describeAccess(access)) } };
};

const problemResponse = {
  description: 'A problem',
  content: { 'application/problem+json': { schema: problemView } },
};

/** Fastify leaves the shape of a response to its compiler. */
function responsesOf(schema: FastifySchema | undefined): object {
  return typeof schema?.response === 'object' && schema.response !== null ? schema.response : {};
}

function describeAccess(access: Access): { security?: []; description?: string } {
  if (access === 'public') return { security: [] };
  return access === 'signedIn' ? {} : { description: `Needs the right \`${access}\`.` };
}

/** A page for people at /api/docs and the document itself at /api/openapi.json; both are public, all of it local. */
export async function serveDocs(app: FastifyInstance): Promise<void> {
  await app.register(async (docs) => {
    // The plugin's own hooks miss the files it serves; here no route of its can be left without a guard.
    docs.addHook('onRoute', (route) => {
      route.onRequest = open;
    });
    await docs.register(swaggerUi, {
      routePrefix: '/api/docs',
      // The page brings its own styles as attributes; everything else comes from this server.
      staticCSP:
        "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
      uiConfig: { layout: 'BaseLayout', docExpansion: 'list', deepLinking: true, tryItOutEnabled: false },
      theme: { title: 'PACE CRM API' },
    });
  });
}
