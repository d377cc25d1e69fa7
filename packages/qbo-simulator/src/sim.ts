import { Clock, type ClockState, virtualStartMs } from './core/clock.ts';
import { Journal } from './core/journal.ts';
import { initialKnobs, type Knobs } from './core/knobs.ts';
import { Random } from './core/random.ts';
import { Store, type Table } from './core/store.ts';
import { keepStep } from './entities/history.ts';
import type { Change, Realm, RealmInfo, World } from './entities/model.ts';
import { openRealm, realmsTable } from './entities/realm.ts';
import type { FaultRule } from './faults/rules.ts';
import { type OAuthState, openOAuth } from './oauth/state.ts';
import { createLimits, type Limits } from './rest/limits.ts';
import { noteChange } from './webhooks/events.ts';
import { openWebhooks, type WebhookState } from './webhooks/state.ts';

/** A bookkeeper's action that waits for its time. */
export interface Scheduled {
  readonly id: string;
  readonly atMs: number;
  readonly realmId: string;
  readonly action: string;
  /** JSON text. */
  readonly params: string;
}

/** Everything one simulator holds. Made by `createSim`; the faces (OAuth, REST, admin) are functions over it. */
export interface Sim extends World {
  readonly seed: number;
  readonly realms: Map<string, Realm>;
  readonly settings: Table<SimSettings>;
  /** What was turned when it was started. */
  readonly firstKnobs: Partial<Knobs>;
  readonly oauth: OAuthState;
  readonly webhooks: WebhookState;
  readonly limits: Limits;
  readonly rules: FaultRule[];
  readonly schedule: Table<Scheduled>;
  readonly journal: Journal;
  /** Calls with a request id that are still being answered. */
  readonly inFlight: Map<string, Promise<unknown>>;
  knobOverrides: Partial<Knobs>;
  /** What the rules say about the call that is being worked on. */
  readonly notes: Set<string>;
}

/** What belongs to the whole simulator and survives a restart. */
interface SimSettings {
  readonly knobs: Partial<Knobs>;
  readonly clock: ClockState;
  readonly randomPosition: number;
  readonly journalNo: number;
}

export interface SimOptions {
  readonly seed?: number;
  readonly clock?: 'virtual' | 'real';
  /** ISO instant at which the clock begins. */
  readonly now?: string;
  readonly knobs?: Partial<Knobs>;
  /** How many calls the journal keeps. */
  readonly journalLimit?: number;
  /** The journal keeps no bodies. */
  readonly redactBodies?: boolean;
}

const settingsKey = 'settings';

/** A simulator over a store that may hold what an earlier one saved. */
export function createSim(options: SimOptions, store = new Store()): Sim {
  const settings = store.table<SimSettings>('settings');
  const saved = settings.get(settingsKey);
  const clock = new Clock(saved?.clock ?? firstClock(options));
  const random = new Random(options.seed ?? 1);
  if (saved !== undefined) random.position = saved.randomPosition;
  const sim: Sim = {
    seed: options.seed ?? 1,
    store,
    settings,
    firstKnobs: options.knobs ?? {},
    clock,
    random,
    journalNo: 0,
    realms: new Map(),
    oauth: openOAuth(store),
    webhooks: openWebhooks(store),
    limits: createLimits(),
    rules: [],
    schedule: store.table<Scheduled>('schedule'),
    journal: new Journal({
      limit: options.journalLimit ?? 10_000,
      keepsBodies: !options.redactBodies,
      startAt: (saved?.journalNo ?? 0) + 1,
    }),
    inFlight: new Map(),
    knobOverrides: {},
    knobs: knobReader(settings, () => sim.knobOverrides),
    notes: new Set(),
    note: (flag) => void sim.notes.add(flag),
    changed: (realm: Realm, change: Change) => {
      keepStep(realm, change);
      noteChange(sim, realm, change);
    },
  };
  if (saved === undefined) {
    settings.set(settingsKey, {
      knobs: options.knobs ?? {},
      clock: clock.state,
      randomPosition: random.position,
      journalNo: 0,
    });
  }
  for (const info of store.table<RealmInfo>(realmsTable).values())
    sim.realms.set(info.id, openRealm(sim, info.id));
  return sim;
}

/** Asked many times in every call, and changed hardly ever: put together anew only then. */
function knobReader(settings: Table<SimSettings>, overrides: () => Partial<Knobs>): () => Knobs {
  let known: { set: unknown; overridden: unknown; knobs: Knobs } | undefined;
  return () => {
    const set = settings.get(settingsKey)?.knobs;
    const overridden = overrides();
    if (known === undefined || known.set !== set || known.overridden !== overridden) {
      known = { set, overridden, knobs: { ...initialKnobs, ...set, ...overridden } };
    }
    return known.knobs;
  };
}

function firstClock({ clock = 'virtual', now }: SimOptions): ClockState {
  const start = now === undefined ? undefined : Date.parse(now);
  if (clock === 'real') return { mode: 'real', valueMs: start === undefined ? 0 : start - Date.now() };
  return { mode: 'virtual', valueMs: start ?? virtualStartMs };
}

/** Notes down where clock, random numbers and journal have got to, so that a restart goes on from there. */
export function keepSettings(sim: Sim): void {
  const before = sim.settings.get(settingsKey);
  sim.settings.set(settingsKey, {
    knobs: before?.knobs ?? {},
    clock: { ...sim.clock.state },
    randomPosition: sim.random.position,
    journalNo: sim.journal.lastNo,
  });
}

/** Every knob where the start of the simulator put it. */
export function resetKnobs(sim: Sim): void {
  const before = sim.settings.get(settingsKey);
  if (before !== undefined) sim.settings.set(settingsKey, { ...before, knobs: sim.firstKnobs });
}

export function setKnobs(sim: Sim, knobs: Partial<Knobs>): void {
  const before = sim.settings.get(settingsKey);
  if (before === undefined) throw new Error('The simulator has no settings');
  sim.settings.set(settingsKey, { ...before, knobs: { ...before.knobs, ...knobs } });
}

/** The id that support would ask for: every answer carries one. */
export function nextTid(sim: Sim): string {
  return `1-${sim.random.hex(8)}-${sim.random.hex(24)}`;
}
