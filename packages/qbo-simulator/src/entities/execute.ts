import { Fault } from '../core/fault.ts';
import { isObject, type Json, type JsonObject, NumberText } from '../core/json.ts';
import { booksAreOpen } from './dates-and-numbers.ts';
import { type Data, type EntityName, isPart } from './fields.ts';
import type { Definition, Entity, Operation, Realm, Rule, Write } from './model.ts';
import { changeEntity, createEntity } from './put.ts';
import { knobsOf, livingEntity, nextCount } from './realm.ts';
import { deleteTransaction, voidTransaction } from './undo.ts';
import {
  checkChoices,
  checkReferences,
  checkRequired,
  checkTexts,
  leavesOf,
  readContent,
  sketched,
} from './validate.ts';

export interface Command {
  readonly definition: Definition;
  readonly operation: Operation;
  readonly body: JsonObject;
  readonly includes: ReadonlySet<string>;
}

/** Runs one command wholly or not at all. Returns the object as it is afterwards; throws the Fault that refuses it. */
export function execute(realm: Realm, command: Command): Entity {
  return realm.world.store.atomically(() => {
    switch (command.operation) {
      case 'create':
        return create(realm, command);
      case 'update':
        return update(realm, command);
      case 'delete':
      case 'void':
        return undo(realm, command);
    }
  });
}

function create(realm: Realm, { definition, body, includes }: Command): Entity {
  const common = {
    realm,
    definition,
    operation: 'create',
    includes,
    isSparse: false,
    before: undefined,
  } as const;
  checkRequired(definition.fields, body, false);
  demandMissing(common, body);
  const { content } = readContent(definition.fields, body, knobsOf(realm));
  const next = { ...initialContent(definition), ...content };
  const write: Write = { ...common, sent: content, next };
  check(write, () => undefined);
  const sequence = knobsOf(realm).sharedIds ? definition.idSequence : definition.name;
  const entity = createEntity(realm, definition.name, nextId(realm, definition.name, sequence), next);
  definition.effects?.(realm, entity.id, undefined, next);
  return livingEntity(realm, definition.name, entity.id) ?? entity;
}

/** Switching between shared and own sequences never gives an id that is taken. */
function nextId(realm: Realm, type: EntityName, sequence: string): string {
  for (;;) {
    const id = String(nextCount(realm, `id/${sequence}`, firstIds[sequence] ?? 0));
    if (realm.entities[type].get(id) === undefined) return id;
  }
}

/** Account ids begin far from "1", so that a client with a built-in id fails at once. */
const firstIds: Readonly<Record<string, number>> = { accounts: 30, items: 10, transactions: 100, names: 50 };

function update(realm: Realm, { definition, body, includes }: Command): Entity {
  const isSparse = body['sparse'] === true || body['sparse'] === 'true';
  const before = target(realm, definition, body);
  const token = demandToken(body);
  const common = { realm, definition, operation: 'update', includes, isSparse, before } as const;
  checkRequired(definition.fields, body, isSparse || definition.group === 'settings');
  demandMissing(common, body);
  const { content, cleared } = readContent(definition.fields, body, knobsOf(realm));
  const next =
    isSparse || definition.group === 'settings'
      ? merged(realm, definition, before.data, content, cleared)
      : {
          ...initialContent(definition),
          ...serverFields(definition, before.data),
          ...content,
        };
  const write: Write = { ...common, sent: content, next };
  check(write, () => demandCurrent(definition, before, token));
  const entity = changeEntity(realm, definition.name, before, next);
  definition.effects?.(realm, entity.id, before.data, next);
  return livingEntity(realm, definition.name, entity.id) ?? entity;
}

/** Voiding and deleting need nothing but the id and the token. */
function undo(realm: Realm, { definition, operation, body }: Command): Entity {
  const before = target(realm, definition, body);
  const token = demandToken(body);
  demandCurrent(definition, before, token);
  const write: Write = {
    realm,
    definition,
    operation,
    includes: new Set(),
    isSparse: true,
    before,
    sent: {},
    next: before.data,
  };
  booksAreOpen(write);
  if (operation === 'void') return voidTransaction(realm, definition.name, before);
  deleteTransaction(realm, definition.name, before);
  return before;
}

/** The order in which the service complains. */
function check(write: Write, checkToken: () => void): void {
  const { realm, definition, before } = write;
  const { rules, fields } = definition;
  run(rules.required, write);
  const leaves = leavesOf(fields, changed(write));
  checkTexts(leaves, knobsOf(realm));
  checkChoices(leaves);
  checkReferences(realm, leaves, before === undefined ? [] : leavesOf(fields, before.data));
  run(rules.references, write);
  run(rules.unique, write);
  checkToken();
  run(rules.business, write);
}

/** What is missing is told before anything about types, also where a table of fields cannot say what is needed. */
function demandMissing(write: Omit<Write, 'sent' | 'next'>, body: JsonObject): void {
  const { realm, definition, isSparse, before } = write;
  const { required } = definition.rules;
  if (required === undefined) return;
  const base = isSparse && before !== undefined ? before.data : initialContent(definition);
  const keepsNulls = isSparse && knobsOf(realm).sparseNull === 'ignored';
  const next = sketched(definition.fields, body, base, keepsNulls);
  run(required, { ...write, sent: next, next });
}

/** What differs from before: a name that the service itself has made longer must not lock its owner out. */
function changed({ before, next }: Write): Data {
  if (before === undefined) return next;
  return Object.fromEntries(Object.entries(next).filter(([name, value]) => value !== before.data[name]));
}

function run(rules: readonly Rule[] | undefined, write: Write): void {
  for (const rule of rules ?? []) rule(write);
}

const initialContents = new Map<Definition, Data>();

function initialContent(definition: Definition): Data {
  let content = initialContents.get(definition);
  if (content === undefined) {
    content = {};
    for (const [name, { initial }] of Object.entries(definition.fields)) {
      if (initial !== undefined) content[name] = initial;
    }
    initialContents.set(definition, content);
  }
  return content;
}

/** What a full update cannot touch. */
function serverFields(definition: Definition, before: Data): Data {
  const content: Data = {};
  for (const [name, { readOnly }] of Object.entries(definition.fields)) {
    const value = before[name];
    if (readOnly && value !== undefined) content[name] = value;
  }
  return content;
}

/** The fields that were sent over those that are there; lists are replaced whole, settings field by field. */
function merged(
  realm: Realm,
  definition: Definition,
  before: Data,
  content: Data,
  cleared: readonly string[],
): Data {
  if (definition.group === 'settings') return mergedSettings(before, content, cleared);
  const next: Data = { ...before, ...content };
  if (knobsOf(realm).sparseNull === 'clears') {
    for (const name of cleared) {
      const { initial } = definition.fields[name] ?? {};
      if (initial === undefined) delete next[name];
      else next[name] = initial;
    }
  }
  return next;
}

/** Settings over those that there are, field by field of each part; a null takes one away. */
export function mergedSettings(before: Data, content: Data, cleared: readonly string[]): Data {
  const next: Data = { ...before };
  for (const [name, value] of Object.entries(content)) {
    const old = before[name];
    next[name] = isPart(value) && isPart(old) ? { ...old, ...value } : value;
  }
  for (const path of cleared) {
    const [part = '', name] = path.split('.');
    const old = next[part];
    // Whole parts are never taken away: a company always has its settings.
    if (name !== undefined && isPart(old)) {
      const { [name]: _gone, ...rest } = old;
      next[part] = rest;
    } else if (name === undefined && !isPart(old)) delete next[part];
  }
  return next;
}

function target(realm: Realm, definition: Definition, body: JsonObject): Entity {
  const id = plain(body['Id']) ?? (definition.group === 'settings' ? '1' : undefined);
  if (id === undefined) throw new Fault('2020', 'Required parameter Id is missing in the request', 'Id');
  const entity = livingEntity(realm, definition.name, id);
  if (entity === undefined)
    throw new Fault(
      '610',
      `Object Not Found : there is no ${definition.name} with Id ${id.slice(0, 40)}`,
      'Id',
    );
  return entity;
}

function demandToken(body: JsonObject): string {
  const token = plain(body['SyncToken']);
  if (token !== undefined) return token;
  throw new Fault('2020', 'Required parameter SyncToken is missing in the request', 'SyncToken');
}

function demandCurrent(definition: Definition, before: Entity, token: string): void {
  if (token === String(before.syncToken)) return;
  throw new Fault(
    '5010',
    `Stale Object Error : You and another user were working on the same object. ${definition.name} ${before.id} has SyncToken ${before.syncToken}, not ${token.slice(0, 40)}`,
    'SyncToken',
  );
}

function plain(value: Json | undefined): string | undefined {
  if (value instanceof NumberText) return value.source;
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Whether a body is one object, as every command needs. */
export function demandObject(body: Json | undefined): JsonObject {
  if (isObject(body)) return body;
  throw new Fault('2010', 'The request body must be a JSON object');
}
