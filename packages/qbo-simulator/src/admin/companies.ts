import type { SimRequest } from '../core/reply.ts';
import { createRealm, dropRealm } from '../create-realm.ts';
import { act } from '../due.ts';
import { definitions } from '../entities/definitions.ts';
import { entityNames, infoOf } from '../entities/realm.ts';
import { entityWire } from '../entities/wire.ts';
import { isPresetName, presets } from '../presets.ts';
import { meters } from '../rest/limits.ts';
import { resetKnobs, type Sim } from '../sim.ts';
import { demandRealm, only, optionalText, readObject } from './input.ts';
import { applyKnobs, readKnobs } from './knob-routes.ts';
import { loadDump } from './load.ts';
import { AdminError } from './user-actions.ts';

/** Companies: made, listed, dumped, loaded and dropped. */

function realmView(sim: Sim, id: string): object {
  const realm = demandRealm(sim, id);
  const { name, preset, country, zone, homeCurrency, taxRegime, isLapsed, knobs, skewMs } = infoOf(realm);
  return { realmId: id, name, preset, country, zone, homeCurrency, taxRegime, isLapsed, knobs, skewMs };
}

export function listRealms(sim: Sim): object {
  return { realms: [...sim.realms.keys()].map((id) => realmView(sim, id)) };
}

export function postRealm(sim: Sim, request: SimRequest): object {
  const body = readObject(request);
  only(body, ['preset', 'name', 'country', 'prefs', 'knobs']);
  const preset = optionalText(body, 'preset') ?? 'us-plain';
  if (!isPresetName(preset))
    throw new AdminError(`preset must be one of ${Object.keys(presets).join(', ')}`, 'preset');
  const name = optionalText(body, 'name');
  const country = optionalText(body, 'country');
  const { prefs } = body;
  const knobs = readKnobs(body['knobs'] ?? {}, 'knobs');
  const realm = createRealm(sim, {
    preset,
    ...(name !== undefined && { name }),
    ...(country !== undefined && { country }),
  });
  try {
    if (prefs !== undefined) act(sim, realm, 'setPref', { prefs });
  } catch (error) {
    dropRealm(sim, realm); // A company with other preferences than the ones asked for is of no use.
    throw error;
  }
  applyKnobs(sim, knobs, realm.id);
  return realmView(sim, realm.id);
}

export function deleteRealm(sim: Sim, _request: SimRequest, [id]: readonly string[]): undefined {
  dropRealm(sim, demandRealm(sim, id ?? '', 'realm'));
}

/** As after the start, without a company: no faults, tokens, webhooks or counted reads, every knob where it began. Clock and apps stay. */
export function reset(sim: Sim): undefined {
  for (const realm of [...sim.realms.values()]) dropRealm(sim, realm);
  for (const table of [sim.oauth.grants, sim.oauth.codes, sim.oauth.access, sim.oauth.refresh, sim.schedule])
    clear(table);
  clear(sim.webhooks.events);
  clear(sim.webhooks.deliveries);
  clear(sim.webhooks.subscriptions);
  sim.rules.length = 0;
  sim.webhooks.faults.length = 0;
  sim.limits.buckets.clear();
  clear(meters(sim));
  resetKnobs(sim);
}

function clear(table: { keys(): Iterable<string>; delete(key: string): void }): void {
  for (const key of [...table.keys()]) table.delete(key);
}

/** The whole company: what the API would show of each object, tombstones, and the rows to load it from. */
export function dump(sim: Sim, _request: SimRequest, [id]: readonly string[]): object {
  const realm = demandRealm(sim, id);
  const info = infoOf(realm);
  const living = entityNames.map((type) => [
    type,
    [...realm.entities[type].values()]
      .filter(({ isDeleted }) => !isDeleted)
      .map((entity) => entityWire(definitions[type], entity, info.zone)),
  ]);
  const deleted = entityNames.flatMap((type) =>
    [...realm.entities[type].values()]
      .filter(({ isDeleted }) => isDeleted)
      .map((entity) => ({ entity: type, id: entity.id })),
  );
  const rows = [['realms', realm.id, info], ...sim.store.allRows(`realm/${realm.id}/`)];
  return { realm: realmView(sim, realm.id), entities: Object.fromEntries(living), deleted, rows };
}

export function load(sim: Sim, { body }: SimRequest): object {
  return realmView(sim, loadDump(sim, body));
}
