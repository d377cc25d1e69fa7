import { AdminError } from '../admin/user-actions.ts';
import { Fault } from '../core/fault.ts';
import type { Knobs } from '../core/knobs.ts';
import type { Reply, SimRequest } from '../core/reply.ts';
import type { Realm } from '../entities/model.ts';
import type { CdcFault } from '../rest/cdc.ts';
import type { Sim } from '../sim.ts';
import { actionTable } from './actions.ts';
import { type FaultRule, fittingRules, type MatchContext } from './rules.ts';
import type { RefusalStage } from './strike.ts';

/**
 * The rules that fit one call, asked at each stage of it; the first that has an answer gives it. A rule is used up where
 * it strikes and not before: a call that is refused for other reasons leaves it waiting.
 */

export interface Fired {
  readonly rules: readonly FaultRule[];
  readonly context: MatchContext;
  /** Those that have done something to this call. */
  readonly struck: Set<FaultRule>;
}

export function fire(sim: Sim, context: MatchContext): Fired {
  return { rules: sim.rules.length === 0 ? [] : fittingRules(sim, context), context, struck: new Set() };
}

/** The ids of the rules that struck. */
export function struckRules({ struck }: Fired): string[] {
  return [...struck].map(({ id }) => id);
}

function strike({ struck }: Fired, rule: FaultRule): void {
  if (struck.has(rule)) return;
  struck.add(rule);
  rule.fired += 1;
  if (rule.left !== undefined) rule.left -= 1;
}

export function answerInstead(fired: Fired): Reply | undefined {
  for (const rule of fired.rules) {
    const reply = actionTable[rule.action].instead?.(rule.params);
    if (reply === undefined) continue;
    strike(fired, rule);
    return reply;
  }
  return undefined;
}

export function changeTokens(sim: Sim, fired: Fired, realmId: string): void {
  for (const rule of fired.rules) {
    const { tokens } = actionTable[rule.action];
    if (tokens === undefined) continue;
    strike(fired, rule);
    tokens({ sim, context: fired.context, params: rule.params, realmId });
  }
}

/** Throws the fault that a rule asks for at this stage of a call. */
export function refuseByRule(fired: Fired, stage: RefusalStage): void {
  for (const rule of fired.rules) {
    const { refuse, refusesAt = 'service' } = actionTable[rule.action];
    if (refuse === undefined || refusesAt !== stage) continue;
    strike(fired, rule);
    throw refuse(rule.params);
  }
}

/** Returns what could not be done: a payment for an invoice that is not there, say. The call itself goes on. */
export function changeBooks(sim: Sim, fired: Fired, realm: Realm): string[] {
  const failed: string[] = [];
  for (const rule of fired.rules) {
    const { books } = actionTable[rule.action];
    if (books === undefined) continue;
    try {
      const hasActed = books({ sim, realm, context: fired.context, params: rule.params });
      if (hasActed !== false) strike(fired, rule);
    } catch (error) {
      if (!(error instanceof AdminError || error instanceof Fault)) throw error;
      strike(fired, rule);
      failed.push(`rule ${rule.action} could not act: ${error.message}`);
    }
  }
  return failed;
}

export function knobsByRule(fired: Fired): Partial<Knobs> {
  const turned: Partial<Knobs> = {};
  for (const rule of fired.rules) {
    const knobs = actionTable[rule.action].knobs?.(rule.params);
    if (knobs === undefined) continue;
    strike(fired, rule);
    Object.assign(turned, knobs);
  }
  return turned;
}

export function cdcFaults(fired: Fired): CdcFault {
  const faults: CdcFault = {};
  for (const rule of fired.rules) {
    const { cdc } = actionTable[rule.action];
    if (cdc === undefined) continue;
    strike(fired, rule);
    Object.assign(faults, cdc);
  }
  return faults;
}

export function afterCommit(fired: Fired, reply: Reply): Reply {
  let sent = reply;
  for (const rule of fired.rules) {
    if (sent.delivery !== undefined) return sent; // Lost already: nothing more can happen to it.
    const changed = actionTable[rule.action].after?.(sent, rule.params) ?? sent;
    if (changed === sent) continue;
    strike(fired, rule);
    sent = changed;
  }
  return sent;
}

/** The rules at the token endpoint: what is answered instead, or what becomes of the answer. */
export function applyOAuthFaults(
  sim: Sim,
  request: SimRequest,
  realmId: string | undefined,
): { struck: () => string[]; reply: Reply | undefined; exchange: (work: () => Reply) => Reply } {
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
    struck: () => struckRules(fired),
    reply: answerInstead(fired),
    exchange: (work) => {
      const before = sim.knobOverrides;
      sim.knobOverrides = { ...before, ...knobsByRule(fired) };
      try {
        return afterCommit(fired, work());
      } finally {
        sim.knobOverrides = before;
      }
    },
  };
}
