import './accounts.css';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useRecent } from '../../lib/recent.ts';
import { useMay, useMe } from '../../lib/session.ts';
import { Page, Panel } from '../../ui/page.tsx';
import { ErrorBox, RecordSkeleton } from '../../ui/states.tsx';
import { InactiveChip } from '../../ui/status-chip.tsx';
import { Timeline } from '../../ui/timeline.tsx';
import { AccountActions } from './account-actions.tsx';
import { AccountAddresses } from './account-addresses.tsx';
import { AccountContacts } from './account-contacts.tsx';
import { AccountDetails } from './account-details.tsx';
import { describeAccountChange, roleWord, unfoldParts } from './account-history-words.ts';
import { AccountOrders } from './account-orders.tsx';
import { accountHistoryQuery, accountQuery } from './accounts.queries.ts';

/** An account with everything that is known of it. */
export function AccountPage({ accountId }: { accountId: string }) {
  const { data: account, error, refetch } = useQuery(accountQuery(accountId));
  const may = useMay();
  const me = useMe();
  useRecent(me.id, {
    href: `/accounts/${accountId}`,
    label: account?.name,
    hint: account === undefined ? '' : roleWord(account),
    error,
  });
  if (account === undefined) {
    return (
      <Page title="Account">
        {error === null ? <RecordSkeleton /> : <ErrorBox error={error} retry={() => void refetch()} />}
      </Page>
    );
  }
  return (
    <Page
      title={account.name}
      badge={
        <>
          <span className="page-badge">{roleWord(account)}</span>
          {!account.isActive && <InactiveChip />}
        </>
      }
      actions={<AccountActions account={account} />}
    >
      <div className="record-page">
        <aside className="record-page-aside">
          <AccountDetails account={account} />
        </aside>
        <div className="record-page-main">
          <div className="record-page-pair">
            <AccountContacts account={account} />
            <AccountAddresses account={account} />
          </div>
          {may('orders:view') && account.isSeller && <AccountOrders account={account} side="seller" />}
          {may('orders:view') && account.isBuyer && <AccountOrders account={account} side="buyer" />}
          <Panel title="History">
            <History accountId={account.id} />
          </Panel>
        </div>
      </div>
    </Page>
  );
}

function History({ accountId }: { accountId: string }) {
  const history = useInfiniteQuery(accountHistoryQuery(accountId));
  const activities = useMemo(
    () =>
      history.data?.pages.flatMap((page) =>
        page.items.map((activity) => ({ ...activity, changes: unfoldParts(activity.changes) })),
      ),
    [history.data],
  );
  if (history.error !== null) return <ErrorBox error={history.error} retry={() => void history.refetch()} />;
  if (activities === undefined) return <RecordSkeleton />;
  if (activities.length === 0)
    return <span className="muted">Nothing has changed since it was brought in.</span>;
  return (
    <Timeline
      activities={activities}
      describe={describeAccountChange}
      hasMore={history.hasNextPage}
      onMore={() => void history.fetchNextPage()}
    />
  );
}
