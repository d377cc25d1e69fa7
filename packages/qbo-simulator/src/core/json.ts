/**
 * JSON whose numbers keep the digits they were written with: 0.1 + 0.2 must not be able to happen to an amount.
 * Inbound through the reviver's source text, outbound through JSON.rawJSON.
 */

/** A number as it stood in the text. */
export class NumberText {
  readonly source: string;
  constructor(source: string) {
    this.source = source;
  }

  /** Written again with the same digits. */
  toJSON(): object {
    return numberJson(this.source);
  }
}

export type Json = string | boolean | null | NumberText | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

// Both are in the language since ES2026 and not yet in the compiler's library.
interface ExactJson {
  parse(
    text: string,
    reviver: (key: string, value: unknown, context: { source?: string }) => unknown,
  ): unknown;
  rawJSON(text: string): object;
}
const exact = JSON as unknown as ExactJson;

/** Throws SyntaxError for what is no JSON, or is nested beyond what can be followed. */
export function parseExact(text: string): Json {
  try {
    return exact.parse(text, (_key, value, { source }) =>
      typeof value === 'number' ? new NumberText(source ?? String(value)) : value,
    ) as Json; // The reviver replaces the one kind that Json does not have.
  } catch (error) {
    if (error instanceof RangeError) throw new SyntaxError('nested too deeply');
    throw error;
  }
}

/** A decimal written as `275` or `47.5`, to be printed as a JSON number with those very digits. */
export function numberJson(decimal: string): object {
  return exact.rawJSON(decimal);
}

export function isObject(value: unknown): value is JsonObject {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof NumberText)
  );
}
