import { dashboardMonths } from '@pace/shared/dashboard';
import { today } from '../../lib/clock.ts';
import type { Ctx } from '../../lib/db.ts';
import { getCompany } from '../company/company.service.ts';
import * as repo from './dashboard.repo.ts';

/** Figures of the running month and the twelve before, and what needs somebody. */
export async function getDashboard(ctx: Ctx) {
  const day = await companyDay(ctx);
  const thisMonth = day.toPlainYearMonth();
  const months = Array.from({ length: dashboardMonths }, (_, n) => {
    const month = thisMonth.subtract({ months: dashboardMonths - 1 - n });
    const to = n === dashboardMonths - 1 ? day : month.toPlainDate({ day: month.daysInMonth });
    return { month: month.toString(), from: month.toPlainDate({ day: 1 }).toString(), to: to.toString() };
  });
  const first = thisMonth.subtract({ months: dashboardMonths - 1 }).toPlainDate({ day: 1 });
  const today = day.toString();
  const figures = await repo.findFigures(ctx.db, { from: first.toString(), to: today }, today);
  return { today, months, figures };
}

/**
 * Who and what traded most in the last twelve months. A request of its own: among a million orders every line of a
 * year has to be added up, and the figures do not wait for that.
 */
export async function getDashboardTop(ctx: Ctx) {
  const day = await companyDay(ctx);
  const period = { from: day.subtract({ years: 1 }).add({ days: 1 }).toString(), to: day.toString() };
  const [buyers, sellers, products] = await Promise.all([
    repo.findTopPartners(ctx.db, 'buyerId', period),
    repo.findTopPartners(ctx.db, 'sellerId', period),
    repo.findTopProducts(ctx.db, period),
  ]);
  return { ...period, buyers, sellers, products };
}

async function companyDay(ctx: Ctx): Promise<Temporal.PlainDate> {
  const { timeZone } = await getCompany(ctx.db);
  return today(ctx.clock, timeZone);
}
