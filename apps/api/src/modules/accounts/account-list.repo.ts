import type { AccountFilter, accountSorts } from '@pace/shared/accounts';
import { and, eq, inArray, or, type SQL, sql } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import { byName } from '../../db/columns.ts';
import { accounts, addresses, contacts } from '../../db/schema/accounts.ts';
import { users } from '../../db/schema/users.ts';
import { isAfter, orderBy, type Position, positionValue, type SortKey } from '../../lib/cursor.ts';
import type { Tx } from '../../lib/db.ts';
import { must } from '../../lib/must.ts';
import type { personName } from '../../lib/person-name.ts';
import { anyOf, contains, firstCollected, firstOf, hasTrigram, literal } from '../../lib/search.ts';
import type { AccountSearch, SearchField } from './account-search.ts';
import { summary } from './accounts.repo.ts';
import { nameKey } from './name-key.ts';

/** A filter whose search box was taken apart into fields and text. */
export type AccountSelection = Omit<AccountFilter, 'q'> & AccountSearch;
export type AccountListRow = Awaited<ReturnType<typeof list>>[number];

const name = byName(accounts.name);
export const sorts: Readonly<Record<(typeof accountSorts)[number], SortKey>> = {
  name: { expression: name, direction: 'asc', type: 'text' },
  '-name': { expression: name, direction: 'desc', type: 'text' },
  createdAt: { expression: sql`${accounts.createdAt}`, direction: 'asc', type: 'timestamp' },
  '-createdAt': { expression: sql`${accounts.createdAt}`, direction: 'desc', type: 'timestamp' },
  // Accounts without a code come first, in a fixed place.
  code: { expression: sql`coalesce(${accounts.code}, '')`, direction: 'asc', type: 'text' },
};

/** Accounts in one of the orders of `sorts`, one row more than asked. */
export function list(
  tx: Tx,
  query: { selection: AccountSelection; sort: SortKey; after: Position | undefined; limit: number },
) {
  const { selection, sort, after, limit } = query;
  const isListed = and(matches(selection), isAfter(sort, sql`${accounts.id}`, after));
  const page = { table: accounts, id: accounts.id, sort, limit: limit + 1 };
  return tx
    .select({ ...summary, position: positionValue(sort) })
    .from(accounts)
    .leftJoin(users, eq(users.id, accounts.ownerId))
    .where(firstFound(page, selection, isListed))
    .orderBy(orderBy(sort, sql`${accounts.id}`))
    .limit(limit + 1);
}

/** How many accounts a filter finds, and who the owner is that it names. */
export async function totals(tx: Tx, selection: AccountSelection) {
  const [row] = await tx
    .select({
      count: sql<number>`count(*)::int`,
      active: sql<number>`(count(*) FILTER (WHERE ${accounts.isActive}))::int`,
      owner: ownerOf(selection.ownerId),
    })
    .from(accounts)
    .where(and(matches(selection), selection.text === undefined ? undefined : isFoundBy(selection.text)));
  return must(row, 'count(*) returned no row');
}

function ownerOf(id: string | undefined): SQL<Parameters<typeof personName>[0] | null> {
  if (id === undefined) return sql`NULL`;
  return sql`(SELECT jsonb_build_object('firstName', ${users.firstName}, 'lastName', ${users.lastName}, 'email', ${users.email})
    FROM ${users} WHERE ${users.id} = ${id})`;
}

/** The ids of accounts whose name contains the text, accents and company forms aside: for searching orders by party. */
export function idsByName(text: string): SQL {
  return sql`SELECT ${accounts.id} FROM ${accounts} WHERE ${or(...nameBranches(text))}`;
}

/** What a list shows first. A search finds by its own indexes and is cut to a page, before the list itself is read. */
function firstFound(
  page: Parameters<typeof firstOf>[0],
  { id, text, fields }: AccountSelection,
  isListed: SQL | undefined,
): SQL | undefined {
  // A few named ones need no page to be cut.
  if (id !== undefined) return and(isListed, text === undefined ? undefined : isFoundBy(text, id));
  // Each branch gives at most a page of what the whole list could show, from its own index.
  if (text !== undefined) {
    return sql`${accounts.id} IN (${anyOf([
      ...ownBranches(text).map((branch) => firstCollected(page, and(branch, isListed))),
      // Walking the list until there is enough pays where hits are spread over it; with a second condition they may be none.
      ...partBranches(text).map((branch) =>
        (fields.length > 0 ? firstCollected : firstOf)(page, and(branch, isListed)),
      ),
    ])})`;
  }
  return fields.length > 0 ? sql`${accounts.id} IN (${firstCollected(page, isListed)})` : isListed;
}

function matches(selection: AccountSelection): SQL | undefined {
  return and(
    selection.id && inArray(accounts.id, selection.id),
    selection.role === 'seller' ? accounts.isSeller : undefined,
    selection.role === 'buyer' ? accounts.isBuyer : undefined,
    selection.isActive === undefined ? undefined : eq(accounts.isActive, selection.isActive),
    selection.ownerId === undefined ? undefined : eq(accounts.ownerId, selection.ownerId),
    ...selection.fields.map(({ field, value }) => fieldConditions[field](value)),
  );
}

/** How each field of a search is looked up: by the indexes that the same text finds by everywhere. */
const fieldConditions: Readonly<Record<SearchField, (value: string) => SQL | undefined>> = {
  name: (value) => or(...nameBranches(value)),
  code: (value) => contains(accounts.code, value),
  email: (value) => isAnyOf([contains(accounts.email, value), ofContact(contains(contacts.email, value))]),
  phone: (value) =>
    isAnyOf([
      contains(accounts.phone, value),
      ...digitBranches(accounts.phone, value),
      ...[contains(contacts.phone, value), ...digitBranches(contacts.phone, value)].map(ofContact),
    ]),
  contact: (value) => ofContact(contains(contacts.name, value)),
  city: ofCity,
  // The people of a brokerage are few: they are all read.
  owner: (value) => sql`${accounts.ownerId} IN (SELECT ${users.id} FROM ${users}
    WHERE concat_ws(' ', ${users.firstName}, ${users.lastName}, ${users.email}) ILIKE ${`%${literal(value)}%`})`,
};

/** Whether any branch of the search finds it; told which ids matter, no branch reads more than those. */
function isFoundBy(text: string, ids?: string[]): SQL {
  const own = ids && inArray(accounts.id, ids);
  return isAnyOf([...ownBranches(text), ...partBranches(text)].map((branch) => sql`${and(branch, own)}`));
}

function isAnyOf(conditions: SQL[]): SQL {
  const found = conditions.map((condition) => sql`SELECT ${accounts.id} FROM ${accounts} WHERE ${condition}`);
  return sql`${accounts.id} IN (${anyOf(found)})`;
}

function ofContact(condition: SQL): SQL {
  return sql`${accounts.id} IN (SELECT ${contacts.accountId} FROM ${contacts} WHERE ${condition})`;
}

function ofCity(text: string): SQL {
  return sql`${accounts.id} IN (SELECT ${addresses.accountId} FROM ${addresses} WHERE ${contains(addresses.city, text)})`;
}

/** Name, code, e-mail or phone of the account itself, one index each; a phone is found by its digits however it is written. */
function ownBranches(text: string): SQL[] {
  const columns = [accounts.code, accounts.email, accounts.phone];
  return [
    ...nameBranches(text),
    ...columns.map((column) => contains(column, text)),
    ...digitBranches(accounts.phone, text),
  ];
}

/** Name, e-mail or phone of a contact, and the cities of the addresses. */
function partBranches(text: string): SQL[] {
  const columns = [contacts.name, contacts.email, contacts.phone];
  const conditions = [
    ...columns.map((column) => contains(column, text)),
    ...digitBranches(contacts.phone, text),
  ];
  return [...conditions.map(ofContact), ofCity(text)];
}

function digitBranches(phone: AnyPgColumn, text: string): SQL[] {
  const digits = text.replace(/\D/g, '');
  const isPhone = /^[\d\s().+-]+$/.test(text) && digits.length >= 3;
  return isPhone ? [sql`regexp_replace(${phone}, '[^0-9]', '', 'g') LIKE ${`%${digits}%`}`] : [];
}

/** The name as it is written, or without accents and company form. */
function nameBranches(text: string): SQL[] {
  const key = nameKey(text);
  return [contains(accounts.name, text), ...(hasTrigram(key) ? [contains(accounts.nameKey, key)] : [])];
}
