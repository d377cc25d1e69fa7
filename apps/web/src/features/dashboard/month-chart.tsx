import '@mantine/charts/styles.css';
import '../../ui/chart.css';
import { BarChart } from '@mantine/charts';
import { formatMonth } from '../../lib/format.ts';
import { axisMark, plotHeight } from '../../lib/plot.ts';
import type { MonthFigure } from './dashboard.queries.ts';
import { type FigureName, figureOf, figureWords, formatFigure } from './figures.ts';

interface Plotted {
  month: string;
  height: number;
  label: string;
  value: string;
}

/** Thirteen bars. Everything in it is in the table beside it. */
export function MonthChart({ months, figure }: { months: readonly MonthFigure[]; figure: FigureName }) {
  const data: Plotted[] = months.map((month, index) => ({
    month: formatMonth(month.month),
    height: plotHeight(figureOf(month, figure)),
    label: index === months.length - 1 ? `${formatMonth(month.month)}, to date` : formatMonth(month.month),
    value: formatFigure(month, figure),
  }));
  return (
    <div
      className="chart dashboard-bars"
      role="img"
      aria-label={`${figureWords[figure]} of the last ${months.length} months; the table has the same numbers`}
    >
      <BarChart
        h="100%"
        data={data}
        dataKey="month"
        series={[{ name: 'height', color: 'var(--pace-accent)' }]}
        accessibilityLayer={false}
        barProps={{ isAnimationActive: false, radius: 2 }}
        maxBarWidth={44}
        valueFormatter={axisMark}
        tickLine="none"
        yAxisProps={{ width: 46, allowDecimals: false }}
        tooltipProps={{ content: ({ payload }) => <Tip plotted={payload?.[0]?.payload} /> }}
      />
    </div>
  );
}

function Tip({ plotted }: { plotted: Plotted | undefined }) {
  return (
    plotted && (
      <div className="chart-tip">
        <span className="muted">{plotted.label}</span>
        <span>{plotted.value}</span>
      </div>
    )
  );
}
