import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useEdits } from '../../lib/edits.ts';
import { isProblem } from '../../lib/problem.ts';
import { personName, useMay } from '../../lib/session.ts';
import { announce } from '../../lib/undo.tsx';
import { LeaveGuard } from '../../ui/leave-guard.tsx';
import { Facts, Panel } from '../../ui/page.tsx';
import { ErrorBox } from '../../ui/states.tsx';
import { TheirValue } from '../../ui/their-value.tsx';
import { type User, updateUser, userQuery } from './users.queries.ts';

const fields = [
  ['firstName', 'First name', 200],
  ['lastName', 'Last name', 200],
  ['phone', 'Phone', 255],
] as const;

/** Name and phone, edited where they stand. The e-mail address is what the person signs in with, and stays. */
export function UserDetails({ user, isBeyondMe }: { user: User; isBeyondMe: boolean }) {
  const may = useMay();
  return (
    <Panel title="Person">
      {may('users:edit') && !isBeyondMe ? (
        <UserDetailsForm user={user} />
      ) : (
        <Facts
          items={[['E-mail', user.email], ...fields.map(([name, label]) => [label, user[name]] as const)]}
        />
      )}
    </Panel>
  );
}

function UserDetailsForm({ user }: { user: User }) {
  const queryClient = useQueryClient();
  const edits = useEdits(
    { firstName: user.firstName ?? '', lastName: user.lastName ?? '', phone: user.phone ?? '' },
    `user.${user.id}`,
  );
  const save = useMutation({
    mutationFn: () => updateUser(user, edits.changes),
    onSuccess: (after) => {
      edits.reset();
      queryClient.setQueryData(userQuery(after.id).queryKey, after);
      for (const key of ['users', 'me']) void queryClient.invalidateQueries({ queryKey: [key] });
      announce(`${personName(after)} saved`);
    },
    onError: (error) => {
      if (isProblem(error, 'record.stale')) void queryClient.invalidateQueries({ queryKey: ['users'] });
    },
  });
  const errors = isProblem(save.error) ? save.error.fieldErrors : new Map<string, string>();

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    if (edits.isDirty && !save.isPending) save.mutate();
  }

  return (
    <form onSubmit={onSubmit}>
      <LeaveGuard isDirty={edits.isDirty} />
      <Stack gap="sm">
        <ErrorBox error={save.error} except={(path) => fields.some(([name]) => name === path)} />
        <Facts items={[['E-mail', user.email]]} />
        {fields.map(([name, label, maxLength]) => (
          <div key={name}>
            <TextInput
              label={label}
              value={edits.values[name]}
              maxLength={maxLength}
              error={errors.get(name)}
              onChange={(event) => edits.set(name, event.currentTarget.value)}
            />
            {edits.theirs[name] !== undefined && (
              <TheirValue
                label={label}
                value={edits.theirs[name]}
                onSettle={(side) => edits.settle(name, side)}
              />
            )}
          </div>
        ))}
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
