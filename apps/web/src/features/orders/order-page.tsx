import './order-page.css';
import { Tabs } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { formatInstant } from '../../lib/format.ts';
import { useRecent } from '../../lib/recent.ts';
import { useMe } from '../../lib/session.ts';
import { AccountName } from '../../ui/account-name.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Facts, Page, Panel } from '../../ui/page.tsx';
import { ErrorBox, Notice, RecordSkeleton } from '../../ui/states.tsx';
import { StatusChip } from '../../ui/status-chip.tsx';
import { Timeline } from '../../ui/timeline.tsx';
import { OrderActions, WhyNotMore } from './order-actions.tsx';
import { editDraftName, readOrderDraft } from './order-drafts.ts';
import { describeOrderChange } from './order-history-words.tsx';
import { OrderLinesTable } from './order-lines-table.tsx';
import { OrderRevisions } from './order-revisions.tsx';
import { termsOf } from './order-terms.ts';
import { billingWords, engagedWords } from './order-words.ts';
import { type Order, orderHistoryQuery, orderQuery } from './orders.queries.ts';

export type OrderTab = 'history' | 'versions';

/** An order with everything that is known of it. */
export function OrderPage({
  orderId,
  tab,
  onTab,
  version,
  onVersion,
}: {
  orderId: string;
  tab: OrderTab;
  onTab: (tab: OrderTab) => void;
  /** The confirmed version that is open. */
  version: number | undefined;
  onVersion: (version: number | undefined) => void;
}) {
  const me = useMe();
  const { data: order, error, refetch } = useQuery(orderQuery(orderId));
  const parties = [order?.seller?.name, order?.buyer?.name].filter(Boolean).join(' → ');
  useRecent(me.id, { href: `/orders/${orderId}`, label: order?.orderNo, hint: parties, error });
  if (order === undefined) {
    return (
      <Page title="Order">
        {error === null ? <RecordSkeleton /> : <ErrorBox error={error} retry={() => void refetch()} />}
      </Page>
    );
  }
  return (
    <Page
      title={order.orderNo}
      badge={
        <>
          <StatusChip status={order.status} isCancelled={order.cancelledAt !== null} />
          <WhyNotMore order={order} />
        </>
      }
      actions={<OrderActions order={order} />}
    >
      <UnsavedWork order={order} />
      <div className="order-page">
        <div className="order-page-main">
          <Parties order={order} />
          <Panel title="Lines" flush>
            <OrderLinesTable order={order} />
          </Panel>
          <Words order={order} />
          <Tabs
            value={tab}
            onChange={(value) => onTab(value === 'versions' ? 'versions' : 'history')}
            keepMounted={false}
          >
            <Tabs.List mb="md">
              <Tabs.Tab value="history">History</Tabs.Tab>
              <Tabs.Tab value="versions">
                {order.revision === 0 ? 'Confirmed versions' : `Confirmed versions (${order.revision})`}
              </Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="history">
              <History orderId={order.id} />
            </Tabs.Panel>
            <Tabs.Panel value="versions">
              <OrderRevisions order={order} shown={version} onShow={onVersion} />
            </Tabs.Panel>
          </Tabs>
        </div>
        <aside className="order-page-aside">
          <Panel title="Terms">
            <Facts items={termsOf(order)} />
          </Panel>
          <Panel title="Ours">
            <Facts items={oursOf(order)} />
          </Panel>
        </aside>
      </div>
    </Page>
  );
}

function Parties({ order }: { order: Order }) {
  return (
    <div className="order-parties">
      {(['seller', 'buyer'] as const).map((role) => {
        const party = order[role];
        return (
          <section
            key={role}
            className="panel order-party"
            aria-label={role === 'seller' ? 'Seller' : 'Buyer'}
          >
            <span className="muted">{role === 'seller' ? 'Seller' : 'Buyer'}</span>
            {party === null ? (
              <strong className="muted">Not agreed yet</strong>
            ) : (
              <strong>
                <AccountName account={party} />
              </strong>
            )}
          </section>
        );
      })}
    </div>
  );
}

function oursOf(order: Order): (readonly [string, string | null])[] {
  return [
    ['Salesperson', order.salesperson?.name ?? null],
    ['Engaged by', engagedWords[order.engagedBy]],
    ['We invoice', billingWords[order.billingMode]],
    ['Document', order.qboDocNumber && `${order.qboDocType ?? 'document'} ${order.qboDocNumber}`],
    ['Confirmed', formatInstant(order.confirmedAt)],
    ['Posted', formatInstant(order.postedAt)],
    ['Paid', formatInstant(order.paidAt)],
    ['Cancelled', formatInstant(order.cancelledAt)],
    ['Written', formatInstant(order.createdAt)],
  ];
}

function Words({ order }: { order: Order }) {
  if (order.memo === null && order.notes === null) return null;
  return (
    <div className="order-words">
      {order.memo !== null && (
        <Panel title="Memo, printed">
          <p>{order.memo}</p>
        </Panel>
      )}
      {order.notes !== null && (
        <Panel title="Notes, ours alone">
          <p>{order.notes}</p>
        </Panel>
      )}
    </div>
  );
}

function History({ orderId }: { orderId: string }) {
  const history = useInfiniteQuery(orderHistoryQuery(orderId));
  if (history.error !== null) return <ErrorBox error={history.error} retry={() => void history.refetch()} />;
  if (history.data === undefined) return <RecordSkeleton />;
  return (
    <Timeline
      activities={history.data.pages.flatMap((page) => page.items)}
      describe={describeOrderChange}
      hasMore={history.hasNextPage}
      onMore={() => void history.fetchNextPage()}
    />
  );
}

/** Typed on this browser and never saved: one click from where it was left. */
function UnsavedWork({ order }: { order: Order }) {
  const me = useMe();
  const draft = readOrderDraft(me.id, editDraftName(order.id));
  if (draft === undefined || !order.allowedActions.includes('edit')) return null;
  return (
    <Notice>
      <span>You have unsaved changes to this order from {formatInstant(draft.savedAt)}.</span>
      <LinkButton size="compact-sm" to="/orders/$orderId/edit" params={{ orderId: order.id }}>
        Go on
      </LinkButton>
    </Notice>
  );
}
