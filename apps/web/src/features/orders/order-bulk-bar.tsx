import { Button, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { count } from '../../lib/format.ts';
import { refreshChanged } from '../../lib/live-list.ts';
import { useMay } from '../../lib/session.ts';
import { announce, announceError } from '../../lib/undo.tsx';
import { downloadOrders } from './order-csv.ts';
import { bulkOrders, type OrderSummary, takeStep } from './orders.queries.ts';

/** What can be done with the chosen orders at once; each button counts those it would touch. */
export function OrderBulkBar({ selected, onDone }: { selected: OrderSummary[]; onDone: () => void }) {
  const may = useMay();
  const queryClient = useQueryClient();
  const able = (action: 'confirm' | 'cancel') =>
    selected.filter((order) => order.allowedActions.includes(action)).slice(0, mostAtOnce);

  const refreshed = (changed: readonly { id: string }[]) =>
    refreshChanged(queryClient, ['orders'], new Set(changed.map(({ id }) => id)));

  const run = useMutation({
    mutationFn: async (action: 'confirm' | 'cancel') => ({
      action,
      ...(await bulkOrders(action, able(action))),
    }),
    onSuccess: ({ action, results }) => {
      const done = results.filter(({ ok }) => ok);
      const refused = results.filter(({ ok }) => !ok);
      const undo = { confirm: 'reopen', cancel: 'restore' } as const;
      if (done.length > 0) {
        announce(`${count(done.length, 'order')} ${action === 'confirm' ? 'confirmed' : 'cancelled'}`, {
          run: async () => {
            for (const { id, version } of done) await takeStep(undo[action], { id, version: version ?? 0 });
            await refreshed(done);
          },
        });
      }
      if (refused.length > 0) announceError(refusal(refused, selected));
      onDone();
      return refreshed(done);
    },
    onError: announceError,
  });

  const confirmable = able('confirm').length;
  const cancellable = able('cancel').length;
  return (
    <>
      <Text size="sm" fw={600}>
        {selected.length} selected
      </Text>
      {confirmable > 0 && (
        <Button size="xs" loading={run.isPending} onClick={() => run.mutate('confirm')}>
          Confirm {confirmable}
        </Button>
      )}
      {cancellable > 0 && (
        <Button size="xs" variant="default" loading={run.isPending} onClick={() => run.mutate('cancel')}>
          Cancel {cancellable}
        </Button>
      )}
      {may('orders:export') && (
        <Button size="xs" variant="default" onClick={() => downloadOrders(selected)}>
          Export {selected.length}
        </Button>
      )}
      <Button size="xs" variant="subtle" onClick={onDone}>
        Clear the selection
      </Button>
    </>
  );
}

/** What the API takes in one request. */
const mostAtOnce = 200;

function refusal(
  refused: { id: string; error: { detail: string } | null }[],
  orders: readonly OrderSummary[],
): Error {
  const lines = refused.slice(0, 5).map(({ id, error }) => {
    const orderNo = orders.find((order) => order.id === id)?.orderNo ?? id;
    return `${orderNo}: ${error?.detail ?? ''}`;
  });
  const more = refused.length > 5 ? ` And ${refused.length - 5} more.` : '';
  return new Error(`${count(refused.length, 'order')} stayed as they were. ${lines.join(' ')}${more}`);
}
