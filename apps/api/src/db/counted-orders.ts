import { sql } from 'drizzle-orm';
import { orders } from './schema/orders.ts';

/** The orders that figures count: binding and not cancelled. The literals are those of the partial index `orders_figures_idx`. */
export const isCounted = sql`${orders.status} IN ('confirmed', 'posted_to_qb', 'paid') AND ${orders.cancelledAt} IS NULL`;
