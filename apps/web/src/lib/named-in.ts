/**
 * The records of an answer that show one of these inside: an order shows its buyer and its products. What a record says
 * of itself does not count.
 */
export function recordsNaming(answer: unknown, ids: ReadonlySet<string>): object[] {
  return recordsOf(answer).filter((record) =>
    Object.entries(record).some(([field, value]) => field !== 'id' && holds(value, ids)),
  );
}

/** Pages of a list, a list, or one record. */
function recordsOf(answer: unknown): object[] {
  if (!isObject(answer)) return [];
  if ('pages' in answer && Array.isArray(answer.pages)) return answer.pages.flatMap(recordsOf);
  if ('items' in answer && Array.isArray(answer.items)) return answer.items.filter(isObject);
  return [answer];
}

function holds(value: unknown, ids: ReadonlySet<string>): boolean {
  if (typeof value === 'string') return ids.has(value);
  return isObject(value) && Object.values(value).some((inner) => holds(inner, ids));
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
