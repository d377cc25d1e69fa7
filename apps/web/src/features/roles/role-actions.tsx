import { Button, Menu, Modal, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Copy, Ellipsis } from 'lucide-react';
import { useMemo, useState } from 'react';
import { count } from '../../lib/format.ts';
import { usePaletteActions } from '../../lib/palette-actions.ts';
import { isProblem } from '../../lib/problem.ts';
import { useMay } from '../../lib/session.ts';
import { announce, announceError } from '../../lib/undo.tsx';
import { Can } from '../../ui/can.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { TypedConfirm } from '../../ui/typed-confirm.tsx';
import { deleteRole, type Role, roleQuery, updateRole } from './roles.queries.ts';

/** What can be done to a role as a whole. */
export function RoleActions({ role }: { role: Role }) {
  const may = useMay();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [isDeleting, setDeleting] = useState(false);

  function show(after: Role) {
    queryClient.setQueryData(roleQuery(after.id).queryKey, after);
    for (const key of ['roles', 'users', 'me']) void queryClient.invalidateQueries({ queryKey: [key] });
  }
  const turn = useMutation({
    mutationFn: (isActive: boolean) => updateRole(role, { isActive }),
    onSuccess: (after) => {
      show(after);
      const people = count(after.userCount, 'person', 'people');
      announce(
        after.isActive
          ? `${after.name} is switched on: ${people} hold its rights again`
          : `${after.name} is switched off: it gives ${people} nothing`,
        { run: async () => show(await updateRole(after, { isActive: !after.isActive })) },
      );
    },
    onError: (error) => {
      if (isProblem(error, 'record.stale')) void queryClient.invalidateQueries({ queryKey: ['roles'] });
      announceError(error);
    },
  });

  const mayDelete = may('users:delete') && !role.isSystem;
  const [mayCopy, maySwitch] = [may('users:create'), may('users:edit')];
  const { id, isActive } = role;
  const { mutate: turnTo } = turn;
  usePaletteActions(
    useMemo(
      () => [
        ...(mayCopy
          ? [
              {
                id: 'copy',
                label: 'Copy this role',
                run: () => void navigate({ to: '/roles/new', search: { from: id } }),
              },
            ]
          : []),
        ...(maySwitch
          ? [
              {
                id: 'switch',
                label: `Switch ${isActive ? 'off' : 'on'} this role`,
                run: () => turnTo(!isActive),
              },
            ]
          : []),
      ],
      [mayCopy, maySwitch, id, isActive, navigate, turnTo],
    ),
  );
  return (
    <>
      <Can do="users:create">
        <LinkButton
          to="/roles/new"
          search={{ from: role.id }}
          variant="default"
          leftSection={<Copy size={15} aria-hidden />}
        >
          Copy
        </LinkButton>
      </Can>
      {!isActive && maySwitch && (
        <Button loading={turn.isPending} onClick={() => turn.mutate(true)}>
          Switch on
        </Button>
      )}
      {(mayDelete || (isActive && maySwitch)) && (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="default" aria-label="More actions" px="xs">
              <Ellipsis size={17} aria-hidden />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {isActive && maySwitch && <Menu.Item onClick={() => turn.mutate(false)}>Switch off</Menu.Item>}
            {mayDelete && (
              <Menu.Item color="var(--pace-danger)" onClick={() => setDeleting(true)}>
                Delete …
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      )}
      {isDeleting &&
        (role.userCount > 0 ? (
          <StillHeld role={role} onClose={() => setDeleting(false)} />
        ) : (
          <DeleteRole role={role} onClose={() => setDeleting(false)} />
        ))}
    </>
  );
}

function StillHeld({ role, onClose }: { role: Role; onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title={`${role.name} cannot be deleted yet`}>
      <Stack gap="md">
        <Text>
          {count(role.userCount, 'person still holds', 'people still hold')} this role. Take it from them
          first, or switch it off: then it gives nothing and can come back.
        </Text>
        <LinkButton to="/users" search={{ roleId: role.id }}>
          Show who holds it
        </LinkButton>
      </Stack>
    </Modal>
  );
}

function DeleteRole({ role, onClose }: { role: Role; onClose: () => void }) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: () => deleteRole(role),
    onSuccess: async () => {
      announce(`${role.name} deleted`);
      await navigate({ to: '/roles', ignoreBlocker: true });
      queryClient.removeQueries({ queryKey: roleQuery(role.id).queryKey });
      void queryClient.invalidateQueries({ queryKey: ['roles'] });
    },
    onError: (error) => {
      if (isProblem(error)) void queryClient.invalidateQueries({ queryKey: ['roles'] });
    },
  });
  return (
    <TypedConfirm
      title={`Delete ${role.name}?`}
      word={role.name}
      action="Delete for good"
      error={remove.error}
      isBusy={remove.isPending}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      The role disappears for good; nobody holds it. Its history stays. This cannot be undone.
    </TypedConfirm>
  );
}
