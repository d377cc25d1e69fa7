/** What a search may name instead of looking everywhere: `city:chico`, `owner:"Ann Lee"`. */
export const searchFields = ['name', 'code', 'email', 'phone', 'contact', 'city', 'owner'] as const;
export type SearchField = (typeof searchFields)[number];

export interface AccountSearch {
  /** Every one of them must fit. */
  fields: { field: SearchField; value: string }[];
  /** What is left, looked for everywhere; undefined when nothing is. */
  text: string | undefined;
}

/** A field, a colon, and a value: one word, or several in quotes, whose end may not have been typed yet. */
const namedValue = new RegExp(`(?<!\\S)(${searchFields.join('|')}):(?:"([^"]*)"?|(\\S*))`, 'gi');

/**
 * Takes a search box apart. A prefix that is no field stays text, because names have colons too. A field without a
 * value is still being typed and asks for nothing.
 */
export function parseAccountSearch(typed: string): AccountSearch {
  const fields: AccountSearch['fields'] = [];
  const rest = typed.replace(namedValue, (_, name: string, quoted?: string, word?: string) => {
    const field = searchFields.find((one) => one === name.toLowerCase());
    const value = (quoted ?? word ?? '').trim();
    if (field && value !== '') fields.push({ field, value });
    return '\0';
  });
  const text = rest.replace(/\s*\0\s*/g, ' ').trim();
  return { fields, text: text === '' ? undefined : text };
}
