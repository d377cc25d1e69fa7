import { createFileRoute } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { RoleList } from '../../../features/roles/role-list.tsx';
import { useHotkeys } from '../../../lib/hotkeys.ts';
import { readSearch } from '../../../lib/search-params.ts';
import { useMay } from '../../../lib/session.ts';
import { Can } from '../../../ui/can.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import { Needs } from '../../../ui/needs.tsx';
import { Page } from '../../../ui/page.tsx';
import { rolesQuery } from '../../../ui/reference-queries.ts';

export const Route = createFileRoute('/_app/roles/')({
  validateSearch: (raw): { q?: string | undefined } => readSearch(raw, { q: (value) => value.length <= 100 }),
  loader: ({ context: { queryClient, me } }) => {
    if (me.permissions.includes('users:view')) void queryClient.prefetchQuery(rolesQuery);
  },
  component: () => (
    <Needs right="users:view">
      <RolesPage />
    </Needs>
  ),
});

function RolesPage() {
  const { q } = Route.useSearch();
  const navigate = Route.useNavigate();
  const may = useMay();
  useHotkeys({ n: () => may('users:create') && void navigate({ to: '/roles/new' }) });
  return (
    <Page
      title="Roles"
      fill
      actions={
        <Can do="users:create">
          <LinkButton to="/roles/new" leftSection={<Plus size={16} aria-hidden />}>
            New role
          </LinkButton>
        </Can>
      }
    >
      <RoleList q={q} onSearch={(text, entry) => void navigate({ search: { q: text }, ...entry })} />
    </Page>
  );
}
