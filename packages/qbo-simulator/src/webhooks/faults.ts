import { AdminError } from '../admin/user-actions.ts';
import { isObject, type Json, NumberText } from '../core/json.ts';
import type { Sim } from '../sim.ts';
import { sign } from './body.ts';
import { tellableEntities } from './events.ts';
import type { Delivery, PendingEvent, Subscription, WebhookFault } from './state.ts';

/** What can go wrong with a delivery on purpose. */

interface Kind {
  readonly meaning: string;
  /** Events that are left out, added or changed before they are packed. */
  readonly events?: (events: PendingEvent[], fault: WebhookFault, sim: Sim) => PendingEvent[];
  /** The delivery in place of the one that was packed: none, several, later or damaged. */
  readonly deliveries?: (
    delivery: Delivery,
    fault: WebhookFault,
    sim: Sim,
    subscription: Subscription,
  ) => Delivery[];
}

const later = (delivery: Delivery, ms: number): Delivery => ({ ...delivery, nextMs: delivery.nextMs + ms });

const signedAnew = (delivery: Delivery, body: string, { verifierToken }: Subscription): Delivery => ({
  ...delivery,
  body,
  signature: sign(body, verifierToken),
});

export const webhookFaultKinds: Readonly<Record<string, Kind>> = {
  duplicate: {
    meaning: 'the delivery comes n more times (1), with the same event ids',
    deliveries: (delivery, { n }, sim) =>
      Array.from({ length: n + 1 }, (_, at) =>
        at === 0 ? delivery : { ...delivery, id: sim.random.uuid() },
      ),
  },
  reorder: {
    meaning: 'the events of the delivery come in reverse order',
    events: (events) => [...events].reverse(),
  },
  delay: { meaning: 'the delivery comes ms later', deliveries: (delivery, { ms }) => [later(delivery, ms)] },
  drop: {
    meaning: 'the events (of an entity, when one is named) are never told',
    events: (events, { entity }) =>
      events.filter(({ type }) => entity !== undefined && type.toLowerCase() !== entity.toLowerCase()),
  },
  wrongSignature: {
    meaning: 'the signature is of other bytes',
    deliveries: (delivery, _fault, _sim, { verifierToken }) => [
      { ...delivery, signature: sign(`${delivery.body} `, verifierToken) },
    ],
  },
  unknownRealm: {
    meaning: 'the events are of a company that nobody knows',
    events: (events) => events.map((event) => ({ ...event, realmId: '9999999999999999' })),
  },
  unknownEntity: {
    meaning: 'an event of a kind of object that nobody knows comes along',
    deliveries: (delivery, _fault, _sim, subscription) => [
      signedAnew(
        delivery,
        delivery.body.replace(/qbo\.\w+\./, 'qbo.wormhole.').replace(/"name" : "\w+"/, '"name" : "Wormhole"'),
        subscription,
      ),
    ],
  },
  unknownOperation: {
    meaning: 'an event of an operation that nobody knows comes along',
    deliveries: (delivery, _fault, _sim, subscription) => [
      signedAnew(
        delivery,
        delivery.body
          .replace(/(qbo\.\w+)\.\w+\.v1/, '$1.teleported.v1')
          .replace(/"operation" : "\w+"/, '"operation" : "Teleport"'),
        subscription,
      ),
    ],
  },
  bigBody: {
    meaning: 'the body is a megabyte long',
    deliveries: (delivery, _fault, _sim, subscription) => [
      signedAnew(
        delivery,
        delivery.body + ' '.repeat(Math.max(0, 1_048_576 - delivery.body.length)),
        subscription,
      ),
    ],
  },
  replayOld: {
    meaning: 'the oldest delivery of the app comes once more as well',
    deliveries: (delivery, _fault, sim) => {
      const [old] = [...sim.webhooks.deliveries.values()].filter(
        ({ clientId }) => clientId === delivery.clientId,
      );
      if (old === undefined) return [delivery];
      return [
        delivery,
        { ...old, id: sim.random.uuid(), attempts: 0, nextMs: delivery.nextMs, state: 'waiting' },
      ];
    },
  },
};

const fields = ['type', 'entity', 'n', 'ms', 'times', 'p'];

/** `{type, entity?, n?, ms?, times?, p?}`; times is 1 unless it is said, null for always. */
export function readWebhookFault(sim: Sim, body: Json): WebhookFault {
  if (!isObject(body)) throw new AdminError('A webhook fault is an object like {"type":"duplicate"}');
  const unknown = Object.keys(body).find((name) => !fields.includes(name));
  if (unknown !== undefined) throw new AdminError(`A webhook fault has no ${unknown}`, unknown);
  const { type, entity } = body;
  if (typeof type !== 'string' || !Object.hasOwn(webhookFaultKinds, type)) {
    throw new AdminError(`type must be one of ${Object.keys(webhookFaultKinds).join(', ')}`, 'type');
  }
  const kind = tellableEntities.find(
    (name) => typeof entity === 'string' && name.toLowerCase() === entity.toLowerCase(),
  );
  if (entity !== undefined && kind === undefined)
    throw new AdminError(`entity must be one of ${tellableEntities.join(', ')}`, 'entity');
  const number = (name: string, initial: number, most: number): number => {
    const value = body[name];
    if (value === undefined) return initial;
    const given = value instanceof NumberText ? Number(value.source) : Number.NaN;
    if (given > 0 && given <= most && (name === 'p' || Number.isInteger(given))) return given;
    throw new AdminError(
      `${name} must be a ${name === 'p' ? 'number above 0' : 'whole number from 1'} and at most ${most}`,
      name,
    );
  };
  return {
    id: sim.random.hex(8),
    type,
    entity: kind,
    n: number('n', 1, 100),
    ms: number('ms', 60_000, 86_400_000),
    p: number('p', 1, 1),
    left: body['times'] === null ? undefined : number('times', 1, 1_000_000),
  };
}

/** The faults that strike these events, each counted down. */
export function takeWebhookFaults(sim: Sim, events: readonly PendingEvent[]): WebhookFault[] {
  return sim.webhooks.faults.filter((fault) => {
    const { entity } = fault;
    if (fault.left === 0) return false;
    if (entity !== undefined && !events.some(({ type }) => type.toLowerCase() === entity.toLowerCase()))
      return false;
    if (fault.p < 1 && sim.random.chance() >= fault.p) return false;
    if (fault.left !== undefined) fault.left -= 1;
    return true;
  });
}
