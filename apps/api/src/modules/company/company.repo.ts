import { sql } from 'drizzle-orm';
import { company } from '../../db/schema/company.ts';
import { databaseError, type Tx } from '../../lib/db.ts';
import { must } from '../../lib/must.ts';

/** What PostgreSQL says of a time zone that it does not know. */
const invalidParameter = '22023';

export type CompanyRow = typeof company.$inferSelect;

/** The one row there is. */
export async function get(tx: Tx): Promise<CompanyRow> {
  const [row] = await tx.select().from(company).limit(1);
  return must(row, 'The company row, made by a migration, is missing');
}

export async function getForUpdate(tx: Tx): Promise<CompanyRow> {
  const [row] = await tx.select().from(company).limit(1).for('no key update');
  return must(row, 'The company row, made by a migration, is missing');
}

/** Whether PostgreSQL can calculate with a time zone; when it cannot, that ends the transaction. */
export async function knowsTimeZone(tx: Tx, timeZone: string): Promise<boolean> {
  try {
    await tx.execute(sql`SELECT now() AT TIME ZONE ${timeZone}`);
    return true;
  } catch (error) {
    if (databaseError(error)?.code === invalidParameter) return false;
    throw error;
  }
}

/** Changes the company and counts its version up. */
export async function update(tx: Tx, changes: Partial<typeof company.$inferInsert>): Promise<CompanyRow> {
  const [row] = await tx
    .update(company)
    .set({ ...changes, version: sql`${company.version} + 1`, updatedAt: sql`now()` })
    .returning();
  return must(row, 'The company row, made by a migration, is missing');
}
