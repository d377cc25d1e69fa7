import { createHash, createHmac } from 'node:crypto';
import type { PendingEvent, Subscription } from './state.ts';

/** The bytes of a delivery and their signature. */

const words: Readonly<Record<PendingEvent['operation'], string>> = {
  Create: 'created',
  Update: 'updated',
  Delete: 'deleted',
  Merge: 'merged',
  Void: 'void',
  Emailed: 'emailed',
};

export function deliveryBody(format: Subscription['format'], events: readonly PendingEvent[]): string {
  return format === 'legacy' ? legacyBody(events) : cloudEventsBody(events);
}

/**
 * The spacing is not what JSON.stringify would write: a receiver that parses and writes the body anew before checking
 * the signature fails here, as it would fail with the real service.
 */
function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[ ${value.map(spaced).join(', ')} ]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const parts = Object.entries(value).map(([name, part]) => `${JSON.stringify(name)} : ${spaced(part)}`);
  return parts.length === 0 ? '{ }' : `{ ${parts.join(', ')} }`;
}

function cloudEventsBody(events: readonly PendingEvent[]): string {
  return spaced(
    events.map(({ id, clientId, realmId, type, entityId, operation, deletedId, atMs }) => ({
      specversion: '1.0',
      id,
      source: `intuit.${createHash('sha256').update(clientId).digest('base64url').slice(0, 32)}`,
      type: `qbo.${type.toLowerCase()}.${words[operation]}.v1`,
      datacontenttype: 'application/json',
      // The service writes nanoseconds.
      time: new Date(atMs).toISOString().replace('Z', '000000Z'),
      intuitentityid: entityId,
      intuitaccountid: realmId,
      data: deletedId === undefined ? {} : { alternative_ids: [{ id: deletedId, namespace: 'deletedId' }] },
    })),
  );
}

function legacyBody(events: readonly PendingEvent[]): string {
  const realms = [...new Set(events.map(({ realmId }) => realmId))];
  return spaced({
    eventNotifications: realms.map((realmId) => ({
      realmId,
      dataChangeEvent: {
        entities: events
          .filter((event) => event.realmId === realmId)
          .map(({ type, entityId, operation, deletedId, atMs }) => ({
            name: type,
            id: entityId,
            operation,
            lastUpdated: new Date(atMs).toISOString(),
            ...(deletedId !== undefined && { deletedId }),
          })),
      },
    })),
  });
}

export function sign(body: string, verifierToken: string): string {
  return createHmac('sha256', verifierToken).update(body, 'utf8').digest('base64');
}
