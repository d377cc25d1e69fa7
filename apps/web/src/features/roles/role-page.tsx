import { Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { count } from '../../lib/format.ts';
import { useRecent } from '../../lib/recent.ts';
import { personName, useMe } from '../../lib/session.ts';
import { Page, Panel } from '../../ui/page.tsx';
import { RecordLayout } from '../../ui/record-layout.tsx';
import { ErrorBox, RecordSkeleton } from '../../ui/states.tsx';
import { RoleActions } from './role-actions.tsx';
import { RoleChip, SystemChip } from './role-columns.tsx';
import { RoleDetails } from './role-details.tsx';
import { RoleHistory } from './role-history.tsx';
import { RoleRights } from './role-rights.tsx';
import { type Role, roleHoldersQuery, roleQuery } from './roles.queries.ts';

export type RoleTab = 'rights' | 'history';

/** A role: what it gives, to whom, and what became of it. */
export function RolePage({
  roleId,
  tab,
  onTab,
}: {
  roleId: string;
  tab: RoleTab;
  onTab: (tab: RoleTab) => void;
}) {
  const { data: role, error, refetch } = useQuery(roleQuery(roleId));
  const me = useMe();
  useRecent(me.id, { href: `/roles/${roleId}`, label: role?.name, hint: 'Role', error });
  if (role === undefined) {
    return (
      <Page title="Role">
        {error === null ? <RecordSkeleton /> : <ErrorBox error={error} retry={() => void refetch()} />}
      </Page>
    );
  }
  return (
    <Page
      title={role.name}
      badge={
        <>
          {role.isSystem && <SystemChip />}
          <RoleChip role={role} />
          {role.isSystem && (
            <span className="muted">Its rights can change; it keeps its name and cannot be deleted.</span>
          )}
        </>
      }
      actions={<RoleActions role={role} />}
    >
      <RecordLayout
        aside={
          <>
            <RoleDetails role={role} />
            <Holders role={role} />
          </>
        }
      >
        <Tabs
          value={tab}
          onChange={(value) => onTab(value === 'history' ? 'history' : 'rights')}
          // What was switched and not saved waits while one looks at the history.
          keepMounted
        >
          <Tabs.List mb="md">
            <Tabs.Tab value="rights">Rights</Tabs.Tab>
            <Tabs.Tab value="history">History</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="rights">
            <div className="role-rights">
              <RoleRights role={role} />
            </div>
          </Tabs.Panel>
          <Tabs.Panel value="history">{tab === 'history' && <RoleHistory roleId={role.id} />}</Tabs.Panel>
        </Tabs>
      </RecordLayout>
    </Page>
  );
}

const shownAtMost = 12;

function Holders({ role }: { role: Role }) {
  const { data } = useQuery(roleHoldersQuery(role.id));
  const people = data?.items.slice(0, shownAtMost) ?? [];
  return (
    <Panel title="Who holds it">
      {role.userCount === 0 ? (
        <span className="muted">Nobody.</span>
      ) : (
        <ul className="role-holders">
          {people.map((person) => (
            <li key={person.id}>
              <Link className="text-link" to="/users/$userId" params={{ userId: person.id }}>
                {personName(person)}
              </Link>
              {!person.isActive && <span className="muted"> deactivated</span>}
            </li>
          ))}
          {role.userCount > people.length && (
            <li>
              <Link className="text-link" to="/users" search={{ roleId: role.id }}>
                All {count(role.userCount, 'person', 'people')}
              </Link>
            </li>
          )}
        </ul>
      )}
    </Panel>
  );
}
