import { type Decimal, write, zero } from '../core/decimal.ts';
import { Fault } from '../core/fault.ts';
import { type Data, type EntityName, isOn, isPart, refOf, textOf, type Value } from './fields.ts';
import type { Entity, Realm, Rule, Write } from './model.ts';
import { amountOf } from './put.ts';
import { knobsOf, livingEntity, nameKey, nameSpace, siblingKey } from './realm.ts';

/** The rules of what has a name: customers, vendors, employees, items, accounts, terms. */

export const deletedSuffix = ' (deleted)';

/** The service puts a display name together from the parts when none is given. */
export const composeDisplayName: Rule = ({ next }) => {
  const given = textOf(next, 'DisplayName')?.trim();
  if (given) {
    next['DisplayName'] = given;
    return;
  }
  const parts = ['Title', 'GivenName', 'MiddleName', 'FamilyName', 'Suffix'].flatMap(
    (part) => textOf(next, part)?.trim() || [],
  );
  if (parts.length === 0) {
    throw new Fault(
      '6080',
      'At least one of Title, GivenName, MiddleName, FamilyName, Suffix or DisplayName must be given',
      'DisplayName',
    );
  }
  next['DisplayName'] = parts.join(' ');
};

function duplicateName(name: string, id: string, element: string): Fault {
  return new Fault(
    '6240',
    `The name supplied already exists. : Id=${id}. Another object already uses the name ${name}`,
    element,
  );
}

/** Customers, vendors and employees share one space; switched-off ones hold their suffixed name in it. */
export const displayNameIsFree: Rule = ({ realm, before, next }) => {
  const name = textOf(next, 'DisplayName') ?? '';
  const holder = holderOfDisplayName(realm, name, before?.id);
  if (holder !== undefined) throw duplicateName(name, holder, 'DisplayName');
};

export function holderOfDisplayName(
  realm: Realm,
  name: string,
  exceptId: string | undefined,
): string | undefined {
  const found = nameSpace.flatMap((type) => realm.entities[type].find('name', nameKey(name)));
  return found.find(({ id }) => id !== exceptId)?.id;
}

export const trimName: Rule = ({ next }) => {
  next['Name'] = textOf(next, 'Name')?.trim() ?? '';
};

export const siblingNameIsFree: Rule = ({ realm, definition, before, next }) => {
  const name = textOf(next, 'Name') ?? '';
  const holder = realm.entities[definition.name]
    .find('name', siblingKey(name, refOf(next, 'ParentRef')))
    .find(({ id }) => id !== before?.id);
  if (holder !== undefined) throw duplicateName(name, holder.id, 'Name');
};

/** The parent is of the same kind, no descendant of its own child, and at most four levels up. */
export const hierarchy: Rule = (write) => {
  const { realm, definition, before, next } = write;
  const own = textOf(next, 'DisplayName') ?? textOf(next, 'Name') ?? '';
  const names = [own];
  let parentId = refOf(next, 'ParentRef');
  let level = 0;
  while (parentId !== undefined && parentId !== '') {
    level += 1;
    if (parentId === before?.id) throw new Fault('6000', 'An object cannot be below itself', 'ParentRef');
    if (level > 4) throw new Fault('6000', 'Only five levels of sub-objects are allowed', 'ParentRef');
    const parent = livingEntity(realm, definition.name, parentId);
    if (parent === undefined) break;
    names.unshift(textOf(parent.data, 'DisplayName') ?? textOf(parent.data, 'Name') ?? '');
    parentId = refOf(parent.data, 'ParentRef');
  }
  if (before !== undefined && level + levelsBelow(write, refOf(before.data, 'ParentRef')) > 4) {
    throw new Fault('6000', 'Only five levels of sub-objects are allowed', 'ParentRef');
  }
  next['FullyQualifiedName'] = names.join(':');
  if (definition.name === 'Account') return;
  if (level > 0) next['Level'] = String(level);
  else delete next['Level'];
  if (definition.name === 'Customer') {
    if (level > 0 && !isOn(next, 'Job')) next['Job'] = true;
    if (level === 0 && isOn(write.sent, 'Job')) {
      throw new Fault('6000', 'A job needs the customer it belongs to', 'ParentRef');
    }
    if (level === 0) next['Job'] = false;
  }
};

/** How many levels there are below an object that is about to move; one that stays where it is has not to be asked. */
function levelsBelow({ realm, definition, before, next }: Write, wasBelow: string | undefined): number {
  if (before === undefined || wasBelow === refOf(next, 'ParentRef')) return 0;
  let levels = 0;
  for (let ids = [before.id]; levels < 5; levels += 1) {
    ids = [...childrenOf(realm, definition.name, new Set(ids))].map(({ id }) => id);
    if (ids.length === 0) break;
  }
  return levels;
}

function* childrenOf(realm: Realm, type: EntityName, ids: ReadonlySet<string>): Generator<Entity> {
  for (const entity of realm.entities[type].values()) {
    if (!entity.isDeleted && ids.has(refOf(entity.data, 'ParentRef') ?? '')) yield entity;
  }
}

/** What of a switched-off row may be changed without switching it on. */
const allowedWhileInactive = new Set([
  'Active',
  'Notes',
  'PrimaryEmailAddr',
  'PrimaryPhone',
  'BillAddr',
  'ShipAddr',
]);

export const inactiveStaysAsItIs: Rule = ({ definition, before, sent, next }) => {
  if (before === undefined || before.data['Active'] !== false || sent['Active'] === true) return;
  next['Active'] = false; // A full update that does not speak of it switches nothing on.
  const touched = Object.entries(definition.fields).find(
    ([name, { readOnly }]) =>
      !readOnly && !allowedWhileInactive.has(name) && !isSame(before.data[name], next[name]),
  )?.[0];
  if (touched !== undefined) {
    throw new Fault(
      '610',
      `Object Not Found : it has been made inactive and ${touched} cannot be changed`,
      touched,
    );
  }
};

/** References are the same when they point to the same row, with its name beside the id or without. */
function isSame(a: Value | undefined, b: Value | undefined): boolean {
  const content = (value: Value | undefined) =>
    JSON.stringify(isPart(value) && value['value'] !== undefined ? value['value'] : value);
  return content(a) === content(b);
}

/** Switching off adds " (deleted)" to the name, so that the plain one becomes free; switching on takes it away. */
export const renameOnSwitch: Rule = (write) => {
  const { realm, definition, before, next } = write;
  const was = before === undefined ? true : before.data['Active'] !== false;
  const is = next['Active'] !== false;
  if (was === is) return;
  const field = definition.group === 'name' ? 'DisplayName' : 'Name';
  const name = textOf(next, field) ?? '';
  if (is) {
    next[field] = name.replace(/ \(deleted\)( \(\d+\))?$/, '');
    return;
  }
  refuseOpenBalance(write);
  next[field] = freeDeletedName(
    name,
    (candidate) =>
      definition.group === 'name'
        ? holderOfDisplayName(realm, candidate, before?.id) === undefined
        : realm.entities[definition.name]
            .find('name', siblingKey(candidate, refOf(next, 'ParentRef')))
            .every(({ id }) => id === before?.id),
    knobsOf(realm).deletedNameTaken === '6240',
  );
};

function freeDeletedName(name: string, isFree: (candidate: string) => boolean, refuses: boolean): string {
  const first = name + deletedSuffix;
  if (isFree(first) || refuses) return first; // When taken, the check for free names that follows refuses it.
  for (let n = 2; ; n += 1) {
    const candidate = `${first} (${n})`;
    if (isFree(candidate)) return candidate;
  }
}

function refuseOpenBalance({ realm, next }: Write): void {
  if (knobsOf(realm).inactivateWithBalance === 'allowed') return;
  if (!amountOf(next, 'Balance').eq(zero)) {
    throw new Fault(
      '6000',
      'Business Validation Error: an object with an open balance cannot be made inactive',
      'Active',
    );
  }
}

/** The currency of a customer or vendor is fixed once there is a transaction. */
export const currencyIsFixed: Rule = ({ realm, definition, before, next }) => {
  const was = before === undefined ? undefined : refOf(before.data, 'CurrencyRef');
  if (was === undefined || before === undefined || refOf(next, 'CurrencyRef') === was) return;
  const types: EntityName[] =
    definition.name === 'Customer'
      ? ['Invoice', 'Estimate', 'CreditMemo', 'Payment']
      : ['Bill', 'BillPayment'];
  if (types.some((type) => realm.entities[type].find('party', before.id).length > 0)) {
    throw new Fault('6000', 'The currency cannot be changed once there are transactions', 'CurrencyRef');
  }
};

/** Children carry their parent's name in theirs, and its balance counts theirs. */
export function followParent(type: 'Customer' | 'Item' | 'Account') {
  return (realm: Realm, id: string, before: Data | undefined, after: Data | undefined): void => {
    if (before === undefined || after === undefined) return;
    if (type === 'Customer') moveBalance(realm, before, after);
    if (before['FullyQualifiedName'] === after['FullyQualifiedName']) return;
    renameBelow(realm, type, id, after);
  };
}

function renameBelow(realm: Realm, type: EntityName, parentId: string, parent: Data): void {
  for (const child of [...childrenOf(realm, type, new Set([parentId]))]) {
    const own = textOf(child.data, 'DisplayName') ?? textOf(child.data, 'Name') ?? '';
    const data: Data = {
      ...child.data,
      FullyQualifiedName: `${textOf(parent, 'FullyQualifiedName')}:${own}`,
    };
    if (type !== 'Account') data['Level'] = String(Number(textOf(parent, 'Level') ?? '0') + 1);
    realm.entities[type].set(child.id, { ...child, data });
    renameBelow(realm, type, child.id, data);
  }
}

function moveBalance(realm: Realm, before: Data, after: Data): void {
  const from = refOf(before, 'ParentRef');
  const to = refOf(after, 'ParentRef');
  if (from === to) return;
  const balance = amountOf(after, 'BalanceWithJobs');
  addUpwards(realm, from, balance.times('-1'));
  addUpwards(realm, to, balance);
}

function addUpwards(realm: Realm, id: string | undefined, amount: Decimal): void {
  for (let next = id, depth = 0; next !== undefined && depth < 6; depth += 1) {
    const customer: Entity | undefined = realm.entities.Customer.get(next);
    if (customer === undefined) return;
    const total = amountOf(customer.data, 'BalanceWithJobs').plus(amount);
    realm.entities.Customer.set(next, {
      ...customer,
      data: { ...customer.data, BalanceWithJobs: write(total) },
    });
    next = refOf(customer.data, 'ParentRef');
  }
}
