import type { JournalEntry } from '../core/journal.ts';
import type { Reply } from '../core/reply.ts';
import type { Realm } from '../entities/model.ts';
import { knobsOf } from '../entities/realm.ts';
import type { Sim } from '../sim.ts';
import type { Call } from './call.ts';

/** Calls with a request id whose answers are on their way: what their twins find. */

/** While an answer is on its way, a second call with its request id finds the first one unfinished. */
export function holdInFlight(sim: Sim, call: Call, delayMs: number): void {
  const key = `${call.realmId}/${call.requestId}`;
  const landing = new Promise<void>((resolve) => {
    setTimeout(resolve, delayMs).unref();
  });
  sim.inFlight.set(key, landing);
  void landing.then(() => {
    if (sim.inFlight.get(key) === landing) sim.inFlight.delete(key);
  });
}

/** Real milliseconds: longer than it takes for calls that were sent together to arrive. */
const momentMs = 50;

/**
 * Where a twin is refused while the first call is being answered, that answer has to take a moment: calls are worked
 * off one by one here, and no two would ever meet.
 */
export function takesAMoment(realm: Realm, call: Call, { isReplay }: JournalEntry): boolean {
  const { requestIdConcurrent, requestIdMode } = knobsOf(realm);
  return (
    requestIdConcurrent === '600' &&
    requestIdMode !== 'ignore' &&
    call.requestId !== undefined &&
    call.class === 'Core' &&
    !isReplay
  );
}

export function inAMoment(sim: Sim, call: Call, sent: Reply): Reply {
  if (sent.delivery !== undefined) return sent; // Lost: nobody waits for it.
  holdInFlight(sim, call, momentMs);
  return { ...sent, delayMs: momentMs };
}
