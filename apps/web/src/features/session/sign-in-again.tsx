import { Button, Modal, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { type Me, meQuery } from '../../lib/session.ts';
import { closeGate, isSignInNeeded, onSignInNeeded, openGate } from '../../lib/sign-in-gate.ts';
import { SignInForm } from './sign-in-form.tsx';

/** On top of whatever was on screen when the session ended; below it nothing is lost. */
export function SignInAgain() {
  const isNeeded = useSyncExternalStore(onSignInNeeded, isSignInNeeded);
  const queryClient = useQueryClient();
  const before = queryClient.getQueryData(meQuery.queryKey);

  function onDone(me: Me) {
    if (before !== undefined && before.id !== me.id) {
      // Somebody else at the same desk: what the first person had loaded is not theirs to see.
      window.location.assign('/');
      return;
    }
    queryClient.setQueryData(meQuery.queryKey, me);
    openGate();
  }

  return (
    <Modal
      opened={isNeeded}
      onClose={() => closeGate(new Error('Not signed in'))}
      title="Your session has ended"
      closeOnClickOutside={false}
    >
      <Text c="dimmed" mb="md">
        Sign in again to go on where you were. Nothing you typed is lost.
      </Text>
      <SignInForm email={before?.email} onDone={onDone} />
      <Button component="a" href="/sign-in" variant="subtle" size="compact-sm" mt="sm">
        Sign in as somebody else
      </Button>
    </Modal>
  );
}
