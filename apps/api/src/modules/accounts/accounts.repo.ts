import type { AccountFilter, accountSorts } from '@pace/shared/accounts';
import { and, eq, inArray, ne, or, type SQL, sql } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import { byName } from '../../db/columns.ts';
import { accounts, addresses, contacts } from '../../db/schema/accounts.ts';
import { paymentTerms } from '../../db/schema/company.ts';
import { orders } from '../../db/schema/orders.ts';
import { users } from '../../db/schema/users.ts';
import { isAfter, orderBy, type Position, positionValue, type SortKey } from '../../lib/cursor.ts';
import type { Tx } from '../../lib/db.ts';
import { must } from '../../lib/must.ts';
import { anyOf, contains, firstCollected, firstOf, hasTrigram } from '../../lib/search.ts';
import { nameKey } from './name-key.ts';

export type AccountListRow = Awaited<ReturnType<typeof list>>[number];
export type AccountRow = NonNullable<Awaited<ReturnType<typeof find>>>;
export type Contact = Omit<typeof contacts.$inferSelect, 'accountId' | 'createdAt' | 'updatedAt'>;
export type Address = Omit<typeof addresses.$inferSelect, 'accountId' | 'createdAt' | 'updatedAt'>;

const name = byName(accounts.name);
export const sorts: Readonly<Record<(typeof accountSorts)[number], SortKey>> = {
  name: { expression: name, direction: 'asc', type: 'text' },
  '-name': { expression: name, direction: 'desc', type: 'text' },
  createdAt: { expression: sql`${accounts.createdAt}`, direction: 'asc', type: 'timestamp' },
  '-createdAt': { expression: sql`${accounts.createdAt}`, direction: 'desc', type: 'timestamp' },
  // Accounts without a code come first, in a fixed place.
  code: { expression: sql`coalesce(${accounts.code}, '')`, direction: 'asc', type: 'text' },
};

const summary = {
  id: accounts.id,
  name: accounts.name,
  type: accounts.type,
  tradesBothWays: accounts.tradesBothWays,
  isSeller: accounts.isSeller,
  isBuyer: accounts.isBuyer,
  code: accounts.code,
  email: accounts.email,
  phone: accounts.phone,
  city: sql<string | null>`(SELECT ${addresses.city} FROM ${addresses}
    WHERE ${addresses.accountId} = ${accounts.id} AND ${addresses.city} IS NOT NULL
    ORDER BY ${addresses.kind} = 'billing' DESC, ${addresses.isPrimary} DESC, ${addresses.id} LIMIT 1)`,
  ownerId: accounts.ownerId,
  ownerFirstName: users.firstName,
  ownerLastName: users.lastName,
  ownerEmail: users.email,
  isActive: accounts.isActive,
  version: accounts.version,
  createdAt: accounts.createdAt,
  updatedAt: accounts.updatedAt,
};

/** Accounts in one of the orders of `sorts`, one row more than asked. */
export function list(
  tx: Tx,
  query: { filter: AccountFilter; sort: SortKey; after: Position | undefined; limit: number },
) {
  const { filter, sort, after, limit } = query;
  const isListed = and(matches(filter), isAfter(sort, sql`${accounts.id}`, after));
  const page = { table: accounts, id: accounts.id, sort, limit: limit + 1 };
  return tx
    .select({ ...summary, position: positionValue(sort) })
    .from(accounts)
    .leftJoin(users, eq(users.id, accounts.ownerId))
    .where(
      filter.q === undefined
        ? isListed
        : // Each branch gives at most a page of what the whole list could show, from its own index.
          sql`${accounts.id} IN (${anyOf([
            ...ownBranches(filter.q).map((branch) => firstCollected(page, and(branch, isListed))),
            ...partBranches(filter.q).map((branch) => firstOf(page, and(branch, isListed))),
          ])})`,
    )
    .orderBy(orderBy(sort, sql`${accounts.id}`))
    .limit(limit + 1);
}

/** How many accounts a filter finds. */
export async function totals(tx: Tx, filter: AccountFilter) {
  const [row] = await tx
    .select({
      count: sql<number>`count(*)::int`,
      active: sql<number>`(count(*) FILTER (WHERE ${accounts.isActive}))::int`,
    })
    .from(accounts)
    .where(
      and(
        matches(filter),
        filter.q === undefined
          ? undefined
          : sql`${accounts.id} IN (${anyOf(
              [...ownBranches(filter.q), ...partBranches(filter.q)].map(
                (branch) => sql`SELECT ${accounts.id} FROM ${accounts} WHERE ${branch}`,
              ),
            )})`,
      ),
    );
  return must(row, 'count(*) returned no row');
}

/** One account with its contacts and addresses, in one statement. */
export async function find(tx: Tx, id: string) {
  const [row] = await tx
    .select({
      ...summary,
      notes: accounts.notes,
      qboCustomerId: accounts.qboCustomerId,
      paymentTermsId: accounts.paymentTermsId,
      paymentTermsName: paymentTerms.name,
      hasOrders: hasOrders(accounts.id),
      contacts: sql<
        Contact[]
      >`coalesce((SELECT jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name, 'title', c.title,
          'email', c.email, 'phone', c.phone, 'isPrimary', c.is_primary) ORDER BY c.is_primary DESC, c.name, c.id)
        FROM ${contacts} c WHERE c.account_id = ${accounts.id}), '[]')`,
      addresses: sql<
        Address[]
      >`coalesce((SELECT jsonb_agg(jsonb_build_object('id', a.id, 'kind', a.kind, 'line1', a.line1,
          'line2', a.line2, 'city', a.city, 'state', a.state, 'postalCode', a.postal_code, 'country', a.country,
          'isPrimary', a.is_primary) ORDER BY a.kind, a.is_primary DESC, a.id)
        FROM ${addresses} a WHERE a.account_id = ${accounts.id}), '[]')`,
    })
    .from(accounts)
    .leftJoin(users, eq(users.id, accounts.ownerId))
    .leftJoin(paymentTerms, eq(paymentTerms.id, accounts.paymentTermsId))
    .where(eq(accounts.id, id));
  return row;
}

/** Locks an account for a change; lines of orders may go on naming it. */
export async function lock(tx: Tx, id: string): Promise<void> {
  await tx.select({ id: accounts.id }).from(accounts).where(eq(accounts.id, id)).for('no key update');
}

/** Locks an account for deletion: nothing can start to name it meanwhile. */
export async function lockForDelete(tx: Tx, id: string): Promise<void> {
  await tx.select({ id: accounts.id }).from(accounts).where(eq(accounts.id, id)).for('update');
}

/** What orders need to know of their parties. Locked against change until the transaction ends, when asked. */
export async function listParties(tx: Tx, ids: string[], { locked }: { locked: boolean }) {
  const query = tx
    .select({
      id: accounts.id,
      name: accounts.name,
      isSeller: accounts.isSeller,
      isBuyer: accounts.isBuyer,
      isActive: accounts.isActive,
      paymentTermsId: accounts.paymentTermsId,
    })
    .from(accounts)
    .where(inArray(accounts.id, ids))
    .orderBy(accounts.id);
  return locked ? query.for('share') : query;
}

export async function insert(tx: Tx, account: typeof accounts.$inferInsert): Promise<string> {
  const [row] = await tx.insert(accounts).values(account).returning({ id: accounts.id });
  return must(row, 'INSERT returned no account').id;
}

/** Changes an account and counts its version up. */
export async function update(
  tx: Tx,
  id: string,
  changes: Partial<typeof accounts.$inferInsert>,
): Promise<void> {
  await tx
    .update(accounts)
    .set({ ...changes, version: sql`${accounts.version} + 1`, updatedAt: sql`now()` })
    .where(eq(accounts.id, id));
}

export async function remove(tx: Tx, id: string): Promise<void> {
  await tx.delete(accounts).where(eq(accounts.id, id));
}

/** Makes the contacts of an account exactly these: kept by id, new without, deleted when absent. */
export async function setContacts(
  tx: Tx,
  accountId: string,
  list: (typeof contacts.$inferInsert)[],
): Promise<void> {
  const keptIds = list.flatMap((contact) => contact.id ?? []);
  await tx.delete(contacts).where(and(eq(contacts.accountId, accountId), notIn(contacts.id, keptIds)));
  // The primary may move: cleared first, because uniqueness is checked row by row.
  await tx
    .update(contacts)
    .set({ isPrimary: false })
    .where(and(eq(contacts.accountId, accountId), contacts.isPrimary));
  if (list.length === 0) return;
  await tx
    .insert(contacts)
    .values(list)
    .onConflictDoUpdate({
      target: contacts.id,
      set: {
        name: sql`excluded.name`,
        title: sql`excluded.title`,
        email: sql`excluded.email`,
        phone: sql`excluded.phone`,
        isPrimary: sql`excluded.is_primary`,
        updatedAt: sql`now()`,
      },
    });
}

/** Makes the addresses of an account exactly these: kept by id, new without, deleted when absent. */
export async function setAddresses(
  tx: Tx,
  accountId: string,
  list: (typeof addresses.$inferInsert)[],
): Promise<void> {
  const keptIds = list.flatMap((address) => address.id ?? []);
  await tx.delete(addresses).where(and(eq(addresses.accountId, accountId), notIn(addresses.id, keptIds)));
  await tx
    .update(addresses)
    .set({ isPrimary: false })
    .where(and(eq(addresses.accountId, accountId), addresses.isPrimary));
  if (list.length === 0) return;
  await tx
    .insert(addresses)
    .values(list)
    .onConflictDoUpdate({
      target: addresses.id,
      set: {
        kind: sql`excluded.kind`,
        line1: sql`excluded.line1`,
        line2: sql`excluded.line2`,
        city: sql`excluded.city`,
        state: sql`excluded.state`,
        postalCode: sql`excluded.postal_code`,
        country: sql`excluded.country`,
        isPrimary: sql`excluded.is_primary`,
        updatedAt: sql`now()`,
      },
    });
}

/** Accounts whose name is the same but for case, accents, punctuation and company form. */
export function listSimilar(tx: Tx, key: string, exceptId: string | undefined) {
  return tx
    .select({ id: accounts.id, name: accounts.name })
    .from(accounts)
    .where(and(eq(accounts.nameKey, key), exceptId === undefined ? undefined : ne(accounts.id, exceptId)))
    .orderBy(accounts.name, accounts.id)
    .limit(10);
}

/** Whether orders name the account as seller, as buyer. */
export async function rolesOnOrders(tx: Tx, id: string): Promise<{ asSeller: boolean; asBuyer: boolean }> {
  const [row] = await tx
    .select({
      asSeller: sql<boolean>`EXISTS (SELECT FROM ${orders} WHERE ${orders.sellerId} = ${accounts.id})`,
      asBuyer: sql<boolean>`EXISTS (SELECT FROM ${orders} WHERE ${orders.buyerId} = ${accounts.id})`,
    })
    .from(accounts)
    .where(eq(accounts.id, id));
  return row ?? { asSeller: false, asBuyer: false };
}

/** The ids of accounts whose name contains the text, accents and company forms aside: for searching orders by party. */
export function idsByName(text: string): SQL {
  return sql`SELECT ${accounts.id} FROM ${accounts} WHERE ${or(...nameBranches(text))}`;
}

function matches(filter: AccountFilter): SQL | undefined {
  return and(
    filter.role === 'seller' ? accounts.isSeller : undefined,
    filter.role === 'buyer' ? accounts.isBuyer : undefined,
    filter.isActive === undefined ? undefined : eq(accounts.isActive, filter.isActive),
    filter.ownerId === undefined ? undefined : eq(accounts.ownerId, filter.ownerId),
  );
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
  const ofContact = [contacts.name, contacts.email, contacts.phone].map((column) => contains(column, text));
  return [
    ...[...ofContact, ...digitBranches(contacts.phone, text)].map(
      (condition) =>
        sql`${accounts.id} IN (SELECT ${contacts.accountId} FROM ${contacts} WHERE ${condition})`,
    ),
    sql`${accounts.id} IN (SELECT ${addresses.accountId} FROM ${addresses} WHERE ${contains(addresses.city, text)})`,
  ];
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

function hasOrders(accountId: typeof accounts.id): SQL<boolean> {
  return sql<boolean>`(EXISTS (SELECT FROM ${orders} WHERE ${orders.sellerId} = ${accountId})
    OR EXISTS (SELECT FROM ${orders} WHERE ${orders.buyerId} = ${accountId}))`;
}

function notIn(column: typeof contacts.id | typeof addresses.id, ids: string[]): SQL | undefined {
  return ids.length === 0 ? undefined : sql`${column} NOT IN ${ids}`;
}
