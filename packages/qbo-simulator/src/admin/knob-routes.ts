import { isObject } from '../core/json.ts';
import {
  globalKnobs,
  isKnobName,
  type KnobName,
  type Knobs,
  knobTable,
  whyNotKnobValue,
} from '../core/knobs.ts';
import type { SimRequest } from '../core/reply.ts';
import { changeInfo, infoOf } from '../entities/realm.ts';
import { type Sim, setKnobs } from '../sim.ts';
import { demandRealm, optionalText, plainValue, readObject } from './input.ts';
import { AdminError } from './user-actions.ts';

/** Reading and turning knobs. */

export function listKnobs(sim: Sim, request: SimRequest): object {
  const realmId = request.query.get('realm');
  const own = realmId === null ? {} : infoOf(demandRealm(sim, realmId)).knobs;
  const shared = sim.knobs();
  const entries = Object.entries(knobTable).map(([name, knob]) => {
    const key = name as KnobName; // A key of the table.
    const { initial, ...rest } = knob;
    return [
      name,
      { value: own[key] ?? shared[key], default: initial, isGlobal: globalKnobs.has(key), ...rest },
    ];
  });
  return { knobs: Object.fromEntries(entries) };
}

export function readKnobs(value: unknown, field: string): Partial<Knobs> {
  if (!isObject(value)) throw new AdminError(`${field} must be an object`, field);
  const given = Object.entries(value).map(([name, one]) => [name, plainValue(one)] as const);
  for (const [name, one] of given) {
    const why = whyNotKnobValue(name, one);
    if (why !== undefined) throw new AdminError(why, `${field}.${name}`);
  }
  return Object.fromEntries(given) as Partial<Knobs>; // Each has just been checked against the table.
}

/** `{realm?, <knob>: value, …}` or `{realm?, knobs: {…}}`. Without a company they are set for all. */
export function turnKnobs(sim: Sim, request: SimRequest): object {
  const { realm, knobs, ...direct } = readObject(request);
  const wanted = { ...readKnobs(knobs ?? {}, 'knobs'), ...readKnobs(direct, 'knobs') };
  const named = optionalText({ realm: realm ?? null }, 'realm');
  const realmId = named === undefined ? undefined : demandRealm(sim, named).id;
  applyKnobs(sim, wanted, realmId);
  return listKnobs(sim, {
    ...request,
    query: new URLSearchParams(realmId === undefined ? {} : { realm: realmId }),
  });
}

/** Knobs that belong to no company are always set for the whole simulator. */
export function applyKnobs(sim: Sim, knobs: Partial<Knobs>, realmId: string | undefined): void {
  const entries = Object.entries(knobs);
  const isShared = (name: string): boolean =>
    realmId === undefined || (isKnobName(name) && globalKnobs.has(name));
  const shared = entries.filter(([name]) => isShared(name));
  const own = entries.filter(([name]) => !isShared(name));
  if (shared.length > 0) setKnobs(sim, Object.fromEntries(shared) as Partial<Knobs>);
  if (realmId === undefined || own.length === 0) return;
  const realm = demandRealm(sim, realmId);
  changeInfo(realm, { knobs: { ...infoOf(realm).knobs, ...(Object.fromEntries(own) as Partial<Knobs>) } });
}
