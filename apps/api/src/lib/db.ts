import { type ErrorCode, errorCodes } from '@pace/shared/error-codes';
import type { Permission } from '@pace/shared/permissions';
import { DrizzleQueryError } from 'drizzle-orm/errors';
import type { Logger } from 'drizzle-orm/logger';
import type { NodePgQueryResultHKT } from 'drizzle-orm/node-postgres';
import { drizzle } from 'drizzle-orm/node-postgres';
import type { PgAsyncDatabase } from 'drizzle-orm/pg-core';
import pg from 'pg';
import { AppError } from './app-error.ts';
import { type Clock, systemClock } from './clock.ts';
import { type Idempotency, once } from './idempotency.ts';

/** The pool, or the transaction that runs on one of its connections: repositories take either. */
export type Tx = PgAsyncDatabase<NodePgQueryResultHKT>;
export type Db = Tx;

/** Who asks, and on whose behalf a change is recorded. */
export interface Actor {
  /** Null for the system itself. */
  readonly id: string | null;
  readonly name: string;
  readonly source: 'api' | 'system' | 'sample';
}

/** What a service needs to know of the world: passed as the first argument, never found. */
export interface Ctx {
  readonly db: Db;
  readonly clock: Clock;
  readonly requestId: string | null;
  readonly actor: Actor;
  readonly rights: ReadonlySet<Permission>;
  readonly idempotency?: Idempotency;
}

const maxAttempts = 4;
/** Serialization failure and deadlock: PostgreSQL rolled back on its own, and the same work may succeed now. */
const retryableStates = new Set(['40001', '40P01']);

/** Constraints that a caller can violate, or a race, and what they mean: an outcome and the field to look at. */
const constraintErrors: Readonly<Record<string, [ErrorCode, path: string, message?: string]>> = {
  accounts_code_key: ['account.code_taken', 'code'],
  products_code_key: ['product.code_taken', 'code'],
  payment_terms_name_key: ['payment_term.name_taken', 'name'],
  roles_name_key: ['role.name_taken', 'name'],
  users_email_key: ['user.email_taken', 'email'],
  auth_users_email_key: ['user.email_taken', 'email'],
  accounts_payment_terms_id_payment_terms_id_fkey: [
    'request.invalid',
    'paymentTermsId',
    'are no payment terms',
  ],
  accounts_owner_id_users_id_fkey: ['request.invalid', 'ownerId', 'is not a person here'],
  orders_seller_id_accounts_id_fkey: ['request.invalid', 'sellerId', 'is not an account'],
  orders_buyer_id_accounts_id_fkey: ['request.invalid', 'buyerId', 'is not an account'],
  orders_payment_terms_id_payment_terms_id_fkey: [
    'request.invalid',
    'paymentTermsId',
    'are no payment terms',
  ],
  orders_salesperson_id_users_id_fkey: ['request.invalid', 'salespersonId', 'is not a person here'],
  order_lines_product_id_products_id_fkey: [
    'request.invalid',
    'lines',
    'must not name a product that was just deleted',
  ],
};

const sessionSettings = {
  timezone: 'UTC',
  // Locks are taken and then read behind: a snapshot from before the wait would show what is no longer true.
  default_transaction_isolation: 'read\\ committed',
  statement_timeout: '30s',
  idle_in_transaction_session_timeout: '60s',
  // A page of a list is faster alone than waiting for helpers, which walk far past its end; only the sums over
  // everything gain by them.
  parallel_setup_cost: '7000',
  // What a year's sums per buyer need, instead of files on disk.
  work_mem: '16MB',
};

/** Opens a pool. Every connection speaks UTC, whatever the server's default is. */
export function connectDb(
  url: string,
  options: { max?: number; logger?: Logger } = {},
): { db: Db; pool: pg.Pool } {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 20,
    options: Object.entries(sessionSettings)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
    application_name: 'pace-crm',
    connectionTimeoutMillis: 10_000,
  });
  // An idle connection that dies is replaced by the next query; without a listener it would end the process.
  pool.on('error', () => undefined);
  // Query errors reach the log through the error handler: the values of a statement never do.
  const db = drizzle({
    client: pool,
    paramsInErrors: false,
    ...(options.logger && { logger: options.logger }),
  });
  return { db, pool };
}

/** The product itself at work, for commands that no person sends over HTTP. */
export function systemCtx(db: Db): Ctx {
  const actor = { id: null, name: 'System', source: 'system' } as const;
  return { db, clock: systemClock, requestId: null, actor, rights: new Set() };
}

/**
 * Runs one business command in one transaction. A command that carried an Idempotency-Key runs once: a repeat gets
 * the stored result of the first. `run` may be repeated after a deadlock and must leave no trace outside `tx`.
 */
export async function inTx<T>(ctx: Ctx, run: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ctx.db.transaction((tx) => (ctx.idempotency ? once(tx, ctx.idempotency, run) : run(tx)));
    } catch (error) {
      if (attempt < maxAttempts && retryableStates.has(databaseError(error)?.code ?? '')) continue;
      throw asOutcome(error);
    }
  }
}

/**
 * For commands that are given or answer with a secret: neither the result nor a hash of the body is stored, and a
 * repeat is an attempt of its own.
 */
export function neverStored({ idempotency: _, ...ctx }: Ctx): Ctx {
  return ctx;
}

/** PostgreSQL's own error inside whatever wraps it. */
export function databaseError(error: unknown): pg.DatabaseError | undefined {
  if (error instanceof pg.DatabaseError) return error;
  return error instanceof Error && error.cause !== undefined ? databaseError(error.cause) : undefined;
}

/** Whether a statement was sent and PostgreSQL never answered: the connection is lost, and so is what became of it. */
export function isUnanswered(error: unknown): boolean {
  return error instanceof DrizzleQueryError && databaseError(error) === undefined;
}

/** A violated constraint that means something to the caller becomes that outcome; everything else stays as it is. */
export function asOutcome(error: unknown): unknown {
  const constraint = databaseError(error)?.constraint;
  const known = constraint === undefined ? undefined : constraintErrors[constraint];
  if (!known) return error;
  const [code, path, message = errorCodes[code][1]] = known;
  return new AppError(code, { errors: [{ path, message }] }, { cause: error });
}
