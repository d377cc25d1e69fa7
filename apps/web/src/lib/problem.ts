import type { Schemas } from '@pace/api-client';

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

/** The network or the server did not answer at all. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  constructor(cause: unknown) {
    super('The server does not answer. What you typed is kept; try again in a moment.', { cause });
  }
}

export function isProblem(error: unknown, code?: string): error is ApiProblem {
  return error instanceof ApiProblem && (code === undefined || error.code === code);
}

/** One sentence for a person, whatever went wrong. */
export function describeError(error: unknown): string {
  if (error instanceof ApiProblem) {
    const reason = typeof error.problem['reason'] === 'string' ? ` ${error.problem['reason']}` : '';
    return `${error.message}${reason}`;
  }
  return error instanceof Error ? error.message : 'Something went wrong.';
}
