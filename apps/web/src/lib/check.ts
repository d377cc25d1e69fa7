import type { z } from 'zod';

/** What is wrong with a form, by field: from the API's own schema before anything is sent, or from its refusal. */
export type FieldErrors = ReadonlyMap<string, string>;

export const noErrors: FieldErrors = new Map();

/** What the API would refuse about a body, by path: `name`, `contacts.0.email`. */
export function findIssues(schema: z.ZodType, body: unknown): FieldErrors {
  const parsed = schema.safeParse(body);
  const issues = parsed.error?.issues ?? [];
  return new Map(issues.map((issue) => [issue.path.map(String).join('.'), issue.message]));
}

/** A text field as the wire has it: nothing typed is null. */
export function typedText(value: string): string | null {
  return value.trim() === '' ? null : value.trim();
}
