import { useQueryClient } from '@tanstack/react-query';
import { createFileRoute, useLocation, useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { setUpNeededQuery } from '../features/session/session.queries.ts';
import { InvitationForm } from '../features/set-up/invitation-form.tsx';
import { readSetUpHash } from '../features/set-up/set-up-link.ts';
import { SetUpWizard } from '../features/set-up/set-up-wizard.tsx';
import { type Me, meQuery } from '../lib/session.ts';
import { FrontDoor } from '../ui/front-door.tsx';

export const Route = createFileRoute('/set-up')({
  loader: ({ context }) => context.queryClient.ensureQueryData(setUpNeededQuery),
  component: SetUpPage,
});

function SetUpPage() {
  const { needed } = Route.useLoaderData();
  const code = useCodeOfLink();
  const queryClient = useQueryClient();
  const navigate = useNavigate();

  function onDone(me: Me) {
    queryClient.clear();
    queryClient.setQueryData(meQuery.queryKey, me);
    void navigate({ to: '/' });
  }

  return needed ? (
    <FrontDoor title="Set up PACE CRM" width="32rem">
      <SetUpWizard key={code} code={code} onDone={onDone} />
    </FrontDoor>
  ) : (
    <FrontDoor title="Choose a password">
      <InvitationForm key={code} code={code} onDone={onDone} />
    </FrontDoor>
  );
}

/** The code of the link that led here, taken out of the address at once: no history and no bookmark keeps it. */
function useCodeOfLink(): string {
  const given = readSetUpHash(useLocation({ select: ({ hash }) => hash }));
  const [code, setCode] = useState(given);
  const navigate = useNavigate();
  useEffect(() => {
    if (given === '') return;
    setCode(given);
    void navigate({ to: '/set-up', hash: '', replace: true });
  }, [given, navigate]);
  return code;
}
