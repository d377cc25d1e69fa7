import '@mantine/charts/styles.css';
import '../../ui/chart.css';
import { LineChart } from '@mantine/charts';
import { formatAmount, formatDate } from '../../lib/format.ts';
import { axisMark, plotHeight } from '../../lib/plot.ts';
import type { PriceBasis, PricePoint } from './price-points.ts';

interface Plotted {
  time: number;
  height: number;
  date: string;
  price: string;
}

/** The course of the agreed prices. Everything in it is in the table below it. */
export function PriceChart({ points, basis }: { points: readonly PricePoint[]; basis: PriceBasis }) {
  const unit = basis === 'package' ? 'package' : basis;
  const data: Plotted[] = points.map(({ orderDate, price }) => {
    const exact = price.round(4).toFixed();
    return {
      time: Date.parse(`${orderDate}T00:00:00Z`),
      height: plotHeight(exact),
      date: formatDate(orderDate),
      price: `${formatAmount(exact)} per ${unit}`,
    };
  });
  return (
    <div
      className="chart"
      role="img"
      aria-label={`Course of ${points.length} agreed prices per ${unit}; the table below has them all`}
    >
      <LineChart
        h={180}
        data={data}
        dataKey="time"
        series={[{ name: 'height', color: 'var(--pace-accent)' }]}
        curveType="linear"
        accessibilityLayer={false}
        lineProps={{ isAnimationActive: false }}
        dotProps={{ r: 3 }}
        yAxisLabel={`per ${unit}`}
        valueFormatter={axisMark}
        xAxisProps={{
          type: 'number',
          scale: 'time',
          domain: ['dataMin', 'dataMax'],
          tickFormatter: (time: number) => formatDate(new Date(time).toISOString().slice(0, 10)),
        }}
        yAxisProps={{ domain: ['auto', 'auto'], width: 60 }}
        tooltipProps={{ content: ({ payload }) => <Tip plotted={payload?.[0]?.payload} /> }}
      />
    </div>
  );
}

function Tip({ plotted }: { plotted: Plotted | undefined }) {
  return (
    plotted && (
      <div className="chart-tip">
        <span className="muted">{plotted.date}</span>
        <span>{plotted.price}</span>
      </div>
    )
  );
}
