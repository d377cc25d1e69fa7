import { isDay } from '../core/clock.ts';
import { isObject, type Json, type JsonObject, NumberText } from '../core/json.ts';
import { definitions, findDefinition } from '../entities/definitions.ts';
import { execute, mergedSettings } from '../entities/execute.ts';
import { type Data, type EntityName, isPart, listOf, partOf, refOf, textOf } from '../entities/fields.ts';
import type { Entity, Operation, Realm } from '../entities/model.ts';
import { changeEntity, deleteEntity } from '../entities/put.ts';
import { changeInfo, knobsOf, livingEntity } from '../entities/realm.ts';
import { readContent } from '../entities/validate.ts';
import { revokeGrant } from '../oauth/tokens.ts';
import type { Sim } from '../sim.ts';

/** What a bookkeeper does in QuickBooks itself: the other hand on the same books. */

/** Wrong input to the admin face: told to the caller, nothing is done. */
export class AdminError extends Error {
  override readonly name = 'AdminError';
  readonly field: string | undefined;
  constructor(message: string, field?: string) {
    super(message);
    this.field = field;
  }
}

type Params = Readonly<Record<string, Json>>;

interface UserAction {
  readonly meaning: string;
  readonly params: string;
  readonly run: (sim: Sim, realm: Realm, params: Params) => Entity | undefined;
}

function textParam(params: Params, name: string): string {
  const value = params[name];
  if (value instanceof NumberText) return value.source;
  if (typeof value === 'string' && value !== '') return value;
  throw new AdminError(`${name} is missing`, name);
}

function optionalText(params: Params, name: string): string | undefined {
  return params[name] === undefined || params[name] === null ? undefined : textParam(params, name);
}

function entityParam(params: Params, fallback?: EntityName) {
  const name = optionalText(params, 'entity') ?? fallback;
  const definition = name === undefined ? undefined : findDefinition(name);
  if (definition === undefined)
    throw new AdminError('entity must name a kind of object, like Invoice', 'entity');
  return definition;
}

function demand(realm: Realm, type: EntityName, id: string): Entity {
  const entity = livingEntity(realm, type, id);
  if (entity === undefined) throw new AdminError(`There is no ${type} ${id}`, 'id');
  return entity;
}

/** A command as the web application of QuickBooks would give it: always with the newest token. */
function command(realm: Realm, type: EntityName, operation: Operation, body: JsonObject): Entity {
  const id = typeof body['Id'] === 'string' ? body['Id'] : undefined;
  const token = id === undefined ? {} : { SyncToken: String(demand(realm, type, id).syncToken) };
  return execute(realm, {
    definition: definitions[type],
    operation,
    body: { ...body, ...token },
    includes: new Set(['allowduplicatedocnum']),
  });
}

function pay(_sim: Sim, realm: Realm, params: Params): Entity {
  const invoiceId = optionalText(params, 'invoiceId') ?? optionalText(params, 'id');
  if (invoiceId === undefined) {
    const amount = textParam(params, 'amount');
    return command(realm, 'Payment', 'create', {
      CustomerRef: { value: textParam(params, 'customerId') },
      TotalAmt: amount,
    });
  }
  const invoice = demand(realm, 'Invoice', invoiceId);
  const open = textOf(invoice.data, 'Balance') ?? '0';
  const amount = optionalText(params, 'amount') ?? open;
  const applied = optionalText(params, 'applied') ?? amount;
  return command(realm, 'Payment', 'create', {
    CustomerRef: { value: refOf(invoice.data, 'CustomerRef') ?? '' },
    TotalAmt: amount,
    ...(params['date'] !== undefined && { TxnDate: textParam(params, 'date') }),
    Line: [{ Amount: applied, LinkedTxn: [{ TxnId: invoiceId, TxnType: 'Invoice' }] }],
  });
}

function edit(_sim: Sim, realm: Realm, params: Params): Entity {
  const { name } = entityParam(params, 'Invoice');
  const changes = params['changes'];
  const id = textParam(params, 'id');
  if (changes !== undefined && !isObject(changes))
    throw new AdminError('changes must be an object of fields', 'changes');
  // Without changes: somebody opened the document and saved it as it was, which moves its token all the same.
  return command(realm, name, 'update', { ...(changes ?? {}), Id: id, sparse: true });
}

function switchActive(isActive: boolean) {
  return (_sim: Sim, realm: Realm, params: Params): Entity =>
    command(realm, entityParam(params, 'Customer').name, 'update', {
      Id: textParam(params, 'id'),
      Active: isActive,
      sparse: true,
    });
}

function undo(operation: 'void' | 'delete') {
  return (_sim: Sim, realm: Realm, params: Params): Entity => {
    const definition = entityParam(params, 'Invoice');
    if (!definition.operations.has(operation))
      throw new AdminError(`${definition.name} cannot be ${operation}ed`, 'entity');
    return command(realm, definition.name, operation, { Id: textParam(params, 'id') });
  };
}

function rename(_sim: Sim, realm: Realm, params: Params): Entity {
  const { name, group } = entityParam(params, 'Customer');
  const field = group === 'name' ? 'DisplayName' : 'Name';
  return command(realm, name, 'update', {
    Id: textParam(params, 'id'),
    [field]: textParam(params, 'name'),
    sparse: true,
  });
}

function closeBooks(_sim: Sim, realm: Realm, params: Params): Entity {
  const date = optionalText(params, 'date');
  if (date !== undefined && !isDay(date)) throw new AdminError('date must be YYYY-MM-DD', 'date');
  const prefs = demand(realm, 'Preferences', '1');
  const { BookCloseDate: _old, ...rest } = partOf(prefs.data, 'AccountingInfoPrefs') ?? {};
  const part: Data = date === undefined ? rest : { ...rest, BookCloseDate: date };
  return changeEntity(realm, 'Preferences', prefs, { ...prefs.data, AccountingInfoPrefs: part });
}

/** Settings that are read-only over the API are the user's to set here: sales tax on or off, for one. */
function setPref(_sim: Sim, realm: Realm, params: Params): Entity {
  const prefs = demand(realm, 'Preferences', '1');
  const changes = params['prefs'];
  if (!isObject(changes))
    throw new AdminError(
      'prefs must be an object like {"SalesFormsPrefs":{"CustomTxnNumbers":true}}',
      'prefs',
    );
  const { fields } = definitions.Preferences;
  const writable = Object.fromEntries(
    Object.entries(fields).map(([name, field]) =>
      field.kind === 'object'
        ? [
            name,
            {
              ...field,
              fields: Object.fromEntries(
                Object.entries(field.fields).map(([inner, { readOnly: _ro, ...rest }]) => [inner, rest]),
              ),
            },
          ]
        : [name, field],
    ),
  ) as typeof fields; // The same table without its read-only marks.
  const unknown = Object.keys(changes).find((name) => fields[name] === undefined);
  if (unknown !== undefined) throw new AdminError(`There are no preferences ${unknown}`, `prefs.${unknown}`);
  const { content, cleared } = readContent(writable, changes, { ...knobsOf(realm), unknownFields: '2010' });
  return changeEntity(realm, 'Preferences', prefs, mergedSettings(prefs.data, content, cleared));
}

interface Pointers {
  readonly fields: readonly string[];
  /** Where documents of a kind point to it: as their party, or from their lines. */
  readonly asParty: readonly EntityName[];
  readonly inLines: readonly EntityName[];
}

/** What can be merged, and what points to it. */
const pointers: Partial<Record<EntityName, Pointers>> = {
  Customer: {
    fields: ['CustomerRef'],
    asParty: ['Invoice', 'Estimate', 'CreditMemo', 'Payment'],
    inLines: ['Bill'],
  },
  Vendor: { fields: ['VendorRef'], asParty: ['Bill', 'BillPayment'], inLines: [] },
  Item: {
    fields: ['ItemRef', 'GroupItemRef'],
    asParty: [],
    inLines: ['Invoice', 'Estimate', 'CreditMemo', 'Bill'],
  },
};

/** The loser's documents move to the winner; the loser is gone. */
function merge(_sim: Sim, realm: Realm, params: Params): Entity {
  const { name } = entityParam(params, 'Customer');
  const winner = demand(realm, name, textParam(params, 'winnerId'));
  const loser = demand(realm, name, textParam(params, 'loserId'));
  if (winner.id === loser.id) throw new AdminError('An object cannot be merged with itself', 'loserId');
  const pointing = pointers[name];
  if (pointing === undefined) throw new AdminError(`${name} objects cannot be merged`, 'entity');
  repoint(realm, pointing, loser.id, {
    value: winner.id,
    name: textOf(winner.data, 'FullyQualifiedName') ?? textOf(winner.data, 'DisplayName') ?? '',
  });
  for (const child of [...realm.entities[name].values()]) {
    if (child.isDeleted || refOf(child.data, 'ParentRef') !== loser.id) continue;
    command(realm, name, 'update', { Id: child.id, ParentRef: { value: winner.id }, sparse: true });
  }
  deleteEntity(realm, name, demand(realm, name, loser.id), 'none');
  const merged = demand(realm, name, winner.id);
  return changeEntity(realm, name, merged, merged.data, 'Merge', loser.id);
}

function repoint(
  realm: Realm,
  { fields, asParty, inLines }: Pointers,
  loserId: string,
  reference: Data,
): void {
  for (const document of asParty) {
    for (const entity of realm.entities[document].find('party', loserId)) {
      const moved = Object.fromEntries(fields.map((field) => [field, reference]));
      changeEntity(realm, document, entity, { ...entity.data, ...moved });
    }
  }
  for (const document of inLines) {
    for (const entity of [...realm.entities[document].values()]) {
      if (entity.isDeleted) continue;
      const lines = listOf(entity.data, 'Line');
      const moved = lines.map((line) => repointed(line, fields, loserId, reference));
      if (moved.some((line, at) => line !== lines[at]))
        changeEntity(realm, document, entity, { ...entity.data, Line: moved });
    }
  }
}

/** The very same part where nothing in it points to the loser. Lines stand in groups of lines as well. */
function repointed(part: Data, fields: readonly string[], loserId: string, reference: Data): Data {
  const moved: Data = { ...part };
  for (const [name, value] of Object.entries(part)) {
    if (fields.includes(name) && refOf(part, name) === loserId) moved[name] = reference;
    else if (Array.isArray(value)) {
      const entries = value.map((entry) => repointed(entry, fields, loserId, reference));
      if (entries.some((entry, at) => entry !== value[at])) moved[name] = entries;
    } else if (isPart(value)) moved[name] = repointed(value, fields, loserId, reference);
  }
  return Object.keys(part).some((name) => moved[name] !== part[name]) ? moved : part;
}

function disconnect(sim: Sim, realm: Realm, params: Params): undefined {
  const clientId = optionalText(params, 'clientId');
  for (const grant of sim.oauth.grants.find('realm', realm.id)) {
    if (clientId === undefined || grant.clientId === clientId) revokeGrant(sim, grant.id);
  }
  return undefined;
}

function setLapsed(isLapsed: boolean) {
  return (_sim: Sim, realm: Realm): undefined => {
    changeInfo(realm, { isLapsed });
    return undefined;
  };
}

export const userActions: Readonly<Record<string, UserAction>> = {
  pay: {
    meaning: 'receives a payment for an invoice, or from a customer',
    params: 'invoiceId, id, amount?, applied?, date? | customerId, amount',
    run: pay,
  },
  edit: {
    meaning: 'changes fields of an object, or just saves it',
    params: 'entity, id, changes?',
    run: edit,
  },
  create: {
    meaning: 'creates an object',
    params: 'entity, body',
    run: (_sim, realm, params) => {
      const body = params['body'];
      if (!isObject(body)) throw new AdminError('body must be an object', 'body');
      return command(realm, entityParam(params).name, 'create', body);
    },
  },
  void: { meaning: 'voids an invoice or a payment', params: 'entity, id', run: undo('void') },
  delete: { meaning: 'deletes a transaction', params: 'entity, id', run: undo('delete') },
  inactivate: {
    meaning: 'makes a customer, vendor, item, account or term inactive',
    params: 'entity, id',
    run: switchActive(false),
  },
  reactivate: { meaning: 'makes it active again', params: 'entity, id', run: switchActive(true) },
  rename: { meaning: 'gives it another name', params: 'entity, id, name', run: rename },
  merge: {
    meaning: 'merges two customers, vendors or items',
    params: 'entity, winnerId, loserId',
    run: merge,
  },
  closeBooks: {
    meaning: 'closes the books up to a day; without one, opens them',
    params: 'date?',
    run: closeBooks,
  },
  setPref: { meaning: 'changes preferences, the read-only ones too', params: 'prefs', run: setPref },
  disconnect: { meaning: 'ends the connection of an app, or of all', params: 'clientId?', run: disconnect },
  lapse: { meaning: 'lets the subscription lapse', params: '', run: setLapsed(true) },
  renew: { meaning: 'renews the subscription', params: '', run: setLapsed(false) },
};

/** The names of an action's parameters. */
export function userParams(action: string): readonly string[] {
  return userActions[action]?.params.match(/\w+/g) ?? [];
}

/** Throws for an action or a parameter that nobody knows. */
export function checkUserAction(action: string, params: Params): void {
  if (!Object.hasOwn(userActions, action)) {
    throw new AdminError(
      `There is no action ${action.slice(0, 60)}; there are ${Object.keys(userActions).join(', ')}`,
      'action',
    );
  }
  const known = userParams(action);
  const unknown = Object.keys(params).find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new AdminError(`${action} has no ${unknown}; it has ${known.join(', ') || 'none'}`, unknown);
}

/** Does a bookkeeper's action, wholly or not at all. Throws AdminError or Fault. */
export function runUserAction(sim: Sim, realm: Realm, action: string, params: Params): Entity | undefined {
  checkUserAction(action, params);
  return sim.store.atomically(() => userActions[action]?.run(sim, realm, params));
}
