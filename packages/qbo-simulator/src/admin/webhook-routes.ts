import type { JsonObject } from '../core/json.ts';
import type { SimRequest } from '../core/reply.ts';
import { runDue } from '../due.ts';
import type { Sim } from '../sim.ts';
import { sign } from '../webhooks/body.ts';
import { operations, tellableEntities } from '../webhooks/events.ts';
import { readWebhookFault, webhookFaultKinds } from '../webhooks/faults.ts';
import { appParam } from './connection.ts';
import { demandText, limitOf, only, optionalText, readObject } from './input.ts';
import { AdminError } from './user-actions.ts';

/** Subscriptions, deliveries and what goes wrong with them. */

export function listWebhooks(sim: Sim, request: SimRequest): object {
  const limit = limitOf(request, 100, 2000);
  return {
    subscriptions: [...sim.webhooks.subscriptions.values()].map(
      ({ verifierToken: _secret, ...rest }) => rest,
    ),
    pendingEvents: sim.webhooks.events.size,
    deliveries: [...sim.webhooks.deliveries.values()].slice(-limit),
    faults: sim.webhooks.faults,
    faultKinds: Object.fromEntries(
      Object.entries(webhookFaultKinds).map(([name, { meaning }]) => [name, meaning]),
    ),
  };
}

/** `{url, verifierToken, clientId?, entities?, operations?, format?}`. Void is off unless it is named. */
export function configureWebhooks(sim: Sim, request: SimRequest): object {
  const body = readObject(request);
  only(body, ['clientId', 'url', 'verifierToken', 'entities', 'operations', 'format']);
  const url = demandText(body, 'url');
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new AdminError('url must be an http address', 'url');
  const format = optionalText(body, 'format') ?? 'cloudevents';
  if (format !== 'cloudevents' && format !== 'legacy')
    throw new AdminError('format must be cloudevents or legacy', 'format');
  const subscription = {
    clientId: appParam(sim, body),
    url,
    verifierToken: demandText(body, 'verifierToken'),
    entities: chosen(body, 'entities', tellableEntities, tellableEntities),
    operations: chosen(
      body,
      'operations',
      operations,
      operations.filter((one) => one !== 'Void'),
    ),
    format,
  } as const;
  sim.webhooks.subscriptions.set(subscription.clientId, subscription);
  // What still waits is signed for whoever gets it now.
  for (const delivery of waitingFor(sim, subscription.clientId)) {
    const signature = sign(delivery.body, subscription.verifierToken);
    sim.webhooks.deliveries.set(delivery.id, { ...delivery, signature });
  }
  const { verifierToken: _secret, ...shown } = subscription;
  return shown;
}

function chosen<T extends string>(
  body: JsonObject,
  field: string,
  known: readonly T[],
  initial: readonly T[],
): readonly T[] {
  const list = body[field];
  if (list === undefined) return initial;
  if (!Array.isArray(list)) throw new AdminError(`${field} must be a list`, field);
  return list.map((one) => {
    const found = known.find((name) => typeof one === 'string' && name.toLowerCase() === one.toLowerCase());
    if (found === undefined) throw new AdminError(`${field} may hold ${known.join(', ')}`, field);
    return found;
  });
}

export function forgetWebhooks(sim: Sim, request: SimRequest): undefined {
  const clientId = request.query.get('clientId');
  for (const id of [...sim.webhooks.subscriptions.keys()]) {
    if (clientId !== null && id !== clientId) continue;
    sim.webhooks.subscriptions.delete(id);
    for (const event of [...sim.webhooks.events.values()])
      if (event.clientId === id) sim.webhooks.events.delete(event.id);
    for (const delivery of waitingFor(sim, id)) {
      sim.webhooks.deliveries.set(delivery.id, { ...delivery, state: 'dropped' });
    }
  }
}

function waitingFor(sim: Sim, appId: string) {
  return [...sim.webhooks.deliveries.values()].filter(
    ({ clientId, state }) => clientId === appId && state === 'waiting',
  );
}

/** Sends everything that waits, whatever the time; ends when it has been tried once. */
export async function flushWebhooks(sim: Sim): Promise<object> {
  await runDue(sim, true);
  const waiting = [...sim.webhooks.deliveries.values()].filter(({ state }) => state === 'waiting').length;
  return { waiting, pendingEvents: sim.webhooks.events.size };
}

export function readDelivery(sim: Sim, _request: SimRequest, [id = '']: readonly string[]): object {
  const delivery = sim.webhooks.deliveries.get(id);
  if (delivery === undefined) throw new AdminError('There is no such delivery any more', 'id');
  return delivery;
}

export function addWebhookFault(sim: Sim, request: SimRequest): object {
  const fault = readWebhookFault(sim, readObject(request));
  sim.webhooks.faults.push(fault);
  return fault;
}

export function removeWebhookFaults(sim: Sim): undefined {
  sim.webhooks.faults.length = 0;
}
