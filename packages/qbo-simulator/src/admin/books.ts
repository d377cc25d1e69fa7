import { writeInstant } from '../core/clock.ts';
import type { SimRequest } from '../core/reply.ts';
import { findDefinition } from '../entities/definitions.ts';
import { type Data, type EntityName, type Field, type Fields, listOf, textOf } from '../entities/fields.ts';
import { type HistoryStep, stepsOf } from '../entities/history.ts';
import type { Definition, Entity, Realm } from '../entities/model.ts';
import { infoOf } from '../entities/realm.ts';
import { entityJson } from '../entities/wire.ts';
import type { Sim } from '../sim.ts';
import { stateOf, viewOf } from './book-list.ts';
import { fieldChanges } from './field-changes.ts';
import { demandRealm } from './input.ts';
import { AdminError } from './user-actions.ts';

/** The books for a person to read: lists, single objects with their history, and what their fields may hold. */

type Handler = (sim: Sim, request: SimRequest, params: readonly string[]) => object;

export const bookRoutes: readonly [method: string, path: RegExp, handler: Handler][] = [
  ['GET', /^\/list\/([^/]+)\/([^/]+)$/, listObjects],
  ['GET', /^\/object\/([^/]+)\/([^/]+)\/([^/]+)$/, showObject],
  ['GET', /^\/fields\/([^/]+)$/, showFields],
];

function demandDefinition(name: string | undefined): Definition {
  const definition = findDefinition(name ?? '');
  if (definition !== undefined) return definition;
  throw new AdminError(`There are no objects of the kind ${(name ?? '').slice(0, 60)}`, 'entity');
}

function whole(request: SimRequest, name: string, initial: number, least: number, most: number): number {
  const text = request.query.get(name);
  if (text === null) return initial;
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new AdminError(`${name} must be a whole number from ${least} to ${most}`, name);
}

const initialSort: Readonly<Record<Definition['group'], string>> = {
  name: 'DisplayName',
  list: 'Name',
  transaction: '-TxnDate',
  settings: 'Id',
};

/** `?q=&state=&party=&sort=&after=&limit=`: the rows behind the first `after`, with counts and sums of all that match. */
function listObjects(sim: Sim, request: SimRequest, [realmId, entity]: readonly string[]): object {
  const realm = demandRealm(sim, realmId);
  const definition = demandDefinition(entity);
  const { query } = request;
  const limit = whole(request, 'limit', 50, 1, 200);
  const after = whole(request, 'after', 0, 0, 100_000_000);
  const view = viewOf(realm, definition.name, {
    q: (query.get('q') ?? '').slice(0, 200),
    states: (query.get('state') ?? '').split(',').filter(Boolean),
    party: query.get('party') ?? undefined,
    sort: query.get('sort') || initialSort[definition.group],
  });
  return {
    entity: definition.name,
    total: view.total,
    after,
    limit,
    counts: view.counts,
    sums: view.sums,
    rows: view
      .page(after, limit)
      .map((row) => ({ id: row.id, state: stateOf(realm, definition.name, row), data: row.data })),
  };
}

/** One object, deleted ones too: its fields, the bytes the API would send, what it is linked with, and its history. */
function showObject(sim: Sim, _request: SimRequest, [realmId, entity, id = '']: readonly string[]): object {
  const realm = demandRealm(sim, realmId);
  const definition = demandDefinition(entity);
  const row = realm.entities[definition.name].get(id);
  if (row === undefined)
    throw new AdminError(`There is no ${definition.name} ${id.slice(0, 40)} in this company`, 'id');
  const { zone } = infoOf(realm);
  return {
    entity: definition.name,
    id: row.id,
    state: stateOf(realm, definition.name, row),
    syncToken: row.syncToken,
    createdAt: writeInstant(zone, row.createdMs),
    updatedAt: writeInstant(zone, row.updatedMs),
    operations: [...definition.operations],
    data: row.data,
    json: row.isDeleted ? null : entityJson(definition, row, zone),
    links: linksOf(realm, row),
    history: historyOf(sim, realm, definition, row),
  };
}

/** The documents that a document names, and the amount it gives to each. */
function linksOf(realm: Realm, { data }: Entity): object[] {
  const own = listOf(data, 'LinkedTxn').map((link) => ({ link, amount: undefined }));
  const ofLines = listOf(data, 'Line').flatMap((line) =>
    listOf(line, 'LinkedTxn').map((link) => ({ link, amount: textOf(line, 'Amount') })),
  );
  return [...own, ...ofLines].slice(0, 200).map(({ link, amount }) => {
    const id = textOf(link, 'TxnId') ?? '';
    const type = findDefinition(textOf(link, 'TxnType') ?? '')?.name;
    const other = type === undefined ? undefined : realm.entities[type].get(id);
    return {
      entity: textOf(link, 'TxnType') ?? '',
      id,
      ...(amount !== undefined && { amount }),
      ...(type !== undefined &&
        other !== undefined && { state: stateOf(realm, type, other), ...labelOf(other.data) }),
    };
  });
}

function labelOf(data: Data): object {
  const number = textOf(data, 'DocNumber') ?? textOf(data, 'PaymentRefNum');
  const date = textOf(data, 'TxnDate');
  const total = textOf(data, 'TotalAmt');
  return {
    ...(number !== undefined && { number }),
    ...(date !== undefined && { date }),
    ...(total !== undefined && { total }),
  };
}

const shownSteps = 100;

function historyOf(sim: Sim, realm: Realm, { name, group }: Definition, row: Entity): object[] {
  const { zone } = infoOf(realm);
  const steps = stepsOf(realm, name, row.id);
  const shown = steps.map((step, at) => ({
    operation: step.operation,
    syncToken: step.syncToken,
    at: writeInstant(zone, step.atMs),
    ...(step.deletedId !== undefined && { winnerId: step.id, loserId: step.deletedId }),
    by: callOf(sim, step),
    changes: step.before === undefined ? [] : fieldChanges(step.before, after(steps, at, row), group),
  }));
  return shown.slice(-shownSteps).reverse();
}

function after(steps: readonly HistoryStep[], at: number, row: Entity): Data {
  return steps.slice(at + 1).find(({ before }) => before !== undefined)?.before ?? row.data;
}

function callOf(sim: Sim, { no }: HistoryStep): object {
  const entry = sim.journal.find(no);
  if (entry === undefined) return { no };
  const { class: class_, operation, entity, method, requestId, app } = entry;
  return { no, class: class_, operation, entity, method, requestId, app };
}

/** The table of fields as a form needs it. */
function showFields(_sim: Sim, _request: SimRequest, [entity]: readonly string[]): object {
  const { name, group, operations, fields } = demandDefinition(entity);
  return {
    entity: name satisfies EntityName,
    group,
    operations: [...operations],
    fields: fieldViews(fields),
  };
}

function fieldViews(fields: Fields): object {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, fieldView(field)]));
}

function fieldView(field: Field): object {
  if (field.kind === 'object' || field.kind === 'list') return { ...field, fields: fieldViews(field.fields) };
  if (field.kind !== 'text') return field;
  const { forbidden: _pattern, ...rest } = field;
  return rest;
}
