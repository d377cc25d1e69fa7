import { Button, Menu } from '@mantine/core';
import type { OrderStep } from '@pace/shared/orders';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Ellipsis, Printer } from 'lucide-react';
import { useMemo, useState } from 'react';
import { usePaletteActions } from '../../lib/palette-actions.ts';
import { isProblem } from '../../lib/problem.ts';
import { useMay } from '../../lib/session.ts';
import { announce, announceError } from '../../lib/undo.tsx';
import { DeleteDialog } from '../../ui/delete-dialog.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { AskReason } from './ask-reason.tsx';
import { deleteOrder, duplicateOrder, type Order, orderQuery, takeStep } from './orders.queries.ts';

const steps: Readonly<Record<OrderStep, { label: string; done: string; undo: OrderStep }>> = {
  confirm: { label: 'Confirm', done: 'confirmed', undo: 'reopen' },
  reopen: { label: 'Reopen', done: 'is a draft again', undo: 'confirm' },
  cancel: { label: 'Cancel', done: 'cancelled', undo: 'restore' },
  restore: { label: 'Restore', done: 'restored', undo: 'cancel' },
};

const stepNames = ['confirm', 'reopen', 'cancel', 'restore'] as const;

/** What this person may do to the order now, in the order of its life; the rest is explained. */
export function OrderActions({ order }: { order: Order }) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState<'reason' | 'delete'>();
  const can = (action: Order['allowedActions'][number]) => order.allowedActions.includes(action);

  const step = useMutation({
    mutationFn: ({ name, reason }: { name: OrderStep; reason?: string }) => takeStep(name, order, reason),
    onSuccess: (after, { name }) => {
      show(after);
      setAsking(undefined);
      announce(`${after.orderNo} ${steps[name].done}`, {
        run: async () => show(await takeStep(steps[name].undo, after)),
      });
    },
    onError: (error) => {
      if (isProblem(error, 'order.reason_required')) setAsking('reason');
      else if (isProblem(error, 'record.stale')) void queryClient.invalidateQueries({ queryKey: ['orders'] });
      if (!isProblem(error, 'order.reason_required')) announceError(error);
    },
  });
  const copy = useMutation({
    mutationFn: () => duplicateOrder(order.id),
    onSuccess: (draft) => {
      queryClient.setQueryData(orderQuery(draft.id).queryKey, draft);
      announce(`${draft.orderNo} is a copy of ${order.orderNo}`);
      void navigate({ to: '/orders/$orderId/edit', params: { orderId: draft.id } });
    },
    onError: announceError,
  });

  function show(after: Order) {
    queryClient.setQueryData(orderQuery(after.id).queryKey, after);
    void queryClient.invalidateQueries({ queryKey: ['orders'] });
  }

  const { mutate: take } = step;
  const { mutate: duplicate } = copy;
  const { id, allowedActions } = order;
  usePaletteActions(
    useMemo(
      () => [
        ...(allowedActions.includes('edit')
          ? [
              {
                id: 'edit',
                label: 'Edit this order',
                run: () => void navigate({ to: '/orders/$orderId/edit', params: { orderId: id } }),
              },
            ]
          : []),
        {
          id: 'print',
          label: 'Print this order',
          run: () => void navigate({ to: '/orders/$orderId/print', params: { orderId: id } }),
        },
        ...(allowedActions.includes('duplicate')
          ? [{ id: 'duplicate', label: 'Duplicate this order', run: () => duplicate() }]
          : []),
        ...stepNames
          .filter((name) => allowedActions.includes(name))
          .map((name) => ({ id: name, label: `${steps[name].label} this order`, run: () => take({ name }) })),
      ],
      [id, allowedActions, navigate, take, duplicate],
    ),
  );

  return (
    <>
      {can('edit') && (
        <LinkButton to="/orders/$orderId/edit" params={{ orderId: order.id }} variant="default">
          Edit
        </LinkButton>
      )}
      <LinkButton
        to="/orders/$orderId/print"
        params={{ orderId: order.id }}
        variant="default"
        leftSection={<Printer size={15} aria-hidden />}
      >
        Print
      </LinkButton>
      {(['restore', 'confirm'] as const).filter(can).map((name) => (
        <Button key={name} loading={step.isPending} onClick={() => step.mutate({ name })}>
          {steps[name].label}
        </Button>
      ))}
      {(can('duplicate') || can('reopen') || can('cancel') || can('delete')) && (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="default" aria-label="More actions" px="xs">
              <Ellipsis size={17} aria-hidden />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {can('duplicate') && <Menu.Item onClick={() => copy.mutate()}>Duplicate</Menu.Item>}
            {(['reopen', 'cancel'] as const).filter(can).map((name) => (
              <Menu.Item key={name} onClick={() => step.mutate({ name })}>
                {steps[name].label} order
              </Menu.Item>
            ))}
            {can('delete') && (
              <Menu.Item color="var(--pace-danger)" onClick={() => setAsking('delete')}>
                Delete …
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      )}
      {asking === 'reason' && (
        <AskReason
          action="Confirm with this reason"
          isBusy={step.isPending}
          onAnswer={(reason) => step.mutate({ name: 'confirm', reason })}
          onClose={() => setAsking(undefined)}
        >
          Both parties have an earlier version. The reason is kept with the new one.
        </AskReason>
      )}
      {asking === 'delete' && <ConfirmDelete order={order} onClose={() => setAsking(undefined)} />}
    </>
  );
}

/** Why the buttons one might look for are not there. */
export function WhyNotMore({ order }: { order: Order }) {
  const may = useMay();
  if (order.allowedActions.includes('edit')) return null;
  const why = !may('orders:edit')
    ? 'You may read orders, not change them.'
    : order.cancelledAt !== null
      ? 'A cancelled order can only be restored.'
      : order.status === 'paid'
        ? 'A paid order can no longer be changed.'
        : null;
  return why && <span className="muted">{why}</span>;
}

/** The one act without a way back: it is confirmed by typing. */
function ConfirmDelete({ order, onClose }: { order: Order; onClose: () => void }) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: () => deleteOrder(order),
    onSuccess: async () => {
      announce(`${order.orderNo} deleted`);
      await navigate({ to: '/orders' });
      queryClient.removeQueries({ queryKey: orderQuery(order.id).queryKey });
      void queryClient.invalidateQueries({ queryKey: ['orders'] });
    },
  });
  return (
    <DeleteDialog
      name={order.orderNo}
      error={remove.error}
      isBusy={remove.isPending}
      onDelete={() => remove.mutate()}
      onClose={onClose}
    >
      The draft disappears for good; its number is never used again. This cannot be undone.
    </DeleteDialog>
  );
}
