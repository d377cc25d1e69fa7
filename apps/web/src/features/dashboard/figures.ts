import { formatMoney, formatNumber } from '../../lib/format.ts';
import type { MonthFigure } from './dashboard.queries.ts';

/** What a month is measured by. */
export const figureNames = ['goods', 'commission', 'orders'] as const;
export type FigureName = (typeof figureNames)[number];

export const figureWords: Readonly<Record<FigureName, string>> = {
  goods: 'Goods',
  commission: 'Commission',
  orders: 'Orders',
};

/** The exact text of a figure. */
export function figureOf(month: MonthFigure, name: FigureName): string {
  if (name === 'orders') return String(month.count);
  return name === 'goods' ? month.totalAmount : month.commissionTotal;
}

export function formatFigure(month: MonthFigure, name: FigureName): string {
  const value = figureOf(month, name);
  return name === 'orders' ? formatNumber(value) : formatMoney(value);
}
