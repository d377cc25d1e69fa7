import './accounts.css';
import { useQuery } from '@tanstack/react-query';
import { CatalogueList } from '../../ui/catalogue-list.tsx';
import { filterNames } from '../../ui/filter-names.ts';
import { useListPages } from '../../ui/list-pages.ts';
import type { HistoryEntry } from '../../ui/list-search.tsx';
import { accountColumns, accountHref, renderAccountCard } from './account-columns.tsx';
import { AccountFilterBar } from './account-filter-bar.tsx';
import { type AccountListSearch, filterOnly, isFiltered } from './account-filters.ts';
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
  onSearch: (change: Partial<AccountListSearch>, entry?: HistoryEntry) => void;
  onReset: () => void;
}) {
  const { pages, isListed } = useListPages(accountListQuery(search));
  // After the rows: adding up a big book keeps the machine busy that the rows still need.
  const totals = useQuery({ ...accountTotalsQuery(search), enabled: isListed });
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
          nameOf={filterNames([pages.rows?.[0]?.owner], totals)}
        />
      }
      filter={filterOnly(search)}
      isFiltered={isFiltered(search)}
      onReset={onReset}
      invitation="Add the sellers and buyers you deal with; orders bring them together."
    />
  );
}
