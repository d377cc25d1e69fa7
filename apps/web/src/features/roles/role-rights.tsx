import { Button, Group } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { count } from '../../lib/format.ts';
import { useHotkeys } from '../../lib/hotkeys.ts';
import { isProblem } from '../../lib/problem.ts';
import { describeRights, diffRights, isNoDiff, sortRights } from '../../lib/rights.ts';
import { useMay, useMe } from '../../lib/session.ts';
import { useToggles } from '../../lib/toggles.ts';
import { announce } from '../../lib/undo.tsx';
import { LeaveGuard } from '../../ui/leave-guard.tsx';
import { Panel } from '../../ui/page.tsx';
import { RightsTable } from '../../ui/rights-table.tsx';
import { RightsWords } from '../../ui/rights-words.tsx';
import { ErrorBox, Notice } from '../../ui/states.tsx';
import { PermissionMatrix } from './permission-matrix.tsx';
import { useEffects, WhomItTouches } from './rights-preview.tsx';
import { type Role, roleQuery, setRolePermissions } from './roles.queries.ts';

/** What a role gives. Who may change it sees what would change, and for whom, before saving. */
export function RoleRights({ role }: { role: Role }) {
  const may = useMay();
  if (!may('users:edit')) {
    return (
      <Panel title="Rights" flush>
        <RightsTable label={`Rights of ${role.name}`} held={new Set(role.permissions)} />
      </Panel>
    );
  }
  return <RoleRightsEditor role={role} />;
}

function RoleRightsEditor({ role }: { role: Role }) {
  const queryClient = useQueryClient();
  const me = useMe();
  const toggles = useToggles(role.permissions, `role.${role.id}.rights`);
  const diff = diffRights(role.permissions, toggles.selected);
  const effects = useEffects(role, toggles.selected);
  const touched = effects.known?.filter((effect) => !isNoDiff(effect.diff));

  const save = useMutation({
    mutationFn: (permissions: ReadonlySet<string>) => setRolePermissions(role, sortRights(permissions)),
    onSuccess: (after) => {
      const before = sortRights(role.permissions);
      toggles.reset();
      show(after);
      announce(`The rights of ${after.name} are changed`, {
        run: async () => show(await setRolePermissions(after, before)),
      });
    },
    onError: (error) => {
      if (isProblem(error, 'record.stale')) void queryClient.invalidateQueries({ queryKey: ['roles'] });
    },
  });

  function show(after: Role) {
    queryClient.setQueryData(roleQuery(after.id).queryKey, after);
    for (const key of ['roles', 'users', 'me']) void queryClient.invalidateQueries({ queryKey: [key] });
  }

  function onSave() {
    if (toggles.isDirty && !save.isPending) save.mutate(toggles.selected);
  }
  useHotkeys({ 'mod+s': onSave });

  return (
    <>
      <LeaveGuard isDirty={toggles.isDirty} />
      {toggles.changedFrom !== undefined && (
        <Notice tone="warn">
          <span>
            Somebody else changed this role meanwhile; your changes lie on top of theirs.
            <RightsWords
              diff={diffRights(toggles.changedFrom, role.permissions)}
              gains="They gave"
              loses="They took"
            />
          </span>
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => {
              toggles.acknowledge();
              save.reset();
            }}
          >
            Seen
          </Button>
        </Notice>
      )}
      <Panel title="Rights" flush>
        <PermissionMatrix
          label={`Rights of ${role.name}`}
          selected={toggles.selected}
          saved={new Set(role.permissions)}
          mayGrant={(right) => me.permissions.includes(right)}
          refused={refusedRights(save.error)}
          onToggle={(rights, isOn) => {
            save.reset();
            toggles.set(rights, isOn);
          }}
        />
      </Panel>
      {toggles.isDirty && (
        <>
          <Panel title="What would change">
            <div className="rights-preview">
              <RightsWords diff={diff} gains="Gives" loses="Takes" />
              <WhomItTouches role={role} effects={effects} />
            </div>
          </Panel>
          <section className="rights-bar" aria-label="Unsaved rights">
            <span aria-live="polite">
              {[
                diff.added.length > 0 && `${count(diff.added.length, 'right')} given`,
                diff.removed.length > 0 && `${count(diff.removed.length, 'right')} taken`,
                `${count(touched?.length ?? role.userCount, 'person', 'people')} touched`,
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
            <RightsRefusal error={save.error} />
            <Group gap="xs">
              <Button onClick={onSave} loading={save.isPending}>
                Save rights
              </Button>
              <Button
                variant="default"
                onClick={() => {
                  save.reset();
                  toggles.reset();
                }}
              >
                Discard
              </Button>
            </Group>
          </section>
        </>
      )}
    </>
  );
}

/** The rights that a refusal is about; they are marked in the matrix. */
export function refusedRights(error: unknown): ReadonlySet<string> {
  if (isProblem(error, 'role.last_administrator')) return new Set(['users:edit', 'settings:edit']);
  if (!isProblem(error, 'role.grants_more')) return new Set();
  const rights = error.problem['permissions'];
  return new Set(Array.isArray(rights) ? rights.map(String) : []);
}

/** Why the rights were not saved, naming the rights it is about. */
export function RightsRefusal({ error }: { error: unknown }) {
  if (isProblem(error, 'record.stale')) {
    return (
      <ErrorBox
        error={new Error('Somebody else saved this role first. Look at what they changed, and save again.')}
      />
    );
  }
  const rights = isProblem(error, 'role.grants_more') ? describeRights(refusedRights(error)) : '';
  return rights === '' ? (
    <ErrorBox error={error} />
  ) : (
    <ErrorBox error={new Error(`You cannot give or take rights that you do not hold yourself: ${rights}.`)} />
  );
}
