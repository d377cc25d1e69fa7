import { Fault } from '../../core/fault.ts';
import type { Table } from '../../core/store.ts';
import { findDefinition } from '../../entities/definitions.ts';
import type { Definition, Entity, PastRow, Realm } from '../../entities/model.ts';
import { infoOf, knobsOf, nameKey } from '../../entities/realm.ts';
import { entityJson, entityWire } from '../../entities/wire.ts';
import { type Filter, findFilter, type Key } from './fields.ts';
import { type Condition, parseQuery, type Query } from './parse.ts';

/** Runs a query. Returns JSON text like `"QueryResponse":{…}`. */
export function runQuery(realm: Realm, text: string): string {
  const query = parseQuery(text);
  const definition = findDefinition(query.entity);
  if (definition === undefined) {
    throw new Fault(
      '4001',
      `QueryValidationError: ${query.entity.slice(0, 60)} is no entity that can be queried`,
    );
  }
  const { zone } = infoOf(realm);
  const { start, count } = page(realm, query);
  const keys = sortKeys(realm, definition, query, zone);
  const rows = candidates(realm, definition, query).filter(matcher(definition, query, zone));
  if (query.isCount) return `"QueryResponse":{"totalCount":${rows.length}}`;
  const select = selection(definition, query, zone);
  const found = ordered(realm, rows, keys, start - 1 + count).slice(start - 1, start - 1 + count);
  if (found.length === 0) return '"QueryResponse":{}';
  const list = found.map(select).join(',');
  return `"QueryResponse":{"${definition.name}":[${list}],"startPosition":${start},"maxResults":${found.length}}`;
}

function page(realm: Realm, query: Query): { start: number; count: number } {
  const start = wholeNumber(query.startPosition ?? '1', 'STARTPOSITION');
  let count = wholeNumber(query.maxResults ?? '100', 'MAXRESULTS');
  if (start < 1) throw new Fault('4001', 'QueryValidationError: STARTPOSITION must be 1 or greater');
  if (count > 1000) {
    if (knobsOf(realm).overMaxResults === '4001') {
      throw new Fault('4001', 'QueryValidationError: MAXRESULTS must not be greater than 1000');
    }
    count = 1000;
  }
  return { start, count };
}

function wholeNumber(text: string, what: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new Fault('4001', `QueryValidationError: ${what} must be a whole number`);
}

const listed = new WeakMap<Table<Entity>, { version: number; rows: Entity[] }>();

/** The living rows by id, ascending; remembered until the table changes. */
function livingRows(table: Table<Entity>): Entity[] {
  const known = listed.get(table);
  if (known?.version === table.version) return known.rows;
  const rows: Entity[] = [];
  let isAscending = true;
  let last = -1;
  for (const row of table.values()) {
    if (row.isDeleted) continue;
    const id = Number(row.id);
    if (id < last) isAscending = false;
    last = id;
    rows.push(row);
  }
  if (!isAscending) rows.sort(byId);
  listed.set(table, { version: table.version, rows });
  return rows;
}

const byId = (a: Entity, b: Entity): number => Number(a.id) - Number(b.id);

/** Fields whose values an index of the table knows, and how the index spells them. */
const indexes: Readonly<Record<string, { index: string; spell: (value: string) => string }>> = {
  docnumber: { index: 'number', spell: (value) => value.toLowerCase() },
  customerref: { index: 'party', spell: (value) => value },
  vendorref: { index: 'party', spell: (value) => value },
  displayname: { index: 'name', spell: nameKey },
};

/**
 * The rows among which the answer is: those that an id or an index leads to where a condition names one, else all of
 * them. The conditions are still asked of every row.
 */
function candidates(realm: Realm, definition: Definition, { conditions }: Query): Entity[] {
  // Under automated sales tax TAX and NON can be read and used, but no list shows them.
  if (definition.name === 'TaxCode' && infoOf(realm).taxRegime === 'ast') return [];
  if (knobsOf(realm).listLagMs > 0) return rowsOf(realm, definition);
  const table = realm.entities[definition.name];
  for (const { field, operator, values } of conditions) {
    if (operator !== '=' && operator !== 'in') continue;
    const name = field.toLowerCase();
    const found = indexes[name];
    const rows =
      name === 'id'
        ? values.flatMap((id) => table.get(id) ?? [])
        : found === undefined || !table.hasIndex(found.index)
          ? undefined
          : values.flatMap((value) => table.find(found.index, found.spell(value)));
    if (rows !== undefined) return [...new Set(rows)].filter(({ isDeleted }) => !isDeleted).sort(byId);
  }
  return livingRows(table);
}

/** The rows as lists show them: as they were a while ago when lists lag. */
function rowsOf(realm: Realm, definition: Definition): Entity[] {
  const rows = livingRows(realm.entities[definition.name]);
  const { listLagMs } = knobsOf(realm);
  if (listLagMs === 0 || realm.past.length === 0) return rows;
  const seenMs = realm.world.clock.nowMs() - listLagMs;
  const then = new Map<string, PastRow>();
  for (const past of realm.past) {
    // The first change after the moment that is seen holds the row as it was in that moment.
    if (past.type === definition.name && past.untilMs > seenMs && !then.has(past.id)) then.set(past.id, past);
  }
  if (then.size === 0) return rows;
  const now = new Map(rows.map((row) => [row.id, row]));
  for (const [id, { row }] of then) {
    if (row === undefined || row.isDeleted) now.delete(id);
    else now.set(id, row);
  }
  return [...now.values()].sort(byId);
}

function matcher(definition: Definition, query: Query, zone: string): (entity: Entity) => boolean {
  const tests = query.conditions.map((condition) => tester(definition, condition, zone));
  const asksActive = query.conditions.some(({ field }) => field.toLowerCase() === 'active');
  // Lists leave out what is switched off, unless they are asked about it.
  if (definition.fields['Active'] !== undefined && !asksActive)
    tests.push(({ data }) => data['Active'] !== false);
  return (entity) => tests.every((test) => test(entity));
}

function tester(
  definition: Definition,
  { field, operator, values, bare }: Condition,
  zone: string,
): (entity: Entity) => boolean {
  const filter = findFilter(definition, field, zone);
  if (filter.name === 'Id' && operator !== '=' && operator !== 'in') {
    throw new Fault('4001', 'QueryValidationError: Id can be compared with = and IN only');
  }
  const unquoted = bare.find((text) => filter.bare?.test(text) !== true);
  if (unquoted !== undefined) {
    throw new Fault(
      '4001',
      `QueryValidationError: value ${unquoted} of property ${field} must stand in quotes`,
    );
  }
  if (operator === 'like') return likeTester(filter, values[0] ?? '');
  const literals = values.map(filter.literal);
  const [literal = ''] = literals;
  const test = comparisons[operator];
  if (operator === 'in' || operator === '=') {
    const wanted = new Set(literals);
    return (entity) => {
      const value = filter.read(entity);
      return value !== undefined && wanted.has(value);
    };
  }
  return (entity) => {
    const value = filter.read(entity);
    return value !== undefined && test(filter.compare(value, literal));
  };
}

const comparisons: Readonly<Record<Exclude<Condition['operator'], 'like'>, (order: number) => boolean>> = {
  '=': (order) => order === 0,
  in: (order) => order === 0,
  '<': (order) => order < 0,
  '>': (order) => order > 0,
  '<=': (order) => order <= 0,
  '>=': (order) => order >= 0,
};

function likeTester(filter: Filter, pattern: string): (entity: Entity) => boolean {
  if (/[_*?]/.test(pattern)) {
    throw new Fault('4001', 'QueryValidationError: LIKE knows one wildcard, the per cent sign');
  }
  if (filter.isText !== true) {
    throw new Fault('4001', `QueryValidationError: LIKE is for texts; ${filter.name} is none`);
  }
  const parts = pattern.toLowerCase().split('%');
  return (entity) => {
    const value = filter.read(entity);
    return value !== undefined && isLike(String(value), parts);
  };
}

/** Each part is looked for behind the one before it: as long as the text, however many parts there are. */
function isLike(text: string, parts: readonly string[]): boolean {
  const first = parts[0] ?? '';
  const last = parts[parts.length - 1] ?? '';
  if (parts.length === 1) return text === first;
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last))
    return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return at <= text.length - last.length;
}

interface SortKey {
  readonly filter: Filter;
  readonly sign: 1 | -1;
}

function sortKeys(realm: Realm, definition: Definition, { order }: Query, zone: string): SortKey[] {
  return order.map(({ field, isDescending }) => {
    const filter = findFilter(definition, field, zone);
    if (filter.name === 'Id' && knobsOf(realm).orderById === '4001') {
      throw new Fault('4001', 'QueryValidationError: ORDERBY Id is not supported');
    }
    return { filter, sign: isDescending ? -1 : 1 };
  });
}

function ordered(realm: Realm, rows: Entity[], keys: SortKey[], needed: number): Entity[] {
  if (keys.length > 0) return sorted(rows, keys, needed);
  return knobsOf(realm).unstableOrder ? realm.world.random.shuffled(rows) : rows;
}

/**
 * The first `count` rows in order. Rows come by id, so that equal ones stay in the order they stand in; the first key
 * is read off once per row, the others only where the first is equal.
 */
function sorted(rows: Entity[], [first, ...rest]: SortKey[], count: number): Entity[] {
  if (first === undefined) return rows;
  const values = rows.map(first.filter.read);
  const inOrder = (a: number, b: number): number => {
    const difference = compareMissingLast(first.filter, values[a], values[b]);
    if (difference !== 0) return first.sign * difference;
    for (const { filter, sign } of rest) {
      const further = compareMissingLast(filter, readAt(rows, a, filter), readAt(rows, b, filter));
      if (further !== 0) return sign * further;
    }
    return a - b;
  };
  return smallest(rows.length, count, inOrder).flatMap((at) => rows[at] ?? []);
}

function readAt(rows: Entity[], at: number, filter: Filter): Key | undefined {
  const row = rows[at];
  return row === undefined ? undefined : filter.read(row);
}

function compareMissingLast(filter: Filter, left: Key | undefined, right: Key | undefined): number {
  if (left === undefined || right === undefined) return left === right ? 0 : left === undefined ? 1 : -1;
  return filter.compare(left, right);
}

/** The first `count` of 0 … total-1. Sorting all of fifty thousand for one page would be most of the answer's time. */
function smallest(total: number, count: number, compare: (a: number, b: number) => number): number[] {
  let kept: number[] = [];
  let last: number | undefined;
  for (let at = 0; at < total; at += 1) {
    if (last !== undefined && compare(at, last) >= 0) continue;
    kept.push(at);
    if (kept.length < count * 2 + 1) continue;
    kept = kept.sort(compare).slice(0, count);
    last = kept[count - 1];
  }
  return kept.sort(compare).slice(0, count);
}

/** Writes a row wholly, or the fields that were asked for. */
function selection(definition: Definition, { fields }: Query, zone: string): (entity: Entity) => string {
  if (fields === undefined) return (entity) => entityJson(definition, entity, zone);
  const names = new Map(
    [...Object.keys(definition.fields), 'Id', 'SyncToken', 'MetaData', 'domain', 'sparse'].map((name) => [
      name.toLowerCase(),
      name,
    ]),
  );
  const wanted = fields.map((field) => {
    const name = names.get((field.split('.')[0] ?? '').toLowerCase());
    if (name === undefined)
      throw new Fault('4001', `QueryValidationError: property ${field} is not found for ${definition.name}`);
    return name;
  });
  return (entity) => {
    const wire = entityWire(definition, entity, zone);
    const picked: Record<string, unknown> = { domain: 'QBO', sparse: true };
    for (const name of wanted) if (wire[name] !== undefined) picked[name] = wire[name];
    return JSON.stringify(picked);
  };
}
