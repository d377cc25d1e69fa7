import { createFileRoute } from '@tanstack/react-router';
import { RolePage } from '../../../features/roles/role-page.tsx';
import { roleHoldersQuery, roleQuery } from '../../../features/roles/roles.queries.ts';
import { needsId } from '../../../lib/record-id.ts';
import { readSearch } from '../../../lib/search-params.ts';
import { Needs } from '../../../ui/needs.tsx';

export const Route = createFileRoute('/_app/roles/$roleId')({
  validateSearch: (raw): { tab?: string | undefined } =>
    readSearch(raw, { tab: (value) => value === 'history' }),
  loader: ({ context: { queryClient, me }, params }) => {
    needsId(params.roleId);
    if (!me.permissions.includes('users:view')) return;
    void queryClient.prefetchQuery(roleQuery(params.roleId));
    void queryClient.prefetchQuery(roleHoldersQuery(params.roleId));
  },
  component: () => (
    <Needs right="users:view">
      <RoleRoute />
    </Needs>
  ),
});

function RoleRoute() {
  const { roleId } = Route.useParams();
  const { tab } = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <RolePage
      key={roleId}
      roleId={roleId}
      tab={tab === 'history' ? 'history' : 'rights'}
      onTab={(next) => void navigate({ search: next === 'history' ? { tab: next } : {}, resetScroll: false })}
    />
  );
}
