import { useQuery } from '@tanstack/react-query';
import { formatAmount, formatDate, formatMoney, formatNumber } from '../../lib/format.ts';
import { AccountName } from '../../ui/account-name.tsx';
import { OrdersLink } from '../../ui/orders-link.tsx';
import { Panel } from '../../ui/page.tsx';
import { PlainTable } from '../../ui/plain-table.tsx';
import { ErrorBox, RecordSkeleton } from '../../ui/states.tsx';
import { type Partner, type Product, productPartnersQuery, tradeFilter } from './products.queries.ts';

/** Who buys and who sells the product, most first. */
export function ProductPartners({ product }: { product: Product }) {
  const { data, error, refetch } = useQuery(productPartnersQuery(product.id));
  if (error !== null) return <ErrorBox error={error} retry={() => void refetch()} />;
  if (data === undefined) return <RecordSkeleton />;
  return (
    <div className="record-page-pair">
      <Partners
        title="Who buys it"
        partners={data.buyers}
        filterOf={(buyerId) => tradeFilter(product.id, { buyerId })}
      />
      <Partners
        title="Who sells it"
        partners={data.sellers}
        filterOf={(sellerId) => tradeFilter(product.id, { sellerId })}
      />
    </div>
  );
}

function Partners({
  title,
  partners,
  filterOf,
}: {
  title: string;
  partners: readonly Partner[];
  filterOf: (id: string) => ReturnType<typeof tradeFilter>;
}) {
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
            {partners.map((partner) => (
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
    </Panel>
  );
}
