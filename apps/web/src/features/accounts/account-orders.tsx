import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { count, formatDate, formatMoney } from '../../lib/format.ts';
import { Money } from '../../ui/money.tsx';
import { OrdersLink } from '../../ui/orders-link.tsx';
import { Panel } from '../../ui/page.tsx';
import { PlainTable } from '../../ui/plain-table.tsx';
import { ErrorBox, RecordSkeleton } from '../../ui/states.tsx';
import { StatusChip } from '../../ui/status-chip.tsx';
import {
  type Account,
  agreedOrdersOf,
  agreedTotalsQuery,
  type OrderRole,
  ordersOf,
  recentOrdersQuery,
} from './accounts.queries.ts';

/** What an account sold or bought: what was agreed in all, and the newest orders. */
export function AccountOrders({ account, side }: { account: Account; side: OrderRole }) {
  const recent = useQuery(recentOrdersQuery(account.id, side));
  const title = side === 'seller' ? 'Sold' : 'Bought';
  if (recent.error !== null) {
    return (
      <Panel title={title}>
        <ErrorBox error={recent.error} retry={() => void recent.refetch()} />
      </Panel>
    );
  }
  if (recent.data === undefined) {
    return (
      <Panel title={title}>
        <RecordSkeleton />
      </Panel>
    );
  }
  const { items } = recent.data;
  return (
    <Panel
      title={title}
      flush
      actions={items.length > 0 && <OrdersLink filter={ordersOf(account.id, side)}>All orders</OrdersLink>}
    >
      {items.length === 0 ? (
        <p className="account-parts-empty muted">
          {side === 'seller' ? 'No order has it as seller.' : 'No order has it as buyer.'}
        </p>
      ) : (
        <>
          <AgreedTotals account={account} side={side} />
          <PlainTable
            label={`Newest orders: ${title.toLowerCase()}`}
            head={
              <>
                <th scope="col">Number</th>
                <th scope="col">Date</th>
                <th scope="col">{side === 'seller' ? 'Buyer' : 'Seller'}</th>
                <th scope="col" data-minor>
                  Status
                </th>
                <th scope="col" className="number">
                  Goods
                </th>
              </>
            }
          >
            <tbody>
              {items.map((order) => (
                <tr key={order.id}>
                  <td className="nowrap">
                    <Link className="text-link" to="/orders/$orderId" params={{ orderId: order.id }}>
                      {order.orderNo}
                    </Link>
                  </td>
                  <td className="nowrap">{formatDate(order.orderDate)}</td>
                  <td>{(side === 'seller' ? order.buyer : order.seller)?.name}</td>
                  <td data-minor>
                    <StatusChip status={order.status} isCancelled={order.cancelledAt !== null} />
                  </td>
                  <td className="number">
                    <Money value={order.totalAmount} />
                  </td>
                </tr>
              ))}
            </tbody>
          </PlainTable>
        </>
      )}
    </Panel>
  );
}

function AgreedTotals({ account, side }: { account: Account; side: OrderRole }) {
  const { data } = useQuery(agreedTotalsQuery(account.id, side));
  const filter = agreedOrdersOf(account.id, side);
  if (data === undefined) return <p className="account-totals">&nbsp;</p>;
  return (
    <p className="account-totals">
      <OrdersLink filter={filter}>{count(data.count, 'agreed order')}</OrdersLink>
      <span>
        <OrdersLink filter={filter}>{formatMoney(data.totalAmount)}</OrdersLink>{' '}
        <span className="muted">goods</span>
      </span>
      <span>
        <OrdersLink filter={filter}>{formatMoney(data.commissionTotal)}</OrdersLink>{' '}
        <span className="muted">commission</span>
      </span>
    </p>
  );
}
