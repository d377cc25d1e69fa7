import { readInstant } from '../core/clock.ts';
import { Fault } from '../core/fault.ts';
import { definitions, findDefinition } from '../entities/definitions.ts';
import type { Definition, Entity, Realm } from '../entities/model.ts';
import { infoOf, knobsOf, realmNowMs } from '../entities/realm.ts';
import { entityJson, tombstoneWire } from '../entities/wire.ts';

/** Change data capture: what has changed since a moment, deletions included. */

const windowMs = 30 * 86_400_000;

/** Kinds of objects whose changes are not told. */
const excluded = new Set(['taxcode', 'taxrate', 'taxagency', 'timeactivity', 'journalcode']);

/** What a fault rule changes about one answer. */
export interface CdcFault {
  readonly omitsOne?: boolean;
  readonly callsOneDeleted?: boolean;
}

interface Changed {
  definition: Definition;
  entity: Entity;
  isDeleted: boolean;
}

/** Returns JSON text like `"CDCResponse":[…]`. */
export function captureChanges(realm: Realm, query: URLSearchParams, fault: CdcFault): string {
  const kinds = readEntities(query.get('entities'));
  const sinceMs = readSince(realm, query.get('changedSince'));
  const { zone } = infoOf(realm);
  let changes: Changed[] = kinds
    .flatMap((definition) =>
      [...realm.entities[definition.name].values()].map((entity) => ({
        definition,
        entity,
        isDeleted: entity.isDeleted,
      })),
    )
    .filter(({ entity }) => entity.updatedMs >= sinceMs)
    .sort((a, b) => a.entity.updatedMs - b.entity.updatedMs || Number(a.entity.id) - Number(b.entity.id));
  if (fault.omitsOne) changes = changes.slice(1);
  const living = changes.find(({ isDeleted }) => !isDeleted);
  if (fault.callsOneDeleted && living !== undefined) living.isDeleted = true;
  const { cdcCap, cdcTruncation } = knobsOf(realm);
  // Nothing says that the answer is not whole: a client has to notice the round number.
  changes = cdcTruncation === 'oldest first' ? changes.slice(0, cdcCap) : changes.slice(-cdcCap);
  const parts = kinds.flatMap((definition) => part(definition, changes, zone) ?? []);
  return `"CDCResponse":[{"QueryResponse":[${parts.length === 0 ? '{}' : parts.join(',')}]}]`;
}

function part(definition: Definition, changes: readonly Changed[], zone: string): string | undefined {
  const own = changes.filter((change) => change.definition === definition);
  if (own.length === 0) return undefined;
  const rows = [
    ...own.filter(({ isDeleted }) => !isDeleted).map(({ entity }) => entityJson(definition, entity, zone)),
    ...own
      .filter(({ isDeleted }) => isDeleted)
      .map(({ entity }) => JSON.stringify(tombstoneWire(entity, zone))),
  ];
  return `{"${definition.name}":[${rows.join(',')}],"startPosition":1,"maxResults":${own.length},"totalCount":${own.length}}`;
}

function readEntities(list: string | null): Definition[] {
  const names = (list ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  if (names.length === 0)
    throw new Fault('2020', 'Required parameter entities is missing in the request', 'entities');
  const kinds = names.map((name) => {
    const definition = findDefinition(name);
    if (definition === undefined || excluded.has(name.toLowerCase())) {
      throw new Fault('4001', `${name.slice(0, 60)} is no entity whose changes are captured`, 'entities');
    }
    return definition;
  });
  return Object.values(definitions).filter((definition) => kinds.includes(definition));
}

function readSince(realm: Realm, text: string | null): number {
  if (text === null || text === '') {
    throw new Fault('2020', 'Required parameter changedSince is missing in the request', 'changedSince');
  }
  const sinceMs = readInstant(text, infoOf(realm).zone);
  if (sinceMs === undefined) {
    const hint = text.includes(' ') ? '; a plus sign must be sent as %2B' : '';
    throw new Fault(
      '4001',
      `changedSince ${text.slice(0, 60)} is no ISO date and time${hint}`,
      'changedSince',
    );
  }
  if (sinceMs < realmNowMs(realm) - windowMs) {
    throw new Fault('4001', 'changedSince must not be more than 30 days in the past', 'changedSince');
  }
  return sinceMs;
}
