import { asc, eq, sql } from 'drizzle-orm';
import { accounts } from '../../db/schema/accounts.ts';
import { paymentTerms } from '../../db/schema/company.ts';
import { orders } from '../../db/schema/orders.ts';
import type { Tx } from '../../lib/db.ts';
import { must } from '../../lib/must.ts';

export type PaymentTermRow = typeof paymentTerms.$inferSelect;

/** All terms, shortest first; a brokerage has a dozen. */
export function list(tx: Tx): Promise<PaymentTermRow[]> {
  return tx.select().from(paymentTerms).orderBy(asc(paymentTerms.days), asc(paymentTerms.id)).limit(500);
}

export async function find(tx: Tx, id: string): Promise<PaymentTermRow | undefined> {
  const [row] = await tx.select().from(paymentTerms).where(eq(paymentTerms.id, id));
  return row;
}

export async function findForUpdate(tx: Tx, id: string): Promise<PaymentTermRow | undefined> {
  const [row] = await tx.select().from(paymentTerms).where(eq(paymentTerms.id, id)).for('update');
  return row;
}

export async function insert(tx: Tx, term: typeof paymentTerms.$inferInsert): Promise<PaymentTermRow> {
  const [row] = await tx.insert(paymentTerms).values(term).returning();
  return must(row, 'INSERT returned no payment terms');
}

/** Changes terms and counts their version up. */
export async function update(
  tx: Tx,
  id: string,
  changes: Partial<typeof paymentTerms.$inferInsert>,
): Promise<PaymentTermRow> {
  const [row] = await tx
    .update(paymentTerms)
    .set({ ...changes, version: sql`${paymentTerms.version} + 1`, updatedAt: sql`now()` })
    .where(eq(paymentTerms.id, id))
    .returning();
  return must(row, 'UPDATE returned no payment terms');
}

export async function remove(tx: Tx, id: string): Promise<void> {
  await tx.delete(paymentTerms).where(eq(paymentTerms.id, id));
}

/** Whether an account or order names these terms. */
export async function isUsed(tx: Tx, id: string): Promise<boolean> {
  const [row] = await tx
    .select({
      used: sql<boolean>`EXISTS (SELECT FROM ${orders} WHERE ${orders.paymentTermsId} = ${id})
      OR EXISTS (SELECT FROM ${accounts} WHERE ${accounts.paymentTermsId} = ${id})`,
    })
    .from(sql`(SELECT 1) AS one`);
  return row?.used ?? false;
}
