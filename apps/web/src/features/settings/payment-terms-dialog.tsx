import { Button, Modal, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useEdits } from '../../lib/edits.ts';
import { isProblem } from '../../lib/problem.ts';
import { announce } from '../../lib/undo.tsx';
import { KeptNotice } from '../../ui/kept-notice.tsx';
import { ErrorBox } from '../../ui/states.tsx';
import { TheirValue } from '../../ui/their-value.tsx';
import { createPaymentTerms, type PaymentTerms, updatePaymentTerms } from './settings.queries.ts';

/** New payment terms, or a change of those given. */
export function PaymentTermsDialog({ terms, onClose }: { terms?: PaymentTerms; onClose: () => void }) {
  const queryClient = useQueryClient();
  const edits = useEdits(
    { name: terms?.name ?? '', days: terms === undefined ? '' : String(terms.days) },
    `payment-terms.${terms?.id ?? 'new'}`,
  );
  const refresh = () => void queryClient.invalidateQueries({ queryKey: ['payment-terms'] });
  const save = useMutation({
    mutationFn: () => {
      const { name, days } = edits.values;
      if (terms === undefined) return createPaymentTerms({ name, days: Number(days) });
      const changes = edits.changes;
      return updatePaymentTerms(terms, {
        ...(changes.name !== undefined && { name }),
        ...(changes.days !== undefined && { days: Number(days) }),
      });
    },
    onSuccess: (after) => {
      refresh();
      announce(`${after.name} saved`);
      onClose();
    },
    onError: (error) => {
      if (isProblem(error, 'record.stale')) refresh();
    },
  });
  const errors = isProblem(save.error) ? save.error.fieldErrors : new Map<string, string>();
  const nameError = isProblem(save.error, 'payment_term.name_taken')
    ? save.error.message
    : errors.get('name');
  const daysError = isProblem(save.error, 'payment_term.in_use') ? save.error.message : errors.get('days');

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    if (!save.isPending) save.mutate();
  }
  return (
    <Modal opened onClose={onClose} title={terms === undefined ? 'New payment terms' : `Edit ${terms.name}`}>
      <form onSubmit={onSubmit}>
        <Stack gap="md">
          <KeptNotice isShown={edits.isRestored} />
          {nameError === undefined && daysError === undefined && <ErrorBox error={save.error} />}
          <div>
            <TextInput
              label="Name"
              placeholder="Net 30"
              value={edits.values.name}
              maxLength={200}
              required
              data-autofocus
              error={nameError}
              onChange={(event) => edits.set('name', event.currentTarget.value)}
            />
            {edits.theirs.name !== undefined && (
              <TheirValue
                label="Name"
                value={edits.theirs.name}
                onSettle={(side) => edits.settle('name', side)}
              />
            )}
          </div>
          <div>
            <TextInput
              type="number"
              inputMode="numeric"
              min={0}
              max={365}
              step={1}
              label="Days until payment is due"
              description="0 is due at once. Days of terms in use stay: they are part of what was confirmed."
              value={edits.values.days}
              required
              error={daysError}
              onChange={(event) => edits.set('days', event.currentTarget.value)}
            />
            {edits.theirs.days !== undefined && (
              <TheirValue
                label="Days"
                value={edits.theirs.days}
                onSettle={(side) => edits.settle('days', side)}
              />
            )}
          </div>
          <Button
            type="submit"
            loading={save.isPending}
            disabled={edits.hasConflict || (terms !== undefined && !edits.isDirty)}
          >
            {terms === undefined ? 'Add payment terms' : 'Save'}
          </Button>
        </Stack>
      </form>
    </Modal>
  );
}
