import type { Clock } from '../core/clock.ts';
import type { Knobs } from '../core/knobs.ts';
import type { Random } from '../core/random.ts';
import type { Store, Table } from '../core/store.ts';
import type { Data, EntityName, Fields } from './fields.ts';

/** One object of a company, as it is now. Deleted ones stay as tombstones: change data capture tells of them. */
export interface Entity {
  readonly id: string;
  readonly syncToken: number;
  readonly createdMs: number;
  readonly updatedMs: number;
  readonly isDeleted: boolean;
  /** The journal entry of the call that wrote it last. */
  readonly writtenBy: number;
  readonly data: Data;
}

export type TaxRegime = 'none' | 'ast' | 'non_us';

/** What is fixed or set for a company as a whole. */
export interface RealmInfo {
  readonly id: string;
  readonly name: string;
  readonly preset: string;
  readonly country: string;
  readonly zone: string;
  readonly homeCurrency: string;
  /** Units of home currency for one unit of each currency the company trades in. */
  readonly exchangeRates: Readonly<Record<string, string>>;
  readonly taxRegime: TaxRegime;
  /** US: per cent of sales tax for each ship-to state of the preset. */
  readonly stateTaxRates: Readonly<Record<string, string>>;
  readonly customFields: readonly { readonly id: string; readonly name: string }[];
  readonly isLapsed: boolean;
  readonly knobs: Partial<Knobs>;
  /** How far this company's server clock is off. */
  readonly skewMs: number;
}

/** The first answer to a request id. */
export interface StoredAnswer {
  readonly requestId: string;
  readonly route: string;
  readonly bodyHash: string;
  readonly status: number;
  readonly body: string;
  readonly atMs: number;
}

/** A change that webhooks tell of and histories keep. */
export interface Change {
  readonly type: EntityName;
  readonly id: string;
  readonly operation: 'Create' | 'Update' | 'Delete' | 'Merge' | 'Void' | 'Emailed';
  /** Merge: the one that is gone. */
  readonly deletedId?: string;
  /** The row that was replaced. */
  readonly before?: Entity;
}

/** A row as it was until `untilMs`; kept only while a company's lists lag. */
export interface PastRow {
  readonly type: EntityName;
  readonly id: string;
  readonly untilMs: number;
  readonly row: Entity | undefined;
}

export interface Realm {
  readonly id: string;
  readonly world: World;
  readonly infos: Table<RealmInfo>;
  readonly entities: Readonly<Record<EntityName, Table<Entity>>>;
  readonly counters: Table<{ value: number }>;
  readonly requests: Table<StoredAnswer>;
  past: PastRow[];
}

/** What the entity rules see of the simulator. */
export interface World {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  /** The journal entry that is being worked on. */
  journalNo: number;
  /** Set by a fault rule for the call that is being worked on, which is worked on without a pause. */
  readonly knobOverrides: Partial<Knobs>;
  knobs(): Knobs;
  /** Says something about the call that is being worked on: its journal entry shows it, once the work is done. */
  note(flag: string): void;
  changed(realm: Realm, change: Change): void;
}

export type Operation = 'create' | 'update' | 'delete' | 'void';

/** A command on one object, on its way through the rules. */
export interface Write {
  readonly realm: Realm;
  readonly definition: Definition;
  readonly operation: Operation;
  readonly includes: ReadonlySet<string>;
  readonly isSparse: boolean;
  readonly before: Entity | undefined;
  /** What was sent, checked for types; read-only and unknown fields are gone. */
  readonly sent: Data;
  /** What the object will be. */
  readonly next: Data;
}

export type Rule = (write: Write) => void;

export interface Definition {
  readonly name: EntityName;
  readonly group: 'name' | 'list' | 'transaction' | 'settings';
  readonly fields: Fields;
  /** Objects of one sequence never share an id. */
  readonly idSequence: string;
  readonly operations: ReadonlySet<Operation | 'send' | 'pdf'>;
  /** Checked in this order, after the table of fields; each throws the Fault of the first thing it finds. */
  readonly rules: {
    /** Required fields that a table cannot express. */
    readonly required?: readonly Rule[];
    readonly references?: readonly Rule[];
    readonly unique?: readonly Rule[];
    /** May complete `next` (totals, defaults) and refuse it. */
    readonly business?: readonly Rule[];
  };
  /** What else moves when an object of this kind appears, changes or goes. */
  readonly effects?: (realm: Realm, id: string, before: Data | undefined, after: Data | undefined) => void;
}
