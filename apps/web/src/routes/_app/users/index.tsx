import { useQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';
import { UserPlus } from 'lucide-react';
import { readUserSearch } from '../../../features/users/user-filters.ts';
import { UserList } from '../../../features/users/user-list.tsx';
import { userListQuery } from '../../../features/users/users.queries.ts';
import { useHotkeys } from '../../../lib/hotkeys.ts';
import { useMay } from '../../../lib/session.ts';
import { Can } from '../../../ui/can.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import { Needs } from '../../../ui/needs.tsx';
import { Page } from '../../../ui/page.tsx';
import { rolesQuery } from '../../../ui/reference-queries.ts';

export const Route = createFileRoute('/_app/users/')({
  validateSearch: readUserSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context: { queryClient, me }, deps }) => {
    if (!me.permissions.includes('users:view')) return;
    void queryClient.prefetchInfiniteQuery(userListQuery(deps));
    void queryClient.prefetchQuery(rolesQuery);
  },
  component: () => (
    <Needs right="users:view">
      <UsersPage />
    </Needs>
  ),
});

function UsersPage() {
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  const may = useMay();
  const roles = useQuery(rolesQuery);
  useHotkeys({ n: () => may('users:create') && void navigate({ to: '/users/new' }) });
  return (
    <Page
      title="People"
      fill
      actions={
        <Can do="users:create">
          <LinkButton to="/users/new" leftSection={<UserPlus size={16} aria-hidden />}>
            Add a person
          </LinkButton>
        </Can>
      }
    >
      <UserList
        search={search}
        roles={roles.data}
        onSearch={(change, entry) =>
          void navigate({ search: (before) => ({ ...before, ...change }), ...entry })
        }
        onReset={() => void navigate({ search: {} })}
      />
    </Page>
  );
}
