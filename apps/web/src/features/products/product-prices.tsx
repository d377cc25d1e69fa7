import { Button, Skeleton } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useMemo } from 'react';
import { formatAmount, formatDate, formatNumber } from '../../lib/format.ts';
import { AccountName } from '../../ui/account-name.tsx';
import { Money } from '../../ui/money.tsx';
import { Panel } from '../../ui/page.tsx';
import { PlainTable } from '../../ui/plain-table.tsx';
import { ErrorBox, RecordSkeleton } from '../../ui/states.tsx';
import { pricePoints } from './price-points.ts';
import { type AgreedPrice, type Product, productPricesQuery } from './products.queries.ts';

// Charts weigh more than all the rest of the screen, which does not wait for them.
const PriceChart = lazy(() => import('./price-chart.tsx').then((module) => ({ default: module.PriceChart })));

/** Two prices make a line. */
const fewestPlotted = 2;

/** What the product was agreed at, order by order. */
export function ProductPrices({ product }: { product: Product }) {
  const prices = useInfiniteQuery(productPricesQuery(product.id));
  const lines = useMemo(() => prices.data?.pages.flatMap((page) => page.items), [prices.data]);
  const plot = useMemo(() => (lines === undefined ? undefined : pricePoints(lines)), [lines]);
  if (prices.error !== null) {
    return (
      <Panel title="Agreed prices">
        <ErrorBox error={prices.error} retry={() => void prices.refetch()} />
      </Panel>
    );
  }
  if (lines === undefined || plot === undefined) {
    return (
      <Panel title="Agreed prices">
        <RecordSkeleton />
      </Panel>
    );
  }
  return (
    <Panel title="Agreed prices" flush>
      {lines.length === 0 ? (
        <p className="product-empty muted">No confirmed order has it yet.</p>
      ) : (
        <>
          {plot.points.length >= fewestPlotted && (
            <div className="product-chart">
              <Suspense fallback={<Skeleton height={180} />}>
                <PriceChart points={plot.points} basis={plot.basis} />
              </Suspense>
            </div>
          )}
          <PlainTable
            label="Agreed prices, newest first"
            head={
              <>
                <th scope="col">Date</th>
                <th scope="col">Order</th>
                <th scope="col" data-minor>
                  Seller
                </th>
                <th scope="col" data-minor>
                  Buyer
                </th>
                <th scope="col" className="number" data-minor>
                  Quantity
                </th>
                <th scope="col" className="number">
                  Price
                </th>
                <th scope="col" className="number">
                  Total
                </th>
              </>
            }
          >
            <tbody>
              {lines.map((line) => (
                <PriceRow key={line.lineId} line={line} />
              ))}
            </tbody>
          </PlainTable>
          {prices.hasNextPage && (
            <div className="plain-table-more">
              <Button
                variant="subtle"
                size="compact-sm"
                loading={prices.isFetchingNextPage}
                onClick={() => void prices.fetchNextPage()}
              >
                Earlier
              </Button>
            </div>
          )}
        </>
      )}
    </Panel>
  );
}

function PriceRow({ line }: { line: AgreedPrice }) {
  return (
    <tr>
      <td className="nowrap">{formatDate(line.orderDate)}</td>
      <td className="nowrap">
        <Link className="text-link" to="/orders/$orderId" params={{ orderId: line.order.id }}>
          {line.order.orderNo}
        </Link>
      </td>
      <td data-minor>{line.seller && <AccountName account={line.seller} />}</td>
      <td data-minor>{line.buyer && <AccountName account={line.buyer} />}</td>
      <td className="number" data-minor>
        {formatNumber(line.quantity)}
        {line.packSize !== null && (
          <span className="muted">
            {' '}
            × {formatNumber(line.packSize)} {line.packUnit}
          </span>
        )}
      </td>
      <td className="number">
        {formatAmount(line.price ?? line.unitPrice)} <span className="muted">/ {line.priceUnit}</span>
      </td>
      <td className="number">
        <Money value={line.lineTotal} />
      </td>
    </tr>
  );
}
