import type { Clock } from '../../lib/clock.ts';
import { today } from '../../lib/clock.ts';

/** The month an order is created in, as the company's calendar has it: `2611`. */
export function orderPeriod(clock: Clock, timeZone: string): string {
  const day = today(clock, timeZone);
  return `${String(day.year % 100).padStart(2, '0')}${String(day.month).padStart(2, '0')}`;
}

/** `2611-0042`. A label: never sorted, paged or compared by. The ten thousandth order of a month has five digits. */
export function orderNumber(period: string, number: number): string {
  return `${period}-${String(number).padStart(4, '0')}`;
}
