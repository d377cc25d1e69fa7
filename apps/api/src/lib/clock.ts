/** Time as an argument, so that tests can set it. */
export type Clock = () => Temporal.Instant;

export const systemClock: Clock = () => Temporal.Now.instant();

/** Today in a company's zone: the day a broker would write on the order. */
export function today(clock: Clock, timeZone: string): Temporal.PlainDate {
  return clock().toZonedDateTimeISO(timeZone).toPlainDate();
}
