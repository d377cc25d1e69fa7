import type { Table } from '../core/store.ts';
import type { Data, EntityName } from './fields.ts';
import type { Change, Realm } from './model.ts';
import { livingEntity, nextCount } from './realm.ts';

/** The last changes of a company's objects, so that a person can see what happened to one. Seeding is no change. */

export interface HistoryStep {
  readonly type: EntityName;
  readonly id: string;
  readonly operation: Change['operation'];
  /** After the change. */
  readonly syncToken: number;
  readonly atMs: number;
  /** The journal entry of the call that did it. */
  readonly no: number;
  /** What it was; nothing for a new object. What it became is what the next step found. */
  readonly before?: Data;
  /** Merge: the one that is gone. */
  readonly deletedId?: string;
}

/** Enough to look back over a working session, few enough to forget about their memory. */
const keptSteps = 10_000;

const objectKey = (type: EntityName, id: string): string => `${type}:${id}`;

export function openHistory(realm: Realm): Table<HistoryStep> {
  return realm.world.store.table<HistoryStep>(`realm/${realm.id}/history`, [
    {
      name: 'object',
      // A merge belongs to both: the one that stayed and the one that is gone.
      keysOf: ({ type, id, deletedId }) =>
        [id, deletedId].flatMap((one) => (one === undefined ? [] : [objectKey(type, one)])),
    },
  ]);
}

/** Called in the middle of the command that makes the change, and undone with it. */
export function keepStep(realm: Realm, { type, id, operation, before, deletedId }: Change): void {
  const { journalNo, clock } = realm.world;
  if (journalNo === 0) return;
  const steps = openHistory(realm);
  const step = nextCount(realm, 'history');
  const now = livingEntity(realm, type, id);
  steps.set(String(step), {
    type,
    id,
    operation,
    syncToken: now?.syncToken ?? (before?.syncToken ?? -1) + 1,
    atMs: clock.nowMs(),
    no: journalNo,
    ...(before !== undefined && { before: before.data }),
    ...(deletedId !== undefined && { deletedId }),
  });
  steps.delete(String(step - keptSteps));
}

/** The steps of one object, oldest first. */
export function stepsOf(realm: Realm, type: EntityName, id: string): HistoryStep[] {
  const found = openHistory(realm).find('object', objectKey(type, id));
  return found.sort((a, b) => a.syncToken - b.syncToken || a.no - b.no);
}
