import { createFileRoute } from '@tanstack/react-router';
import { exportAddress, filterOnly, readAccountSearch } from '../../../features/accounts/account-filters.ts';
import { AccountList } from '../../../features/accounts/account-list.tsx';
import { accountListQuery, accountTotalsQuery } from '../../../features/accounts/accounts.queries.ts';
import { ListActions } from '../../../ui/list-actions.tsx';
import { Needs } from '../../../ui/needs.tsx';
import { Page } from '../../../ui/page.tsx';

export const Route = createFileRoute('/_app/accounts/')({
  validateSearch: readAccountSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context: { queryClient, me }, deps }) => {
    if (!me.permissions.includes('accounts:view')) return;
    void queryClient.prefetchInfiniteQuery(accountListQuery(deps));
  },
  component: AccountsPage,
});

function AccountsPage() {
  return (
    <Needs right="accounts:view">
      <Accounts />
    </Needs>
  );
}

function Accounts() {
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  const { queryClient } = Route.useRouteContext();
  return (
    <Page
      title="Accounts"
      fill
      actions={
        <ListActions
          module="accounts"
          noun="account"
          exportHref={exportAddress(filterOnly(search))}
          rows={() => queryClient.getQueryData(accountTotalsQuery(search).queryKey)?.count}
        />
      }
    >
      <AccountList
        search={search}
        onSearch={(change, entry) =>
          void navigate({ search: (before) => ({ ...before, ...change }), ...entry })
        }
        onReset={() => void navigate({ search: {} })}
      />
    </Page>
  );
}
