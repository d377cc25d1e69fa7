import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { formatAmount, formatDate, formatMoney, formatNumber } from '../../lib/format.ts';
import { AccountName } from '../../ui/account-name.tsx';
import { OrdersLink } from '../../ui/orders-link.tsx';
import { Panel } from '../../ui/page.tsx';
import { PlainTable } from '../../ui/plain-table.tsx';
import { ErrorBox, RecordSkeleton } from '../../ui/states.tsx';
import {
  type Partner,
  type Product,
  partnersAsked,
  productPartnersQuery,
  tradeFilter,
} from './products.queries.ts';

/** Who buys and who sells the product, most first. */
export function ProductPartners({ product }: { product: Product }) {
  const [limit, setLimit] = useState(partnersAsked.first);
  const { data, error, refetch } = useQuery(productPartnersQuery(product.id, limit));
  if (error !== null) return <ErrorBox error={error} retry={() => void refetch()} />;
  if (data === undefined) return <RecordSkeleton />;
  return (
    <div className="record-page-pair">
      <Partners
        title="Who buys it"
        partners={data.buyers}
        limit={limit}
        onMore={() => setLimit(partnersAsked.most)}
        filterOf={(buyerId) => tradeFilter(product.id, { buyerId })}
      />
      <Partners
        title="Who sells it"
        partners={data.sellers}
        limit={limit}
        onMore={() => setLimit(partnersAsked.most)}
        filterOf={(sellerId) => tradeFilter(product.id, { sellerId })}
      />
    </div>
  );
}

function Partners({
  title,
  partners,
  limit,
  onMore,
  filterOf,
}: {
  title: string;
  partners: readonly Partner[];
  limit: number;
  onMore: () => void;
  filterOf: (id: string) => ReturnType<typeof tradeFilter>;
}) {
  const shown = partners.slice(0, limit - 1);
  return (
    <Panel title={title} flush>
      {partners.length === 0 ? (
        <p className="product-empty muted">Nobody yet.</p>
      ) : (
        <PlainTable
          label={title}
          head={
            <>
              <th scope="col">Account</th>
              <th scope="col" className="number">
                Orders
              </th>
              <th scope="col" className="number">
                Goods
              </th>
              <th scope="col" className="number" data-minor>
                Last price
              </th>
            </>
          }
        >
          <tbody>
            {shown.map((partner) => (
              <tr key={partner.id}>
                <th scope="row">
                  <AccountName account={partner} />
                </th>
                <td className="number">
                  <OrdersLink filter={filterOf(partner.id)}>{formatNumber(partner.count)}</OrdersLink>
                </td>
                <td className="number">
                  <OrdersLink filter={filterOf(partner.id)}>{formatMoney(partner.productAmount)}</OrdersLink>
                </td>
                <td className="number" data-minor title={formatDate(partner.lastOrderDate)}>
                  {formatAmount(partner.lastPrice)} <span className="muted">/ {partner.lastPriceUnit}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </PlainTable>
      )}
      {partners.length > shown.length && (
        <p className="product-empty muted">
          The {formatNumber(shown.length)} with the most goods.{' '}
          {limit < partnersAsked.most && (
            <Button variant="subtle" size="compact-sm" onClick={onMore}>
              Show more
            </Button>
          )}
        </p>
      )}
    </Panel>
  );
}
