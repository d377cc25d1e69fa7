import { Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { formatInstant } from '../../lib/format.ts';
import { useRecent } from '../../lib/recent.ts';
import { personName, useMay, useMe } from '../../lib/session.ts';
import { Facts, Page, Panel } from '../../ui/page.tsx';
import { RecordLayout } from '../../ui/record-layout.tsx';
import { rolesQuery } from '../../ui/reference-queries.ts';
import { ErrorBox, Notice, RecordSkeleton } from '../../ui/states.tsx';
import { SetUpCodePanel } from './set-up-code-panel.tsx';
import { UserActions } from './user-actions.tsx';
import { UserChip } from './user-columns.tsx';
import { UserDetails } from './user-details.tsx';
import { UserHistory } from './user-history.tsx';
import { UserRights } from './user-rights.tsx';
import { UserRoles } from './user-roles.tsx';
import { type SetUpCode, type User, userQuery } from './users.queries.ts';

export type UserTab = 'rights' | 'history';

/** A person: who they are, what they may do and why, and what became of them. */
export function UserPage({
  userId,
  tab,
  onTab,
}: {
  userId: string;
  tab: UserTab;
  onTab: (tab: UserTab) => void;
}) {
  const { data: user, error, refetch } = useQuery(userQuery(userId));
  const me = useMe();
  const may = useMay();
  const [setUp, setSetUp] = useState<SetUpCode>();
  const isBeyondMe = useIsBeyondMe(user);
  const name = user && personName(user);
  useRecent(me.id, { href: `/users/${userId}`, label: name, hint: user?.email ?? '', error });
  if (user === undefined || name === undefined) {
    return (
      <Page title="Person">
        {error === null ? <RecordSkeleton /> : <ErrorBox error={error} retry={() => void refetch()} />}
      </Page>
    );
  }
  return (
    <Page
      title={name}
      badge={
        <>
          <UserChip user={user} />
          {user.id === me.id && <span className="muted">This is you.</span>}
        </>
      }
      actions={may('users:edit') && !isBeyondMe && <UserActions user={user} onCode={setSetUp} />}
    >
      {may('users:edit') && isBeyondMe && (
        <Notice>
          {name} holds rights that you do not. Only somebody who holds them all may change this person.
        </Notice>
      )}
      {setUp !== undefined && <SetUpCodePanel setUp={setUp} name={name} />}
      <RecordLayout
        aside={
          <>
            <UserDetails user={user} isBeyondMe={isBeyondMe} />
            <Panel title="Sign-in">
              <Facts
                items={[
                  ['Last sign-in', formatInstant(user.lastLoginAt) || 'Never'],
                  ['Added', formatInstant(user.createdAt)],
                ]}
              />
            </Panel>
          </>
        }
      >
        <UserRoles user={user} isBeyondMe={isBeyondMe} />
        <Tabs
          value={tab}
          onChange={(value) => onTab(value === 'history' ? 'history' : 'rights')}
          keepMounted={false}
        >
          <Tabs.List mb="md">
            <Tabs.Tab value="rights">What {name} may do</Tabs.Tab>
            <Tabs.Tab value="history">History</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="rights">
            <div className="user-rights">
              <UserRights userId={user.id} name={name} />
            </div>
          </Tabs.Panel>
          <Tabs.Panel value="history">
            <UserHistory userId={user.id} />
          </Tabs.Panel>
        </Tabs>
      </RecordLayout>
    </Page>
  );
}

/** Whether the person's roles, also those switched off, give more than I hold: then the API lets me change nothing. */
function useIsBeyondMe(user: User | undefined): boolean {
  const me = useMe();
  const { data: roles } = useQuery(rolesQuery);
  const held = roles?.filter(({ id }) => user?.roles.some((role) => role.id === id)) ?? [];
  return held.some(({ permissions }) => permissions.some((right) => !me.permissions.includes(right)));
}
