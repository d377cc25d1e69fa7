import { createFileRoute } from '@tanstack/react-router';
import { AccountPage } from '../../../features/accounts/account-page.tsx';
import { accountHistoryQuery, accountQuery } from '../../../features/accounts/accounts.queries.ts';
import { needsId } from '../../../lib/record-id.ts';
import { Needs } from '../../../ui/needs.tsx';

export const Route = createFileRoute('/_app/accounts/$accountId')({
  loader: ({ context: { queryClient }, params }) => {
    needsId(params.accountId);
    void queryClient.prefetchQuery(accountQuery(params.accountId));
    void queryClient.prefetchInfiniteQuery(accountHistoryQuery(params.accountId));
  },
  component: AccountRoute,
});

function AccountRoute() {
  const { accountId } = Route.useParams();
  return (
    <Needs right="accounts:view">
      <AccountPage key={accountId} accountId={accountId} />
    </Needs>
  );
}
