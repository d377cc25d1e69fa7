import './accounts.css';
import { Button, Skeleton } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { count, formatNumber } from '../../lib/format.ts';
import { useMay } from '../../lib/session.ts';
import { ActiveBulkBar } from '../../ui/active-bulk-bar.tsx';
import { Can } from '../../ui/can.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { accountColumns, accountHref, renderAccountCard } from './account-columns.tsx';
import { downloadAccounts } from './account-csv.ts';
import { AccountFilterBar } from './account-filter-bar.tsx';
import { type AccountListSearch, isFiltered } from './account-filters.ts';
import {
  type AccountSummary,
  accountListQuery,
  accountTotalsQuery,
  bulkAccounts,
} from './accounts.queries.ts';

const rowId = (account: AccountSummary) => account.id;
const isMuted = (account: AccountSummary) => !account.isActive;
const allAccounts = ['accounts'] as const;

export function AccountList({
  search,
  onSearch,
  onReset,
}: {
  search: AccountListSearch;
  onSearch: (change: Partial<AccountListSearch>) => void;
  onReset: () => void;
}) {
  const may = useMay();
  const list = useInfiniteQuery(accountListQuery(search));
  // After the rows: adding up a big book keeps the machine busy that the rows still need.
  const isListed = list.isSuccess && !list.isPlaceholderData;
  const totals = useQuery({ ...accountTotalsQuery(search), enabled: isListed });
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items), [list.data]);
  const { fetchNextPage, isFetchingNextPage } = list;
  const onMore = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, isFetchingNextPage]);
  const mayEdit = may('accounts:edit');
  const mayExport = may('accounts:export');
  const bulk = useCallback(
    (selected: AccountSummary[], clear: () => void) => (
      <ActiveBulkBar
        noun="account"
        selected={selected}
        mayEdit={mayEdit}
        run={bulkAccounts}
        queryKey={allAccounts}
        onExport={mayExport ? () => downloadAccounts(selected) : undefined}
        onDone={clear}
      />
    ),
    [mayEdit, mayExport],
  );

  return (
    <DataTable
      label="Accounts"
      name="accounts"
      columns={accountColumns}
      rows={rows}
      rowId={rowId}
      rowHref={accountHref}
      isMuted={isMuted}
      card={renderAccountCard}
      sort={search.sort ?? 'name'}
      onSort={(sort) => onSearch({ sort })}
      hasMore={list.hasNextPage}
      onMore={onMore}
      error={list.error}
      onRetry={() => void list.refetch()}
      {...((mayEdit || mayExport) && { bulk })}
      toolbar={
        <AccountFilterBar
          search={search}
          onChange={onSearch}
          onReset={onReset}
          sample={rows && (rows[0] ?? null)}
        />
      }
      empty={<NoAccounts isFiltered={isFiltered(search)} onReset={onReset} />}
      footer={
        totals.data === undefined
          ? { name: totals.isError ? 'No totals' : <Skeleton height={10} width="5rem" mt={14} /> }
          : {
              name: count(totals.data.count, 'account'),
              isActive: `${formatNumber(totals.data.active)} active`,
            }
      }
      footerCard={
        totals.data && `${count(totals.data.count, 'account')} · ${formatNumber(totals.data.active)} active`
      }
    />
  );
}

function NoAccounts({ isFiltered: filtered, onReset }: { isFiltered: boolean; onReset: () => void }) {
  if (filtered) {
    return (
      <EmptyState title="No accounts match this filter.">
        <Button variant="default" onClick={onReset}>
          Show all accounts
        </Button>
      </EmptyState>
    );
  }
  return (
    <EmptyState title="There are no accounts yet.">
      <Can do="accounts:create">
        Add the sellers and buyers you deal with; orders bring them together.
        <LinkButton to="/accounts/new">New account</LinkButton>
      </Can>
    </EmptyState>
  );
}
