import { createFileRoute, redirect } from '@tanstack/react-router';
import { newDraftName, readOrderDraft } from '../../../features/orders/order-drafts.ts';
import { OrderEntry } from '../../../features/orders/order-entry.tsx';
import { newForm } from '../../../features/orders/order-form.ts';
import { today } from '../../../lib/format.ts';
import { readSearch } from '../../../lib/search-params.ts';
import { accountSource, productSource } from '../../../ui/choice-sources.ts';
import { Needs } from '../../../ui/needs.tsx';
import { Page } from '../../../ui/page.tsx';
import { companyQuery, paymentTermsQuery, peopleQuery } from '../../../ui/reference-queries.ts';
import { catalogueQuery } from '../../../ui/typeahead-source.ts';

/** `draft` names the unsaved work, so that a reload finds it and two tabs do not share it. */
export const Route = createFileRoute('/_app/orders/new')({
  validateSearch: (raw): { draft?: string | undefined } =>
    readSearch(raw, { draft: (value) => /^[\w-]{1,40}$/.test(value) }),
  beforeLoad: ({ search }) => {
    if (search.draft !== undefined) return;
    const draft = crypto.randomUUID().slice(0, 8);
    throw redirect({ to: '/orders/new', search: { draft }, replace: true });
  },
  loader: async ({ context: { queryClient, me } }) => {
    if (!me.permissions.includes('orders:create')) return;
    // What the pickers will want, on its way before the first key.
    void queryClient.prefetchQuery(paymentTermsQuery);
    void queryClient.prefetchQuery(peopleQuery);
    void queryClient.prefetchQuery(catalogueQuery(accountSource('seller')));
    void queryClient.prefetchQuery(catalogueQuery(accountSource('buyer')));
    void queryClient.prefetchQuery(catalogueQuery(productSource));
    return queryClient.ensureQueryData(companyQuery);
  },
  component: () => (
    <Needs right="orders:create">
      <NewOrderPage />
    </Needs>
  ),
});

function NewOrderPage() {
  const { draft: draftId = '' } = Route.useSearch();
  const company = Route.useLoaderData();
  const { me } = Route.useRouteContext();
  if (company === undefined) return null;
  const start = newForm({
    orderDate: today(company.timeZone),
    billingMode: company.defaultBillingMode,
    engagedBy: company.defaultEngagedBy,
    salespersonId: me.id,
  });
  const draftName = newDraftName(draftId);
  return (
    <Page title="New order">
      <OrderEntry
        key={draftId}
        order={undefined}
        start={start}
        draft={readOrderDraft(me.id, draftName)}
        draftName={draftName}
      />
    </Page>
  );
}
