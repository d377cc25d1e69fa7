import { dayIn } from '../core/clock.ts';
import { compareWritten, Decimal, write } from '../core/decimal.ts';
import type { Table } from '../core/store.ts';
import { definitions } from '../entities/definitions.ts';
import { type Data, type EntityName, type Fields, partOf, refOf, textOf } from '../entities/fields.ts';
import type { Entity, Realm } from '../entities/model.ts';
import { infoOf, realmNowMs } from '../entities/realm.ts';
import { AdminError } from './user-actions.ts';

/** Pages of a company's objects for a person: searched, sorted, counted and summed, whatever their number. */

export interface ListQuery {
  /** Words that must all occur. */
  readonly q: string;
  /** States to show; none for all but the deleted. */
  readonly states: readonly string[];
  /** The customer or vendor whose documents are meant. */
  readonly party: string | undefined;
  /** A field, with a minus before it for the greatest first. */
  readonly sort: string;
}

export interface Sums {
  readonly currency: string;
  readonly total: string;
  readonly balance: string;
}

export interface View {
  readonly total: number;
  /** How many there are in each state, before one is chosen. */
  readonly counts: Readonly<Record<string, number>>;
  readonly sums: readonly Sums[];
  readonly page: (after: number, limit: number) => readonly Entity[];
}

const isOpenState = { open: true, overdue: true, 'partly paid': true } as const;

/** The states a person may choose that stand for several. */
const stateGroups: Readonly<Record<string, readonly string[]>> = { unpaid: Object.keys(isOpenState) };

const isVoided = (data: Data): boolean =>
  textOf(data, 'TotalAmt') === '0' && /^Voided\b/.test(textOf(data, 'PrivateNote') ?? '');

function stateOfBill(data: Data, today: string): string {
  const balance = textOf(data, 'Balance') ?? '0';
  if (balance === '0') return 'paid';
  if ((textOf(data, 'DueDate') ?? today) < today) return 'overdue';
  return balance === textOf(data, 'TotalAmt') ? 'open' : 'partly paid';
}

const stateTable: Partial<Record<EntityName, (data: Data, today: string) => string>> = {
  Invoice: (data, today) => (isVoided(data) ? 'voided' : stateOfBill(data, today)),
  Bill: stateOfBill,
  Estimate: (data) => (textOf(data, 'TxnStatus') ?? 'Pending').toLowerCase(),
  CreditMemo: (data) => ((textOf(data, 'Balance') ?? '0') === '0' ? 'used' : 'open'),
  Payment: (data) => {
    if (isVoided(data)) return 'voided';
    return (textOf(data, 'UnappliedAmt') ?? '0') === '0' ? 'applied' : 'unapplied';
  },
  BillPayment: () => 'applied',
};

/** One word for how an object stands. */
export function stateOf(realm: Realm, type: EntityName, { isDeleted, data }: Entity): string {
  return stateAt(type, isDeleted, data, todayOf(realm));
}

function stateAt(type: EntityName, isDeleted: boolean, data: Data, today: string): string {
  if (isDeleted) return 'deleted';
  return stateTable[type]?.(data, today) ?? (data['Active'] === false ? 'inactive' : 'active');
}

function todayOf(realm: Realm): string {
  return dayIn(infoOf(realm).zone, realmNowMs(realm));
}

/** What a search looks into; remembered for as long as the row exists. */
const searched = new WeakMap<Entity, string>();

const searchedFields = [
  'DisplayName',
  'CompanyName',
  'Name',
  'FullyQualifiedName',
  'Sku',
  'DocNumber',
  'PaymentRefNum',
  'TotalAmt',
  'TxnDate',
  'PrivateNote',
  'Description',
  'AccountType',
];

function searchText(entity: Entity): string {
  let text = searched.get(entity);
  if (text !== undefined) return text;
  const { data } = entity;
  text = `id:${entity.id}`;
  for (const field of searchedFields) {
    const value = data[field];
    if (typeof value === 'string') text += `\n${value}`;
  }
  const party = partOf(data, 'CustomerRef') ?? partOf(data, 'VendorRef');
  if (party !== undefined) text += `\n${textOf(party, 'name') ?? ''}`;
  const email = partOf(data, 'PrimaryEmailAddr') ?? partOf(data, 'BillEmail');
  if (email !== undefined) text += `\n${textOf(email, 'Address') ?? ''}`;
  text = text.toLowerCase();
  searched.set(entity, text);
  return text;
}

interface Remembered {
  readonly version: number;
  readonly today: string;
  readonly views: Map<string, View>;
}

const remembered = new WeakMap<Table<Entity>, Remembered>();

/** Enough for a person who pages, searches and goes back. */
const keptViews = 12;

/** All rows that match, in order; remembered until the table changes, so that the next page costs nothing. */
export function viewOf(realm: Realm, type: EntityName, query: ListQuery): View {
  const table = realm.entities[type];
  const today = todayOf(realm);
  let known = remembered.get(table);
  if (known?.version !== table.version || known.today !== today) {
    known = { version: table.version, today, views: new Map() };
    remembered.set(table, known);
  }
  const key = JSON.stringify(query);
  let view = known.views.get(key);
  if (view !== undefined) return view;
  view = makeView(realm, type, query, today);
  const [oldest] = known.views.keys();
  if (known.views.size >= keptViews && oldest !== undefined) known.views.delete(oldest);
  known.views.set(key, view);
  return view;
}

function makeView(realm: Realm, type: EntityName, query: ListQuery, today: string): View {
  const words = query.q.toLowerCase().split(/\s+/).filter(Boolean);
  const wanted = new Set(query.states.flatMap((state) => stateGroups[state] ?? [state]));
  const counts: Record<string, number> = {};
  const rows: Entity[] = [];
  const table = realm.entities[type];
  const { fields } = definitions[type];
  const hasParty = fields['CustomerRef'] !== undefined || fields['VendorRef'] !== undefined;
  const candidates =
    query.party !== undefined && hasParty ? table.find('party', query.party) : table.values();
  for (const row of candidates) {
    if (words.length > 0) {
      const text = searchText(row);
      if (!words.every((word) => text.includes(word))) continue;
    }
    const state = stateAt(type, row.isDeleted, row.data, today);
    counts[state] = (counts[state] ?? 0) + 1;
    if (wanted.size === 0 ? !row.isDeleted : wanted.has(state)) rows.push(row);
  }
  const ordered = ordering(rows, fields, query.sort);
  return {
    total: rows.length,
    counts,
    sums: sumsOf(rows),
    page: (after, limit) => ordered(after + limit).slice(after, after + limit),
  };
}

/** Texts compare as texts, decimals and ids by their size. */
type SortKey = { readonly read: (entity: Entity) => string; readonly isDecimal: boolean };

function sortKey(fields: Fields, name: string): SortKey {
  if (name === 'Id') return { read: ({ id }) => id, isDecimal: true };
  if (name === 'LastUpdatedTime') return { read: ({ updatedMs }) => String(updatedMs), isDecimal: true };
  const field = fields[name];
  switch (field?.kind) {
    case 'decimal':
    case 'whole':
      return { read: ({ data }) => textOf(data, name) ?? '0', isDecimal: true };
    case 'ref':
      return {
        read: ({ data }) =>
          (textOf(partOf(data, name) ?? {}, 'name') ?? refOf(data, name) ?? '').toLowerCase(),
        isDecimal: false,
      };
    case 'text':
    case 'date':
    case 'choice':
      return { read: ({ data }) => (textOf(data, name) ?? '').toLowerCase(), isDecimal: false };
    case 'object':
      return {
        read: ({ data }) => (textOf(partOf(data, name) ?? {}, 'Address') ?? '').toLowerCase(),
        isDecimal: false,
      };
    default:
      throw new AdminError(
        `sort must name a field of the list, with - before it for the greatest first`,
        'sort',
      );
  }
}

/** Gives the first rows in order, at least as many as are asked for; sorts them all only when somebody goes that far. */
function ordering(
  rows: readonly Entity[],
  fields: Fields,
  sort: string,
): (count: number) => readonly Entity[] {
  const isDescending = sort.startsWith('-');
  const { read, isDecimal } = sortKey(fields, isDescending ? sort.slice(1) : sort);
  const sign = isDescending ? -1 : 1;
  const compareKeys = isDecimal ? compareWritten : (a: string, b: string) => (a === b ? 0 : a < b ? -1 : 1);
  const compare = (a: Keyed, b: Keyed): number =>
    sign * (compareKeys(a.key, b.key) || Number(a.row.id) - Number(b.row.id));
  let known: readonly Entity[] | undefined;
  return (count) => {
    if (known === undefined || known.length < Math.min(count, rows.length)) {
      const keyed = rows.map((row) => ({ row, key: read(row) }));
      const first =
        count * 4 > rows.length ? keyed.sort(compare) : smallest(keyed, Math.max(count, 250), compare);
      known = first.map(({ row }) => row);
    }
    return known;
  };
}

interface Keyed {
  readonly row: Entity;
  readonly key: string;
}

/** The first `count` in order, without sorting the rest. */
function smallest(all: readonly Keyed[], count: number, compare: (a: Keyed, b: Keyed) => number): Keyed[] {
  let kept: Keyed[] = [];
  let last: Keyed | undefined;
  for (const one of all) {
    if (last !== undefined && compare(one, last) >= 0) continue;
    kept.push(one);
    if (kept.length < count * 4) continue;
    kept = kept.sort(compare).slice(0, count);
    last = kept.at(-1);
  }
  return kept.sort(compare).slice(0, count);
}

/** Of the whole list, for each currency, in cents: thousands of decimals would take longer than the answer may. */
function sumsOf(rows: readonly Entity[]): Sums[] {
  const sums = new Map<string, { total: bigint; balance: bigint }>();
  for (const { data } of rows) {
    const total = textOf(data, 'TotalAmt');
    const balance = textOf(data, 'Balance') ?? textOf(data, 'UnappliedAmt');
    if (total === undefined && balance === undefined) continue;
    const currency = refOf(data, 'CurrencyRef') ?? '';
    let sum = sums.get(currency);
    if (sum === undefined) {
      sum = { total: 0n, balance: 0n };
      sums.set(currency, sum);
    }
    sum.total += centsOf(total);
    sum.balance += centsOf(balance);
  }
  return [...sums].map(([currency, { total, balance }]) => ({
    currency,
    total: writeCents(total),
    balance: writeCents(balance),
  }));
}

function centsOf(amount: string | undefined): bigint {
  if (amount === undefined || amount === '0') return 0n;
  const point = amount.indexOf('.');
  if (point === -1) return BigInt(amount) * 100n;
  // Amounts have two decimals at most.
  return BigInt(amount.slice(0, point) + amount.slice(point + 1).padEnd(2, '0'));
}

function writeCents(cents: bigint): string {
  return write(new Decimal(cents.toString()).div('100'));
}
