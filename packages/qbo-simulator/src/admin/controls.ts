import type { SimRequest } from '../core/reply.ts';
import { act, advanceTo, nextMoment, runDue } from '../due.ts';
import { definitions } from '../entities/definitions.ts';
import { entityNames, infoOf } from '../entities/realm.ts';
import { entityWire } from '../entities/wire.ts';
import { actionTable } from '../faults/actions.ts';
import { readRule } from '../faults/rules.ts';
import type { Sim } from '../sim.ts';
import { demandRealm, only, optionalText, readDuration, readMoment, readObject } from './input.ts';
import { findBroken } from './invariants.ts';
import { AdminError, checkUserAction, userActions } from './user-actions.ts';

/** Time, fault rules, the bookkeeper, and whether the books are sound. */

export function clockNow(sim: Sim): object {
  const next = nextMoment(sim);
  return {
    now: new Date(sim.clock.nowMs()).toISOString(),
    mode: sim.clock.state.mode,
    nextDue: next === undefined ? null : new Date(next).toISOString(),
  };
}

const lastMs = Date.parse('9999-12-01T00:00:00Z');

/** `{set}`, `{advance}` and `{freeze}`; what becomes due on the way happens on the way. */
export async function moveClock(sim: Sim, request: SimRequest): Promise<object> {
  const body = readObject(request);
  only(body, ['set', 'advance', 'freeze']);
  const { freeze } = body;
  if (freeze !== undefined && typeof freeze !== 'boolean')
    throw new AdminError('freeze must be true or false', 'freeze');
  const set = body['set'] === undefined ? undefined : readMoment(body['set'], 'set');
  const advance = body['advance'] === undefined ? 0 : readDuration(body['advance'], 'advance');
  // Texts of instants have years of four digits.
  if (Math.max(set ?? 0, sim.clock.nowMs()) + advance > lastMs)
    throw new AdminError('The clock does not go beyond the year 9999', set === undefined ? 'advance' : 'set');
  if (freeze === true) sim.clock.freeze();
  if (freeze === false) sim.clock.run();
  if (set !== undefined && set < sim.clock.nowMs()) sim.clock.set(set);
  const target = Math.max(set ?? 0, sim.clock.nowMs()) + advance;
  if (target > sim.clock.nowMs()) await advanceTo(sim, target);
  return clockNow(sim);
}

function ruleView({ id, match, action, params, left, p, seen, fired }: Sim['rules'][number]): object {
  return { id, match, action: { type: action, ...params }, times: left ?? null, p, seen, fired };
}

export function listFaults(sim: Sim): object {
  return {
    rules: sim.rules.map(ruleView),
    actions: Object.fromEntries(Object.entries(actionTable).map(([name, { meaning }]) => [name, meaning])),
  };
}

export function addFault(sim: Sim, request: SimRequest): object {
  const body = readObject(request);
  const rule = readRule(sim, body);
  sim.rules.push(rule);
  return ruleView(rule);
}

export function removeFaults(sim: Sim, _request: SimRequest, [id]: readonly string[]): undefined {
  if (!id) {
    sim.rules.length = 0;
    return;
  }
  const at = sim.rules.findIndex((rule) => rule.id === id);
  if (at === -1) throw new AdminError(`There is no rule ${id}`, 'id');
  sim.rules.splice(at, 1);
}

export function listUserActions(): object {
  return Object.fromEntries(
    Object.entries(userActions).map(([name, { meaning, params }]) => [name, { meaning, params }]),
  );
}

/** A bookkeeper's action, now or `at` a simulated moment. Answers with the object it left behind. */
export function userAction(sim: Sim, request: SimRequest, [name = '']: readonly string[]): object {
  const { realm: realmId, at, in: wait, ...params } = readObject(request);
  const realm = demandRealm(sim, optionalText({ realm: realmId ?? null }, 'realm'));
  checkUserAction(name, params);
  if (at !== undefined || wait !== undefined) {
    const atMs = at === undefined ? sim.clock.nowMs() + readDuration(wait, 'in') : readMoment(at, 'at');
    const id = sim.random.hex(12);
    sim.schedule.set(id, { id, atMs, realmId: realm.id, action: name, params: JSON.stringify(params) });
    return { scheduled: id, at: new Date(atMs).toISOString() };
  }
  const entity = act(sim, realm, name, params);
  void runDue(sim);
  if (entity === undefined) return { done: name };
  const type = entityNames.find(
    (one) =>
      realm.entities[one].get(entity.id) === entity || isNow(realm.entities[one].get(entity.id), entity),
  );
  return type === undefined
    ? { done: name }
    : { [type]: entityWire(definitions[type], entity, infoOf(realm).zone) };
}

/** A payment's effects may have replaced the row that the action returned. */
function isNow(
  row: { createdMs: number; data: object } | undefined,
  entity: { createdMs: number; data: object },
): boolean {
  return row !== undefined && row.data === entity.data;
}

export function assertInvariants(sim: Sim, request: SimRequest): object {
  const realmId = request.query.get('realm') ?? optionalText(readObject(request), 'realm') ?? null;
  const realms = realmId === null ? [...sim.realms.values()] : [demandRealm(sim, realmId)];
  const broken = realms.flatMap((realm) => findBroken(sim, realm));
  return { ok: broken.length === 0, checked: realms.map(({ id }) => id), broken: broken.slice(0, 500) };
}
