import type { Reply, SimRequest } from '../core/reply.ts';
import type { Sim } from '../sim.ts';

/** The bookkeeper's page. Undefined for any other address. */
export function answerPage(_sim: Sim, _request: SimRequest): Reply | undefined {
  return undefined;
}
