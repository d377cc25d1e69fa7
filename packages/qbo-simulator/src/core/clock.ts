/**
 * The simulator's own time. A virtual clock stands still until it is moved (by a caller, or by `clockStepMs` at every
 * call), so that the same calls give the same bytes; a real one runs with the machine's, from wherever it was set.
 */
export interface ClockState {
  mode: 'virtual' | 'real';
  /** Virtual: the time. Real: what is added to the machine's time. */
  valueMs: number;
}

/** Monday morning in California: an instant that is the same calendar day in every American zone. */
export const virtualStartMs = Date.parse('2026-01-05T17:00:00.000Z');

export class Clock {
  readonly state: ClockState;

  constructor(state: ClockState) {
    this.state = state;
  }

  nowMs(): number {
    return this.state.mode === 'virtual' ? this.state.valueMs : Date.now() + this.state.valueMs;
  }

  set(instantMs: number): void {
    this.state.valueMs = this.state.mode === 'virtual' ? instantMs : instantMs - Date.now();
  }

  freeze(): void {
    this.state.valueMs = this.nowMs();
    this.state.mode = 'virtual';
  }

  run(): void {
    const now = this.nowMs();
    this.state.mode = 'real';
    this.set(now);
  }
}

const formats = new Map<string, Intl.DateTimeFormat>();

function partsIn(zone: string, instantMs: number): Record<string, string> {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formats.set(zone, format);
  }
  return Object.fromEntries(format.formatToParts(instantMs).map(({ type, value }) => [type, value]));
}

/** The calendar day in a zone, `2026-01-05`. */
export function dayIn(zone: string, instantMs: number): string {
  return writeInstant(zone, instantMs).slice(0, 10);
}

const lastWritten = new Map<string, { second: number; text: string; offset: string }>();

/** `2026-01-05T09:00:00-08:00`, or with milliseconds before the offset. */
export function writeInstant(zone: string, instantMs: number, withMs = false): string {
  // Formatting a zone costs more than the rest of an answer; most answers fall into the second of the one before.
  const second = Math.floor(instantMs / 1000);
  let written = lastWritten.get(zone);
  if (written?.second !== second) {
    const { year, month, day, hour, minute, second: s } = partsIn(zone, instantMs);
    const local = Date.UTC(
      Number(year),
      Number(month) - 1,
      Number(day),
      Number(hour),
      Number(minute),
      Number(s),
    );
    const minutes = Math.round((local - second * 1000) / 60_000);
    const absolute = Math.abs(minutes);
    const offset = `${minutes < 0 ? '-' : '+'}${two(Math.floor(absolute / 60))}:${two(absolute % 60)}`;
    written = { second, text: `${year}-${month}-${day}T${hour}:${minute}:${s}`, offset };
    lastWritten.set(zone, written);
  }
  const fraction = withMs ? `.${String(Math.floor(instantMs) % 1000).padStart(3, '0')}` : '';
  return `${written.text}${fraction}${written.offset}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** An ISO instant with offset or Z, or without either in the given zone. Undefined for anything else. */
export function readInstant(text: string, zone: string): number | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:?\d{2})?)?$/.exec(
    text,
  );
  if (match === null || !isDay(match[1] ?? '')) return undefined;
  const [, day, time = '00:00:00', offset] = match;
  if (offset !== undefined) {
    const instant = Date.parse(`${day}T${time}${offset}`);
    return Number.isNaN(instant) ? undefined : instant;
  }
  const asUtc = Date.parse(`${day}T${time}Z`);
  if (Number.isNaN(asUtc)) return undefined;
  // The offset is read off at the place itself; twice, for the hours around a change of it.
  let instant = asUtc - offsetMs(zone, asUtc);
  instant = asUtc - offsetMs(zone, instant);
  return instant;
}

function offsetMs(zone: string, instantMs: number): number {
  const { year, month, day, hour, minute, second } = partsIn(zone, instantMs);
  const local = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  return local - Math.floor(instantMs / 1000) * 1000;
}

/** Whether a text is a day of the calendar, `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

export function addDays(day: string, days: number): string {
  // A due date some days on lies mostly in the same month: then no calendar has to be asked.
  const date = Number(day.slice(8)) + days;
  if (date >= 1 && date <= 28) return `${day.slice(0, 8)}${two(date)}`;
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
