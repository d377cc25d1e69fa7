/**
 * Addresses in plain words: `?status=confirmed,posted_to_qb&mine=true`, exactly the parameters of the API, so that a
 * filter can be copied from one to the other. Values are text; the route's own check gives them meaning.
 */
export function parseSearch(search: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(search));
}

export function stringifySearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(search)) {
    if (value !== undefined && value !== null && value !== '') params.set(key, String(value));
  }
  // Commas are legal in a query, and lists read better with them.
  const text = params.toString().replaceAll('%2C', ',');
  return text === '' ? '' : `?${text}`;
}

/** Keeps the named parameters that are text, and of those only what their check accepts. */
export function readSearch<Key extends string>(
  raw: Record<string, unknown>,
  checks: Readonly<Record<Key, (value: string) => boolean>>,
): Partial<Record<Key, string>> {
  const read: Partial<Record<Key, string>> = {};
  // Object.keys forgets that the record above has no other keys.
  for (const key of Object.keys(checks) as Key[]) {
    const value = raw[key];
    if (typeof value === 'string' && value !== '' && checks[key](value)) read[key] = value;
  }
  return read;
}
