import { readDecimal } from '../core/decimal.ts';
import { definitions } from '../entities/definitions.ts';
import type { EntityName, Field, Fields } from '../entities/fields.ts';
import { openHistory } from '../entities/history.ts';
import { entityNames, openRealm, realmsTable } from '../entities/realm.ts';
import type { Sim } from '../sim.ts';
import { AdminError } from './user-actions.ts';

/** Puts a dumped company back, in place of the one that has its id now. What would not fit changes nothing. */
export function loadDump(sim: Sim, text: string): string {
  const rows = readRows(text);
  const id = rows.find(([table]) => table === realmsTable)?.[1] ?? '';
  if (!/^\d{1,20}$/.test(id)) throw notDumped('there is no row of the company itself');
  for (const [index, row] of rows.entries()) {
    const why = whyNotRow(id, row);
    if (why !== undefined) throw notDumped(`row ${index} ${why}`);
  }
  if (sim.realms.has(id)) sim.store.drop(`realm/${id}/`);
  const realm = openRealm(sim, id);
  openHistory(realm);
  for (const [table, key, row] of rows) sim.store.table(table).set(key, row);
  sim.realms.set(id, realm);
  return id;
}

type Row = [table: string, key: string, row: Record<string, unknown>];

function notDumped(why: string): AdminError {
  return new AdminError(`rows must be the list that GET /__sim/dump/:realm gave: ${why}`, 'rows');
}

function readRows(text: string): Row[] {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new AdminError('The body is no valid JSON');
  }
  const rows: unknown = isRecord(body) ? body['rows'] : undefined;
  if (!Array.isArray(rows)) throw notDumped('it is missing');
  return rows.map((row: unknown, index) => {
    if (Array.isArray(row) && typeof row[0] === 'string' && typeof row[1] === 'string' && isRecord(row[2]))
      return [row[0], row[1], row[2]];
    throw notDumped(`row ${index} is not [table, key, row]`);
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

type Kind = 'text' | 'number' | 'flag' | 'record' | 'list';
type Shape = Readonly<Record<string, Kind>>;

const isKind: Readonly<Record<Kind, (value: unknown) => boolean>> = {
  text: (value) => typeof value === 'string',
  number: (value) => Number.isSafeInteger(value),
  flag: (value) => typeof value === 'boolean',
  record: isRecord,
  list: Array.isArray,
};

const entityShape: Shape = {
  id: 'text',
  syncToken: 'number',
  createdMs: 'number',
  updatedMs: 'number',
  isDeleted: 'flag',
  writtenBy: 'number',
  data: 'record',
};

/** What the rows of the other tables of a company look like, by the end of the table's name. */
const shapes: Readonly<Record<string, Shape>> = {
  counters: { value: 'number' },
  requests: {
    requestId: 'text',
    route: 'text',
    bodyHash: 'text',
    status: 'number',
    body: 'text',
    atMs: 'number',
  },
  history: { type: 'text', id: 'text', operation: 'text', syncToken: 'number', atMs: 'number', no: 'number' },
};

const infoShape: Shape = {
  id: 'text',
  name: 'text',
  preset: 'text',
  country: 'text',
  zone: 'text',
  homeCurrency: 'text',
  exchangeRates: 'record',
  taxRegime: 'text',
  stateTaxRates: 'record',
  customFields: 'list',
  isLapsed: 'flag',
  knobs: 'record',
  skewMs: 'number',
};

function whyNotRow(id: string, [table, key, row]: Row): string | undefined {
  if (table === realmsTable) return key === id ? whyNotShape(infoShape, row) : 'is of another company';
  const [, realmId, name = ''] = /^realm\/(\d+)\/(\w+)$/.exec(table) ?? [];
  if (realmId !== id) return 'is of another company';
  const type = entityNames.find((one) => one === name);
  if (type !== undefined) return whyNotEntity(type, key, row);
  const shape = Object.hasOwn(shapes, name) ? shapes[name] : undefined;
  return shape === undefined ? `is of an unknown table, ${name}` : whyNotShape(shape, row);
}

function whyNotShape(shape: Shape, row: Record<string, unknown>): string | undefined {
  const wrong = Object.entries(shape).find(([name, kind]) => !isKind[kind](row[name]));
  return wrong === undefined ? undefined : `needs ${wrong[0]}, a ${wrong[1]}`;
}

function whyNotEntity(type: EntityName, key: string, row: Record<string, unknown>): string | undefined {
  const why = whyNotShape(entityShape, row);
  if (why !== undefined) return why;
  if (row['id'] !== key || !/^\w{1,15}$/.test(key)) return 'has an id that is not its key';
  return whyNotData(definitions[type].fields, row['data'], `${type} ${key} `);
}

function whyNotData(fields: Fields, data: unknown, path: string): string | undefined {
  if (!isRecord(data)) return `has no content at ${path}`;
  for (const [name, value] of Object.entries(data)) {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    const why = field === undefined ? undefined : whyNotValue(field, value, `${path}${name}`);
    if (why !== undefined) return why;
  }
  return undefined;
}

function whyNotValue(field: Field, value: unknown, path: string): string | undefined {
  const wrong = `has another content than its table says at ${path}`;
  switch (field.kind) {
    case 'decimal':
    case 'whole':
      return typeof value === 'string' && readDecimal(value) !== undefined ? undefined : wrong;
    case 'flag':
      return typeof value === 'boolean' ? undefined : wrong;
    case 'ref':
      return isRecord(value) && typeof value['value'] === 'string' ? undefined : wrong;
    case 'object':
      return whyNotData(field.fields, value, `${path}.`);
    case 'list':
      if (!Array.isArray(value)) return wrong;
      return value
        .map((entry) => whyNotData(field.fields, entry, `${path}.`))
        .find((why) => why !== undefined);
    default:
      return typeof value === 'string' ? undefined : wrong;
  }
}
