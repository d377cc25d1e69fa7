import { Button, Group, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { formatInstant, formatMoney } from '../../lib/format.ts';
import { LinkButton } from '../../ui/link-button.tsx';
import { Facts } from '../../ui/page.tsx';
import { ErrorBox, RecordSkeleton } from '../../ui/states.tsx';
import { OrderLinesTable } from './order-lines-table.tsx';
import { termsOf } from './order-terms.ts';
import { type Order, orderRevisionQuery, orderRevisionsQuery, snapshotOf } from './orders.queries.ts';

/** What exactly was confirmed, and when: the question every dispute ends with. */
export function OrderRevisions({
  order,
  shown,
  onShow,
}: {
  order: Order;
  shown: number | undefined;
  onShow: (revision: number | undefined) => void;
}) {
  const { data, error, refetch } = useQuery(orderRevisionsQuery(order.id));
  if (error !== null) return <ErrorBox error={error} retry={() => void refetch()} />;
  if (data === undefined) return <RecordSkeleton />;
  if (data.items.length === 0)
    return <p className="muted">Nothing was confirmed yet: nobody outside has seen this order.</p>;
  return (
    <Stack gap="sm">
      {data.items.map(({ revision, by, at, reason }) => (
        <div key={revision} className="order-revision">
          <div>
            <strong>Version {revision}</strong> confirmed by {by.name},{' '}
            <time dateTime={at}>{formatInstant(at)}</time>
            {reason !== null && <div className="muted">{reason}</div>}
          </div>
          <Group gap="xs">
            <LinkButton
              to="/orders/$orderId/print"
              params={{ orderId: order.id }}
              search={{ version: String(revision) }}
              variant="subtle"
              size="compact-sm"
              aria-label={`Print version ${revision}`}
            >
              Print
            </LinkButton>
            <Button
              variant="default"
              size="compact-sm"
              aria-expanded={shown === revision}
              onClick={() => onShow(shown === revision ? undefined : revision)}
            >
              {shown === revision ? 'Hide' : 'What it said'}
            </Button>
          </Group>
          {shown === revision && <Revision orderId={order.id} revision={revision} />}
        </div>
      ))}
    </Stack>
  );
}

function Revision({ orderId, revision }: { orderId: string; revision: number }) {
  const { data, error } = useQuery(orderRevisionQuery(orderId, revision));
  const body = useRef<HTMLDivElement>(null);
  const isThere = data !== undefined;
  // A link leads to what it points to, which is below the lines of today.
  useEffect(() => {
    if (isThere) body.current?.scrollIntoView({ block: 'nearest' });
  }, [isThere]);
  if (error !== null) return <ErrorBox error={error} />;
  if (data === undefined) return <RecordSkeleton />;
  const snapshot = snapshotOf(data);
  return (
    <div className="order-revision-body" ref={body}>
      <p>
        {snapshot.seller?.name} to {snapshot.buyer?.name}: {formatMoney(snapshot.totalAmount)}
        {snapshot.memo !== null && <span className="muted"> · {snapshot.memo}</span>}
      </p>
      <Facts items={termsOf(snapshot)} />
      <OrderLinesTable order={snapshot} />
    </div>
  );
}
