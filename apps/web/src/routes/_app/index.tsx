import { createFileRoute, redirect } from '@tanstack/react-router';
import { dashboardQuery, dashboardTopQuery } from '../../features/dashboard/dashboard.queries.ts';
import { DashboardPage } from '../../features/dashboard/dashboard-page.tsx';
import { figureNames } from '../../features/dashboard/figures.ts';
import { navItems } from '../../frame/nav-items.ts';
import { readSearch } from '../../lib/search-params.ts';
import { Page } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';

const isFigure = (value: string) => figureNames.some((name) => name === value);

/** The start: the dashboard, or the first place that the person may see. */
export const Route = createFileRoute('/_app/')({
  validateSearch: (raw): { figure?: string | undefined } => readSearch(raw, { figure: isFigure }),
  beforeLoad: ({ context: { me } }) => {
    if (me.permissions.includes('dashboard:view')) return;
    const first = navItems.find(({ needs }) => needs !== undefined && me.permissions.includes(needs));
    if (first !== undefined) throw redirect({ to: first.to });
  },
  loader: ({ context: { queryClient, me } }) => {
    if (!me.permissions.includes('dashboard:view')) return;
    void queryClient.prefetchQuery(dashboardQuery);
    if (me.permissions.includes('orders:view')) void queryClient.prefetchQuery(dashboardTopQuery);
  },
  component: StartPage,
});

function StartPage() {
  const { figure } = Route.useSearch();
  const { me } = Route.useRouteContext();
  const navigate = Route.useNavigate();
  if (!me.permissions.includes('dashboard:view')) {
    return (
      <Page title="PACE CRM">
        <EmptyState title="Your roles show nothing yet.">
          Ask an administrator for the rights you need.
        </EmptyState>
      </Page>
    );
  }
  return (
    <DashboardPage
      figure={figureNames.find((name) => name === figure) ?? 'goods'}
      onFigure={(next) => void navigate({ search: next === 'goods' ? {} : { figure: next }, replace: true })}
    />
  );
}
