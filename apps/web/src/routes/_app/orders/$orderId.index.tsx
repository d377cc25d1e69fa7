import { createFileRoute } from '@tanstack/react-router';
import { OrderPage } from '../../../features/orders/order-page.tsx';
import { orderHistoryQuery, orderQuery } from '../../../features/orders/orders.queries.ts';
import { useHotkeys } from '../../../lib/hotkeys.ts';
import { needsId } from '../../../lib/record-id.ts';
import { readSearch } from '../../../lib/search-params.ts';
import { Needs } from '../../../ui/needs.tsx';

export const Route = createFileRoute('/_app/orders/$orderId/')({
  validateSearch: (raw): { tab?: string | undefined } =>
    readSearch(raw, { tab: (value) => value === 'versions' }),
  loader: ({ context: { queryClient, me }, params }) => {
    needsId(params.orderId);
    if (!me.permissions.includes('orders:view')) return;
    void queryClient.prefetchQuery(orderQuery(params.orderId));
    void queryClient.prefetchInfiniteQuery(orderHistoryQuery(params.orderId));
  },
  component: () => (
    <Needs right="orders:view">
      <OrderRoute />
    </Needs>
  ),
});

function OrderRoute() {
  const { orderId } = Route.useParams();
  const { tab } = Route.useSearch();
  const navigate = Route.useNavigate();
  useHotkeys({ e: () => void navigate({ to: '/orders/$orderId/edit', params: { orderId } }) });
  return (
    <OrderPage
      key={orderId}
      orderId={orderId}
      tab={tab === 'versions' ? 'versions' : 'history'}
      onTab={(next) => void navigate({ search: next === 'versions' ? { tab: next } : {}, replace: true })}
    />
  );
}
