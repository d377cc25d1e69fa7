import { Button, Text } from '@mantine/core';
import type { OrderStep } from '@pace/shared/orders';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type BulkCommand, type BulkItem, startBulk } from '../../lib/bulk-work.ts';
import { exportChosen } from '../../lib/export-work.ts';
import { formatNumber } from '../../lib/format.ts';
import { refreshChanged } from '../../lib/live-list.ts';
import { useIsWorkedOn } from '../../lib/long-work.ts';
import { useMay, useMe } from '../../lib/session.ts';
import type { Deselect } from '../../ui/data-table.tsx';
import { AskReason } from './ask-reason.tsx';
import { bulkOrders, chosenOrdersFile, type OrderSummary } from './orders.queries.ts';

/** What can be done with the chosen orders at once; each button counts those it would touch. */
export function OrderBulkBar({ selected, deselect }: { selected: OrderSummary[]; deselect: Deselect }) {
  const may = useMay();
  const { id: userId } = useMe();
  const queryClient = useQueryClient();
  const isBusy = useIsWorkedOn('orders');
  const [isAsking, setAsking] = useState(false);
  const able = (action: 'confirm' | 'cancel') =>
    selected.filter((order) => order.allowedActions.includes(action));

  const confirmable = able('confirm');
  const cancellable = able('cancel');
  const again = confirmable.filter(wasConfirmed);
  function take(step: OrderStep, orders: OrderSummary[], reason?: string) {
    const items = orders.map((order) => ({ ...order, name: order.orderNo }));
    void startBulk(stepCommand({ step, reason, userId, queryClient, deselect }, items));
  }

  return (
    <>
      <Text size="sm" fw={600}>
        {formatNumber(selected.length)} selected
      </Text>
      {confirmable.length > 0 && (
        <Button
          size="xs"
          loading={isBusy}
          onClick={() => (again.length > 0 ? setAsking(true) : take('confirm', confirmable))}
        >
          Confirm {formatNumber(confirmable.length)}
        </Button>
      )}
      {cancellable.length > 0 && (
        <Button size="xs" variant="default" loading={isBusy} onClick={() => take('cancel', cancellable)}>
          Cancel {formatNumber(cancellable.length)}
        </Button>
      )}
      {may('orders:export') && (
        <Button
          size="xs"
          variant="default"
          onClick={() => {
            const ids = selected.map(({ id }) => id);
            void exportChosen({ userId, noun: 'order', topic: 'orders' }, ids, chosenOrdersFile);
          }}
        >
          Export {formatNumber(selected.length)}
        </Button>
      )}
      <Button size="xs" variant="subtle" onClick={() => deselect()}>
        Clear the selection
      </Button>
      {isAsking && (
        <AskReason
          action={`Confirm ${formatNumber(confirmable.length)} with this reason`}
          onAnswer={(reason) => {
            setAsking(false);
            take('confirm', confirmable, reason);
          }}
          onClose={() => setAsking(false)}
        >
          {again.length === confirmable.length
            ? 'Both parties have earlier versions of these orders.'
            : `Of ${formatNumber(again.length)} of these orders both parties have an earlier version.`}{' '}
          The reason is kept with the new one.
        </AskReason>
      )}
    </>
  );
}

const wasConfirmed = ({ revision }: Pick<OrderSummary, 'revision'>) => revision > 0;

const words: Readonly<Record<OrderStep, { doing: string; done: string }>> = {
  confirm: { doing: 'Confirming', done: 'confirmed' },
  reopen: { doing: 'Reopening', done: 'reopened' },
  cancel: { doing: 'Cancelling', done: 'cancelled' },
  restore: { doing: 'Restoring', done: 'restored' },
};

const backOf: Readonly<Partial<Record<OrderStep, OrderStep>>> = { confirm: 'reopen', cancel: 'restore' };

interface Step {
  step: OrderStep;
  reason?: string | undefined;
  userId: string;
  queryClient: QueryClient;
  deselect: Deselect;
}

function stepCommand<Item extends BulkItem & { revision: number }>(
  given: Step,
  items: readonly Item[],
): BulkCommand<Item> {
  const { step, reason, userId, queryClient, deselect } = given;
  const back = backOf[step];
  return {
    userId,
    topic: 'orders',
    noun: 'order',
    words: words[step],
    // What is confirmed for the first time has no reason to be kept with it.
    groups: [items.filter((item) => !wasConfirmed(item)), items.filter(wasConfirmed)],
    send: (batch, key) => bulkOrders(step, batch, key, batch.some(wasConfirmed) ? reason : undefined),
    onChanged: deselect,
    refresh: (ids) => refreshChanged(queryClient, ['orders'], new Set(ids)),
    ...(back && { reverse: (changed) => stepCommand({ ...given, step: back, reason: undefined }, changed) }),
  };
}
