import type { Json } from './api.ts';

/** A request part gone wrong: what was done to which field, and whether it can possibly be legal. */
export interface Wrong {
  what: string;
  /** Of the field, as a problem names it: `lines.0.quantity`. */
  path: string;
  /** The body as text, so that it can be what JSON.stringify would never write. */
  text: string;
  /** False: it may be legal for this field, or mean something in the database. */
  isCertain: boolean;
}

interface Change {
  what: string;
  value: unknown;
  isCertain?: boolean;
  /** Costs enough to be tried at the outer fields alone. */
  isHuge?: boolean;
}

/** Stands for text that is put into the JSON as it is. */
class Raw {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

const absent = Symbol('absent');
export const wrongDecimals = [
  ...[
    '-1',
    '+1',
    'NaN',
    'Infinity',
    '-Infinity',
    '1e3',
    '1E400',
    '1,000',
    ' 1',
    '1 ',
    '1\n',
    '1.',
    '.5',
    '0x10',
    '１２',
    '٣',
  ],
  ...[
    '1.12345678901234567890',
    '9'.repeat(40),
    `0.${'0'.repeat(60)}1`,
    '1..2',
    '1.2.3',
    '',
    '--1',
    'abc',
    '1_000',
  ],
];
export const wrongIds = [
  ...[
    'x',
    '1',
    '',
    'null',
    "' OR 1=1 --",
    '00000000-0000-0000-0000-00000000000g',
    '{00000000-0000-4000-8000-000000000000}',
  ],
  ...[
    '000000000000400080000000000000000',
    '01a2039f-1d3c-7da7-a37a-70fe8f9f1f80 ',
    '01a2039f-1d3c-7da7-a37a-70fe8f9f1f800',
  ],
];
export const wrongDates = [
  ...[
    '2026-02-30',
    '26-1-1',
    '2026-11-22T00:00:00Z',
    '0000-01-01',
    '9999-99-99',
    '0206-11-22',
    '2201-01-01',
    'today',
  ],
  ...['2026-11-22 ', '', '-2026-11-22', '+002026-11-22', '2026-1-2', '٢٠٢٦-11-22', 'infinity', 'now'],
];

/** Every way that a body of this schema can be wrong, one at a time, from an example that is right. */
export function wrongBodies(schema: Json, example: Json): Wrong[] {
  const changes = [...walk(schema, example, [])].filter(
    ({ path, change }) => path.length < 2 || !change.isHuge,
  );
  return changes.map(({ path, change }) => ({
    what: change.what,
    path: path.join('.'),
    text: write(example, path, change.value),
    isCertain: change.isCertain ?? true,
  }));
}

function* walk(
  schema: Json,
  example: Json,
  path: (string | number)[],
): Generator<{ path: (string | number)[]; change: Change }> {
  for (const change of changesOf(schema, example)) yield { path, change };
  const [object, array] = [ofType(schema, 'object'), ofType(schema, 'array')];
  if (object && isRecord(example)) {
    for (const name of ['unknownField', 'constructor', '__proto__']) {
      yield { path: [...path, name], change: { what: `unknown field ${name}`, value: 'x' } };
    }
    for (const [name, property] of Object.entries<Json>(object.properties ?? {})) {
      const isRequired = object.required?.includes(name) ?? false;
      if (isRequired) yield { path: [...path, name], change: { what: 'missing', value: absent } };
      yield* walk(property, example[name], [...path, name]);
    }
  }
  if (array) {
    const item = Array.isArray(example) ? example[0] : undefined;
    yield* walk(array.items, item, [...path, 0]);
  }
}

function changesOf(schema: Json, example: Json): Change[] {
  const all = alternatives(schema);
  const types = new Set(all.map((one) => one.type));
  const string = ofType(schema, 'string');
  return [
    { what: 'null', value: null, isCertain: !types.has('null') },
    ...wrongTypes(types),
    ...(string ? wrongTexts(all.filter((one) => one.type === 'string')) : []),
    ...(types.has('integer') ? wrongIntegers(ofType(schema, 'integer')) : []),
    ...(types.has('array') ? wrongArrays(ofType(schema, 'array'), example) : []),
  ];
}

function wrongTypes(types: Set<string>): Change[] {
  const values: [string, unknown][] = [
    ['string', 'text'],
    ['integer', 7],
    ['number', 7.5],
    ['boolean', true],
    ['array', [[]]],
    ['object', { toString: 'x', valueOf: 1 }],
  ];
  return [
    ...values
      .filter(([type]) => !types.has(type))
      .map(([type, value]) => ({ what: `${type} instead of ${[...types].join()}`, value })),
    { what: 'a number beyond every number', value: new Raw('1e400') },
    { what: 'deep nesting', value: new Raw('['.repeat(20_000) + ']'.repeat(20_000)), isHuge: true },
    { what: 'deep nesting', value: new Raw(`${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`), isHuge: true },
    {
      what: 'a key that reaches a prototype',
      value: new Raw('{"__proto__":{"isAdmin":true}}'),
      isHuge: true,
    },
    {
      what: 'a key that reaches a prototype',
      value: new Raw('{"constructor":{"prototype":{"isAdmin":true}}}'),
    },
  ];
}

function wrongTexts(kinds: Json[]): Change[] {
  const named = (what: string, values: string[]) =>
    values.map((value) => ({ what: `${what} ${JSON.stringify(value).slice(0, 60)}`, value }));
  const [kind] = kinds;
  const longest = Math.max(...kinds.map((one) => one.maxLength ?? 0));
  return [
    ...named('text that cannot be stored', ['a\0b', 'a\uD800b']),
    ...(longest > 0 ? named('too long', ['x'.repeat(longest + 1), '💥'.repeat(longest + 1)]) : []),
    ...(kind.enum
      ? named('not a choice', ['nonsense', `${kind.enum[0]} `, String(kind.enum[1] ?? 'A').toUpperCase()])
      : []),
    ...(kind.format === 'uuid' ? named('not an id', wrongIds) : []),
    ...(kind.format === 'date' ? named('not a date', wrongDates) : []),
    ...(isDecimal(kind) ? named('not a decimal', wrongDecimals) : []),
    ...(kind.minLength > 0 ? named('too short', ['']) : []),
    ...named('odd but perhaps legal', [' ', '\u202e\ufffe \u0001ﬀe\u0301']).map((one) => ({
      ...one,
      isCertain: false,
    })),
  ];
}

function wrongIntegers(schema: Json): Change[] {
  const values = [1.5, -1, schema.minimum - 1, schema.maximum + 1, 2 ** 60, -0.1, '7', ''];
  return values
    .filter((value) => typeof value !== 'number' || !Number.isNaN(value))
    .map((value) => ({ what: `not such a whole number: ${value}`, value }));
}

function wrongArrays(schema: Json, example: Json): Change[] {
  const item = Array.isArray(example) && example.length > 0 ? example[0] : {};
  return [
    { what: 'not a list', value: { 0: item, length: 1 } },
    { what: 'a list of lists', value: [[item]] },
    { what: 'a list with a hole', value: [null] },
    { what: 'too many', value: Array.from({ length: schema.maxItems + 1 }, () => item) },
  ];
}

/** Whether the pattern is one of a decimal: it is told by what it takes. */
function isDecimal(schema: Json): boolean {
  return (
    typeof schema.pattern === 'string' &&
    new RegExp(schema.pattern).test('12.5') &&
    !new RegExp(schema.pattern).test('x')
  );
}

export function alternatives(schema: Json): Json[] {
  const parts = schema.anyOf ?? schema.oneOf;
  return parts ? parts.flatMap(alternatives) : [schema];
}

function ofType(schema: Json, type: string): Json {
  return alternatives(schema).find((one) => one.type === type);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The example with one value replaced, as JSON text. */
function write(example: Json, path: (string | number)[], value: unknown): string {
  const token = '"the value goes here"';
  const text = JSON.stringify(replaced(example, path, value === absent ? undefined : 'the value goes here'));
  // JSON.stringify repairs nothing: lone surrogates travel as escapes.
  return text.replace(token, () => (value instanceof Raw ? value.text : JSON.stringify(value)));
}

function replaced(example: Json, [step, ...rest]: (string | number)[], value: unknown): Json {
  if (step === undefined) return value;
  if (typeof step === 'number')
    return [replaced(Array.isArray(example) ? example[0] : undefined, rest, value)];
  const entries = isRecord(example) ? Object.entries(example).filter(([name]) => name !== step) : [];
  // fromEntries makes an own property even of __proto__.
  return Object.fromEntries([
    ...entries,
    [step, replaced(isRecord(example) ? example[step] : undefined, rest, value)],
  ]);
}
