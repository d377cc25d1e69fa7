import { Fault, upperFault } from '../core/fault.ts';
import { callClasses, callSummary } from '../core/journal.ts';
import { isObject, type JsonObject } from '../core/json.ts';
import {
  globalKnobs,
  isKnobName,
  type KnobName,
  type Knobs,
  knobTable,
  whyNotKnobValue,
} from '../core/knobs.ts';
import { jsonReply, type Reply, type SimRequest } from '../core/reply.ts';
import { createRealm, dropRealm } from '../create-realm.ts';
import { act, advanceTo, nextMoment, runDue } from '../due.ts';
import { definitions } from '../entities/definitions.ts';
import { changeInfo, entityNames, infoOf } from '../entities/realm.ts';
import { entityWire } from '../entities/wire.ts';
import { actionTable } from '../faults/actions.ts';
import { readRule } from '../faults/rules.ts';
import { createGrant } from '../oauth/tokens.ts';
import { isPresetName, presets } from '../presets.ts';
import { corePlusUsed, meters } from '../rest/limits.ts';
import { keepSettings, type Sim, setKnobs } from '../sim.ts';
import { operations, tellableEntities } from '../webhooks/events.ts';
import { readWebhookFault, webhookFaultKinds } from '../webhooks/faults.ts';
import { bookRoutes } from './books.ts';
import { listGrants } from './connection.ts';
import {
  demandRealm,
  demandText,
  only,
  optionalText,
  plainValue,
  readDuration,
  readMoment,
  readObject,
} from './input.ts';
import { findBroken } from './invariants.ts';
import { loadDump } from './load.ts';
import { AdminError, checkUserAction, userActions } from './user-actions.ts';

/** The admin face: the simulator's own controls. One line per call; what each does stands below. */

type Handler = (sim: Sim, request: SimRequest, params: readonly string[]) => unknown;

const routes: readonly [method: string, path: RegExp, handler: Handler][] = [
  ['GET', /^\/?$/, describe],
  ['GET', /^\/realms$/, listRealms],
  ['POST', /^\/realms$/, postRealm],
  ['DELETE', /^\/realms\/([^/]+)$/, deleteRealm],
  ['POST', /^\/reset$/, reset],
  ['GET', /^\/clock$/, clockNow],
  ['POST', /^\/clock$/, moveClock],
  ['GET', /^\/faults$/, listFaults],
  ['POST', /^\/faults$/, addFault],
  ['DELETE', /^\/faults(?:\/([^/]+))?$/, removeFaults],
  ['GET', /^\/knobs$/, listKnobs],
  ['POST', /^\/knobs$/, turnKnobs],
  ['GET', /^\/user$/, listUserActions],
  ['POST', /^\/user\/([^/]+)$/, userAction],
  ['GET', /^\/journal$/, readJournal],
  ['GET', /^\/journal\/(\d{1,12})$/, readEntry],
  ['GET', /^\/calls$/, countCalls],
  ['GET', /^\/dump\/([^/]+)$/, dump],
  ['POST', /^\/load$/, load],
  ['POST', /^\/assert\/invariants$/, assertInvariants],
  ['GET', /^\/apps$/, listApps],
  ['POST', /^\/apps$/, addApp],
  ['POST', /^\/oauth\/grant$/, mintGrant],
  ['GET', /^\/oauth\/grants$/, listGrants],
  ['GET', /^\/webhooks$/, listWebhooks],
  ['POST', /^\/webhooks\/config$/, configureWebhooks],
  ['DELETE', /^\/webhooks\/config$/, forgetWebhooks],
  ['POST', /^\/webhooks\/flush$/, flushWebhooks],
  ['POST', /^\/webhooks\/faults$/, addWebhookFault],
  ['DELETE', /^\/webhooks\/faults$/, removeWebhookFaults],
  ['GET', /^\/webhooks\/deliveries\/([^/]+)$/, readDelivery],
  ...bookRoutes,
];

export const adminPath = '/__sim';

/** Answers a call under /__sim. Wrong input is 400 with the field it is about; a refused action is 422 with its fault. */
export async function answerAdmin(sim: Sim, request: SimRequest): Promise<Reply> {
  const path = request.path.slice(adminPath.length);
  const found = routes.find(([method, pattern]) => method === request.method && pattern.test(path));
  if (found === undefined)
    return jsonReply(404, {
      error: `There is no ${request.method} ${request.path.slice(0, 200)}; GET /__sim lists what there is`,
    });
  const [, pattern, handler] = found;
  try {
    const params = (pattern.exec(path)?.slice(1) ?? []).map((part) => part ?? '');
    const result = await handler(sim, request, params);
    keepSettings(sim);
    return result === undefined ? { status: 204, headers: {}, body: '' } : jsonReply(200, result);
  } catch (error) {
    if (error instanceof AdminError) {
      return jsonReply(400, {
        error: error.message,
        ...(error.field !== undefined && { field: error.field }),
      });
    }
    if (error instanceof Fault) return jsonReply(422, { error: error.message, ...upperFault(error) });
    throw error;
  }
}

function describe(sim: Sim): object {
  return {
    routes: routes.map(
      ([method, path]) =>
        `${method} ${adminPath}${path.source.replace(/^\^|\$$/g, '').replaceAll('\\/', '/')}`,
    ),
    presets: Object.fromEntries(Object.entries(presets).map(([name, { meaning }]) => [name, meaning])),
    realms: [...sim.realms.values()].map((realm) => realm.id),
  };
}

function realmView(sim: Sim, id: string): object {
  const realm = demandRealm(sim, id);
  const { name, preset, country, zone, homeCurrency, taxRegime, isLapsed, knobs, skewMs } = infoOf(realm);
  return { realmId: id, name, preset, country, zone, homeCurrency, taxRegime, isLapsed, knobs, skewMs };
}

function listRealms(sim: Sim): object {
  return { realms: [...sim.realms.keys()].map((id) => realmView(sim, id)) };
}

function postRealm(sim: Sim, request: SimRequest): object {
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

function deleteRealm(sim: Sim, _request: SimRequest, [id]: readonly string[]): undefined {
  dropRealm(sim, demandRealm(sim, id ?? '', 'realm'));
}

/** No companies, faults, tokens, webhooks or counted reads; knobs and clock stay as they are, apps too. */
function reset(sim: Sim): undefined {
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
}

function clear(table: { keys(): Iterable<string>; delete(key: string): void }): void {
  for (const key of [...table.keys()]) table.delete(key);
}

function clockNow(sim: Sim): object {
  const next = nextMoment(sim);
  return {
    now: new Date(sim.clock.nowMs()).toISOString(),
    mode: sim.clock.state.mode,
    nextDue: next === undefined ? null : new Date(next).toISOString(),
  };
}

const lastMs = Date.parse('9999-12-01T00:00:00Z');

/** `{set}`, `{advance}` and `{freeze}`; what becomes due on the way happens on the way. */
async function moveClock(sim: Sim, request: SimRequest): Promise<object> {
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

function listFaults(sim: Sim): object {
  return {
    rules: sim.rules.map(ruleView),
    actions: Object.fromEntries(Object.entries(actionTable).map(([name, { meaning }]) => [name, meaning])),
  };
}

function addFault(sim: Sim, request: SimRequest): object {
  const body = readObject(request);
  const rule = readRule(sim, body);
  sim.rules.push(rule);
  return ruleView(rule);
}

function removeFaults(sim: Sim, _request: SimRequest, [id]: readonly string[]): undefined {
  if (!id) {
    sim.rules.length = 0;
    return;
  }
  const at = sim.rules.findIndex((rule) => rule.id === id);
  if (at === -1) throw new AdminError(`There is no rule ${id}`, 'id');
  sim.rules.splice(at, 1);
}

function listKnobs(sim: Sim, request: SimRequest): object {
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

function readKnobs(value: unknown, field: string): Partial<Knobs> {
  if (!isObject(value)) throw new AdminError(`${field} must be an object`, field);
  const given = Object.entries(value).map(([name, one]) => [name, plainValue(one)] as const);
  for (const [name, one] of given) {
    const why = whyNotKnobValue(name, one);
    if (why !== undefined) throw new AdminError(why, `${field}.${name}`);
  }
  return Object.fromEntries(given) as Partial<Knobs>; // Each has just been checked against the table.
}

/** `{realm?, <knob>: value, …}` or `{realm?, knobs: {…}}`. Without a company they are set for all. */
function turnKnobs(sim: Sim, request: SimRequest): object {
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
function applyKnobs(sim: Sim, knobs: Partial<Knobs>, realmId: string | undefined): void {
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

function listUserActions(): object {
  return Object.fromEntries(
    Object.entries(userActions).map(([name, { meaning, params }]) => [name, { meaning, params }]),
  );
}

/** A bookkeeper's action, now or `at` a simulated moment. Answers with the object it left behind. */
function userAction(sim: Sim, request: SimRequest, [name = '']: readonly string[]): object {
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

function limitOf(request: SimRequest, initial: number, most: number): number {
  const text = request.query.get('limit');
  if (text === null) return initial;
  const limit = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= most) return limit;
  throw new AdminError(`limit must be a whole number from 1 to ${most}`, 'limit');
}

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
function readJournal(sim: Sim, request: SimRequest): object {
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

function readEntry(sim: Sim, _request: SimRequest, [no]: readonly string[]): object {
  const entry = sim.journal.find(Number(no));
  if (entry === undefined) throw new AdminError(`The journal does not hold call ${no} any more`, 'no');
  return entry;
}

function countCalls(sim: Sim, request: SimRequest): object {
  const corePlus = Object.fromEntries([...sim.oauth.apps.keys()].map((id) => [id, corePlusUsed(sim, id)]));
  return { ...sim.journal.count(selectionOf(request)), corePlusThisMonth: corePlus };
}

/** The whole company: what the API would show of each object, tombstones, and the rows to load it from. */
function dump(sim: Sim, _request: SimRequest, [id]: readonly string[]): object {
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

function load(sim: Sim, { body }: SimRequest): object {
  return realmView(sim, loadDump(sim, body));
}

function assertInvariants(sim: Sim, request: SimRequest): object {
  const realmId = request.query.get('realm') ?? optionalText(readObject(request), 'realm') ?? null;
  const realms = realmId === null ? [...sim.realms.values()] : [demandRealm(sim, realmId)];
  const broken = realms.flatMap((realm) => findBroken(sim, realm));
  return { ok: broken.length === 0, checked: realms.map(({ id }) => id), broken: broken.slice(0, 500) };
}

function listApps(sim: Sim): object {
  return { apps: [...sim.oauth.apps.values()] };
}

/** Registers an app, or changes one: `{clientId, clientSecret, redirectUris}`. */
function addApp(sim: Sim, request: SimRequest): object {
  const body = readObject(request);
  only(body, ['clientId', 'clientSecret', 'redirectUris']);
  const uris = body['redirectUris'];
  if (!Array.isArray(uris) || !uris.every((uri) => typeof uri === 'string' && URL.canParse(uri))) {
    throw new AdminError('redirectUris must be a list of addresses', 'redirectUris');
  }
  const app = {
    clientId: demandText(body, 'clientId'),
    clientSecret: demandText(body, 'clientSecret'),
    redirectUris: uris.filter((uri) => typeof uri === 'string'),
  };
  sim.oauth.apps.set(app.clientId, app);
  return app;
}

function appParam(sim: Sim, body: JsonObject): string {
  const clientId = optionalText(body, 'clientId') ?? [...sim.oauth.apps.keys()][0] ?? '';
  if (sim.oauth.apps.get(clientId) === undefined)
    throw new AdminError(`There is no app ${clientId}`, 'clientId');
  return clientId;
}

/** A pair of tokens without the consent page. */
function mintGrant(sim: Sim, request: SimRequest): object {
  const body = readObject(request);
  only(body, ['realm', 'realmId', 'clientId', 'scope']);
  const realm = demandRealm(sim, optionalText(body, 'realm') ?? optionalText(body, 'realmId'));
  const scope = optionalText(body, 'scope') ?? 'com.intuit.quickbooks.accounting';
  const pair = createGrant(sim, { clientId: appParam(sim, body), realmId: realm.id, scope });
  return {
    realmId: realm.id,
    access_token: pair.accessToken,
    refresh_token: pair.refreshToken,
    token_type: 'bearer',
    expires_in: 3600,
    x_refresh_token_expires_in: 8_726_400,
  };
}

function listWebhooks(sim: Sim, request: SimRequest): object {
  const limit = limitOf(request, 100, 2000);
  return {
    subscriptions: [...sim.webhooks.subscriptions.values()].map(
      ({ verifierToken: _secret, ...rest }) => rest,
    ),
    pendingEvents: sim.webhooks.events.size,
    deliveries: [...sim.webhooks.deliveries.values()].slice(-limit),
    faults: sim.webhooks.faults,
    faultKinds: Object.fromEntries(
      Object.entries(webhookFaultKinds).map(([name, { meaning }]) => [name, meaning]),
    ),
  };
}

/** `{url, verifierToken, clientId?, entities?, operations?, format?}`. Void is off unless it is named. */
function configureWebhooks(sim: Sim, request: SimRequest): object {
  const body = readObject(request);
  only(body, ['clientId', 'url', 'verifierToken', 'entities', 'operations', 'format']);
  const url = demandText(body, 'url');
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new AdminError('url must be an http address', 'url');
  const format = optionalText(body, 'format') ?? 'cloudevents';
  if (format !== 'cloudevents' && format !== 'legacy')
    throw new AdminError('format must be cloudevents or legacy', 'format');
  const subscription = {
    clientId: appParam(sim, body),
    url,
    verifierToken: demandText(body, 'verifierToken'),
    entities: chosen(body, 'entities', tellableEntities, tellableEntities),
    operations: chosen(
      body,
      'operations',
      operations,
      operations.filter((one) => one !== 'Void'),
    ),
    format,
  } as const;
  sim.webhooks.subscriptions.set(subscription.clientId, subscription);
  const { verifierToken: _secret, ...shown } = subscription;
  return shown;
}

function chosen<T extends string>(
  body: JsonObject,
  field: string,
  known: readonly T[],
  initial: readonly T[],
): readonly T[] {
  const list = body[field];
  if (list === undefined) return initial;
  if (!Array.isArray(list)) throw new AdminError(`${field} must be a list`, field);
  return list.map((one) => {
    const found = known.find((name) => typeof one === 'string' && name.toLowerCase() === one.toLowerCase());
    if (found === undefined) throw new AdminError(`${field} may hold ${known.join(', ')}`, field);
    return found;
  });
}

function forgetWebhooks(sim: Sim, request: SimRequest): undefined {
  const clientId = request.query.get('clientId');
  for (const id of [...sim.webhooks.subscriptions.keys()]) {
    if (clientId !== null && id !== clientId) continue;
    sim.webhooks.subscriptions.delete(id);
    for (const event of [...sim.webhooks.events.values()])
      if (event.clientId === id) sim.webhooks.events.delete(event.id);
  }
}

/** Sends everything that waits, whatever the time; ends when it has been tried once. */
async function flushWebhooks(sim: Sim): Promise<object> {
  await runDue(sim, true);
  const waiting = [...sim.webhooks.deliveries.values()].filter(({ state }) => state === 'waiting').length;
  return { waiting, pendingEvents: sim.webhooks.events.size };
}

function readDelivery(sim: Sim, _request: SimRequest, [id = '']: readonly string[]): object {
  const delivery = sim.webhooks.deliveries.get(id);
  if (delivery === undefined) throw new AdminError('There is no such delivery any more', 'id');
  return delivery;
}

function addWebhookFault(sim: Sim, request: SimRequest): object {
  const fault = readWebhookFault(sim, readObject(request));
  sim.webhooks.faults.push(fault);
  return fault;
}

function removeWebhookFaults(sim: Sim): undefined {
  sim.webhooks.faults.length = 0;
}
