import { Button } from '@mantine/core';
import { createFileRoute } from '@tanstack/react-router';
import { Download, Plus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { listNewDrafts } from '../../../features/orders/order-drafts.ts';
import { exportAddress, filterOnly, readOrderSearch } from '../../../features/orders/order-filters.ts';
import { OrderList } from '../../../features/orders/order-list.tsx';
import { orderListQuery } from '../../../features/orders/orders.queries.ts';
import { useHotkeys } from '../../../lib/hotkeys.ts';
import { Can } from '../../../ui/can.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import { Page } from '../../../ui/page.tsx';

// Few have any, and what they contain is read with the code of the entry screen.
const UnsavedOrders = lazy(() =>
  import('../../../features/orders/unsaved-orders.tsx').then((module) => ({ default: module.UnsavedOrders })),
);

export const Route = createFileRoute('/_app/orders/')({
  validateSearch: readOrderSearch,
  loaderDeps: ({ search }) => search,
  // On its way before the code of the screen has arrived.
  loader: ({ context: { queryClient }, deps }) => {
    void queryClient.prefetchInfiniteQuery(orderListQuery(deps));
  },
  component: OrdersPage,
});

function OrdersPage() {
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  const { me } = Route.useRouteContext();
  const [hasDrafts] = useState(() => listNewDrafts(me.id).length > 0);
  useHotkeys({ n: () => void navigate({ to: '/orders/new' }) });
  return (
    <Page
      title="Orders"
      fill
      actions={
        <>
          <Can do="orders:export">
            <Button
              component="a"
              href={exportAddress(filterOnly(search))}
              download
              variant="default"
              leftSection={<Download size={15} aria-hidden />}
            >
              Export
            </Button>
          </Can>
          <Can do="orders:create">
            <LinkButton to="/orders/new" leftSection={<Plus size={16} aria-hidden />}>
              New order
            </LinkButton>
          </Can>
        </>
      }
    >
      {hasDrafts && (
        <Suspense>
          <UnsavedOrders />
        </Suspense>
      )}
      <OrderList
        search={search}
        onSearch={(change) => void navigate({ search: (before) => ({ ...before, ...change }) })}
        onReset={() => void navigate({ search: {} })}
      />
    </Page>
  );
}
