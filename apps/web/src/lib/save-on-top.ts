import { isProblem } from './problem.ts';

/** More colleagues than this do not save the same record within a second. */
const mostTries = 4;

/**
 * Sends a change of some fields of a record. What somebody saved meanwhile in other fields is kept: the change is sent
 * again on top of it. Where they changed the same fields the refusal is passed on, for the person to settle.
 */
export async function saveOnTop<Item extends { version: number }>(
  record: Item,
  send: (current: Item) => Promise<Item>,
  isInTheWay: (current: Item) => boolean,
): Promise<Item> {
  let current = record;
  for (let tries = 1; ; tries += 1) {
    try {
      return await send(current);
    } catch (error) {
      const newer = newerVersion<Item>(error);
      if (newer === undefined || tries === mostTries || isInTheWay(newer)) throw error;
      current = newer;
    }
  }
}

/** The version that is in the way, which the refusal of a stale change carries. */
export function newerVersion<Item>(error: unknown): Item | undefined {
  return isProblem(error, 'record.stale') ? (error.problem['current'] as Item | undefined) : undefined;
}
