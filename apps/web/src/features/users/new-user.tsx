import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useKeptForm } from '../../lib/kept-work.ts';
import { isProblem } from '../../lib/problem.ts';
import { personName, useMe } from '../../lib/session.ts';
import { useToggles } from '../../lib/toggles.ts';
import { KeptNotice } from '../../ui/kept-notice.tsx';
import { LeaveGuard } from '../../ui/leave-guard.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Page, Panel } from '../../ui/page.tsx';
import { rolesQuery } from '../../ui/reference-queries.ts';
import { ErrorBox, RecordSkeleton } from '../../ui/states.tsx';
import { RoleChoices } from './role-choices.tsx';
import { SetUpCodePanel } from './set-up-code-panel.tsx';
import { createUser, userQuery } from './users.queries.ts';

const empty = { email: '', firstName: '', lastName: '', phone: '' };
const fields = [
  ['firstName', 'First name', 200],
  ['lastName', 'Last name', 200],
  ['phone', 'Phone', 255],
] as const;
const none: readonly string[] = [];

/** Somebody new: who they are and what they may do; then the one-time code for them to come in with. */
export function NewUser() {
  const me = useMe();
  const queryClient = useQueryClient();
  const roles = useQuery(rolesQuery);
  const [form, setForm, isRestored] = useKeptForm('user.new', empty);
  const toggles = useToggles(none, 'user.new.roles');
  const roleIds = toggles.selected;

  const create = useMutation({
    mutationFn: () => createUser({ ...form, roleIds: [...roleIds] }),
    onSuccess: ({ user }) => {
      // It is no longer work that a reload should bring back.
      setForm(empty);
      toggles.reset();
      queryClient.setQueryData(userQuery(user.id).queryKey, user);
      for (const key of ['users', 'roles']) void queryClient.invalidateQueries({ queryKey: [key] });
    },
  });
  const errors = isProblem(create.error) ? create.error.fieldErrors : new Map<string, string>();
  const emailError = isProblem(create.error, 'user.email_taken') ? create.error.message : errors.get('email');
  const roleError = isProblem(create.error, 'role.grants_more') ? create.error.message : undefined;
  const isShown = (path: string) => path === 'email' || fields.some(([name]) => name === path);

  if (create.data !== undefined) {
    const { user, setUp } = create.data;
    return (
      <Page title={`${personName(user)} is added`} narrow>
        <SetUpCodePanel setUp={setUp} name={personName(user)} />
        <Group gap="xs">
          <LinkButton to="/users/$userId" params={{ userId: user.id }}>
            Open {personName(user)}
          </LinkButton>
          <Button variant="default" onClick={create.reset}>
            Add another person
          </Button>
        </Group>
      </Page>
    );
  }

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    if (!create.isPending) create.mutate();
  }
  return (
    <Page title="Add a person" narrow>
      <LeaveGuard isDirty={roleIds.size > 0 || Object.values(form).some((text) => text !== '')} />
      <form onSubmit={onSubmit}>
        <Stack gap="md">
          <KeptNotice isShown={isRestored} />
          {emailError === undefined && roleError === undefined && (
            <ErrorBox error={create.error} except={isShown} />
          )}
          <Panel>
            <Stack gap="sm">
              <TextInput
                type="email"
                label="E-mail"
                description="What they sign in with"
                required
                autoFocus
                autoComplete="off"
                value={form.email}
                maxLength={255}
                error={emailError}
                onChange={(event) => setForm({ ...form, email: event.currentTarget.value })}
              />
              {fields.map(([name, label, maxLength]) => (
                <TextInput
                  key={name}
                  label={label}
                  autoComplete="off"
                  value={form[name]}
                  maxLength={maxLength}
                  error={errors.get(name)}
                  onChange={(event) => setForm({ ...form, [name]: event.currentTarget.value })}
                />
              ))}
            </Stack>
          </Panel>
          <Panel title="Roles">
            {roles.data === undefined ? (
              roles.error === null ? (
                <RecordSkeleton />
              ) : (
                <ErrorBox error={roles.error} retry={() => void roles.refetch()} />
              )
            ) : (
              <RoleChoices
                roles={roles.data}
                selected={roleIds}
                held={new Set()}
                mine={me.permissions}
                error={roleError}
                onToggle={(id, isOn) => toggles.set([id], isOn)}
              />
            )}
          </Panel>
          <div>
            <Button type="submit" loading={create.isPending}>
              Add and show the one-time code
            </Button>
          </div>
        </Stack>
      </form>
    </Page>
  );
}
