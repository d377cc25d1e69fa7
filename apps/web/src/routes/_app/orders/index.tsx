import { createFileRoute } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { listNewDrafts } from '../../../features/orders/order-drafts.ts';
import { exportAddress, filterOnly, readOrderSearch } from '../../../features/orders/order-filters.ts';
import { OrderList } from '../../../features/orders/order-list.tsx';
import { orderListQuery, orderTotalsQuery } from '../../../features/orders/orders.queries.ts';
import { ListActions } from '../../../ui/list-actions.tsx';
import { Needs } from '../../../ui/needs.tsx';
import { Page } from '../../../ui/page.tsx';

// Few have any, and what they contain is read with the code of the entry screen.
const UnsavedOrders = lazy(() =>
  import('../../../features/orders/unsaved-orders.tsx').then((module) => ({ default: module.UnsavedOrders })),
);

export const Route = createFileRoute('/_app/orders/')({
  validateSearch: readOrderSearch,
  loaderDeps: ({ search }) => search,
  // On its way before the code of the screen has arrived.
  loader: ({ context: { queryClient, me }, deps }) => {
    if (!me.permissions.includes('orders:view')) return;
    void queryClient.prefetchInfiniteQuery(orderListQuery(deps));
  },
  component: () => (
    <Needs right="orders:view">
      <OrdersPage />
    </Needs>
  ),
});

function OrdersPage() {
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  const { me, queryClient } = Route.useRouteContext();
  const [hasDrafts] = useState(() => listNewDrafts(me.id).length > 0);
  return (
    <Page
      title="Orders"
      fill
      actions={
        <ListActions
          module="orders"
          noun="order"
          exportHref={exportAddress(filterOnly(search))}
          rows={() => queryClient.getQueryData(orderTotalsQuery(search).queryKey)?.count}
        />
      }
    >
      {hasDrafts && (
        <Suspense>
          <UnsavedOrders />
        </Suspense>
      )}
      <OrderList
        search={search}
        onSearch={(change, entry) =>
          void navigate({ search: (before) => ({ ...before, ...change }), ...entry })
        }
        onReset={() => void navigate({ search: {} })}
      />
    </Page>
  );
}
