import { randomBytes, randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Logger } from 'drizzle-orm/logger';
import type { FastifyInstance } from 'fastify';
import type pg from 'pg';
import { buildApp } from '../app.ts';
import type { Config } from '../config.ts';
import { authCredentials, authSessions, authUsers } from '../db/schema/auth.ts';
import { roles, userRoles } from '../db/schema/rbac.ts';
import { users } from '../db/schema/users.ts';
import { type Clock, systemClock } from '../lib/clock.ts';
import { connectDb, type Db } from '../lib/db.ts';
import { must } from '../lib/must.ts';
import { createTestDatabase } from './database.ts';

/** A body whose shape the test asserts itself. */
// biome-ignore lint/suspicious/noExplicitAny: tests read answers field by field, and a wrong field fails the assertion
export type Json = any;

export interface Answer {
  status: number;
  headers: Headers;
  body: Json;
  text: string;
}

export interface Caller {
  userId: string;
  subject: string;
  token: string;
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  put(path: string, body: unknown, version: number): Promise<Answer>;
  patch(path: string, body: unknown, version: number, headers?: Record<string, string>): Promise<Answer>;
  delete(path: string, version: number): Promise<Answer>;
  /** A command on a record: POST with If-Match. */
  command(path: string, version: number, body?: unknown): Promise<Answer>;
}

export interface TestApi {
  app: FastifyInstance;
  baseUrl: string;
  db: Db;
  pool: pg.Pool;
  /** The SQL of every statement since the last `statements.length = 0`. */
  statements: string[];
  /** A person with these roles, a password that nobody knows, and an open session. */
  signIn(...roleNames: string[]): Promise<Caller>;
  /** Somebody without a session. */
  stranger: Caller;
  close(): Promise<void>;
}

export const testConfig: Config = {
  port: 0,
  host: '127.0.0.1',
  baseUrl: 'http://127.0.0.1',
  databaseUrl: undefined,
  dataDir: '/nonexistent',
  webDir: '/nonexistent',
  secret: undefined,
  firstAdministrator: undefined,
  logLevel: 'silent',
};

/** The real application on a real port and a database of its own. */
export async function startTestApi(
  options: { clock?: Clock; heartbeatMs?: number; webDir?: string } = {},
): Promise<TestApi> {
  const database = await createTestDatabase();
  const statements: string[] = [];
  const logger: Logger = { logQuery: (query) => void statements.push(query) };
  const { db, pool } = connectDb(database.url, { logger, max: 40 });
  const app = await buildApp({
    config: { ...testConfig, ...(options.webDir !== undefined && { webDir: options.webDir }) },
    db,
    pool,
    secret: 'a secret that only tests use, long enough',
    clock: options.clock ?? systemClock,
    ...(options.heartbeatMs !== undefined && { heartbeatMs: options.heartbeatMs }),
  });
  const baseUrl = await app.listen({ port: 0, host: '127.0.0.1' });
  return {
    app,
    baseUrl,
    db,
    pool,
    statements,
    signIn: async (...roleNames) => {
      const person = await insertPerson(db, roleNames);
      return { ...person, ...caller(baseUrl, { authorization: `Bearer ${person.token}` }) };
    },
    stranger: { userId: '', subject: '', token: '', ...caller(baseUrl, {}) },
    async close() {
      await app.close();
      await pool.end();
      await database.close();
    },
  };
}

/** Salt and key as a hash has them, and made of no password. */
const nobodysHash = `${'0'.repeat(32)}:${'0'.repeat(128)}`;

async function insertPerson(
  db: Db,
  roleNames: string[],
): Promise<Pick<Caller, 'userId' | 'subject' | 'token'>> {
  const email = `${randomUUID()}@example.com`;
  const token = randomBytes(24).toString('base64url');
  const [subject] = await db.insert(authUsers).values({ email, name: email }).returning({ id: authUsers.id });
  const clerkUserId = must(subject, 'INSERT returned no subject').id;
  const [user] = await db.insert(users).values({ email, clerkUserId }).returning({ id: users.id });
  const credential = { userId: clerkUserId, accountId: clerkUserId, providerId: 'credential' };
  await db.insert(authCredentials).values({ ...credential, password: nobodysHash });
  const expiresAt = new Date(Date.now() + 3_600_000);
  await db.insert(authSessions).values({ token, userId: clerkUserId, expiresAt });
  for (const name of roleNames) {
    const [role] = await db.select({ id: roles.id }).from(roles).where(eq(roles.name, name));
    await db.insert(userRoles).values({ clerkUserId, roleId: must(role, `There is no role ${name}`).id });
  }
  return { userId: must(user, 'INSERT returned no user').id, subject: clerkUserId, token };
}

function caller(baseUrl: string, auth: Record<string, string>): Omit<Caller, 'userId' | 'subject' | 'token'> {
  const send = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`${baseUrl}${path}`, {
      method,
      redirect: 'manual',
      headers: { ...auth, ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: isJson ? JSON.parse(text) : undefined,
    };
  };
  const seen = (version: number) => ({ 'if-match': `"${version}"` });
  return {
    get: (path, headers) => send('GET', path, undefined, headers),
    post: (path, body, headers) => send('POST', path, body, headers),
    put: (path, body, version) => send('PUT', path, body, seen(version)),
    patch: (path, body, version, headers) => send('PATCH', path, body, { ...seen(version), ...headers }),
    delete: (path, version) => send('DELETE', path, undefined, seen(version)),
    command: (path, version, body) => send('POST', path, body, seen(version)),
  };
}

export interface Book {
  sellerId: string;
  buyerId: string;
  productId: string;
}

/** A seller, a buyer and a product of 25 lb packages. */
export async function openBook(as: Caller): Promise<Book> {
  const create = async (path: string, body: object): Promise<string> => {
    const answer = await as.post(path, body);
    if (answer.status !== 201) throw new Error(`POST ${path} answered ${answer.status}: ${answer.text}`);
    return answer.body.id;
  };
  const name = randomUUID();
  return {
    sellerId: await create('/api/accounts', { name: `Seller ${name}`, type: 'seller' }),
    buyerId: await create('/api/accounts', { name: `Buyer ${name}`, type: 'buyer' }),
    productId: await create('/api/products', { name: `Almonds ${name}`, packSize: '25', packUnit: 'lb' }),
  };
}

/** 100 packages of 25 lb at 4.10 per lb with 5 %: 10,250.00 and 512.50. */
export function almondLine(productId: string) {
  return { productId, quantity: '100', price: '4.10', priceUnit: 'lb', commissionPrice: '5' };
}

/** A draft of the book's parties that could be confirmed. */
export async function writeOrder(as: Caller, book: Book, more: object = {}): Promise<Json> {
  const answer = await as.post('/api/orders', {
    sellerId: book.sellerId,
    buyerId: book.buyerId,
    lines: [almondLine(book.productId)],
    ...more,
  });
  if (answer.status !== 201) throw new Error(`POST /api/orders answered ${answer.status}: ${answer.text}`);
  return answer.body;
}
