import { createFileRoute } from '@tanstack/react-router';
import { UserPage } from '../../../features/users/user-page.tsx';
import { userQuery, userRightsQuery } from '../../../features/users/users.queries.ts';
import { needsId } from '../../../lib/record-id.ts';
import { readSearch } from '../../../lib/search-params.ts';
import { Needs } from '../../../ui/needs.tsx';

export const Route = createFileRoute('/_app/users/$userId')({
  validateSearch: (raw): { tab?: string | undefined } =>
    readSearch(raw, { tab: (value) => value === 'history' }),
  loader: ({ context: { queryClient, me }, params }) => {
    needsId(params.userId);
    if (!me.permissions.includes('users:view')) return;
    void queryClient.prefetchQuery(userQuery(params.userId));
    void queryClient.prefetchQuery(userRightsQuery(params.userId));
  },
  component: () => (
    <Needs right="users:view">
      <UserRoute />
    </Needs>
  ),
});

function UserRoute() {
  const { userId } = Route.useParams();
  const { tab } = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <UserPage
      key={userId}
      userId={userId}
      tab={tab === 'history' ? 'history' : 'rights'}
      onTab={(next) => void navigate({ search: next === 'history' ? { tab: next } : {}, resetScroll: false })}
    />
  );
}
