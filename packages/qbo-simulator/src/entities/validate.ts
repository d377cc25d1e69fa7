import { isDay } from '../core/clock.ts';
import { cutToSeven, readDecimal, write } from '../core/decimal.ts';
import { Fault } from '../core/fault.ts';
import { isObject, type Json, type JsonObject, NumberText } from '../core/json.ts';
import type { Knobs } from '../core/knobs.ts';
import { type Data, type EntityName, type Field, type Fields, partOf, refOf, type Value } from './fields.ts';
import type { Realm } from './model.ts';

/** The table of fields against a body, one kind of rule after the other: the order in which the service complains. */

/** Fields of the envelope: no part of the content, no unknown field either. */
const envelope = new Set(['Id', 'SyncToken', 'MetaData', 'sparse', 'domain', 'status', 'time']);

function isBlank(value: Json | undefined): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

/**
 * Required fields that are missing. A sparse update is only asked about what it takes away; lists that are sent are
 * complete, so their items always have to have theirs.
 */
export function checkRequired(fields: Fields, body: JsonObject, isSparse: boolean, path = ''): void {
  for (const [name, field] of demanding(fields)) {
    const value = body[name];
    const isLeftAlone = isSparse && !Object.hasOwn(body, name);
    if (field.required && !isLeftAlone && (isBlank(value) || (Array.isArray(value) && value.length === 0))) {
      throw new Fault('2020', `Required parameter ${path}${name} is missing in the request`, path + name);
    }
    if (field.kind === 'ref' && field.required && isObject(value) && isBlank(value['value'])) {
      throw new Fault(
        '2020',
        `Required parameter ${path}${name}.value is missing in the request`,
        path + name,
      );
    }
    if (field.kind === 'object' && isObject(value))
      checkRequired(field.fields, value, false, `${path}${name}.`);
    if (field.kind === 'list' && Array.isArray(value)) {
      for (const item of value)
        if (isObject(item)) checkRequired(field.fields, item, false, `${path}${name}.`);
    }
  }
}

/**
 * What a body says, before anybody looks at its types: enough to see what is missing. Whatever is there counts as a
 * value; what is wrong with it is told later.
 */
export function sketched(fields: Fields, body: JsonObject, base: Data = {}, keepsNulls = false): Data {
  const sketch: Data = { ...base };
  for (const [name, raw] of Object.entries(body)) {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (field === undefined || field.readOnly || (raw === null && keepsNulls)) continue;
    const isNothing = isBlank(raw) || (field.kind === 'ref' && isObject(raw) && isBlank(raw['value']));
    if (isNothing) delete sketch[name];
    else sketch[name] = sketchedValue(field, raw);
  }
  return sketch;
}

const something = '?';

function sketchedValue(field: Field, raw: Json): Value {
  switch (field.kind) {
    case 'object':
      return isObject(raw) ? sketched(field.fields, raw) : {};
    case 'list':
      return (Array.isArray(raw) ? raw : [raw]).map((entry) =>
        isObject(entry) ? sketched(field.fields, entry) : {},
      );
    case 'ref':
      return { value: something };
    default:
      if (raw instanceof NumberText) return raw.source;
      return typeof raw === 'string' ? raw : something;
  }
}

const demandingFields = new WeakMap<Fields, readonly (readonly [string, Field])[]>();

/** The fields that are required, or may hold some that are: a few of many. */
function demanding(fields: Fields): readonly (readonly [string, Field])[] {
  let known = demandingFields.get(fields);
  if (known === undefined) {
    known = Object.entries(fields).filter(
      ([, field]) => !field.readOnly && (field.required || field.kind === 'object' || field.kind === 'list'),
    );
    demandingFields.set(fields, known);
  }
  return known;
}

/**
 * The body as content: known, writable fields of the right type. Fields sent as null come back in `cleared`, those
 * inside of an object as `BillAddr.City`.
 */
export function readContent(
  fields: Fields,
  body: JsonObject,
  knobs: Knobs,
): { content: Data; cleared: string[] } {
  const cleared: string[] = [];
  const content = readFields(fields, body, knobs, '', cleared);
  return { content, cleared };
}

function readFields(fields: Fields, body: JsonObject, knobs: Knobs, path: string, cleared: string[]): Data {
  const content: Data = {};
  for (const [name, raw] of Object.entries(body)) {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (field === undefined) {
      if (knobs.unknownFields === '2010' && !(path === '' && envelope.has(name))) {
        throw new Fault(
          '2010',
          `Property Name: ${path}${name} specified is unsupported or invalid`,
          path + name,
        );
      }
      continue;
    }
    if (field.readOnly) continue;
    if (raw === null || raw === undefined) {
      cleared.push(path + name);
      continue;
    }
    const value = readValue(field, raw, knobs, path + name, cleared);
    if (value !== undefined) content[name] = value;
    else cleared.push(path + name);
  }
  return content;
}

/** Undefined for a reference that points nowhere, which is how an unset one reads back. */
function readValue(
  field: Field,
  raw: Json,
  knobs: Knobs,
  path: string,
  cleared: string[],
): Value | undefined {
  switch (field.kind) {
    case 'text':
    case 'choice':
      return readText(raw, path);
    case 'flag':
      if (typeof raw === 'boolean') return raw;
      if (raw === 'true' || raw === 'false') return raw === 'true';
      throw wrongType(path, 'true or false');
    case 'date': {
      const text = readText(raw, path);
      if (isDay(text)) return text;
      throw new Fault(knobs.dateCode, `Invalid date ${shown(text)} for ${path}: expected YYYY-MM-DD`, path);
    }
    case 'whole': {
      const number = readNumber(raw, path);
      if (number.round(0).eq(number) && number.gte(String(field.min)) && number.lte(String(field.max))) {
        return write(number);
      }
      throw new Fault('2080', `${path} must be a whole number from ${field.min} to ${field.max}`, path);
    }
    case 'decimal': {
      const number = readNumber(raw, path);
      if (field.places === 7) return write(cutToSeven(number));
      if (number.round(2).eq(number)) return write(number);
      throw new Fault('2080', `${path} must not have more than 2 decimals`, path);
    }
    case 'ref':
      return readReference(raw, path);
    case 'object':
      if (!isObject(raw)) throw wrongType(path, 'an object');
      return readFields(field.fields, raw, knobs, `${path}.`, cleared);
    case 'list':
      if (!Array.isArray(raw)) throw wrongType(path, 'a list');
      if (raw.length > field.max) {
        throw new Fault('6000', `${path} has ${raw.length} entries; at most ${field.max} are allowed`, path);
      }
      return raw.map((entry) => {
        if (!isObject(entry)) throw wrongType(path, 'a list of objects');
        return readFields(field.fields, entry, knobs, `${path}.`, []);
      });
  }
}

/** Numbers are taken for text, as the real service does: `{"value": 1}` is a common way to write a reference. */
function readText(raw: Json, path: string): string {
  if (typeof raw === 'string') return raw;
  if (raw instanceof NumberText) return raw.source;
  throw wrongType(path, 'text');
}

function readNumber(raw: Json, path: string) {
  const source = raw instanceof NumberText ? raw.source : raw;
  const number = typeof source === 'string' ? readDecimal(source.trim()) : undefined;
  if (number !== undefined) return number;
  throw new Fault(
    '2080',
    `Invalid number ${shown(typeof source === 'string' ? source : 'given')} for ${path}`,
    path,
  );
}

function readReference(raw: Json, path: string): Data | undefined {
  if (!isObject(raw)) throw wrongType(path, 'a reference like {"value":"1"}');
  if (isBlank(raw['value'])) return undefined;
  const value = readText(raw['value'] ?? '', `${path}.value`);
  const name = isBlank(raw['name']) ? undefined : readText(raw['name'] ?? '', `${path}.name`);
  return name === undefined ? { value } : { value, name };
}

function wrongType(path: string, expected: string): Fault {
  return new Fault('2010', `Property ${path} must be ${expected}`, path);
}

function shown(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

/** A value that is there, with the rule for it. */
export interface Leaf {
  readonly field: Field;
  readonly value: Value;
  readonly path: string;
}

/** Every value of the content: gone through once for all the checks that follow. */
export function leavesOf(fields: Fields, content: Data, path = '', found: Leaf[] = []): Leaf[] {
  for (const name in content) {
    const field = fields[name];
    const value = content[name];
    if (field === undefined || value === undefined) continue;
    if (field.kind === 'object' && typeof value === 'object' && !Array.isArray(value)) {
      leavesOf(field.fields, value, `${path}${name}.`, found);
    } else if (field.kind === 'list' && Array.isArray(value)) {
      for (const entry of value) leavesOf(field.fields, entry, `${path}${name}.`, found);
    } else {
      found.push({ field, value, path: path + name });
    }
  }
  return found;
}

/** One address, or several separated by commas. */
export function isEmail(text: string): boolean {
  return text.split(',').every((one) => /^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(one.trim()));
}

export function checkTexts(leaves: readonly Leaf[], knobs: Knobs): void {
  for (const { field, value, path } of leaves) {
    if (field.kind !== 'text' || typeof value !== 'string') continue;
    const element = path.split('.')[0] ?? path;
    if (value.length > field.max) {
      throw new Fault(
        '2050',
        `${path} is ${value.length} characters long; at most ${field.max} are allowed`,
        element,
      );
    }
    if (field.forbidden?.test(value)) {
      throw new Fault(
        knobs.nameSignCode,
        `${path} must not contain a colon, tab, line break or other reserved sign`,
        element,
      );
    }
    if (field.format === 'email' && value !== '' && !isEmail(value)) {
      throw new Fault('6000', `${path}: the email address does not look like name@example.com`, element);
    }
  }
}

export function checkChoices(leaves: readonly Leaf[]): void {
  for (const { field, value, path } of leaves) {
    if (field.kind !== 'choice' || typeof value !== 'string' || field.values.includes(value)) continue;
    throw new Fault(
      '2170',
      `${shown(value)} is no value of ${path}; it is one of ${field.values.join(', ')}`,
      path,
    );
  }
}

/**
 * References to rows that do not exist or are inactive. What the object pointed to before is not asked again: a
 * document stays editable when its customer has been switched off.
 */
export function checkReferences(realm: Realm, leaves: readonly Leaf[], before: readonly Leaf[]): void {
  const known = new Set(before.map(targetOf));
  for (const leaf of leaves) {
    const wanted = targetOf(leaf);
    const { field, path } = leaf;
    if (wanted === undefined || known.has(wanted) || field.kind !== 'ref' || field.to === undefined) continue;
    const id = wanted.slice(field.to.length + 1);
    const target = realm.entities[field.to].get(id);
    if (target === undefined || target.isDeleted || target.data['Active'] === false) {
      throw new Fault(
        '2500',
        `Invalid Reference Id : ${plural(field.to)} element id ${shown(id)} not found`,
        path,
      );
    }
  }
}

/** `Customer:51`, where a value points to a row. */
function targetOf({ field, value }: Leaf): string | undefined {
  if (field.kind !== 'ref' || field.to === undefined) return undefined;
  const id = typeof value === 'object' && !Array.isArray(value) ? value['value'] : undefined;
  return typeof id === 'string' ? `${field.to}:${id}` : undefined;
}

function plural(name: EntityName): string {
  return name === 'TaxCode' ? 'TaxCodes' : `${name}s`;
}

/** Writes the target's present name beside the id of a reference, as the service does in its answers. */
export function nameReference(realm: Realm, data: Data, field: string, to: EntityName): void {
  const id = refOf(data, field);
  if (id === undefined) return;
  const target = realm.entities[to].get(id)?.data;
  const name = target?.['FullyQualifiedName'] ?? target?.['DisplayName'] ?? target?.['Name'];
  const written = partOf(data, field);
  if (typeof name === 'string') data[field] = { value: id, name };
  else if (written !== undefined) data[field] = { value: id };
}
