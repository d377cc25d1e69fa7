import './settings.css';
import { Button, Group, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useEdits } from '../../lib/edits.ts';
import { isProblem } from '../../lib/problem.ts';
import { meQuery, useMe } from '../../lib/session.ts';
import { announce } from '../../lib/undo.tsx';
import { LeaveGuard } from '../../ui/leave-guard.tsx';
import { Facts, Panel } from '../../ui/page.tsx';
import { ErrorBox } from '../../ui/states.tsx';
import { TheirValue } from '../../ui/their-value.tsx';
import { changePassword, updateProfile } from './settings.queries.ts';

const fields = [
  ['firstName', 'First name', 200, 'given-name'],
  ['lastName', 'Last name', 200, 'family-name'],
  ['phone', 'Phone', 255, 'tel'],
] as const;

/** One's own name, phone and password. */
export function ProfileSettings() {
  return (
    <div className="settings-columns">
      <Panel title="Me">
        <ProfileForm />
      </Panel>
      <Panel title="Password">
        <PasswordForm />
      </Panel>
    </div>
  );
}

function ProfileForm() {
  const me = useMe();
  const queryClient = useQueryClient();
  const edits = useEdits(
    { firstName: me.firstName ?? '', lastName: me.lastName ?? '', phone: me.phone ?? '' },
    'profile',
  );
  const save = useMutation({
    mutationFn: () => updateProfile(me, edits.changes),
    onSuccess: (after) => {
      edits.reset();
      queryClient.setQueryData(meQuery.queryKey, after);
      void queryClient.invalidateQueries({ queryKey: ['users'] });
      announce('Your profile is saved');
    },
    onError: (error) => {
      if (isProblem(error, 'record.stale')) void queryClient.invalidateQueries({ queryKey: ['me'] });
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
      <Stack gap="md">
        <ErrorBox error={save.error} except={(path) => fields.some(([name]) => name === path)} />
        <Facts
          items={[
            ['E-mail', me.email],
            ['Roles', me.roles.join(', ') || 'None'],
          ]}
        />
        {fields.map(([name, label, maxLength, autoComplete]) => (
          <div key={name}>
            <TextInput
              label={label}
              autoComplete={autoComplete}
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
        <Group gap="xs">
          <Button type="submit" loading={save.isPending} disabled={!edits.isDirty || edits.hasConflict}>
            Save
          </Button>
          {edits.isDirty && (
            <Button
              variant="default"
              onClick={() => {
                edits.reset();
                save.reset();
              }}
            >
              Discard
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}

function PasswordForm() {
  const me = useMe();
  const queryClient = useQueryClient();
  const change = useMutation({
    mutationFn: changePassword,
    onSuccess: () => {
      announce('The password is changed; your other sessions have ended');
      void queryClient.invalidateQueries({ queryKey: ['me', 'sessions'] });
    },
  });
  const errors = isProblem(change.error) ? change.error.fieldErrors : new Map<string, string>();
  const currentError = isProblem(change.error, 'auth.wrong_password')
    ? change.error.message
    : errors.get('currentPassword');

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const typed = new FormData(form);
    change.mutate(
      {
        currentPassword: String(typed.get('currentPassword')),
        newPassword: String(typed.get('newPassword')),
      },
      { onSuccess: () => form.reset() },
    );
  }
  return (
    <form onSubmit={onSubmit}>
      <Stack gap="md">
        {currentError === undefined && (
          <ErrorBox error={change.error} except={(path) => path === 'newPassword'} />
        )}
        {/* So that a password manager knows whose password changes. */}
        <input type="hidden" name="username" autoComplete="username" value={me.email} readOnly />
        <PasswordInput
          name="currentPassword"
          label="Current password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          error={currentError}
          visibilityToggleButtonProps={{ 'aria-label': 'Show the current password' }}
        />
        <PasswordInput
          name="newPassword"
          label="New password"
          description="At least 10 characters"
          autoComplete="new-password"
          minLength={10}
          maxLength={128}
          required
          withAsterisk={false}
          error={errors.get('newPassword')}
          visibilityToggleButtonProps={{ 'aria-label': 'Show the new password' }}
        />
        <div>
          <Button type="submit" loading={change.isPending}>
            Change password
          </Button>
        </div>
        <span className="muted">Everywhere else you are signed in, you will be signed out.</span>
      </Stack>
    </form>
  );
}
