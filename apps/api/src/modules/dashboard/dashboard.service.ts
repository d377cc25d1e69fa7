import { dashboardMonths } from '@pace/shared/dashboard';
import { today } from '../../lib/clock.ts';
import type { Ctx } from '../../lib/db.ts';
import { getCompany } from '../company/company.service.ts';
import * as repo from './dashboard.repo.ts';

/** Figures of the running month and the twelve before, what needs somebody, and who and what traded most. */
export async function getDashboard(ctx: Ctx) {
  const { timeZone } = await getCompany(ctx.db);
  const day = today(ctx.clock, timeZone);
  const thisMonth = day.toPlainYearMonth();
  const months = Array.from({ length: dashboardMonths }, (_, n) => {
    const month = thisMonth.subtract({ months: dashboardMonths - 1 - n });
    const to = n === dashboardMonths - 1 ? day : month.toPlainDate({ day: month.daysInMonth });
    return { month: month.toString(), from: month.toPlainDate({ day: 1 }).toString(), to: to.toString() };
  });
  const lastYear = { from: day.subtract({ years: 1 }).add({ days: 1 }).toString(), to: day.toString() };
  const all = { from: months[0]?.from ?? lastYear.from, to: lastYear.to };
  const [figures, top] = await Promise.all([
    repo.findFigures(ctx.db, all, lastYear.to),
    // Names of parties and products are read on orders.
    ctx.rights.has('orders:view') ? repo.findTop(ctx.db, lastYear) : null,
  ]);
  return { today: lastYear.to, months, lastYear, figures, top };
}
