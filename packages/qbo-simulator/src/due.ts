import { AdminError, runUserAction } from './admin/user-actions.ts';
import { writeInstant } from './core/clock.ts';
import { Fault } from './core/fault.ts';
import type { JournalEntry } from './core/journal.ts';
import { type Json, type JsonObject, parseExact } from './core/json.ts';
import type { Realm } from './entities/model.ts';
import { infoOf } from './entities/realm.ts';
import { nextTid, type Scheduled, type Sim } from './sim.ts';
import { nextDueMs, packEvents, sendDue } from './webhooks/deliver.ts';

/** What happens by itself as simulated time goes by: webhooks, their retries, and actions that were put off. */

function nextScheduled(sim: Sim): Scheduled | undefined {
  let next: Scheduled | undefined;
  for (const one of sim.schedule.values()) if (next === undefined || one.atMs < next.atMs) next = one;
  return next;
}

/** The next moment at which anything is due, when there is one. */
export function nextMoment(sim: Sim): number | undefined {
  const moments = [nextScheduled(sim)?.atMs, nextDueMs(sim)].filter((moment) => moment !== undefined);
  return moments.length === 0 ? undefined : Math.min(...moments);
}

/**
 * Does everything that is due by now. What changes the books and what makes up the bytes of a delivery happens before
 * this returns, so that it is the same whatever the network does; the sending goes on beside it, one after the other.
 */
export function runDue(sim: Sim, all = false): Promise<void> {
  runScheduled(sim);
  packEvents(sim, all);
  const work = (): Promise<void> => sendDue(sim, all);
  sim.webhooks.working = sim.webhooks.working.then(work, work);
  return sim.webhooks.working;
}

/** Moves a clock forward, stopping wherever something is due, so that everything happens at its time. */
export async function advanceTo(sim: Sim, targetMs: number): Promise<void> {
  await runDue(sim);
  // A receiver that never answers is tried again and again; each step still ends before the target.
  for (;;) {
    const moment = nextMoment(sim);
    if (moment === undefined || moment > targetMs) break;
    sim.clock.set(Math.max(moment, sim.clock.nowMs()));
    await runDue(sim);
  }
  if (sim.clock.nowMs() < targetMs) sim.clock.set(targetMs);
}

function runScheduled(sim: Sim): void {
  for (;;) {
    const next = nextScheduled(sim);
    if (next === undefined || next.atMs > sim.clock.nowMs()) return;
    sim.schedule.delete(next.id);
    const realm = sim.realms.get(next.realmId);
    if (realm === undefined) continue;
    try {
      act(sim, realm, next.action, parseExact(next.params) as JsonObject); // Written by the admin face, from an object.
    } catch (error) {
      // Nobody is there to tell; the journal has it.
      if (!(error instanceof AdminError || error instanceof Fault)) throw error;
    }
  }
}

/** A bookkeeper's action with its entry in the journal. Throws AdminError or Fault, after noting it down. */
export function act(sim: Sim, realm: Realm, action: string, params: Readonly<Record<string, Json>>) {
  const entry = userEntry(sim, realm, action, params);
  sim.journal.add(entry);
  sim.journalNo = entry.no;
  try {
    return runUserAction(sim, realm, action, params);
  } catch (error) {
    entry.status = 400;
    if (error instanceof Fault) entry.faultCode = error.code;
    if (error instanceof Error) entry.flags = [...entry.flags, error.message];
    throw error;
  } finally {
    sim.journal.finish(entry);
  }
}

function userEntry(
  sim: Sim,
  realm: Realm,
  action: string,
  params: Readonly<Record<string, Json>>,
): JournalEntry {
  const atMs = sim.clock.nowMs();
  return {
    no: sim.journal.takeNo(),
    at: writeInstant(infoOf(realm).zone, atMs, true),
    atMs,
    realm: realm.id,
    app: undefined,
    class: 'User',
    entity: typeof params['entity'] === 'string' ? params['entity'] : undefined,
    operation: action,
    method: '',
    path: '',
    query: '',
    minorversion: undefined,
    requestId: undefined,
    tid: nextTid(sim),
    headers: {},
    requestBody: sim.journal.keepsBodies ? JSON.stringify(params) : undefined,
    status: 200,
    responseBody: undefined,
    delivery: undefined,
    faultCode: undefined,
    rules: [],
    isReplay: false,
    flags: [],
    durationMs: 0,
  };
}
