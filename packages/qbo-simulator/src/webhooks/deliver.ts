import { createHash } from 'node:crypto';
import type { Sim } from '../sim.ts';
import { deliveryBody, sign } from './body.ts';
import { takeWebhookFaults, webhookFaultKinds } from './faults.ts';
import type { Delivery, PendingEvent, Subscription } from './state.ts';

/** Packing events into deliveries, sending them, and sending them again. */

/** Real milliseconds in which a receiver has to answer 200. */
const answerMs = 3000;

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
/** Simulated time to the next attempt; the last repeats. */
const retryMs = [
  10 * second,
  20 * second,
  30 * second,
  5 * minute,
  20 * minute,
  2 * hour,
  4 * hour,
  6 * hour,
];

/** Acknowledged deliveries that are kept to be looked at. */
const keptDeliveries = 2000;

/** When the next thing is due: a gathering of events, or a delivery. */
export function nextDueMs(sim: Sim): number | undefined {
  let next: number | undefined;
  const { coalesceMs } = sim.knobs();
  for (const { atMs } of sim.webhooks.events.values())
    next = Math.min(next ?? Number.POSITIVE_INFINITY, atMs + coalesceMs);
  for (const { nextMs } of sendable(sim)) next = Math.min(next ?? Number.POSITIVE_INFINITY, nextMs);
  return next;
}

/** Gathers the events whose time has come; with `all` every one that waits. */
export function packEvents(sim: Sim, all = false): void {
  const now = sim.clock.nowMs();
  const { coalesceMs, severalRealms } = sim.knobs();
  for (const subscription of sim.webhooks.subscriptions.values()) {
    const waiting = [...sim.webhooks.events.values()].filter(
      ({ clientId }) => clientId === subscription.clientId,
    );
    const groups = Map.groupBy(waiting, ({ realmId }) => (severalRealms ? '' : realmId));
    for (const events of groups.values()) {
      const first = events[0];
      // A delivery takes along whatever has come up since its first event.
      if (first === undefined || (!all && first.atMs + coalesceMs > now)) continue;
      for (const { id } of events) sim.webhooks.events.delete(id);
      pack(sim, subscription, events);
    }
  }
}

function pack(sim: Sim, subscription: Subscription, events: readonly PendingEvent[]): void {
  const faults = takeWebhookFaults(sim, events);
  let told = [...events];
  for (const fault of faults) told = webhookFaultKinds[fault.type]?.events?.(told, fault, sim) ?? told;
  if (told.length === 0) return;
  const body = deliveryBody(subscription.format, told);
  const now = sim.clock.nowMs();
  let deliveries: Delivery[] = [
    {
      id: sim.random.uuid(),
      no: 0,
      clientId: subscription.clientId,
      body,
      signature: sign(body, subscription.verifierToken),
      eventIds: told.map(({ id }) => id),
      createdMs: now,
      attempts: 0,
      nextMs: now,
      state: 'waiting',
      lastOutcome: undefined,
    },
  ];
  for (const fault of faults) {
    deliveries = deliveries.flatMap(
      (delivery) =>
        webhookFaultKinds[fault.type]?.deliveries?.(delivery, fault, sim, subscription) ?? delivery,
    );
  }
  for (const delivery of deliveries) {
    const no = (sim.webhooks.counters.get('no')?.value ?? 0) + 1;
    sim.webhooks.counters.set('no', { value: no });
    sim.webhooks.deliveries.set(delivery.id, { ...delivery, no });
  }
}

/** The deliveries that may go out next: behind one that is not acknowledged the others of its app wait. */
function sendable(sim: Sim): Delivery[] {
  const waiting = [...sim.webhooks.deliveries.values()]
    .filter(({ state }) => state === 'waiting')
    .sort((a, b) => a.no - b.no);
  if (!sim.knobs().headOfLine) return waiting;
  const seen = new Set<string>();
  return waiting.filter(({ clientId, attempts }) => {
    if (seen.has(clientId)) return false;
    if (attempts > 0) seen.add(clientId);
    return true;
  });
}

/** Sends what is due, one after the other; with `all` whatever waits. */
export async function sendDue(sim: Sim, all = false): Promise<void> {
  const tried = new Set<string>();
  for (;;) {
    const now = sim.clock.nowMs();
    const [delivery] = sendable(sim)
      .filter(({ id, nextMs }) => !tried.has(id) && (all || nextMs <= now))
      .sort((a, b) => a.nextMs - b.nextMs || a.no - b.no);
    if (delivery === undefined) return;
    tried.add(delivery.id);
    await send(sim, delivery);
  }
}

async function send(sim: Sim, delivery: Delivery): Promise<void> {
  const subscription = sim.webhooks.subscriptions.get(delivery.clientId);
  // The schedule counts from the attempt, not from the end of it, which comes in real time.
  const startedMs = sim.clock.nowMs();
  const outcome = subscription === undefined ? 'no subscription' : await post(sim, subscription, delivery);
  if (sim.webhooks.deliveries.get(delivery.id) === undefined) return; // Reset while it was under way.
  const attempts = delivery.attempts + 1;
  const wait = retryMs[Math.min(attempts - 1, retryMs.length - 1)] ?? 0;
  const done: Delivery = {
    ...delivery,
    attempts,
    lastOutcome: outcome,
    state: outcome === '200' ? 'acknowledged' : subscription === undefined ? 'dropped' : 'waiting',
    nextMs: outcome === '200' ? delivery.nextMs : startedMs + wait,
  };
  sim.webhooks.deliveries.set(delivery.id, done);
  forgetOldest(sim);
  for (const listener of sim.webhooks.listeners) listener(done);
}

/** Not of the stream of random numbers: attempts are made beside the calls, in an order that nobody has fixed. */
function attemptTid(sim: Sim, deliveryId: string, attempts: number): string {
  const hash = createHash('sha256').update(`${sim.seed}/${deliveryId}/${attempts}`).digest('hex');
  return `1-${hash.slice(0, 8)}-${hash.slice(8, 32)}`;
}

/** `200`, another status, or why there was none. */
async function post(
  sim: Sim,
  { url }: Subscription,
  { id, body, signature, createdMs, attempts }: Delivery,
): Promise<string> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.timeout(answerMs),
      headers: {
        'content-type': 'application/json',
        'user-agent': 'intuit_notification_server/1.0',
        'intuit-signature': signature,
        'intuit-created-time': new Date(createdMs).toISOString(),
        'intuit-t-id': attemptTid(sim, id, attempts),
        'intuit-notification-schema-version': '0.1',
      },
      body,
    });
    await response.arrayBuffer();
    return String(response.status);
  } catch (error) {
    return error instanceof Error && error.name === 'TimeoutError'
      ? 'no answer within 3 seconds'
      : 'connection failed';
  }
}

function forgetOldest(sim: Sim): void {
  const { deliveries } = sim.webhooks;
  let over = deliveries.size - keptDeliveries;
  if (over <= 0) return;
  for (const { id, state } of [...deliveries.values()]) {
    if (over <= 0) return;
    if (state === 'waiting') continue;
    deliveries.delete(id);
    over -= 1;
  }
}
