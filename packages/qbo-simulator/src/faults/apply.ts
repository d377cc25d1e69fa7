import { AdminError } from '../admin/user-actions.ts';
import { Fault } from '../core/fault.ts';
import type { Knobs } from '../core/knobs.ts';
import type { Reply, SimRequest } from '../core/reply.ts';
import type { Realm } from '../entities/model.ts';
import type { CdcFault } from '../rest/cdc.ts';
import type { Sim } from '../sim.ts';
import { actionTable } from './actions.ts';
import { type FaultRule, type MatchContext, takeRules } from './rules.ts';
import type { RefusalStage } from './strike.ts';

/** The rules that fire for one call, asked at each stage of it. The first that has an answer gives it. */

export interface Fired {
  readonly rules: readonly FaultRule[];
  readonly context: MatchContext;
}

export function fire(sim: Sim, context: MatchContext): Fired {
  return { rules: takeRules(sim, context), context };
}

export function answerInstead({ rules }: Fired): Reply | undefined {
  for (const { action, params } of rules) {
    const reply = actionTable[action].instead?.(params);
    if (reply !== undefined) return reply;
  }
  return undefined;
}

export function changeTokens(sim: Sim, { rules, context }: Fired, realmId: string): void {
  for (const { action, params } of rules) actionTable[action].tokens?.({ sim, context, params, realmId });
}

/** Throws the fault that a rule asks for at this stage of a call. */
export function refuseByRule({ rules }: Fired, stage: RefusalStage): void {
  for (const { action, params } of rules) {
    const { refuse, refusesAt = 'service' } = actionTable[action];
    if (refuse !== undefined && refusesAt === stage) throw refuse(params);
  }
}

/** Returns what could not be done: a payment for an invoice that is not there, say. The call itself goes on. */
export function changeBooks(sim: Sim, { rules, context }: Fired, realm: Realm): string[] {
  const failed: string[] = [];
  for (const { action, params } of rules) {
    try {
      actionTable[action].books?.({ sim, realm, context, params });
    } catch (error) {
      if (!(error instanceof AdminError || error instanceof Fault)) throw error;
      failed.push(`rule ${action} could not act: ${error.message}`);
    }
  }
  return failed;
}

export function knobsByRule({ rules }: Fired): Partial<Knobs> {
  return Object.assign({}, ...rules.map(({ action, params }) => actionTable[action].knobs?.(params) ?? {}));
}

export function cdcFaults({ rules }: Fired): CdcFault {
  return Object.assign({}, ...rules.map(({ action }) => actionTable[action].cdc ?? {}));
}

export function afterCommit({ rules }: Fired, reply: Reply): Reply {
  return rules.reduce(
    (changed, { action, params }) => actionTable[action].after?.(changed, params) ?? changed,
    reply,
  );
}

/** The rules at the token endpoint: what is answered instead, or what becomes of the answer. */
export function applyOAuthFaults(
  sim: Sim,
  request: SimRequest,
  realmId: string | undefined,
): { rules: readonly string[]; reply: Reply | undefined; after: (reply: Reply) => Reply } {
  const fired = fire(sim, {
    realm: realmId,
    method: request.method,
    entity: undefined,
    operation: 'token',
    address: request.path,
    requestId: undefined,
    headers: request.headers,
    body: request.body,
  });
  if (realmId !== undefined) changeTokens(sim, fired, realmId);
  return {
    rules: fired.rules.map(({ id }) => id),
    reply: answerInstead(fired),
    after: (reply) => afterCommit(fired, reply),
  };
}
