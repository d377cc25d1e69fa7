import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useMemo, useState } from 'react';
import { usePaletteActions } from '../../lib/palette-actions.ts';
import { isProblem } from '../../lib/problem.ts';
import { personName, useMe } from '../../lib/session.ts';
import { announce, announceError } from '../../lib/undo.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { issueSetUpCode, type SetUpCode, type User, updateUser, userQuery } from './users.queries.ts';

/** What can be done to a person as a whole; for those who hold `users:edit` and every right of the person. */
export function UserActions({ user, onCode }: { user: User; onCode: (setUp: SetUpCode) => void }) {
  const me = useMe();
  const queryClient = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const name = personName(user);

  function show(after: User) {
    queryClient.setQueryData(userQuery(after.id).queryKey, after);
    for (const key of ['users', 'roles']) void queryClient.invalidateQueries({ queryKey: [key] });
  }
  function onError(error: Error) {
    if (isProblem(error, 'record.stale')) void queryClient.invalidateQueries({ queryKey: ['users'] });
    announceError(error);
  }

  const turn = useMutation({
    mutationFn: (isActive: boolean) => updateUser(user, { isActive }),
    onSuccess: (after) => {
      show(after);
      announce(
        after.isActive ? `${name} may sign in again` : `${name} is deactivated and signed out everywhere`,
        { run: async () => show(await updateUser(after, { isActive: !after.isActive })) },
      );
    },
    onError,
  });
  const code = useMutation({
    mutationFn: () => issueSetUpCode(user),
    onSuccess: (setUp) => {
      onCode(setUp);
      void queryClient.invalidateQueries({ queryKey: userQuery(user.id).queryKey });
    },
    onError,
  });

  const { isActive } = user;
  // Nobody can take back having locked themselves out.
  const canSwitch = !isActive || user.id !== me.id;
  // Their own password people change themselves, with the current one.
  const canHaveCode = isActive && user.id !== me.id;
  const { mutate: turnTo } = turn;
  usePaletteActions(
    useMemo(
      () => [
        ...(canHaveCode
          ? [{ id: 'code', label: 'New set-up code for this person', run: () => setAsking(true) }]
          : []),
        ...(canSwitch
          ? [
              {
                id: 'switch',
                label: `${isActive ? 'Deactivate' : 'Activate'} this person`,
                run: () => turnTo(!isActive),
              },
            ]
          : []),
      ],
      [isActive, canHaveCode, canSwitch, turnTo],
    ),
  );

  return (
    <>
      {canHaveCode && (
        <Button
          variant="default"
          leftSection={<KeyRound size={15} aria-hidden />}
          loading={code.isPending}
          onClick={() => setAsking(true)}
        >
          New set-up code
        </Button>
      )}
      {isAsking && (
        <ConfirmDialog
          title={`A new set-up code for ${name}?`}
          action="Make the code"
          onConfirm={() => code.mutate()}
          onClose={() => setAsking(false)}
        >
          A code that was handed out before stops working. The password stays until the new code is used.
        </ConfirmDialog>
      )}
      {canSwitch && (
        <Button
          variant={isActive ? 'default' : 'filled'}
          loading={turn.isPending}
          onClick={() => turn.mutate(!isActive)}
        >
          {isActive ? 'Deactivate' : 'Activate'}
        </Button>
      )}
    </>
  );
}
