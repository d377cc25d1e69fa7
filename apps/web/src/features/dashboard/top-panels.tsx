import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { formatDate, formatMoney, formatNumber } from '../../lib/format.ts';
import { useMay } from '../../lib/session.ts';
import { AccountName } from '../../ui/account-name.tsx';
import { productLabel } from '../../ui/choice-sources.ts';
import { OrdersLink } from '../../ui/orders-link.tsx';
import { Panel } from '../../ui/page.tsx';
import { PlainTable } from '../../ui/plain-table.tsx';
import { ErrorBox } from '../../ui/states.tsx';
import { dashboardTopQuery, type Top } from './dashboard.queries.ts';

/** Who and what traded most in twelve months. */
export function TopPanels() {
  const { data: top, error, refetch } = useQuery(dashboardTopQuery);
  if (error !== null) return <ErrorBox error={error} retry={() => void refetch()} />;
  const period = top && `${formatDate(top.from)} – ${formatDate(top.to)}`;
  return (
    <section className="dashboard-tops" aria-label="The largest of twelve months">
      <TopPanel
        title="Top buyers"
        period={period}
        rows={top?.buyers.map((buyer) => toRow(buyer, buyer.totalAmount, <AccountName account={buyer} />))}
      />
      <TopPanel
        title="Top sellers"
        period={period}
        rows={top?.sellers.map((seller) =>
          toRow(seller, seller.totalAmount, <AccountName account={seller} />),
        )}
      />
      <TopPanel
        title="Top products"
        period={period}
        rows={top?.products.map((product) =>
          toRow(product, product.productAmount, <ProductName product={product} />),
        )}
      />
    </section>
  );
}

interface Row {
  id: string;
  name: ReactNode;
  count: number;
  amount: string;
  filter: Top['buyers'][number]['filter'];
}

function toRow(
  { id, count, filter }: Pick<Row, 'id' | 'count' | 'filter'>,
  amount: string,
  name: ReactNode,
): Row {
  return { id, count, filter, amount, name };
}

function TopPanel({
  title,
  period,
  rows,
}: {
  title: string;
  period: string | undefined;
  rows: readonly Row[] | undefined;
}) {
  return (
    <Panel title={title} flush>
      {rows === undefined && (
        <div className="dashboard-loading">
          <Skeleton height={150} />
        </div>
      )}
      {rows?.length === 0 && <p className="dashboard-empty muted">Nothing was agreed in twelve months.</p>}
      {rows !== undefined && rows.length > 0 && (
        <PlainTable
          label={`${title}, ${period}`}
          head={
            <>
              <th scope="col">Name</th>
              <th scope="col" className="number">
                Orders
              </th>
              <th scope="col" className="number">
                Goods
              </th>
            </>
          }
        >
          <tbody>
            {rows.map(({ id, name, count, amount, filter }) => (
              <tr key={id}>
                <th scope="row">{name}</th>
                <td className="number">
                  <OrdersLink filter={filter}>{formatNumber(count)}</OrdersLink>
                </td>
                <td className="number">
                  <OrdersLink filter={filter}>{formatMoney(amount)}</OrdersLink>
                </td>
              </tr>
            ))}
          </tbody>
        </PlainTable>
      )}
    </Panel>
  );
}

function ProductName({ product }: { product: Top['products'][number] }) {
  const may = useMay();
  if (!may('products:view')) return productLabel(product);
  return (
    <Link className="text-link" to="/products/$productId" params={{ productId: product.id }}>
      {productLabel(product)}
    </Link>
  );
}
