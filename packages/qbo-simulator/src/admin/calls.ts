import { callClasses, callSummary } from '../core/journal.ts';
import type { SimRequest } from '../core/reply.ts';
import { corePlusUsed } from '../rest/limits.ts';
import type { Sim } from '../sim.ts';
import { limitOf, readMoment } from './input.ts';
import { AdminError } from './user-actions.ts';

/** Looking at what was asked and answered. */

function selectionOf({ query }: SimRequest) {
  const since = query.get('since');
  const realm = query.get('realm');
  return {
    ...(realm !== null && { realm }),
    ...(since !== null && { sinceMs: readMoment(since, 'since') }),
  };
}

/**
 * The newest calls that match, oldest first: `realm`, `since`, `class`, `after` (an entry's number), `limit`;
 * `bodies=no` for a list that is short whatever was sent.
 */
export function readJournal(sim: Sim, request: SimRequest): object {
  const { query } = request;
  const class_ = query.get('class');
  const after = query.get('after');
  if (class_ !== null && !callClasses.some((one) => one.toLowerCase() === class_.toLowerCase()))
    throw new AdminError(`class must be one of ${callClasses.join(', ')}`, 'class');
  if (after !== null && !/^\d{1,12}$/.test(after))
    throw new AdminError("after must be an entry's number", 'after');
  const entries = sim.journal.select({
    ...selectionOf(request),
    ...(class_ !== null && { class: class_ }),
    ...(after !== null && { afterNo: Number(after) }),
    limit: limitOf(request, 1000, 10_000),
  });
  const shown = query.get('bodies') === 'no' ? entries.map(callSummary) : entries;
  return { entries: shown, last: sim.journal.lastNo };
}

export function readEntry(sim: Sim, _request: SimRequest, [no]: readonly string[]): object {
  const entry = sim.journal.find(Number(no));
  if (entry === undefined) throw new AdminError(`The journal does not hold call ${no} any more`, 'no');
  return entry;
}

export function countCalls(sim: Sim, request: SimRequest): object {
  const corePlus = Object.fromEntries([...sim.oauth.apps.keys()].map((id) => [id, corePlusUsed(sim, id)]));
  return { ...sim.journal.count(selectionOf(request)), corePlusThisMonth: corePlus };
}
