import { SegmentedControl, Skeleton } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { formatMonth } from '../../lib/format.ts';
import { OrdersLink } from '../../ui/orders-link.tsx';
import { Panel } from '../../ui/page.tsx';
import { PlainTable } from '../../ui/plain-table.tsx';
import type { MonthFigure } from './dashboard.queries.ts';
import { type FigureName, figureNames, figureWords, formatFigure } from './figures.ts';

// Charts weigh more than all the rest of the screen, which does not wait for them.
const MonthChart = lazy(() => import('./month-chart.tsx').then((module) => ({ default: module.MonthChart })));

/** The last thirteen months as bars and as numbers. */
export function MonthPanel({
  months,
  figure,
  onFigure,
}: {
  months: readonly MonthFigure[];
  figure: FigureName;
  onFigure: (figure: FigureName) => void;
}) {
  return (
    <Panel
      title={`The last ${months.length} months`}
      flush
      actions={
        <SegmentedControl
          size="xs"
          aria-label="What the chart shows"
          value={figure}
          onChange={onFigure}
          data={figureNames.map((name) => ({ value: name, label: figureWords[name] }))}
        />
      }
    >
      <div className="dashboard-months">
        <div className="dashboard-chart">
          <Suspense fallback={<Skeleton className="dashboard-bars" />}>
            <MonthChart months={months} figure={figure} />
          </Suspense>
        </div>
        <PlainTable
          label="Figures by month, newest first"
          head={
            <>
              <th scope="col">Month</th>
              {figureNames.map((name) => (
                <th key={name} scope="col" className="number">
                  {figureWords[name]}
                </th>
              ))}
            </>
          }
        >
          <tbody>
            {months.toReversed().map((month, index) => (
              <tr key={month.month}>
                <th scope="row" className="nowrap">
                  {formatMonth(month.month)}
                  {index === 0 && <span className="muted dashboard-to-date"> to date</span>}
                </th>
                {figureNames.map((name) => (
                  <td key={name} className="number">
                    <OrdersLink filter={month.filter}>{formatFigure(month, name)}</OrdersLink>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </PlainTable>
      </div>
    </Panel>
  );
}
