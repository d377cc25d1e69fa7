import { Fault, faultTable } from '../core/fault.ts';
import type { Knobs } from '../core/knobs.ts';
import type { Sim } from '../sim.ts';

/** Throttling and metering. Buckets live in memory: a restart begins with empty ones. */

/** The times of the calls of a window, oldest first. */
interface Bucket {
  times: number[];
  shutUntilMs: number;
}

export interface Limits {
  readonly buckets: Map<string, Bucket>;
  /** Calls that are being answered, by company and app. */
  readonly running: Map<string, number>;
}

export function createLimits(): Limits {
  return { buckets: new Map(), running: new Map() };
}

interface Limit {
  key: string;
  most: number;
  windowMs: number;
}

function limitsFor(call: { realmId: string; appId: string; isBatch: boolean }, knobs: Knobs): Limit[] {
  const { realmId, appId } = call;
  const minute = 60_000;
  return [
    { key: `minute/${realmId}`, most: knobs.requestsPerMinute, windowMs: minute },
    { key: `second/${realmId}/${appId}`, most: knobs.requestsPerSecond, windowMs: 1000 },
    ...(call.isBatch
      ? [
          { key: `batch/${realmId}/${appId}`, most: knobs.batchesPerMinuteApp, windowMs: minute },
          { key: `batch/${realmId}`, most: knobs.batchesPerMinute, windowMs: minute },
        ]
      : []),
  ];
}

export function throttleFault(): Fault {
  return new Fault('3001', 'The request limit was reached. Please try again in a minute; errorCode=003001');
}

/** Counts the call into its buckets; throws when one of them is full, and for a while after that. */
export function throttle(
  sim: Sim,
  call: { realmId: string; appId: string; isBatch: boolean },
  knobs: Knobs,
): void {
  if (!knobs.throttle) return;
  const now = sim.clock.nowMs();
  const limits = limitsFor(call, knobs).map((limit) => ({ limit, bucket: bucketOf(sim.limits, limit.key) }));
  if (limits.some(({ bucket }) => now < bucket.shutUntilMs)) throw throttleFault();
  for (const { limit, bucket } of limits) {
    const open = bucket.times.findIndex((time) => time > now - limit.windowMs);
    bucket.times.splice(0, open === -1 ? bucket.times.length : open);
    if (bucket.times.length >= limit.most) {
      bucket.shutUntilMs = now + knobs.throttleShutS * 1000;
      throw throttleFault();
    }
  }
  for (const { bucket } of limits) bucket.times.push(now);
  const key = `${call.realmId}/${call.appId}`;
  // This call is among those that are running.
  if ((sim.limits.running.get(key) ?? 0) > knobs.concurrentRequests) throw throttleFault();
}

function bucketOf({ buckets }: Limits, key: string): Bucket {
  let bucket = buckets.get(key);
  if (bucket === undefined) {
    bucket = { times: [], shutUntilMs: 0 };
    buckets.set(key, bucket);
  }
  return bucket;
}

/** A call is running until what it returns is called. */
export function startRunning({ running }: Limits, call: { realmId: string; appId: string }): () => void {
  const key = `${call.realmId}/${call.appId}`;
  running.set(key, (running.get(key) ?? 0) + 1);
  return () => {
    const left = (running.get(key) ?? 1) - 1;
    if (left > 0) running.set(key, left);
    else running.delete(key);
  };
}

interface Meter {
  readonly reads: number;
}

function meterKey(sim: Sim, appId: string): string {
  return `${appId}/${new Date(sim.clock.nowMs()).toISOString().slice(0, 7)}`;
}

export function meters(sim: Sim) {
  return sim.store.table<Meter>('meters');
}

export function corePlusUsed(sim: Sim, appId: string): number {
  return meters(sim).get(meterKey(sim, appId))?.reads ?? 0;
}

/** Only successful reads count. */
export function countCorePlus(sim: Sim, appId: string): void {
  const key = meterKey(sim, appId);
  meters(sim).set(key, { reads: (meters(sim).get(key)?.reads ?? 0) + 1 });
}

export function monthlyFault(): Fault {
  return new Fault(
    '3001',
    'The monthly limit of CorePlus API calls was reached. Reads are blocked until the next month begins; writes go on',
    undefined,
    { kind: { ...faultTable['3001'], message: 'MonthlyLimitExceeded' } },
  );
}

/** Reads are refused from the limit until the month turns; writes go on. */
export function refuseBeyondMonthlyLimit(sim: Sim, appId: string): void {
  if (corePlusUsed(sim, appId) >= sim.knobs().corePlusLimit) throw monthlyFault();
}
