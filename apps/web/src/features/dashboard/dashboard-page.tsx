import './dashboard.css';
import { useQuery } from '@tanstack/react-query';
import { formatDate, formatMoney, formatMonth, formatNumber } from '../../lib/format.ts';
import { useMay } from '../../lib/session.ts';
import { Can } from '../../ui/can.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { OrdersLink } from '../../ui/orders-link.tsx';
import { Page, Panel } from '../../ui/page.tsx';
import { EmptyState, ErrorBox, RecordSkeleton } from '../../ui/states.tsx';
import { type Dashboard, dashboardQuery, type MonthFigure } from './dashboard.queries.ts';
import { type FigureName, figureNames, figureWords, formatFigure } from './figures.ts';
import { MonthPanel } from './month-panel.tsx';
import { TopPanels } from './top-panels.tsx';

/** How the month goes, and what needs somebody; behind every number the orders that add up to it. */
export function DashboardPage({
  figure,
  onFigure,
}: {
  figure: FigureName;
  onFigure: (figure: FigureName) => void;
}) {
  const { data, error, refetch } = useQuery(dashboardQuery);
  const may = useMay();
  if (data === undefined) {
    return (
      <Page title="Dashboard">
        {error === null ? <RecordSkeleton /> : <ErrorBox error={error} retry={() => void refetch()} />}
      </Page>
    );
  }
  return (
    <Page title="Dashboard" badge={<span className="page-badge">{formatDate(data.today)}</span>}>
      {isEmpty(data) && (
        <EmptyState title="The figures begin with the first confirmed order.">
          <Can do="orders:create">
            <LinkButton to="/orders/new">New order</LinkButton>
          </Can>
        </EmptyState>
      )}
      <div className="dashboard-head">
        <MonthToDate month={data.monthToDate} before={data.months.at(-2)} />
        <Attention attention={data.attention} />
      </div>
      <MonthPanel months={data.months} figure={figure} onFigure={onFigure} />
      {may('orders:view') && <TopPanels />}
    </Page>
  );
}

function isEmpty({ months, attention }: Dashboard): boolean {
  return [...months, ...Object.values(attention)].every(({ count }) => count === 0);
}

function MonthToDate({ month, before }: { month: MonthFigure; before: MonthFigure | undefined }) {
  return (
    <Panel title={`${formatMonth(month.month)} to date`}>
      <dl className="dashboard-figures">
        {figureNames.map((name) => (
          <div key={name}>
            <dt className="muted">{figureWords[name]}</dt>
            <dd>
              <OrdersLink filter={month.filter}>
                <span className="dashboard-figure">{formatFigure(month, name)}</span>
              </OrdersLink>
              {before !== undefined && (
                <div className="muted">
                  {formatMonth(before.month)}:{' '}
                  <OrdersLink filter={before.filter}>{formatFigure(before, name)}</OrdersLink>
                </div>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

const attentionWords = {
  oldDrafts: 'Drafts of other days',
  unposted: 'Confirmed, not posted',
  overdueShipments: 'Past their ship date',
} as const satisfies Record<keyof Dashboard['attention'], string>;

function Attention({ attention }: { attention: Dashboard['attention'] }) {
  return (
    <Panel title="Needs attention" flush>
      <table className="plain-table" aria-label="Orders that need attention">
        <thead className="visually-hidden">
          <tr>
            <th scope="col">Which</th>
            <th scope="col">Orders</th>
            <th scope="col">Goods</th>
          </tr>
        </thead>
        <tbody>
          {(['oldDrafts', 'unposted', 'overdueShipments'] as const).map((key) => {
            const { count, totalAmount, filter } = attention[key];
            return (
              <tr key={key} data-some={count > 0 || undefined}>
                <th scope="row">{attentionWords[key]}</th>
                <td className="number">
                  <OrdersLink filter={filter}>{formatNumber(count)}</OrdersLink>
                </td>
                <td className="number">
                  <OrdersLink filter={filter}>{formatMoney(totalAmount)}</OrdersLink>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Panel>
  );
}
