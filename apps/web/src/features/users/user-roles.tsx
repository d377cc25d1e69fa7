import { Button, Group } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { isProblem } from '../../lib/problem.ts';
import { diffRights, rightsOf } from '../../lib/rights.ts';
import { personName, useMay, useMe } from '../../lib/session.ts';
import { useToggles } from '../../lib/toggles.ts';
import { announce } from '../../lib/undo.tsx';
import { LeaveGuard } from '../../ui/leave-guard.tsx';
import { Panel } from '../../ui/page.tsx';
import { rolesQuery } from '../../ui/reference-queries.ts';
import { RightsWords } from '../../ui/rights-words.tsx';
import { ErrorBox, Notice, RecordSkeleton } from '../../ui/states.tsx';
import { type ChoosableRole, RoleChoices } from './role-choices.tsx';
import { roleNames } from './user-columns.tsx';
import { setUserRoles, type User, userQuery } from './users.queries.ts';

/** Which roles a person holds. Before saving it says what the person would gain and lose. */
export function UserRoles({ user, isBeyondMe }: { user: User; isBeyondMe: boolean }) {
  const may = useMay();
  const roles = useQuery(rolesQuery);
  return (
    <Panel title="Roles">
      {!may('users:edit') ? (
        roleNames(user) || <span className="muted">No roles, so nothing is allowed.</span>
      ) : roles.data === undefined ? (
        roles.error === null ? (
          <RecordSkeleton />
        ) : (
          <ErrorBox error={roles.error} retry={() => void roles.refetch()} />
        )
      ) : (
        <UserRolesForm user={user} roles={roles.data} isBeyondMe={isBeyondMe} />
      )}
    </Panel>
  );
}

function UserRolesForm({
  user,
  roles,
  isBeyondMe,
}: {
  user: User;
  roles: readonly ChoosableRole[];
  isBeyondMe: boolean;
}) {
  const me = useMe();
  const queryClient = useQueryClient();
  const heldIds = user.roles.map((role) => role.id);
  const toggles = useToggles(heldIds, `user.${user.id}.roles`);

  const save = useMutation({
    mutationFn: (roleIds: string[]) => setUserRoles(user, roleIds),
    onSuccess: (after) => {
      toggles.reset();
      show(after);
      announce(`${personName(after)} has ${after.roles.length === 0 ? 'no roles now' : roleNames(after)}`, {
        run: async () => show(await setUserRoles(after, heldIds)),
      });
    },
    onError: (error) => {
      if (isProblem(error, 'record.stale')) void queryClient.invalidateQueries({ queryKey: ['users'] });
    },
  });

  function show(after: User) {
    queryClient.setQueryData(userQuery(after.id).queryKey, after);
    for (const key of ['users', 'roles', 'me']) void queryClient.invalidateQueries({ queryKey: [key] });
  }

  const rightsWith = (ids: ReadonlySet<string>) => rightsOf(roles.filter((role) => ids.has(role.id)));
  const diff = diffRights(rightsWith(new Set(heldIds)), rightsWith(toggles.selected));
  const isStale = isProblem(save.error, 'record.stale');
  return (
    <>
      <LeaveGuard isDirty={toggles.isDirty} />
      <RoleChoices
        roles={roles}
        selected={toggles.selected}
        held={new Set(heldIds)}
        mine={me.permissions}
        isDisabled={isBeyondMe}
        onToggle={(id, isOn) => {
          save.reset();
          toggles.set([id], isOn);
        }}
      />
      {toggles.isDirty && (
        <div className="user-changes">
          {toggles.changedFrom !== undefined && (
            <Notice tone="warn">
              <span>
                Somebody else changed these roles meanwhile, to {roleNames(user) || 'none'}. Yours lie on top.
              </span>
              <Button size="compact-sm" variant="default" onClick={toggles.acknowledge}>
                Seen
              </Button>
            </Notice>
          )}
          <RightsWords
            diff={diff}
            gains={user.id === me.id ? 'You gain' : 'Gains'}
            loses={user.id === me.id ? 'You lose' : 'Loses'}
          />
          {diff.added.length + diff.removed.length === 0 && (
            <p className="muted">Nothing changes in what {personName(user)} may do.</p>
          )}
          {!user.isActive && <p className="muted">Deactivated: it holds once the person is let in again.</p>}
          {isStale ? (
            <ErrorBox error={new Error('Somebody else saved this person first. Look again and save.')} />
          ) : (
            <ErrorBox error={save.error} />
          )}
          <Group gap="xs">
            <Button loading={save.isPending} onClick={() => save.mutate([...toggles.selected])}>
              Save roles
            </Button>
            <Button
              variant="default"
              onClick={() => {
                toggles.reset();
                save.reset();
              }}
            >
              Discard
            </Button>
          </Group>
        </div>
      )}
    </>
  );
}
