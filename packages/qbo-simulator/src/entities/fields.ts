/**
 * What a field may be. The tables of the entities are made of these; validate.ts checks a body against them, wire.ts
 * writes rows with them, the query parser takes its filters from them. A rule about one field is found in its table
 * and nowhere else.
 */

export type EntityName =
  | 'Customer'
  | 'Vendor'
  | 'Employee'
  | 'Item'
  | 'Account'
  | 'Term'
  | 'TaxCode'
  | 'TaxRate'
  | 'Invoice'
  | 'Estimate'
  | 'CreditMemo'
  | 'Payment'
  | 'Bill'
  | 'BillPayment'
  | 'CompanyInfo'
  | 'Preferences';

/** A row's content: decimals and whole numbers as exact decimal texts, everything else as on the wire. */
export type Value = string | boolean | Data | Data[];
export interface Data {
  [field: string]: Value;
}

interface Common {
  /** Must be there when a document or name is created, and cannot be taken away. */
  required?: true;
  /** Written by the service alone; sent ones are ignored without an error. */
  readOnly?: true;
  /** The value of a new row, and of a full update that leaves the field out. */
  initial?: string | boolean;
  /** May be used in a WHERE or ORDERBY. */
  filterable?: true;
}

export type Field = Common &
  (
    | { kind: 'text'; max: number /** Signs that must not occur. */; forbidden?: RegExp; format?: 'email' }
    | { kind: 'decimal' /** Further decimals are refused (2) or dropped (7). */; places: 2 | 7 }
    | { kind: 'whole'; min: number; max: number }
    | { kind: 'flag' }
    | { kind: 'date' }
    | { kind: 'choice'; values: readonly string[] }
    /** Points to a row that must exist and be active; without `to` it is only kept. */
    | { kind: 'ref'; to?: EntityName }
    | { kind: 'object'; fields: Fields }
    | { kind: 'list'; fields: Fields; max: number }
  );

export interface Fields {
  readonly [name: string]: Field;
}

export const text = (max: number) => ({ kind: 'text', max }) as const;
export const money = { kind: 'decimal', places: 2 } as const;
/** Quantities, prices and rates. */
export const factor = { kind: 'decimal', places: 7 } as const;
export const whole = (min: number, max: number) => ({ kind: 'whole', min, max }) as const;
export const flag = { kind: 'flag' } as const;
export const date = { kind: 'date' } as const;
export const choice = (...values: string[]) => ({ kind: 'choice', values }) as const;
export const ref = (to?: EntityName): Field => (to === undefined ? { kind: 'ref' } : { kind: 'ref', to });
export const object = (fields: Fields) => ({ kind: 'object', fields }) as const;
export const list = (fields: Fields, max = 10_000) => ({ kind: 'list', fields, max }) as const;

export const required = { required: true } as const;
export const readOnly = { readOnly: true } as const;
export const filterable = { filterable: true } as const;

/** Colon, tab and line breaks would break `parent:child` names. */
export const nameSigns = /[:\t\r\n]/;

export const longestEmail = 100;
export const email: Field = { ...text(longestEmail), format: 'email' };
export const emailAddress = object({ Address: email });
export const phone = object({ FreeFormNumber: text(30) });
export const address = object({
  Id: { ...text(40), ...readOnly },
  Line1: text(500),
  Line2: text(500),
  Line3: text(500),
  Line4: text(500),
  Line5: text(500),
  City: text(255),
  CountrySubDivisionCode: text(255),
  PostalCode: text(30),
  Country: text(255),
});

// A row's content is trusted to have the shape of its table: validate.ts let it in, and these read it.
export function textOf(data: Data, field: string): string | undefined {
  const value = data[field];
  return typeof value === 'string' ? value : undefined;
}

export function isOn(data: Data, field: string): boolean {
  return data[field] === true;
}

export function isPart(value: Value | undefined): value is Data {
  return typeof value === 'object' && !Array.isArray(value);
}

export function partOf(data: Data, field: string): Data | undefined {
  const value = data[field];
  return isPart(value) ? value : undefined;
}

export function listOf(data: Data, field: string): Data[] {
  const value = data[field];
  return Array.isArray(value) ? value : [];
}

/** The id that a reference points to. */
export function refOf(data: Data, field: string): string | undefined {
  const reference = partOf(data, field);
  return reference === undefined ? undefined : textOf(reference, 'value');
}
