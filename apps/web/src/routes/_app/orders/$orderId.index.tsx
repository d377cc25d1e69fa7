import { createFileRoute } from '@tanstack/react-router';
import { OrderPage } from '../../../features/orders/order-page.tsx';
import { isVersion, orderHistoryQuery, orderQuery } from '../../../features/orders/orders.queries.ts';
import { useHotkeys } from '../../../lib/hotkeys.ts';
import { needsId } from '../../../lib/record-id.ts';
import { readSearch } from '../../../lib/search-params.ts';
import { Needs } from '../../../ui/needs.tsx';

export const Route = createFileRoute('/_app/orders/$orderId/')({
  // `version` is the confirmed version that is open, so that what exactly was confirmed can be pointed to.
  validateSearch: (raw): { tab?: string | undefined; version?: string | undefined } =>
    readSearch(raw, {
      tab: (value) => value === 'versions',
      version: isVersion,
    }),
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
  const { tab, version } = Route.useSearch();
  const navigate = Route.useNavigate();
  useHotkeys({
    e: () => void navigate({ to: '/orders/$orderId/edit', params: { orderId } }),
    // This screen is not for others' eyes: the print is made for somebody.
    'mod+p': () => void navigate({ to: '/orders/$orderId/print', params: { orderId } }),
  });
  return (
    <OrderPage
      key={orderId}
      orderId={orderId}
      tab={tab === 'versions' ? 'versions' : 'history'}
      onTab={(next) =>
        void navigate({ search: next === 'versions' ? { tab: next } : {}, resetScroll: false })
      }
      version={version === undefined ? undefined : Number(version)}
      onVersion={(next) =>
        void navigate({
          search: { tab: 'versions', version: next === undefined ? undefined : String(next) },
          resetScroll: false,
        })
      }
    />
  );
}
