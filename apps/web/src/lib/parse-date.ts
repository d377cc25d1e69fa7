const days = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const months = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

/** Whether people here write the day before the month. */
const isDayFirst = isDayFirstIn(undefined);

export function isDayFirstIn(locale: string | undefined): boolean {
  const parts = new Intl.DateTimeFormat(locale).formatToParts(new Date(2026, 10, 22));
  const order = parts.map(({ type }) => type);
  return order.indexOf('day') < order.indexOf('month');
}

/**
 * What people type for a date while somebody is talking to them: `12/5`, `12/5/26`, `dec 5`, `5 dec 2026`, `2026-12-05`,
 * `today`, `tomorrow`, `+3`, `friday`. Answers YYYY-MM-DD, or undefined for what is no date. A date without a year is
 * the next one, or one that has just been.
 */
export function parseDate(typed: string, today: string, dayFirst = isDayFirst): string | undefined {
  const text = typed.trim().toLowerCase().replaceAll(/[,.]/g, ' ').replaceAll(/\s+/g, ' ').trim();
  if (text === 'today' || text === 't') return today;
  if (text === 'tomorrow' || text === 'tom') return plusDays(today, 1);
  if (text === 'yesterday') return plusDays(today, -1);
  const shift = /^([+-])(\d{1,3})$/.exec(text);
  if (shift) return plusDays(today, Number(`${shift[1]}${shift[2]}`));
  return (
    parseWeekday(text, today) ??
    parseIso(text) ??
    parseNumbers(text, today, dayFirst) ??
    parseWords(text, today)
  );
}

function parseIso(text: string): string | undefined {
  const [, year, month, day] = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text) ?? [];
  return year === undefined ? undefined : toDate(Number(year), Number(month), Number(day));
}

function parseNumbers(text: string, today: string, dayFirst: boolean): string | undefined {
  const [, first, second, year] = /^(\d{1,2})[/\s-](\d{1,2})(?:[/\s-](\d{2}|\d{4}))?$/.exec(text) ?? [];
  if (first === undefined) return undefined;
  const [month, day] = dayFirst ? [second, first] : [first, second];
  return withYear(Number(month), Number(day), year, today);
}

function parseWords(text: string, today: string): string | undefined {
  const [, wordFirst, dayAfter, yearAfter] = /^([a-z]{3,})\s?(\d{1,2})(?: (\d{2}|\d{4}))?$/.exec(text) ?? [];
  const [, dayBefore, wordLast, yearLast] = /^(\d{1,2})\s?([a-z]{3,})(?: (\d{2}|\d{4}))?$/.exec(text) ?? [];
  const word = wordFirst ?? wordLast;
  if (word === undefined) return undefined;
  const month = months.findIndex((name) => name.startsWith(word)) + 1;
  return month === 0
    ? undefined
    : withYear(month, Number(dayAfter ?? dayBefore), yearAfter ?? yearLast, today);
}

function parseWeekday(text: string, today: string): string | undefined {
  if (text.length < 3) return undefined;
  const wanted = days.findIndex((name) => name.startsWith(text));
  if (wanted === -1) return undefined;
  const ahead = (wanted - asUtc(today).getUTCDay() + 7) % 7;
  return plusDays(today, ahead === 0 ? 7 : ahead);
}

/** The year that was typed, or the one that brings the date closest to the coming months. */
function withYear(month: number, day: number, year: string | undefined, today: string): string | undefined {
  if (year !== undefined) return toDate(year.length === 2 ? 2000 + Number(year) : Number(year), month, day);
  const thisYear = Number(today.slice(0, 4));
  const earliest = plusDays(today, -120);
  // In January, December has just been.
  const dates = [thisYear - 1, thisYear, thisYear + 1].map((one) => toDate(one, month, day));
  return dates.find((date) => date !== undefined && date >= earliest);
}

/** Undefined for the 31st of February. */
function toDate(year: number, month: number, day: number): string | undefined {
  const two = (value: number) => String(value).padStart(2, '0');
  const text = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
  const date = asUtc(text);
  return Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== text ? undefined : text;
}

function asUtc(date: string): Date {
  return new Date(`${date}T00:00:00Z`);
}

function plusDays(date: string, count: number): string {
  return new Date(asUtc(date).getTime() + count * 86_400_000).toISOString().slice(0, 10);
}
