const short = new Intl.NumberFormat(undefined, { notation: 'compact', maximumSignificantDigits: 3 });

/** How high something is drawn: pixels, not money. What is read beside it is the exact text. */
export function plotHeight(value: string): number {
  return Number(value);
}

/** A mark on an axis: `1.2M`. */
export function axisMark(height: number): string {
  return short.format(height);
}
