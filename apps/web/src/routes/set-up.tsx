import { useQueryClient } from '@tanstack/react-query';
import { createFileRoute, useNavigate } from '@tanstack/react-router';
import { setUpNeededQuery } from '../features/session/session.queries.ts';
import { InvitationForm } from '../features/set-up/invitation-form.tsx';
import { SetUpWizard } from '../features/set-up/set-up-wizard.tsx';
import { readSearch } from '../lib/search-params.ts';
import { type Me, meQuery } from '../lib/session.ts';
import { FrontDoor } from '../ui/front-door.tsx';

/** `code` may come with the address that was printed at the start or sent to a new person. */
export const Route = createFileRoute('/set-up')({
  validateSearch: (raw): { code?: string | undefined } =>
    readSearch(raw, { code: (value) => value.length <= 100 }),
  loader: ({ context }) => context.queryClient.ensureQueryData(setUpNeededQuery),
  component: SetUpPage,
});

function SetUpPage() {
  const { needed } = Route.useLoaderData();
  const { code = '' } = Route.useSearch();
  const queryClient = useQueryClient();
  const navigate = useNavigate();

  function onDone(me: Me) {
    queryClient.clear();
    queryClient.setQueryData(meQuery.queryKey, me);
    void navigate({ to: '/' });
  }

  return needed ? (
    <FrontDoor title="Set up PACE CRM" width="32rem">
      <SetUpWizard code={code} onDone={onDone} />
    </FrontDoor>
  ) : (
    <FrontDoor title="Choose a password">
      <InvitationForm code={code} onDone={onDone} />
    </FrontDoor>
  );
}
