import './settings.css';
import { Button, Menu } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { CircleCheck, Ellipsis, PowerOff } from 'lucide-react';
import { useState } from 'react';
import { count } from '../../lib/format.ts';
import { isProblem } from '../../lib/problem.ts';
import { useMay } from '../../lib/session.ts';
import { announce, announceError } from '../../lib/undo.tsx';
import { Panel } from '../../ui/page.tsx';
import { paymentTermsQuery } from '../../ui/reference-queries.ts';
import { EmptyState, ErrorBox, RecordSkeleton } from '../../ui/states.tsx';
import { Chip } from '../../ui/status-chip.tsx';
import { TypedConfirm } from '../../ui/typed-confirm.tsx';
import { PaymentTermsDialog } from './payment-terms-dialog.tsx';
import { deletePaymentTerms, type PaymentTerms, updatePaymentTerms } from './settings.queries.ts';

/** All payment terms, shortest first; `open` is the id of those being edited, or `new`. */
export function PaymentTermsSettings({
  open,
  onOpen,
}: {
  open: string | undefined;
  onOpen: (open: string | undefined) => void;
}) {
  const may = useMay();
  const { data, error, refetch } = useQuery(paymentTermsQuery);
  if (data === undefined) {
    return error === null ? <RecordSkeleton /> : <ErrorBox error={error} retry={() => void refetch()} />;
  }
  const opened = data.find((terms) => terms.id === open);
  const close = () => onOpen(undefined);
  return (
    <>
      {data.length === 0 ? (
        <EmptyState title="There are no payment terms yet.">
          Orders and accounts choose from what is added here.
        </EmptyState>
      ) : (
        <Panel flush>
          <table className="settings-table" aria-label="Payment terms">
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col" className="number">
                  Due after
                </th>
                <th scope="col">State</th>
                <td />
              </tr>
            </thead>
            <tbody>
              {data.map((terms) => (
                <TermsRow key={terms.id} terms={terms} onEdit={() => onOpen(terms.id)} />
              ))}
            </tbody>
          </table>
        </Panel>
      )}
      {open === 'new' && may('settings:create') && <PaymentTermsDialog onClose={close} />}
      {opened !== undefined && may('settings:edit') && (
        <PaymentTermsDialog key={opened.id} terms={opened} onClose={close} />
      )}
    </>
  );
}

function TermsRow({ terms, onEdit }: { terms: PaymentTerms; onEdit: () => void }) {
  const may = useMay();
  const queryClient = useQueryClient();
  const [isDeleting, setDeleting] = useState(false);
  const refresh = () => void queryClient.invalidateQueries({ queryKey: ['payment-terms'] });
  const turn = useMutation({
    mutationFn: (isActive: boolean) => updatePaymentTerms(terms, { isActive }),
    onSuccess: (after) => {
      refresh();
      announce(after.isActive ? `${after.name} can be chosen again` : `${after.name} is no longer offered`, {
        run: async () => {
          await updatePaymentTerms(after, { isActive: !after.isActive });
          refresh();
        },
      });
    },
    onError: (error) => {
      if (isProblem(error)) refresh();
      announceError(error);
    },
  });
  const [mayEdit, mayDelete] = [may('settings:edit'), may('settings:delete')];
  return (
    <tr data-muted={!terms.isActive || undefined}>
      <th scope="row">{terms.name}</th>
      <td className="number">{terms.days === 0 ? 'at once' : count(terms.days, 'day')}</td>
      <td>
        {terms.isActive ? (
          <Chip tone="good" icon={CircleCheck}>
            Offered
          </Chip>
        ) : (
          <Chip tone="warn" icon={PowerOff}>
            Not offered
          </Chip>
        )}
      </td>
      <td>
        {(mayEdit || mayDelete) && (
          <Menu position="bottom-end">
            <Menu.Target>
              <Button
                variant="subtle"
                color="gray"
                size="compact-sm"
                aria-label={`Actions for ${terms.name}`}
              >
                <Ellipsis size={16} aria-hidden />
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {mayEdit && <Menu.Item onClick={onEdit}>Edit …</Menu.Item>}
              {mayEdit && (
                <Menu.Item onClick={() => turn.mutate(!terms.isActive)}>
                  {terms.isActive ? 'Deactivate' : 'Activate'}
                </Menu.Item>
              )}
              {mayDelete && (
                <Menu.Item color="var(--pace-danger)" onClick={() => setDeleting(true)}>
                  Delete …
                </Menu.Item>
              )}
            </Menu.Dropdown>
          </Menu>
        )}
        {isDeleting && <DeleteTerms terms={terms} onClose={() => setDeleting(false)} />}
      </td>
    </tr>
  );
}

function DeleteTerms({ terms, onClose }: { terms: PaymentTerms; onClose: () => void }) {
  const queryClient = useQueryClient();
  const refresh = () => void queryClient.invalidateQueries({ queryKey: ['payment-terms'] });
  const remove = useMutation({
    mutationFn: () => deletePaymentTerms(terms),
    onSuccess: () => {
      announce(`${terms.name} deleted`);
      onClose();
      refresh();
    },
    onError: (error) => {
      if (isProblem(error, 'record.stale')) refresh();
    },
  });
  return (
    <TypedConfirm
      title={`Delete ${terms.name}?`}
      word={terms.name}
      action="Delete for good"
      error={remove.error}
      isBusy={remove.isPending}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      Only terms that no account and no order names can be deleted; others are deactivated. This cannot be
      undone.
    </TypedConfirm>
  );
}
