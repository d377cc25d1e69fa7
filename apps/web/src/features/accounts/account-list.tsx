import './accounts.css';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { CatalogueList } from '../../ui/catalogue-list.tsx';
import { useListPages } from '../../ui/list-pages.ts';
import { accountColumns, accountHref, renderAccountCard } from './account-columns.tsx';
import { AccountFilterBar } from './account-filter-bar.tsx';
import { type AccountListSearch, isFiltered } from './account-filters.ts';
import {
  accountListQuery,
  accountTotalsQuery,
  bulkAccounts,
  chosenAccountsFile,
} from './accounts.queries.ts';

export function AccountList({
  search,
  onSearch,
  onReset,
}: {
  search: AccountListSearch;
  onSearch: (change: Partial<AccountListSearch>) => void;
  onReset: () => void;
}) {
  const list = useInfiniteQuery(accountListQuery(search));
  // After the rows: adding up a big book keeps the machine busy that the rows still need.
  const isListed = list.isSuccess && !list.isPlaceholderData;
  const totals = useQuery({ ...accountTotalsQuery(search), enabled: isListed });
  const pages = useListPages(list);
  return (
    <CatalogueList
      module="accounts"
      noun="account"
      columns={accountColumns}
      pages={pages}
      totals={totals}
      rowHref={accountHref}
      card={renderAccountCard}
      sort={search.sort ?? 'name'}
      onSort={(sort) => onSearch({ sort })}
      run={bulkAccounts}
      chosenFile={chosenAccountsFile}
      toolbar={
        <AccountFilterBar
          search={search}
          onChange={onSearch}
          onReset={onReset}
          sample={pages.rows && (pages.rows[0] ?? null)}
        />
      }
      isFiltered={isFiltered(search)}
      onReset={onReset}
      invitation="Add the sellers and buyers you deal with; orders bring them together."
    />
  );
}
