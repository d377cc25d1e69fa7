import { Fault } from '../../core/fault.ts';
import { findDefinition } from '../../entities/definitions.ts';
import type { Definition, Entity, Realm } from '../../entities/model.ts';
import { infoOf, knobsOf } from '../../entities/realm.ts';
import { entityJson, entityWire } from '../../entities/wire.ts';
import { type Filter, findFilter, type Key } from './fields.ts';
import { candidates, type List } from './list.ts';
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
  const list = candidates(realm, definition, query);
  const matching = list.places(matcher(definition, query, zone, list));
  if (query.isCount) return `"QueryResponse":{"totalCount":${matching.length}}`;
  const select = selection(definition, query, zone);
  const end = start - 1 + count;
  const found = list.at(ordered(realm, list, matching, keys, end).slice(start - 1, end));
  if (found.length === 0) return '"QueryResponse":{}';
  return `"QueryResponse":{"${definition.name}":[${found.map(select).join(',')}],"startPosition":${start},"maxResults":${found.length}}`;
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

type Test = (at: number) => boolean;

function matcher(definition: Definition, query: Query, zone: string, list: List): Test {
  const tests = query.conditions.map((condition) => tester(definition, condition, zone, list));
  const asksActive = query.conditions.some(({ field }) => field.toLowerCase() === 'active');
  // Lists leave out what is switched off, unless they are asked about it.
  if (definition.fields['Active'] !== undefined && !asksActive)
    tests.push((at) => list.rows[at]?.data['Active'] !== false);
  return (at) => tests.every((test) => test(at));
}

function tester(
  definition: Definition,
  { field, operator, values, bare }: Condition,
  zone: string,
  list: List,
): Test {
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
  const passes =
    operator === 'like' ? likeTester(filter, values[0] ?? '') : comparer(filter, operator, values);
  const column = list.column(filter);
  return (at) => {
    const value = column[at];
    return value !== undefined && passes(value);
  };
}

function comparer(
  filter: Filter,
  operator: Exclude<Condition['operator'], 'like'>,
  values: readonly string[],
): (value: Key) => boolean {
  const literals = values.map(filter.literal);
  if (operator === 'in' || operator === '=') {
    const wanted = new Set(literals);
    return (value) => wanted.has(value);
  }
  const [literal = ''] = literals;
  const test = comparisons[operator];
  return (value) => test(filter.compare(value, literal));
}

const comparisons: Readonly<Record<'<' | '>' | '<=' | '>=', (order: number) => boolean>> = {
  '<': (order) => order < 0,
  '>': (order) => order > 0,
  '<=': (order) => order <= 0,
  '>=': (order) => order >= 0,
};

function likeTester(filter: Filter, pattern: string): (value: Key) => boolean {
  if (/[_*?]/.test(pattern)) {
    throw new Fault('4001', 'QueryValidationError: LIKE knows one wildcard, the per cent sign');
  }
  if (filter.isText !== true) {
    throw new Fault('4001', `QueryValidationError: LIKE is for texts; ${filter.name} is none`);
  }
  const parts = pattern.toLowerCase().split('%');
  return (value) => isLike(String(value), parts);
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

/** The places in order, as many as the page needs. */
function ordered(
  realm: Realm,
  list: List,
  places: readonly number[],
  keys: readonly SortKey[],
  needed: number,
): readonly number[] {
  if (keys.length > 0) return smallest(places, needed, inOrder(list, keys), keys[0]?.sign === -1);
  return knobsOf(realm).unstableOrder ? realm.world.random.shuffled(places) : places;
}

/** Rows stand by id, so that equal ones stay in the order they stand in. */
function inOrder(list: List, keys: readonly SortKey[]): (a: number, b: number) => number {
  const columns = keys.map(({ filter, sign }) => ({ filter, sign, values: list.column(filter) }));
  return (a, b) => {
    for (const { filter, sign, values } of columns) {
      const difference = compareMissingLast(filter, values[a], values[b]);
      if (difference !== 0) return sign * difference;
    }
    return a - b;
  };
}

function compareMissingLast(filter: Filter, left: Key | undefined, right: Key | undefined): number {
  if (left === undefined || right === undefined) return left === right ? 0 : left === undefined ? 1 : -1;
  return filter.compare(left, right);
}

/**
 * The first `count` of the places. Sorting all of fifty thousand for one page would be most of the answer's time; what
 * is newest stands at the end, where the page of a descending order is mostly found.
 */
function smallest(
  places: readonly number[],
  count: number,
  compare: (a: number, b: number) => number,
  isFromEnd: boolean,
): number[] {
  let kept: number[] = [];
  let last: number | undefined;
  for (let step = 0; step < places.length; step += 1) {
    const place = places[isFromEnd ? places.length - 1 - step : step];
    if (place === undefined || (last !== undefined && compare(place, last) >= 0)) continue;
    kept.push(place);
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
