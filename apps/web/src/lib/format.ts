/** How numbers, money and dates are shown: through Intl, in the language of the browser. Amounts stay text throughout. */
const locale = undefined;

const money = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 6 });
const dollars = new Intl.NumberFormat(locale, { style: 'currency', currency: 'USD' });
const dollarsPer = new Intl.NumberFormat(locale, {
  style: 'currency',
  currency: 'USD',
  maximumFractionDigits: 6,
});
const plain = new Intl.NumberFormat(locale, { maximumFractionDigits: 6 });
const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
const month = new Intl.DateTimeFormat(locale, { month: 'short', year: 'numeric', timeZone: 'UTC' });
const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
const ago = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });

// Intl formats decimal text exactly; its type wants the text to be a literal.
const exact = (value: string) => value as Intl.StringNumericLiteral;

/** `10250.00` → `10,250.00`: in tables and lines, without the currency. */
export function formatAmount(value: string | null): string {
  return value === null ? '' : money.format(exact(value));
}

/** `10250.00` → `$10,250.00`: for totals. */
export function formatMoney(value: string | null): string {
  return value === null ? '' : dollars.format(exact(value));
}

/** `4.125` → `$4.125`: a price standing alone, which may have more than cents. */
export function formatPrice(value: string | null): string {
  return value === null ? '' : dollarsPer.format(exact(value));
}

/** A quantity, weight or rate without trailing zeros. */
export function formatNumber(value: string | number | null): string {
  if (value === null) return '';
  return plain.format(typeof value === 'number' ? value : exact(value));
}

/** A calendar date, which has no time zone: `2026-11-22`. */
export function formatDate(value: string | null): string {
  return value === null ? '' : day.format(new Date(`${value}T00:00:00Z`));
}

/** `2026-11` → `Nov 2026`. */
export function formatMonth(value: string): string {
  return month.format(new Date(`${value}-01T00:00:00Z`));
}

/** An instant, in the time zone of the person. */
export function formatInstant(value: string | null): string {
  return value === null ? '' : moment.format(new Date(value));
}

const steps = [
  [60, 'second'],
  [60, 'minute'],
  [24, 'hour'],
  [7, 'day'],
] as const;

/** `5 minutes ago` for what happened this week, the date for what is older. */
export function formatAgo(value: string, now = Date.now()): string {
  let amount = (new Date(value).getTime() - now) / 1000;
  for (const [size, unit] of steps) {
    if (Math.abs(amount) < size) return ago.format(Math.round(amount), unit);
    amount /= size;
  }
  return formatInstant(value);
}

/** Today as a calendar date, where the person is or where the company is. */
export function today(timeZone?: string): string {
  return dayOf(new Date(), timeZone);
}

/** The calendar date of an instant, where the person is or where the company is. */
export function dayOf(instant: Date, timeZone?: string): string {
  // Swedes write dates as ISO does.
  return new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', ...(timeZone && { timeZone }) }).format(
    instant,
  );
}

/** `3 orders`, `1 order`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${formatNumber(number)} ${number === 1 ? one : many}`;
}
