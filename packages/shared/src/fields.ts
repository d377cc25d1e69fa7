import { z } from 'zod';
import { type ColumnSize, columnSizes, Decimal } from './decimal.ts';
import { maxListIds } from './live-limits.ts';

/**
 * The building blocks of every wire schema. PostgreSQL stores neither NUL nor half a surrogate pair in text, so both
 * are refused here, with the field's name.
 */
export const limits = { name: 200, short: 255, long: 4000, password: 128 } as const;

function isStorable(value: string): boolean {
  return value.isWellFormed() && !value.includes('\0');
}

const unstorable = 'must not contain a NUL character or a broken Unicode pair';

/** Text taken as it is, such as a search or a code: not trimmed, and perhaps empty. */
export function plainText(max: number) {
  return z.string().max(max, `must have at most ${max} characters`).refine(isStorable, unstorable);
}

/** Text somebody must give: trimmed, not empty. */
export function requiredText(max: number) {
  return z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(max, `must have at most ${max} characters`)
    .refine(isStorable, unstorable);
}

/** Text somebody may give: trimmed; empty text and null both clear it. */
export function optionalText(max: number) {
  return z
    .string()
    .trim()
    .max(max, `must have at most ${max} characters`)
    .refine(isStorable, unstorable)
    .transform((value) => (value === '' ? null : value))
    .nullable();
}

export const name = requiredText(limits.name);
export const shortText = optionalText(limits.short);
export const longText = optionalText(limits.long);

/** Passwords keep their spaces and are never trimmed. */
export const password = plainText(limits.password).min(10, 'must have at least 10 characters');

const emailAddress = z
  .string()
  .trim()
  .max(limits.short, `must have at most ${limits.short} characters`)
  .pipe(z.email('must be an e-mail address such as ann@example.com'));

export const email = emailAddress.transform((value) => value.toLowerCase());

/** An e-mail address as it was typed; empty text and null both clear it. */
export const optionalEmail = z.union([z.literal('').transform(() => null), emailAddress]).nullable();

/** What one request may name without being too large. */
const maxChosenRecords = 10_000;

/** Any id that PostgreSQL takes, in the one spelling that PostgreSQL answers with. */
export const id = z.guid('must be an id').toLowerCase();
export const version = z.int().min(1);

/** A calendar date, YYYY-MM-DD, between the years 1900 and 2200: a typed 0206 is a slip, not a date. */
export const date = z.iso
  .date('must be a date such as 2026-11-22')
  .refine(
    (value) => value >= '1900-01-01' && value <= '2200-12-31',
    'must lie between the years 1900 and 2200',
  );

/** An instant in UTC with microseconds, as PostgreSQL keeps it. */
export const instant = z.string().meta({ format: 'date-time', examples: ['2026-11-22T14:05:31.123456Z'] });

/** A decimal as text on its way out; its scale belongs to the column. */
export const decimalOut = z.string().meta({ pattern: '^\\d+(\\.\\d+)?$', examples: ['102.50'] });

/** A decimal string that its column can hold without rounding: no signs, exponents, spaces or JSON numbers. */
export function decimal({ precision, scale }: ColumnSize, { min }: { min?: string } = {}) {
  const whole = precision - scale;
  return z
    .string('must be a decimal in quotes, such as "102.50"')
    .regex(new RegExp(`^\\d{1,${whole}}(\\.\\d{1,${scale}})?$`), {
      error: ({ input }) => whyNotDecimal(String(input), whole, scale),
      abort: true,
    })
    .refine((value) => min === undefined || new Decimal(value).gte(min), `must be at least ${min}`);
}

function whyNotDecimal(input: string, whole: number, scale: number): string {
  if (!/^\d+(\.\d+)?$/.test(input))
    return 'must be a number such as 102.50: digits and one decimal point, nothing else';
  const fraction = input.split('.')[1] ?? '';
  return fraction.length > scale
    ? `must have at most ${scale} decimals`
    : `must have at most ${whole} digits before the decimal point`;
}

export const quantity = decimal(columnSizes.quantity, { min: '0.01' });
export const price = decimal(columnSizes.price);

/** Warnings the caller has seen and accepts. */
export const acknowledge = z.array(plainText(limits.short)).max(10).default([]);

/** A whole number in an address: digits alone, not everything that JavaScript reads as a number. */
export function wholeNumber(min: number, max: number) {
  const message = `must be a whole number from ${min} to ${max}`;
  return z.preprocess(
    (value) => (typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value),
    z.int(message).min(min, message).max(max, message),
  );
}

/** The page size of every list. */
const limit = wholeNumber(1, 200).default(50);
const after = plainText(2000).describe('The nextCursor of the page before');

export const pageQuery = { limit, after: after.optional() };

/** The free text of a list's search box. */
export const searchText = z
  .string()
  .trim()
  .max(100, 'must have at most 100 characters')
  .refine(isStorable, unstorable)
  .transform((value) => (value === '' ? undefined : value))
  .optional();

/** `id=…,…`: these records of a list, as far as its other filters find them. */
export const idList = z
  .string()
  .max(4000, 'must have at most 4000 characters')
  .transform((value) => value.split(','))
  .pipe(z.array(id).max(maxListIds, `must name at most ${maxListIds} records`))
  .describe('Ids of records, separated by commas: of these, those that the other filters find');

/** A filter names records by id; who shows it needs to say what they are called, also when it finds nothing. */
export const named = z
  .array(z.object({ id, name: z.string() }))
  .describe('What the records are called that the filter names, as far as the caller may view them');
export type Named = z.infer<typeof named>;

/** A flag in a query string. */
export const queryFlag = z.enum(['true', 'false']).transform((value) => value === 'true');

export function page<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

export const idParams = z.object({ id });

/** One change in the history of a record: old and new value per field. */
export const activityView = z.object({
  id,
  action: z.string(),
  actor: z.object({ id: id.nullable(), name: z.string() }),
  source: z.string(),
  changes: z.record(z.string(), z.object({ from: z.unknown(), to: z.unknown() })),
  requestId: z.string().nullable(),
  at: instant,
});

/** What is wrong with which field: `lines.3.quantity`. */
export const fieldErrorList = z.array(z.object({ path: z.string(), message: z.string() }));

/** What a bulk command did to each record. */
export const bulkResult = z
  .object({
    results: z.array(
      z.object({
        id,
        ok: z.boolean(),
        version: version.nullable().describe('The version it has now, where that is known'),
        error: z
          .object({ code: z.string(), detail: z.string(), errors: fieldErrorList.optional() })
          .nullable()
          .describe('Why it stayed as it was: a sentence, and what is wrong with which field'),
      }),
    ),
  })
  .meta({ id: 'BulkResult' });

/** The records of a bulk command with the versions the caller saw: nothing changed meanwhile is touched unseen. */
export const bulkItems = z
  .array(z.strictObject({ id, version }))
  .min(1, 'must name at least one record')
  .max(200, 'must name at most 200 records')
  .refine(
    (items) => new Set(items.map((item) => item.id)).size === items.length,
    'must name each record once',
  );

/** Records chosen for a file, each once; more of them are a filter. */
export const chosenRecords = z.strictObject({
  id: z
    .array(id)
    .min(1, 'must name at least one record')
    .max(maxChosenRecords, `must name at most ${maxChosenRecords} records`),
});
