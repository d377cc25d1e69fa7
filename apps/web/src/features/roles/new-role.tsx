import { Button, Group, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { FormEvent } from 'react';
import { useKeptForm } from '../../lib/kept-work.ts';
import { isProblem } from '../../lib/problem.ts';
import { describeRights, sortRights } from '../../lib/rights.ts';
import { useMe } from '../../lib/session.ts';
import { useToggles } from '../../lib/toggles.ts';
import { announce } from '../../lib/undo.tsx';
import { KeptNotice } from '../../ui/kept-notice.tsx';
import { LeaveGuard } from '../../ui/leave-guard.tsx';
import { Page, Panel } from '../../ui/page.tsx';
import { rolesQuery } from '../../ui/reference-queries.ts';
import { Notice } from '../../ui/states.tsx';
import { PermissionMatrix } from './permission-matrix.tsx';
import { RightsRefusal, refusedRights } from './role-rights.tsx';
import { createRole, roleQuery } from './roles.queries.ts';

const nothing: readonly string[] = [];
const blank = { name: '', description: '' };

/** A new role, empty or beginning with the rights of another. */
export function NewRole({
  from,
  onFrom,
}: {
  from: string | undefined;
  onFrom: (from: string | undefined) => void;
}) {
  const me = useMe();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const roles = useQuery(rolesQuery);
  const pattern = roles.data?.find((role) => role.id === from);
  const withheld = pattern?.permissions.filter((right) => !me.permissions.includes(right)) ?? nothing;
  const start = sortRights(pattern?.permissions.filter((right) => me.permissions.includes(right)) ?? nothing);
  const toggles = useToggles(start, 'role.new.rights');
  const [form, setForm, isRestored] = useKeptForm('role.new', blank);
  const { name, description } = form;

  const create = useMutation({
    mutationFn: () => createRole({ name, description, permissions: sortRights(toggles.selected) }),
    onSuccess: (role) => {
      queryClient.setQueryData(roleQuery(role.id).queryKey, role);
      void queryClient.invalidateQueries({ queryKey: ['roles'] });
      announce(`${role.name} created`);
      // What was typed is saved: nothing is left behind.
      void navigate({ to: '/roles/$roleId', params: { roleId: role.id }, ignoreBlocker: true });
    },
  });
  const fields = isProblem(create.error) ? create.error.fieldErrors : new Map<string, string>();
  const nameError = isProblem(create.error, 'role.name_taken') ? create.error.message : fields.get('name');
  const isDirty = !create.isSuccess && (name !== '' || description !== '' || toggles.isDirty);

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    if (!create.isPending) create.mutate();
  }

  return (
    <Page title="New role" narrow>
      <LeaveGuard isDirty={isDirty} />
      <form onSubmit={onSubmit}>
        <Stack gap="md">
          <KeptNotice isShown={isRestored} />
          <Panel>
            <Stack gap="sm">
              <TextInput
                label="Name"
                value={name}
                maxLength={200}
                required
                autoFocus
                error={nameError}
                onChange={(event) => setForm({ ...form, name: event.currentTarget.value })}
              />
              <Textarea
                label="What it is for"
                rows={2}
                value={description}
                maxLength={255}
                error={fields.get('description')}
                onChange={(event) => setForm({ ...form, description: event.currentTarget.value })}
              />
              <NativeSelect
                label="Begin with the rights of"
                value={from ?? ''}
                onChange={(event) => onFrom(event.currentTarget.value || undefined)}
                data={[
                  { value: '', label: 'No role' },
                  ...(roles.data ?? []).map((role) => ({ value: role.id, label: role.name })),
                ]}
              />
            </Stack>
          </Panel>
          {withheld.length > 0 && (
            <Notice tone="warn">
              You do not hold these rights of {pattern?.name} yourself, so they are left out:{' '}
              {describeRights(withheld)}.
            </Notice>
          )}
          <Panel title="Rights" flush>
            <PermissionMatrix
              label="Rights of the new role"
              selected={toggles.selected}
              saved={toggles.selected}
              mayGrant={(right) => me.permissions.includes(right)}
              refused={refusedRights(create.error)}
              onToggle={toggles.set}
            />
          </Panel>
          {nameError === undefined && <RightsRefusal error={create.error} />}
          <Group gap="xs">
            <Button type="submit" loading={create.isPending}>
              Create role
            </Button>
            <span className="muted">
              {toggles.selected.size === 0
                ? 'It gives nothing yet.'
                : `It gives ${toggles.selected.size} of 50 rights.`}
            </span>
          </Group>
        </Stack>
      </form>
    </Page>
  );
}
