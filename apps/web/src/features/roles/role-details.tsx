import { Button, Group, Stack, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useEdits } from '../../lib/edits.ts';
import { isProblem } from '../../lib/problem.ts';
import { useMay } from '../../lib/session.ts';
import { announce } from '../../lib/undo.tsx';
import { LeaveGuard } from '../../ui/leave-guard.tsx';
import { Facts, Panel } from '../../ui/page.tsx';
import { ErrorBox } from '../../ui/states.tsx';
import { TheirValue } from '../../ui/their-value.tsx';
import { type Role, roleQuery, updateRole } from './roles.queries.ts';

const labels = { name: 'Name', description: 'What it is for' } as const;

/** Name and purpose of a role, edited where they stand. */
export function RoleDetails({ role }: { role: Role }) {
  const may = useMay();
  return (
    <Panel title="Role">
      {may('users:edit') ? (
        <RoleDetailsForm role={role} />
      ) : (
        <Facts
          items={[
            [labels.name, role.name],
            [labels.description, role.description],
          ]}
        />
      )}
    </Panel>
  );
}

function RoleDetailsForm({ role }: { role: Role }) {
  const queryClient = useQueryClient();
  const edits = useEdits({ name: role.name, description: role.description ?? '' }, `role.${role.id}`);
  const save = useMutation({
    mutationFn: () => updateRole(role, edits.changes),
    onSuccess: (after) => {
      edits.reset();
      queryClient.setQueryData(roleQuery(after.id).queryKey, after);
      void queryClient.invalidateQueries({ queryKey: ['roles'] });
      void queryClient.invalidateQueries({ queryKey: ['users'] });
      announce(`${after.name} saved`);
    },
    onError: (error) => {
      if (isProblem(error, 'record.stale')) void queryClient.invalidateQueries({ queryKey: ['roles'] });
    },
  });
  const nameError = isProblem(save.error, 'role.name_taken')
    ? save.error.message
    : isProblem(save.error)
      ? save.error.fieldErrors.get('name')
      : undefined;
  const descriptionError = isProblem(save.error) ? save.error.fieldErrors.get('description') : undefined;

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    if (edits.isDirty && !save.isPending) save.mutate();
  }

  return (
    <form onSubmit={onSubmit}>
      <LeaveGuard isDirty={edits.isDirty} />
      <Stack gap="sm">
        {nameError === undefined && descriptionError === undefined && <ErrorBox error={save.error} />}
        {role.isSystem ? (
          <Facts items={[[labels.name, role.name]]} />
        ) : (
          <div>
            <TextInput
              label={labels.name}
              value={edits.values.name}
              maxLength={200}
              required
              withAsterisk={false}
              error={nameError}
              onChange={(event) => edits.set('name', event.currentTarget.value)}
            />
            {edits.theirs.name !== undefined && (
              <TheirValue
                label={labels.name}
                value={edits.theirs.name}
                onSettle={(side) => edits.settle('name', side)}
              />
            )}
          </div>
        )}
        <div>
          <Textarea
            label={labels.description}
            rows={3}
            value={edits.values.description}
            maxLength={255}
            error={descriptionError}
            onChange={(event) => edits.set('description', event.currentTarget.value)}
          />
          {edits.theirs.description !== undefined && (
            <TheirValue
              label={labels.description}
              value={edits.theirs.description}
              onSettle={(side) => edits.settle('description', side)}
            />
          )}
        </div>
        {edits.isDirty && (
          <Group gap="xs">
            <Button type="submit" loading={save.isPending} disabled={edits.hasConflict}>
              Save
            </Button>
            <Button
              variant="default"
              onClick={() => {
                edits.reset();
                save.reset();
              }}
            >
              Discard
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  );
}
