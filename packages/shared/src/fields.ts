import { z } from 'zod';
import { type ColumnSize, columnSizes, Decimal } from './decimal.ts';

/**
 * The building blocks of every wire schema. PostgreSQL stores neither NUL nor half a surrogate pair in text, so both
 * are refused here, with the field's name.
 */
export const limits = { name: 200, short: 255, long: 4000 } as const;

function isStorable(value: string): boolean {
  return value.isWellFormed() && !value.includes('\0');
}

const unstorable = 'must not contain a NUL character or a broken Unicode pair';

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
export const password = z
  .string()
  .min(10, 'must have at least 10 characters')
  .max(128, 'must have at most 128 characters')
  .refine(isStorable, unstorable);

const emailAddress = z
  .string()
  .trim()
  .max(limits.short, `must have at most ${limits.short} characters`)
  .pipe(z.email('must be an e-mail address such as ann@example.com'));

export const email = emailAddress.transform((value) => value.toLowerCase());

/** An e-mail address as it was typed; empty text and null both clear it. */
export const optionalEmail = z.union([z.literal('').transform(() => null), emailAddress]).nullable();

export const id = z.uuid('must be an id');
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
    return 'must be a plain decimal such as "102.50", without sign, exponent or spaces';
  const fraction = input.split('.')[1] ?? '';
  return fraction.length > scale
    ? `must have at most ${scale} decimals`
    : `must have at most ${whole} digits before the decimal point`;
}

export const quantity = decimal(columnSizes.quantity, { min: '0.01' });
export const price = decimal(columnSizes.price);

/** Warnings the caller has seen and accepts. */
export const acknowledge = z.array(z.string().max(limits.short)).max(10).default([]);

/** The page size of every list. */
const limit = z.coerce.number().int().min(1).max(200).default(50);
const after = z.string().max(2000).describe('The nextCursor of the page before');

export const pageQuery = { limit, after: after.optional() };

/** The free text of a list's search box. */
export const searchText = z
  .string()
  .trim()
  .max(100, 'must have at most 100 characters')
  .refine(isStorable, unstorable)
  .transform((value) => (value === '' ? undefined : value))
  .optional();

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

/** What a bulk command did to each record. */
export const bulkResult = z.object({
  results: z.array(
    z.object({
      id,
      ok: z.boolean(),
      version: version.nullable(),
      error: z.object({ code: z.string(), detail: z.string() }).nullable(),
    }),
  ),
});

/** The records of a bulk command with the versions the caller saw: nothing changed meanwhile is touched unseen. */
export const bulkItems = z
  .array(z.strictObject({ id, version }))
  .min(1, 'must name at least one record')
  .max(200, 'must name at most 200 records')
  .refine(
    (items) => new Set(items.map((item) => item.id)).size === items.length,
    'must name each record once',
  );
