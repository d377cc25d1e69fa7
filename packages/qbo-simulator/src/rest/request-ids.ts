import { createHash } from 'node:crypto';
import { Fault } from '../core/fault.ts';
import type { Realm } from '../entities/model.ts';
import { knobsOf } from '../entities/realm.ts';

/** The store of first answers by request id: the promise that a repeated write is not done twice. */

export interface Answered {
  readonly status: number;
  readonly body: string;
}

export interface Asked {
  /** The request id; in a batch with the bId behind it. */
  readonly key: string;
  /** What is answered: a call, or an item of a batch, whose answers look different. */
  readonly scope: 'call' | 'item';
  /** Method and address without the request id: what a repeated call should have in common. */
  readonly route: string;
  readonly body: string;
}

function bodyHash(body: string): string {
  return createHash('sha256').update(body).digest('base64');
}

/** The stored answer to a known request id, or undefined when the call has to be done. */
export function findAnswer(realm: Realm, asked: Asked): Answered | undefined {
  const { requestIdMode, requestIdReuse } = knobsOf(realm);
  const stored = livingAnswer(realm, storeKey(asked));
  if (stored === undefined || requestIdMode === 'ignore') return undefined;
  if (requestIdMode === 'fault600') throw duplicateRequestId(asked.key);
  if (
    requestIdReuse === '600' &&
    (stored.route !== asked.route || stored.bodyHash !== bodyHash(asked.body))
  ) {
    throw duplicateRequestId(asked.key);
  }
  return { status: stored.status, body: stored.body };
}

function storeKey({ scope, key }: Asked): string {
  return `${scope}/${key}`;
}

function livingAnswer(realm: Realm, key: string) {
  const stored = realm.requests.get(key);
  if (stored === undefined) return undefined;
  return realm.world.clock.nowMs() < stored.atMs + knobsOf(realm).requestIdHours * 3_600_000
    ? stored
    : undefined;
}

export function duplicateRequestId(key: string): Fault {
  return new Fault('600', `The request id ${key.slice(0, 60)} has been used already`, 'requestid');
}

export function keepAnswer(realm: Realm, asked: Asked, answered: Answered): void {
  const { requestIdMode, requestIdStores } = knobsOf(realm);
  // The first answer stays the first, also while nobody asks for it.
  if (requestIdMode === 'ignore' && livingAnswer(realm, storeKey(asked)) !== undefined) return;
  if (requestIdStores === 'successes' && answered.status >= 400) return;
  const now = realm.world.clock.nowMs();
  forgetOldest(realm, now);
  // Deleted first, so that the newest answers stand last in the table.
  realm.requests.delete(storeKey(asked));
  realm.requests.set(storeKey(asked), {
    requestId: asked.key,
    route: asked.route,
    bodyHash: bodyHash(asked.body),
    status: answered.status,
    body: answered.body,
    atMs: now,
  });
}

/** A few at a time, so that the store holds no more than what may still be asked for. */
function forgetOldest(realm: Realm, now: number): void {
  const kept = knobsOf(realm).requestIdHours * 3_600_000;
  let looked = 0;
  for (const [key, { atMs }] of realm.requests.entries()) {
    looked += 1;
    if (atMs + kept > now || looked > 4) return;
    realm.requests.delete(key);
  }
}
