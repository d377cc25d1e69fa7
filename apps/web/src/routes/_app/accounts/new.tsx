import { createFileRoute } from '@tanstack/react-router';
import { AccountCreate } from '../../../features/accounts/account-create.tsx';
import { Needs } from '../../../ui/needs.tsx';
import { Page } from '../../../ui/page.tsx';
import { paymentTermsQuery, peopleQuery } from '../../../ui/reference-queries.ts';

export const Route = createFileRoute('/_app/accounts/new')({
  loader: ({ context: { queryClient } }) => {
    void queryClient.prefetchQuery(paymentTermsQuery);
    void queryClient.prefetchQuery(peopleQuery);
  },
  component: NewAccountPage,
});

function NewAccountPage() {
  return (
    <Needs right="accounts:create">
      <Page title="New account" narrow>
        <AccountCreate />
      </Page>
    </Needs>
  );
}
