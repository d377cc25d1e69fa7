import { Button, Skeleton } from '@mantine/core';
import { type ReactNode, useCallback } from 'react';
import { count, formatNumber } from '../lib/format.ts';
import { useMay } from '../lib/session.ts';
import { ActiveBulkBar, type CatalogueRequests } from './active-bulk-bar.tsx';
import { Can } from './can.tsx';
import { DataTable, type DataTableProps, type Deselect } from './data-table.tsx';
import { LinkButton } from './link-button.tsx';
import { EmptyState } from './states.tsx';

interface Entry {
  id: string;
  name: string;
  isActive: boolean;
  version: number;
}

type Pages<Item extends object> = Pick<
  DataTableProps<Item>,
  'rows' | 'hasMore' | 'onMore' | 'error' | 'onRetry'
>;

interface CatalogueListProps<Item extends Entry>
  extends Pick<DataTableProps<Item>, 'columns' | 'rowHref' | 'card' | 'sort' | 'onSort' | 'toolbar'>,
    CatalogueRequests {
  module: 'accounts' | 'products';
  /** One of them: `account`. */
  noun: string;
  pages: Pages<Item>;
  totals: {
    data: { count: number; active: number } | undefined;
    isError: boolean;
    isPlaceholderData: boolean;
  };
  filter: object;
  isFiltered: boolean;
  onReset: () => void;
  /** Why there should be a first one. */
  invitation: ReactNode;
}

const rowId = (item: Entry) => item.id;
const isMuted = (item: Entry) => !item.isActive;

/** The list of what orders are made of: accounts or products, which are in use or not. */
export function CatalogueList<Item extends Entry>(props: CatalogueListProps<Item>) {
  const { module, noun, pages, totals, run, chosenFile, filter, isFiltered, onReset, invitation, ...table } =
    props;
  const may = useMay();
  const bulk = useCallback(
    (selected: Item[], deselect: Deselect) => (
      <ActiveBulkBar {...{ module, noun, selected, deselect, run, chosenFile }} />
    ),
    [module, noun, run, chosenFile],
  );
  const all = totals.data && count(totals.data.count, noun);
  const active = totals.data && `${formatNumber(totals.data.active)} active`;

  return (
    <DataTable
      {...table}
      {...pages}
      label={`${module.slice(0, 1).toUpperCase()}${module.slice(1)}`}
      name={module}
      rowId={rowId}
      isMuted={isMuted}
      {...((may(`${module}:edit`) || may(`${module}:export`)) && { bulk })}
      empty={
        isFiltered ? (
          <EmptyState title={`No ${module} match this filter.`}>
            <Button variant="default" onClick={onReset}>
              Show all {module}
            </Button>
          </EmptyState>
        ) : (
          <EmptyState title={`There are no ${module} yet.`}>
            <Can do={`${module}:create`}>
              {invitation}
              <LinkButton to={`/${module}/new`}>New {noun}</LinkButton>
            </Can>
          </EmptyState>
        )
      }
      footer={
        all === undefined
          ? { name: totals.isError ? 'No totals' : <Skeleton height={10} width="5rem" mt={14} /> }
          : { name: all, isActive: active }
      }
      footerCard={all && active ? [all, active] : []}
      found={{ filter, count: totals.isPlaceholderData ? undefined : totals.data?.count }}
    />
  );
}
