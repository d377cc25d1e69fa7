import { and, eq, inArray, ne, type SQL, sql } from 'drizzle-orm';
import { accounts, addresses, contacts } from '../../db/schema/accounts.ts';
import { paymentTerms } from '../../db/schema/company.ts';
import { orders } from '../../db/schema/orders.ts';
import { users } from '../../db/schema/users.ts';
import type { Tx } from '../../lib/db.ts';
import { must } from '../../lib/must.ts';

export type AccountRow = NonNullable<Awaited<ReturnType<typeof find>>>;
export type Contact = Omit<typeof contacts.$inferSelect, 'accountId' | 'createdAt' | 'updatedAt'>;
export type Address = Omit<typeof addresses.$inferSelect, 'accountId' | 'createdAt' | 'updatedAt'>;

export const summary = {
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

/** Locks accounts for a change, in the order of their ids; lines of orders may go on naming them. */
export async function lock(tx: Tx, ids: string[]): Promise<void> {
  await tx
    .select({ id: accounts.id })
    .from(accounts)
    .where(inArray(accounts.id, ids))
    .orderBy(accounts.id)
    .for('no key update');
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

function hasOrders(accountId: typeof accounts.id): SQL<boolean> {
  return sql<boolean>`(EXISTS (SELECT FROM ${orders} WHERE ${orders.sellerId} = ${accountId})
    OR EXISTS (SELECT FROM ${orders} WHERE ${orders.buyerId} = ${accountId}))`;
}

function notIn(column: typeof contacts.id | typeof addresses.id, ids: string[]): SQL | undefined {
  return ids.length === 0 ? undefined : sql`${column} NOT IN ${ids}`;
}
