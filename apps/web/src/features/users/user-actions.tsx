import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
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

  return (
    <>
      {/* Their own password people change themselves, with the current one. */}
      {user.isActive && user.id !== me.id && (
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
      {!user.isActive && (
        <Button loading={turn.isPending} onClick={() => turn.mutate(true)}>
          Activate
        </Button>
      )}
      {/* Nobody can take back having locked themselves out. */}
      {user.isActive && user.id !== me.id && (
        <Button variant="default" loading={turn.isPending} onClick={() => turn.mutate(false)}>
          Deactivate
        </Button>
      )}
    </>
  );
}
