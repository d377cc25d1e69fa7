import { isDay, readInstant } from '../../core/clock.ts';
import { compareWritten, readDecimal, write } from '../../core/decimal.ts';
import { Fault } from '../../core/fault.ts';
import { type Field, partOf, refOf, textOf } from '../../entities/fields.ts';
import type { Definition, Entity } from '../../entities/model.ts';

/** A field that a WHERE or an ORDERBY may name: how it is read off a row and how a literal is compared with it. */
export interface Filter {
  readonly name: string;
  /** Only texts know LIKE. */
  readonly isText?: true;
  /** What may stand without quotes. */
  readonly bare?: RegExp;
  /** Undefined where the row has no such value: it then matches nothing and sorts last. */
  readonly read: (entity: Entity) => Key | undefined;
  /** The literal in the form that `read` gives; throws for one that cannot be meant. */
  readonly literal: (text: string) => Key;
  readonly compare: (a: Key, b: Key) => number;
}

/** Decimals are compared as written; numbers are ids and times only. */
export type Key = string | number;

const plainly = (a: Key, b: Key): number => (a === b ? 0 : a < b ? -1 : 1);
const asDecimals = (a: Key, b: Key): number => compareWritten(String(a), String(b));

function invalidValue(field: string, text: string): Fault {
  return new Fault(
    '4001',
    `QueryValidationError: value ${text.slice(0, 40)} is invalid for property ${field}`,
  );
}

const bareNumber = /^[+-]?\d/;
const bareFlag = /^(true|false)$/i;

const asText = (text: string): string => text.toLowerCase();

/** The fields that every object has. */
function commonFilters(zone: string): Filter[] {
  const instant = (name: string, read: (entity: Entity) => number): Filter => ({
    name,
    // Shown in seconds, so compared in seconds.
    read: (entity) => Math.floor(read(entity) / 1000),
    literal: (text) => {
      const instantMs = readInstant(text, zone);
      if (instantMs === undefined) throw invalidValue(name, text);
      return instantMs / 1000;
    },
    compare: plainly,
  });
  return [
    {
      name: 'Id',
      bare: bareNumber,
      read: ({ id }) => id,
      literal: (text) => text,
      compare: (a, b) => Number(a) - Number(b),
    },
    instant('MetaData.CreateTime', ({ createdMs }) => createdMs),
    instant('MetaData.LastUpdatedTime', ({ updatedMs }) => updatedMs),
  ];
}

function filterOf(name: string, field: Field): Filter {
  const plain = (entity: Entity): string | undefined => textOf(entity.data, name);
  switch (field.kind) {
    case 'decimal':
    case 'whole':
      return {
        name,
        bare: bareNumber,
        read: plain,
        literal: (text) => {
          const number = readDecimal(text);
          if (number === undefined) throw invalidValue(name, text);
          return write(number);
        },
        compare: asDecimals,
      };
    case 'date':
      return {
        name,
        read: plain,
        literal: (text) => {
          if (!isDay(text)) throw invalidValue(name, text);
          return text;
        },
        compare: plainly,
      };
    case 'flag':
      return {
        name,
        bare: bareFlag,
        read: ({ data }) => (data[name] === undefined ? undefined : String(data[name])),
        literal: (text) => {
          const word = text.toLowerCase();
          if (word !== 'true' && word !== 'false') throw invalidValue(name, text);
          return word;
        },
        compare: plainly,
      };
    case 'ref':
      return {
        name,
        bare: bareNumber,
        read: ({ data }) => refOf(data, name),
        literal: (text) => text,
        compare: plainly,
      };
    case 'object':
      // The one kind of object that can be filtered is an e-mail address.
      return {
        name,
        isText: true,
        read: ({ data }) => textOf(partOf(data, name) ?? {}, 'Address')?.toLowerCase(),
        literal: asText,
        compare: plainly,
      };
    default:
      return {
        name,
        isText: true,
        read: (entity) => plain(entity)?.toLowerCase(),
        literal: asText,
        compare: plainly,
      };
  }
}

const known = new Map<string, Map<string, Filter>>();

/** The filters of a kind of object, by lower-case name. */
function filtersOf(definition: Definition, zone: string): Map<string, Filter> {
  const key = `${definition.name}/${zone}`;
  let filters = known.get(key);
  if (filters === undefined) {
    const own = Object.entries(definition.fields)
      .filter(([, field]) => field.filterable)
      .map(([name, field]) => filterOf(name, field));
    filters = new Map([...commonFilters(zone), ...own].map((filter) => [filter.name.toLowerCase(), filter]));
    known.set(key, filters);
  }
  return filters;
}

export function findFilter(definition: Definition, name: string, zone: string): Filter {
  const filter = filtersOf(definition, zone).get(name.toLowerCase());
  if (filter !== undefined) return filter;
  throw new Fault('4001', `QueryValidationError: property ${name} is not queryable for ${definition.name}`);
}
