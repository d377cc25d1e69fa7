import type { Table } from '../../core/store.ts';
import type { Definition, Entity, PastRow, Realm } from '../../entities/model.ts';
import { knobsOf, nameKey } from '../../entities/realm.ts';
import { taxRegimeOf } from '../../entities/tax.ts';
import type { Filter, Key } from './fields.ts';
import type { Query } from './parse.ts';

/** The rows among which a query looks: all of a kind, those an index leads to, or those of a while ago. */

/** Rows by id, ascending, and what has been read off them: a field is looked up in fifty thousand rows only once. */
export class List {
  readonly rows: readonly Entity[];
  private readonly columns = new Map<string, readonly (Key | undefined)[]>();

  constructor(rows: readonly Entity[]) {
    this.rows = rows;
  }

  column({ name, read }: Filter): readonly (Key | undefined)[] {
    let column = this.columns.get(name);
    if (column === undefined) {
      column = this.rows.map(read);
      this.columns.set(name, column);
    }
    return column;
  }

  /** The places of the rows that pass. */
  places(passes: (at: number) => boolean): number[] {
    const found: number[] = [];
    for (let at = 0; at < this.rows.length; at += 1) if (passes(at)) found.push(at);
    return found;
  }

  at(places: readonly number[]): Entity[] {
    return places.flatMap((at) => this.rows[at] ?? []);
  }
}

const listed = new WeakMap<Table<Entity>, { version: number; list: List }>();

/** The living rows; remembered until the table changes. */
function livingRows(table: Table<Entity>): List {
  const known = listed.get(table);
  if (known?.version === table.version) return known.list;
  const rows: Entity[] = [];
  let isAscending = true;
  let last = -1;
  for (const row of table.values()) {
    if (row.isDeleted) continue;
    const id = Number(row.id);
    if (id < last) isAscending = false;
    last = id;
    rows.push(row);
  }
  if (!isAscending) rows.sort(byId);
  const list = new List(rows);
  listed.set(table, { version: table.version, list });
  return list;
}

const byId = (a: Entity, b: Entity): number => Number(a.id) - Number(b.id);

/** Fields whose values an index of the table knows, and how the index spells them. */
const indexes: Readonly<Record<string, { index: string; spell: (value: string) => string }>> = {
  docnumber: { index: 'number', spell: (value) => value.toLowerCase() },
  customerref: { index: 'party', spell: (value) => value },
  vendorref: { index: 'party', spell: (value) => value },
  displayname: { index: 'name', spell: nameKey },
};

/**
 * The rows among which the answer is: those that an id or an index leads to where a condition names one, else all of
 * them. The conditions are still asked of every row.
 */
export function candidates(realm: Realm, definition: Definition, { conditions }: Query): List {
  // Under automated sales tax TAX and NON can be read and used, but no list shows them.
  if (definition.name === 'TaxCode' && taxRegimeOf(realm) === 'ast') return new List([]);
  if (knobsOf(realm).listLagMs > 0) return rowsOf(realm, definition);
  const table = realm.entities[definition.name];
  for (const { field, operator, values } of conditions) {
    if (operator !== '=' && operator !== 'in') continue;
    const name = field.toLowerCase();
    const found = indexes[name];
    const rows =
      name === 'id'
        ? values.flatMap((id) => table.get(id) ?? [])
        : found === undefined || !table.hasIndex(found.index)
          ? undefined
          : values.flatMap((value) => table.find(found.index, found.spell(value)));
    if (rows !== undefined)
      return new List([...new Set(rows)].filter(({ isDeleted }) => !isDeleted).sort(byId));
  }
  return livingRows(table);
}

/** The rows as lists show them: as they were a while ago when lists lag. */
function rowsOf(realm: Realm, definition: Definition): List {
  const list = livingRows(realm.entities[definition.name]);
  const { listLagMs } = knobsOf(realm);
  if (listLagMs === 0 || realm.past.length === 0) return list;
  const seenMs = realm.world.clock.nowMs() - listLagMs;
  const then = new Map<string, PastRow>();
  for (const past of realm.past) {
    // The first change after the moment that is seen holds the row as it was in that moment.
    if (past.type === definition.name && past.untilMs > seenMs && !then.has(past.id)) then.set(past.id, past);
  }
  if (then.size === 0) return list;
  const now = new Map(list.rows.map((row) => [row.id, row]));
  for (const [id, { row }] of then) {
    if (row === undefined || row.isDeleted) now.delete(id);
    else now.set(id, row);
  }
  return new List([...now.values()].sort(byId));
}
