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

/**
 * Keeps the named parameters that are text, and of those only what their check accepts. All others are undefined and not
 * just absent: the router lays the answer over what stands in the address.
 */
export function readSearch<Key extends string>(
  raw: Record<string, unknown>,
  checks: Readonly<Record<Key, (value: string) => boolean>>,
): Partial<Record<Key, string>> {
  const isKey = (key: string): key is Key => Object.hasOwn(checks, key);
  const isTaken = (key: string, value: unknown) =>
    isKey(key) && typeof value === 'string' && value !== '' && checks[key](value);
  // fromEntries forgets that what is not undefined is text of a named parameter.
  return Object.fromEntries(
    Object.entries(raw).map(([key, value]) => [key, isTaken(key, value) ? value : undefined]),
  ) as Partial<Record<Key, string>>;
}
