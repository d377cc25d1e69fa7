import { createHash } from 'node:crypto';
import { inArray, sql } from 'drizzle-orm';
import { rateLimits } from '../db/schema/activities.ts';
import { AppError } from './app-error.ts';
import type { Db } from './db.ts';

/** How often something may be tried before the caller has to wait. */
export interface AttemptLimit {
  /** What is counted, such as an address; kept as a hash. */
  readonly key: string;
  readonly max: number;
  readonly windowSeconds: number;
}

/**
 * The limits of guessing a secret: from one address, one person's from one address, and one person's from anywhere. The
 * last is wide, because whoever exhausts it keeps that person out.
 */
export function guessingLimits(ip: string, person: string): AttemptLimit[] {
  const network = networkOf(ip);
  return [
    addressLimit(ip),
    { key: `person ${network} ${person}`, max: 10, windowSeconds: 15 * 60 },
    { key: `person ${person}`, max: 200, windowSeconds: 60 * 60 },
  ];
}

/**
 * The limit of one address. It is enough for a secret of so many random bits that nobody ever guesses one: a limit shared
 * by everybody would only let one of them keep the others out.
 */
export function addressLimit(ip: string): AttemptLimit {
  return { key: `ip ${networkOf(ip)}`, max: 100, windowSeconds: 5 * 60 };
}

/** An IPv4 address, or the /64 of an IPv6 one: a host has all 2^64 addresses of it to guess from. */
function networkOf(ip: string): string {
  if (!ip.includes(':') || ip.includes('.')) return ip;
  const [head = '', tail] = ip.split('::');
  const start = head.split(':').filter((group) => group !== '');
  const end = tail?.split(':') ?? [];
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - start.length - end.length)).fill('0');
  return [...start, ...zeros, ...end].slice(0, 4).join(':');
}

/**
 * Runs an attempt at a secret. It is counted before it runs, so that a thousand at once are a thousand, and given
 * back when it succeeds: people who sign in often are never locked out. Counts are in the database, because a
 * guesser may reach any of our processes.
 */
export async function limitAttempts<T>(
  db: Db,
  limits: AttemptLimit[],
  attempt: () => Promise<T>,
): Promise<T> {
  for (const limit of limits) await take(db, limit);
  const result = await attempt();
  await db
    .update(rateLimits)
    .set({ attempts: sql`greatest(${rateLimits.attempts} - 1, 0)` })
    .where(
      inArray(
        rateLimits.key,
        limits.map((limit) => hash(limit.key)),
      ),
    );
  return result;
}

async function take(db: Db, limit: AttemptLimit): Promise<void> {
  const windowEnd = sql`now() + make_interval(secs => ${limit.windowSeconds})`;
  const [row] = await db
    .insert(rateLimits)
    .values({ key: hash(limit.key), attempts: 1, windowEndsAt: windowEnd })
    .onConflictDoUpdate({
      target: rateLimits.key,
      set: {
        attempts: sql`CASE WHEN ${rateLimits.windowEndsAt} < now() THEN 1 ELSE ${rateLimits.attempts} + 1 END`,
        windowEndsAt: sql`CASE WHEN ${rateLimits.windowEndsAt} < now() THEN ${windowEnd} ELSE ${rateLimits.windowEndsAt} END`,
      },
    })
    .returning({
      attempts: rateLimits.attempts,
      retryAfterSeconds: sql<number>`ceil(extract(epoch FROM ${rateLimits.windowEndsAt} - now()))::int`,
    });
  if (row && row.attempts > limit.max) {
    throw new AppError('request.too_many', { retryAfterSeconds: row.retryAfterSeconds });
  }
}

function hash(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/** Forgets windows that have ended. */
export async function deleteEndedWindows(db: Db): Promise<void> {
  await db.delete(rateLimits).where(sql`${rateLimits.windowEndsAt} < now()`);
}
