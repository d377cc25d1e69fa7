import type { Schemas } from '@pace/api-client';
import { describeField } from './field-words.ts';

type Problem = Partial<Schemas['Problem']>;

/** An answer of the API that is not the one hoped for: what it said, for a person and for the form. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: number;
  readonly code: string;
  readonly problem: Problem;

  constructor(status: number, problem: Problem) {
    super(problem.title ?? `The server answered ${status}.`);
    this.status = status;
    this.code = problem.code ?? 'unknown';
    this.problem = problem;
  }

  /** What is wrong with which field: `lines.3.quantity` → `must be agreed`. */
  get fieldErrors(): ReadonlyMap<string, string> {
    return new Map(this.problem.errors?.map(({ path, message }) => [path, message]));
  }
}

const noAnswer = 'The server does not answer.';

/** The network or the server did not answer at all. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  constructor(cause: unknown) {
    super(`${noAnswer} What you typed is kept; try again in a moment.`, { cause });
  }
}

export function isProblem(error: unknown, code?: string): error is ApiProblem {
  return error instanceof ApiProblem && (code === undefined || error.code === code);
}

/** Whatever went wrong, for a person: a sentence or two, and one for each field that is wrong. */
export function describeError(error: unknown): string {
  return [describeOutcome(error), ...shortened(fieldSentences(error))].join(' ');
}

/** The same where nothing was typed that could be lost. */
export function describeAway(error: unknown): string {
  return error instanceof NoAnswer ? noAnswer : describeError(error);
}

/** What went wrong without the fields, for where they are listed or marked. */
export function describeOutcome(error: unknown): string {
  if (error instanceof ApiProblem) {
    const reason = typeof error.problem['reason'] === 'string' ? ` ${error.problem['reason']}` : '';
    return `${error.message}${reason}`;
  }
  return error instanceof Error ? error.message : 'Something went wrong.';
}

/** A sentence for each wrong field; `except` names those that a screen marks itself. */
export function fieldSentences(error: unknown, except?: (path: string) => boolean): string[] {
  if (!isProblem(error)) return [];
  const sentences = [...error.fieldErrors]
    .filter(([path]) => except === undefined || !except(path))
    .map(([path, message]) => describeField(path, message));
  // Some refusals say the same of their field, and two fields can be one on the screen.
  return [...new Set(sentences)].filter((sentence) => sentence !== error.message);
}

type Refusal = NonNullable<Schemas['BulkResult']['results'][number]['error']>;

/** Why a bulk command left a record as it was. */
export function describeRefusal({ detail, errors = [] }: Refusal): string {
  return [detail, ...shortened(errors.map(({ path, message }) => describeField(path, message)))].join(' ');
}

/** An order can have five hundred lines that want something; the first ones say what kind of thing it is. */
const maxSaid = 4;

function shortened(sentences: string[]): string[] {
  const more = sentences.length - maxSaid;
  return more > 0 ? [...sentences.slice(0, maxSaid), `And ${more} more.`] : sentences;
}
