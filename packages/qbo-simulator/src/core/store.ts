/**
 * Everything the simulator must remember is a row of a table in one store. Rows are never changed, only replaced:
 * that is what makes undoing a refused command, saving only what changed and looking into the past short.
 */

/** Finds rows by something else than their key. `keysOf` names the values a row is found under. */
export interface IndexDefinition<Row> {
  name: string;
  keysOf: (row: Row) => readonly string[];
}

export class Table<Row extends object = object> {
  readonly name: string;
  /** Grows with every change, so that whatever was computed from the table knows when it is out of date. */
  version = 0;
  private readonly store: Store;
  private readonly rows = new Map<string, Row>();
  private readonly indexes: { definition: IndexDefinition<Row>; keys: Map<string, Set<string>> }[];

  constructor(store: Store, name: string, indexes: readonly IndexDefinition<Row>[]) {
    this.store = store;
    this.name = name;
    this.indexes = indexes.map((definition) => ({ definition, keys: new Map() }));
  }

  get size(): number {
    return this.rows.size;
  }

  get(key: string): Row | undefined {
    return this.rows.get(key);
  }

  values(): IterableIterator<Row> {
    return this.rows.values();
  }

  keys(): IterableIterator<string> {
    return this.rows.keys();
  }

  entries(): IterableIterator<[string, Row]> {
    return this.rows.entries();
  }

  hasIndex(name: string): boolean {
    return this.indexes.some(({ definition }) => definition.name === name);
  }

  /** The rows found under a value of an index, in no promised order. */
  find(index: string, value: string): Row[] {
    const found = this.indexes.find(({ definition }) => definition.name === index);
    if (found === undefined) throw new Error(`The table ${this.name} has no index ${index}`);
    return [...(found.keys.get(value) ?? [])].flatMap((key) => this.rows.get(key) ?? []);
  }

  set(key: string, row: Row): void {
    this.replace(key, row);
  }

  delete(key: string): void {
    if (this.rows.has(key)) this.replace(key, undefined);
  }

  private replace(key: string, row: Row | undefined): void {
    const before = this.rows.get(key);
    this.put(key, row);
    this.store.noteChange(this, key, () => this.put(key, before));
  }

  /** Only the store calls this beside the table itself: to load what was saved. */
  put(key: string, row: Row | undefined): void {
    const before = this.rows.get(key);
    this.version += 1;
    for (const { definition, keys } of this.indexes) {
      if (before !== undefined) for (const value of definition.keysOf(before)) forget(keys, value, key);
      if (row !== undefined) for (const value of definition.keysOf(row)) remember(keys, value, key);
    }
    if (row === undefined) this.rows.delete(key);
    else this.rows.set(key, row);
  }
}

function remember(keys: Map<string, Set<string>>, value: string, key: string): void {
  const set = keys.get(value);
  if (set === undefined) keys.set(value, new Set([key]));
  else set.add(key);
}

function forget(keys: Map<string, Set<string>>, value: string, key: string): void {
  const set = keys.get(value);
  set?.delete(key);
  if (set?.size === 0) keys.delete(value);
}

/** One changed row, as it is saved: no row means that it is gone. */
export type SavedRow = readonly [table: string, key: string, row: object | null];

export class Store {
  private readonly tables = new Map<string, Table<never>>();
  /** Rows that were loaded before the table they belong to was asked for. */
  private readonly waiting = new Map<string, Map<string, object>>();
  private readonly changed = new Map<string, Set<string>>();
  private undo: (() => void)[] | undefined;
  /** Set where changes are saved; without it nothing is noted down. */
  isSaving = false;

  table<Row extends object>(name: string, indexes: readonly IndexDefinition<Row>[] = []): Table<Row> {
    const known = this.tables.get(name);
    // A table is always asked for with the same row type, by the one place that owns its name.
    if (known !== undefined) return known as unknown as Table<Row>;
    const table = new Table<Row>(this, name, indexes);
    for (const [key, row] of this.waiting.get(name) ?? []) table.put(key, row as Row);
    this.waiting.delete(name);
    this.tables.set(name, table as unknown as Table<never>);
    return table;
  }

  drop(prefix: string): void {
    for (const [name, table] of this.tables) {
      if (!name.startsWith(prefix)) continue;
      for (const [key] of [...table.entries()]) table.delete(key);
      this.tables.delete(name);
    }
  }

  /** All of the work, or, when it throws, none of it. */
  atomically<T>(work: () => T): T {
    if (this.undo !== undefined) return work();
    const undo: (() => void)[] = [];
    this.undo = undo;
    try {
      return work();
    } catch (error) {
      for (const step of undo.reverse()) step();
      throw error;
    } finally {
      this.undo = undefined;
    }
  }

  noteChange(table: { readonly name: string }, key: string, undo: () => void): void {
    this.undo?.push(undo);
    if (!this.isSaving) return;
    const keys = this.changed.get(table.name);
    if (keys === undefined) this.changed.set(table.name, new Set([key]));
    else keys.add(key);
  }

  /** What has changed since the last call, each row once and as it is now. */
  takeChanges(): SavedRow[] {
    const rows: SavedRow[] = [];
    for (const [name, keys] of this.changed) {
      const table = this.tables.get(name);
      for (const key of keys) rows.push([name, key, table?.get(key) ?? null]);
    }
    this.changed.clear();
    return rows;
  }

  /** Every row of every table whose name begins so. */
  *allRows(prefix = ''): Generator<SavedRow> {
    for (const [name, table] of this.tables) {
      if (name.startsWith(prefix)) for (const [key, row] of table.entries()) yield [name, key, row];
    }
    for (const [name, rows] of this.waiting) {
      if (name.startsWith(prefix)) for (const [key, row] of rows) yield [name, key, row];
    }
  }

  load(rows: Iterable<SavedRow>): void {
    for (const [name, key, row] of rows) {
      const table = this.tables.get(name);
      if (table !== undefined) {
        (table as unknown as Table).put(key, row ?? undefined);
        continue;
      }
      const waiting = this.waiting.get(name) ?? new Map<string, object>();
      this.waiting.set(name, waiting);
      if (row === null) waiting.delete(key);
      else waiting.set(key, row);
    }
  }
}
