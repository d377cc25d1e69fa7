import { createFileRoute } from '@tanstack/react-router';
import { useState } from 'react';
import { editDraftName, readOrderDraft } from '../../../features/orders/order-drafts.ts';
import { OrderEntry } from '../../../features/orders/order-entry.tsx';
import { toForm } from '../../../features/orders/order-form.ts';
import { type Order, orderQuery } from '../../../features/orders/orders.queries.ts';
import { needsId } from '../../../lib/record-id.ts';
import { accountSource, productSource } from '../../../ui/choice-sources.ts';
import { LinkButton } from '../../../ui/link-button.tsx';
import { Needs } from '../../../ui/needs.tsx';
import { Page } from '../../../ui/page.tsx';
import { companyQuery, paymentTermsQuery, peopleQuery } from '../../../ui/reference-queries.ts';
import { EmptyState } from '../../../ui/states.tsx';
import { StatusChip } from '../../../ui/status-chip.tsx';
import { catalogueQuery } from '../../../ui/typeahead-source.ts';

export const Route = createFileRoute('/_app/orders/$orderId/edit')({
  // Kept, the router would show the order as it was the last time, before its own answer is there.
  gcTime: 0,
  loader: async ({ context: { queryClient, me }, params }) => {
    needsId(params.orderId);
    if (!me.permissions.includes('orders:edit')) return;
    void queryClient.prefetchQuery(paymentTermsQuery);
    void queryClient.prefetchQuery(peopleQuery);
    void queryClient.prefetchQuery(catalogueQuery(accountSource('seller')));
    void queryClient.prefetchQuery(catalogueQuery(accountSource('buyer')));
    void queryClient.prefetchQuery(catalogueQuery(productSource));
    const [order] = await Promise.all([
      // What the cache knows to be outdated is asked for anew.
      queryClient.fetchQuery(orderQuery(params.orderId)),
      queryClient.ensureQueryData(companyQuery),
    ]);
    return order;
  },
  component: () => (
    <Needs right="orders:edit">
      <EditOrderRoute />
    </Needs>
  ),
});

function EditOrderRoute() {
  const order = Route.useLoaderData();
  return order && <EditOrderPage key={order.id} order={order} />;
}

function EditOrderPage({ order }: { order: Order }) {
  const { me } = Route.useRouteContext();
  // What the work starts from must not change under it; a newer version is offered, not put in.
  const [start] = useState(order);
  const draftName = editDraftName(start.id);
  return (
    <Page
      title={start.orderNo}
      badge={<StatusChip status={start.status} isCancelled={start.cancelledAt !== null} />}
      actions={
        <LinkButton to="/orders/$orderId" params={{ orderId: start.id }} variant="default">
          Close
        </LinkButton>
      }
    >
      {start.allowedActions.includes('edit') ? (
        <OrderEntry
          order={start}
          start={toForm(start)}
          draft={readOrderDraft(me.id, draftName)}
          draftName={draftName}
        />
      ) : (
        <EmptyState title="This order cannot be changed now.">
          Paid and cancelled orders are read-only.
        </EmptyState>
      )}
    </Page>
  );
}
