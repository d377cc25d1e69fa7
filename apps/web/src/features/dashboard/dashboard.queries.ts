import type { Schemas } from '@pace/api-client';
import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../../lib/api.ts';

export type Dashboard = Schemas['Dashboard'];
export type MonthFigure = Dashboard['months'][number];
export type Top = Schemas['DashboardTop'];

/** Figures of thirteen months, and what needs somebody. */
export const dashboardQuery = queryOptions({
  queryKey: ['dashboard', 'figures'],
  queryFn: ({ signal }) => answer(api.GET('/api/dashboard', { signal })),
});

/** Who and what traded most in twelve months; for who may read orders. */
export const dashboardTopQuery = queryOptions({
  queryKey: ['dashboard', 'top'],
  queryFn: ({ signal }) => answer(api.GET('/api/dashboard/top', { signal })),
});
