import { type Json, NumberText } from '../core/json.ts';
import { findDefinition } from '../entities/definitions.ts';

/** What can be said about a fault: the kinds of parameters that the table of actions is made of. */
export interface Param {
  readonly mustBeGiven?: true;
  /** What is wrong with a value, or undefined when nothing is. */
  readonly whyNot: (value: Json) => string | undefined;
}

const demand = (expected: string, isGood: (value: Json) => boolean): Param => ({
  whyNot: (value) => (isGood(value) ? undefined : `must be ${expected}`),
});

export const wholeNumber = (min: number, max: number): Param =>
  demand(`a whole number from ${min} to ${max}`, (value) => {
    const number = value instanceof NumberText ? Number(value.source) : Number.NaN;
    return Number.isInteger(number) && number >= min && number <= max;
  });
export const oneOf = (...words: string[]): Param =>
  demand(`one of ${words.join(', ')}`, (value) => typeof value === 'string' && words.includes(value));
export const trueOrFalse = demand('true or false', (value) => typeof value === 'boolean');
export const anyText = demand('text', (value) => typeof value === 'string' || value instanceof NumberText);
export const entityName = demand(
  'the name of a kind of object, like Invoice',
  (value) => typeof value === 'string' && findDefinition(value) !== undefined,
);
/** Looked at where it is used. */
export const anything = demand('', () => true);
