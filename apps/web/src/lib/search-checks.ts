/**
 * The API's checks of the parameters of its lists, in few words: the schemas themselves would be a tenth of what the
 * first screen loads. A test holds both against each other.
 */
export type Check = (value: string) => boolean;

/** Free text, as long as the API takes it. */
export const isText =
  (max: number): Check =>
  (value) =>
    value.trim().length <= max && value.isWellFormed() && !value.includes('\0');

export const isId: Check = (value) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);

export const isTrueOrFalse: Check = (value) => value === 'true' || value === 'false';

/** A calendar date that exists. */
export const isDate: Check = (value) =>
  /^\d{4}-\d{2}-\d{2}$/.test(value) &&
  value >= '1900-01-01' &&
  value <= '2200-12-31' &&
  !Number.isNaN(Date.parse(`${value}T00:00:00Z`)) &&
  new Date(`${value}T00:00:00Z`).toISOString().startsWith(value);

/** An amount of dollars and cents. */
export const isAmount: Check = (value) => /^\d{1,10}(\.\d{1,2})?$/.test(value);

export const isOneOf =
  (...words: readonly string[]): Check =>
  (value) =>
    words.includes(value);

/** `draft,confirmed` */
export const isListOf =
  (...words: readonly string[]): Check =>
  (value) =>
    value.length <= 100 && value.split(',').every((word) => words.includes(word));
