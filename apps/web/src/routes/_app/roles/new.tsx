import { createFileRoute } from '@tanstack/react-router';
import { NewRole } from '../../../features/roles/new-role.tsx';
import { readSearch } from '../../../lib/search-params.ts';
import { Needs } from '../../../ui/needs.tsx';
import { rolesQuery } from '../../../ui/reference-queries.ts';

/** `from` is the role whose rights the new one begins with. */
export const Route = createFileRoute('/_app/roles/new')({
  validateSearch: (raw): { from?: string | undefined } =>
    readSearch(raw, { from: (value) => /^[\da-f-]{36}$/i.test(value) }),
  loader: ({ context: { queryClient, me } }) => {
    if (me.permissions.includes('users:view')) void queryClient.prefetchQuery(rolesQuery);
  },
  component: () => (
    <Needs right="users:create">
      <NewRoleRoute />
    </Needs>
  ),
});

function NewRoleRoute() {
  const { from } = Route.useSearch();
  const navigate = Route.useNavigate();
  return <NewRole from={from} onFrom={(next) => void navigate({ search: { from: next }, replace: true })} />;
}
