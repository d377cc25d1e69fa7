import { Button } from '@mantine/core';
import { createFileRoute } from '@tanstack/react-router';
import { Download, Plus } from 'lucide-react';
import { exportAddress, filterOnly, readAccountSearch } from '../../../features/accounts/account-filters.ts';
import { AccountList } from '../../../features/accounts/account-list.tsx';
import { accountListQuery } from '../../../features/accounts/accounts.queries.ts';
import { useHotkeys } from '../../../lib/hotkeys.ts';
import { useMay } from '../../../lib/session.ts';
import { Can } from '../../../ui/can.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import { Needs } from '../../../ui/needs.tsx';
import { Page } from '../../../ui/page.tsx';

export const Route = createFileRoute('/_app/accounts/')({
  validateSearch: readAccountSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context: { queryClient }, deps }) => {
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
  const may = useMay();
  useHotkeys({ n: () => may('accounts:create') && void navigate({ to: '/accounts/new' }) });
  return (
    <Page
      title="Accounts"
      fill
      actions={
        <>
          <Can do="accounts:export">
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
          <Can do="accounts:create">
            <LinkButton to="/accounts/new" leftSection={<Plus size={16} aria-hidden />}>
              New account
            </LinkButton>
          </Can>
        </>
      }
    >
      <AccountList
        search={search}
        onSearch={(change) => void navigate({ search: (before) => ({ ...before, ...change }) })}
        onReset={() => void navigate({ search: {} })}
      />
    </Page>
  );
}
