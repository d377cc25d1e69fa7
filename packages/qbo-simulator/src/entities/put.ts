import { type Decimal, Decimal as Exact, write, zero } from '../core/decimal.ts';
import { type Data, type EntityName, refOf, textOf } from './fields.ts';
import type { Change, Entity, Realm } from './model.ts';
import { knobsOf, realmNowMs } from './realm.ts';

/** Putting an object into its table: the one way in which anything changes. Balances of names follow by themselves. */

export function amountOf(data: Data | undefined, field: string): Decimal {
  const value = data === undefined ? undefined : textOf(data, field);
  return value === undefined ? zero : new Exact(value);
}

interface Balances {
  of: EntityName;
  party: string;
  /** What one document adds to its party's balance. */
  share: (data: Data) => Decimal;
}

const balanceTable: Partial<Record<EntityName, Balances>> = {
  Invoice: { of: 'Customer', party: 'CustomerRef', share: (data) => amountOf(data, 'Balance') },
  CreditMemo: { of: 'Customer', party: 'CustomerRef', share: (data) => amountOf(data, 'Balance').neg() },
  Payment: { of: 'Customer', party: 'CustomerRef', share: (data) => amountOf(data, 'UnappliedAmt').neg() },
  Bill: { of: 'Vendor', party: 'VendorRef', share: (data) => amountOf(data, 'Balance') },
};

/** What a document adds to the balance of its customer or vendor. */
export function balanceShare(
  type: EntityName,
  data: Data,
): { of: EntityName; partyId: string; amount: Decimal } | undefined {
  const balances = balanceTable[type];
  const partyId = balances === undefined ? undefined : refOf(data, balances.party);
  if (balances === undefined || partyId === undefined) return undefined;
  return { of: balances.of, partyId, amount: balances.share(data) };
}

export function createEntity(realm: Realm, type: EntityName, id: string, data: Data): Entity {
  const now = realmNowMs(realm);
  const entity: Entity = {
    id,
    syncToken: 0,
    createdMs: now,
    updatedMs: now,
    isDeleted: false,
    writtenBy: realm.world.journalNo,
    data,
  };
  put(realm, type, entity, undefined);
  realm.world.changed(realm, { type, id, operation: 'Create' });
  return entity;
}

/** A stored change: SyncToken and time move, webhooks hear of it. */
export function changeEntity(
  realm: Realm,
  type: EntityName,
  before: Entity,
  data: Data,
  operation: Change['operation'] = 'Update',
  /** Of a merge: the one that is gone. */
  deletedId?: string,
): Entity {
  const entity: Entity = {
    ...before,
    syncToken: before.syncToken + 1,
    updatedMs: realmNowMs(realm),
    writtenBy: realm.world.journalNo,
    data,
  };
  put(realm, type, entity, before);
  realm.world.changed(realm, {
    type,
    id: before.id,
    operation,
    before,
    ...(deletedId !== undefined && { deletedId }),
  });
  return entity;
}

/** A merge tells of itself: then no webhook speaks of a deletion. */
export function deleteEntity(
  realm: Realm,
  type: EntityName,
  before: Entity,
  tells: 'Delete' | 'none' = 'Delete',
): void {
  const entity = {
    ...before,
    syncToken: before.syncToken + 1,
    updatedMs: realmNowMs(realm),
    isDeleted: true,
    writtenBy: realm.world.journalNo,
  };
  put(realm, type, entity, before);
  if (tells === 'Delete') realm.world.changed(realm, { type, id: before.id, operation: 'Delete', before });
}

function put(realm: Realm, type: EntityName, entity: Entity, before: Entity | undefined): void {
  rememberPast(realm, type, entity.id, before);
  realm.entities[type].set(entity.id, entity);
  const was = before === undefined || before.isDeleted ? undefined : balanceShare(type, before.data);
  const is = entity.isDeleted ? undefined : balanceShare(type, entity.data);
  if (was?.partyId === is?.partyId && was !== undefined && is !== undefined) {
    addToBalance(realm, is.of, is.partyId, is.amount.minus(was.amount));
    return;
  }
  if (was !== undefined) addToBalance(realm, was.of, was.partyId, was.amount.neg());
  if (is !== undefined) addToBalance(realm, is.of, is.partyId, is.amount);
}

function addToBalance(realm: Realm, type: EntityName, id: string, amount: Decimal): void {
  const party = realm.entities[type].get(id);
  if (party === undefined || amount.eq(zero)) return;
  const data: Data = { ...party.data, Balance: write(amountOf(party.data, 'Balance').plus(amount)) };
  if (knobsOf(realm).customerTokenOnBalance) {
    changeEntity(realm, type, party, data);
  } else {
    rememberPast(realm, type, id, party);
    realm.entities[type].set(id, { ...party, data, writtenBy: realm.world.journalNo });
  }
  addToBalanceWithJobs(realm, type, id, amount);
}

/** A parent's BalanceWithJobs counts its own balance and those of all below it. */
function addToBalanceWithJobs(realm: Realm, type: EntityName, id: string, amount: Decimal): void {
  if (type !== 'Customer') return;
  for (let next: string | undefined = id, depth = 0; next !== undefined && depth < 6; depth += 1) {
    const party: Entity | undefined = realm.entities[type].get(next);
    if (party === undefined) return;
    const total = amountOf(party.data, 'BalanceWithJobs').plus(amount);
    realm.entities[type].set(next, { ...party, data: { ...party.data, BalanceWithJobs: write(total) } });
    next = refOf(party.data, 'ParentRef');
  }
}

/** Rows kept although no list lags: a fault rule may ask for the past at any time. */
const alwaysKept = 1000;

/** The rows that have been replaced are kept for as long as a lagging list may still show them. */
function rememberPast(realm: Realm, type: EntityName, id: string, row: Entity | undefined): void {
  const { past } = realm;
  const now = realm.world.clock.nowMs();
  past.push({ type, id, untilMs: now, row });
  if (past.length <= 2 * alwaysKept) return;
  const { listLagMs } = knobsOf(realm);
  const half = Math.floor(past.length / 2);
  // Half at a time, so that this is rare.
  if ((past[half]?.untilMs ?? now) <= now - listLagMs) realm.past = past.slice(half);
}
