/** Amounts and times as people read them. Amounts are decimal texts and stay that: no floats. */

/**
 * Groups the whole part and shows at least two decimals: 1234.5 → 1,234.50.
 * @param {string | undefined} amount
 */
export function money(amount) {
  if (amount === undefined || amount === '') return '';
  const isNegative = amount.startsWith('-');
  const [whole = '0', part = ''] = amount.replace(/^-/, '').split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${isNegative ? '−' : ''}${grouped}.${part.padEnd(2, '0')}`;
}

/**
 * Cents of a decimal text with at most two decimals; undefined for anything else.
 * @param {string} text
 */
export function cents(text) {
  const match = /^(-?)(\d{1,13})(?:\.(\d{0,2}))?$/.exec(text.replaceAll(',', '').trim());
  if (match === null) return undefined;
  const [, sign, whole = '0', part = ''] = match;
  const value = BigInt(whole) * 100n + BigInt(part.padEnd(2, '0'));
  return sign === '-' ? -value : value;
}

/** @param {bigint} value */
export function fromCents(value) {
  const digits = String(value < 0n ? -value : value).padStart(3, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/**
 * Quantity × price in cents, half up, as the simulator rounds by default; undefined unless both are decimals.
 * @param {string} quantity
 * @param {string} price
 */
export function product(quantity, price) {
  const a = scaled(quantity);
  const b = scaled(price);
  if (a === undefined || b === undefined) return undefined;
  // Seven decimals each make fourteen; cents are two.
  const exact = a * b;
  const unit = 10n ** 12n;
  const rounded = ((exact < 0n ? -exact : exact) + unit / 2n) / unit;
  return fromCents(exact < 0n ? -rounded : rounded);
}

/** @param {string} text */
function scaled(text) {
  const match = /^(-?)(\d{1,12})(?:\.(\d{0,7}))?$/.exec(text.trim());
  if (match === null) return undefined;
  const [, sign, whole = '0', part = ''] = match;
  const value = BigInt(whole) * 10_000_000n + BigInt(part.padEnd(7, '0'));
  return sign === '-' ? -value : value;
}

/**
 * A day without a time is of no zone.
 * @param {string | undefined} day
 */
export function date(day) {
  if (day === undefined || day === '') return '';
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  );
}

/**
 * An instant in the zone it was written in: `2026-01-05T09:00:00.125-08:00` → Jan 5, 2026, 09:00:00.
 * @param {string | null | undefined} text
 */
export function instant(text) {
  if (!text) return '';
  const [day = '', rest = ''] = text.split('T');
  return `${date(day)}, ${rest.slice(0, 8)}${rest.endsWith('Z') ? ' UTC' : ''}`;
}

/** @param {string} text */
export function clockTime(text) {
  return (text.split('T')[1] ?? '').slice(0, 12).replace(/[+\-Z].*$/, '');
}

/** @param {number} value */
export function count(value) {
  return new Intl.NumberFormat().format(value);
}

/**
 * JSON on several lines; what is none stays as it is.
 * @param {string} text
 */
export function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/**
 * `BillAddr` → `Bill addr`; the API's own name stays recognisable.
 * @param {string} name
 */
export function words(name) {
  const spaced = name.replace(/Ref$|^Txn(?=Date|Status)/g, '').replace(/([a-z0-9])([A-Z])/g, '$1 $2');
  return spaced.charAt(0) + spaced.slice(1).toLowerCase();
}
