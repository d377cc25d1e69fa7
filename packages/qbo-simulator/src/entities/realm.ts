import type { Knobs } from '../core/knobs.ts';
import type { IndexDefinition } from '../core/store.ts';
import { type EntityName, listOf, refOf, textOf } from './fields.ts';
import type { Entity, Realm, RealmInfo, StoredAnswer, World } from './model.ts';

export const entityNames: readonly EntityName[] = [
  'Customer',
  'Vendor',
  'Employee',
  'Item',
  'Account',
  'Term',
  'TaxCode',
  'TaxRate',
  'Invoice',
  'Estimate',
  'CreditMemo',
  'Payment',
  'Bill',
  'BillPayment',
  'CompanyInfo',
  'Preferences',
];

/** The kinds of objects that share one space of display names. */
export const nameSpace: readonly EntityName[] = ['Customer', 'Vendor', 'Employee'];

/** Names are compared without case and without blanks around them. */
export function nameKey(name: string): string {
  return name.trim().toLowerCase();
}

/** An item's name is unique below its parent, an account's and a term's by itself. */
export function siblingKey(name: string, parentId: string | undefined): string {
  return `${parentId ?? ''}:${nameKey(name)}`;
}

const living = (keysOf: (entity: Entity) => readonly (string | undefined)[]) => (entity: Entity) =>
  entity.isDeleted ? [] : keysOf(entity).filter((key) => key !== undefined);

const byName: IndexDefinition<Entity> = {
  name: 'name',
  keysOf: living(({ data }) => {
    const display = textOf(data, 'DisplayName');
    if (display !== undefined) return [nameKey(display)];
    const name = textOf(data, 'Name');
    return [name === undefined ? undefined : siblingKey(name, refOf(data, 'ParentRef'))];
  }),
};

const byNumber: IndexDefinition<Entity> = {
  name: 'number',
  keysOf: living(({ data }) => [textOf(data, 'DocNumber')?.toLowerCase()]),
};

const byParty: IndexDefinition<Entity> = {
  name: 'party',
  keysOf: living(({ data }) => [refOf(data, 'CustomerRef') ?? refOf(data, 'VendorRef')]),
};

/** Payments by the documents they settle: `Invoice:145`. */
const bySettled: IndexDefinition<Entity> = {
  name: 'settled',
  keysOf: living(({ data }) =>
    listOf(data, 'Line').flatMap((line) =>
      listOf(line, 'LinkedTxn').map((link) => `${textOf(link, 'TxnType')}:${textOf(link, 'TxnId')}`),
    ),
  ),
};

const indexesOf: Partial<Record<EntityName, readonly IndexDefinition<Entity>[]>> = {
  Customer: [byName],
  Vendor: [byName],
  Employee: [byName],
  Item: [byName],
  Account: [byName],
  Term: [byName],
  Invoice: [byNumber, byParty],
  Estimate: [byNumber, byParty],
  CreditMemo: [byNumber, byParty],
  Bill: [byNumber, byParty],
  Payment: [byParty, bySettled],
  BillPayment: [byParty, bySettled],
};

export const realmsTable = 'realms';

/** The tables of a company, whether it is new or was saved. */
export function openRealm(world: World, id: string): Realm {
  const table = (name: EntityName) => world.store.table<Entity>(`realm/${id}/${name}`, indexesOf[name] ?? []);
  return {
    id,
    world,
    infos: world.store.table<RealmInfo>(realmsTable),
    // Built from the list of all names, so that each has its table.
    entities: Object.fromEntries(entityNames.map((name) => [name, table(name)])) as Realm['entities'],
    counters: world.store.table<{ value: number }>(`realm/${id}/counters`),
    requests: world.store.table<StoredAnswer>(`realm/${id}/requests`),
    past: [],
  };
}

export function infoOf(realm: Realm): RealmInfo {
  const info = realm.infos.get(realm.id);
  if (info === undefined) throw new Error(`The company ${realm.id} is gone`);
  return info;
}

export function changeInfo(realm: Realm, change: Partial<RealmInfo>): void {
  realm.infos.set(realm.id, { ...infoOf(realm), ...change });
}

/** The positions of the knobs for one company: what a fault rule says, then its own, then the whole simulator's. */
export function knobsOf(realm: Realm): Knobs {
  const own = infoOf(realm).knobs;
  const shared = realm.world.knobs();
  return Object.keys(own).length === 0 ? shared : { ...shared, ...own, ...realm.world.knobOverrides };
}

/** The time on this company's server. */
export function realmNowMs(realm: Realm): number {
  return realm.world.clock.nowMs() + infoOf(realm).skewMs;
}

/** The next number of a sequence of this company, beginning after `start`. */
export function nextCount(realm: Realm, name: string, start = 0): number {
  const value = (realm.counters.get(name)?.value ?? start) + 1;
  realm.counters.set(name, { value });
  return value;
}

export function livingEntity(realm: Realm, type: EntityName, id: string): Entity | undefined {
  const entity = realm.entities[type].get(id);
  return entity === undefined || entity.isDeleted ? undefined : entity;
}
