import { Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { isProblem } from '../../lib/problem.ts';
import type { Me } from '../../lib/session.ts';
import { ErrorBox } from '../../ui/states.tsx';
import { acceptInvitation } from './set-up.queries.ts';

/** Somebody an administrator has added: the code they were given, and a password of their own. */
export function InvitationForm({ code, onDone }: { code: string; onDone: (me: Me) => void }) {
  const accept = useMutation({
    mutationFn: ({ given, password }: { given: string; password: string }) =>
      acceptInvitation(given, password),
    onSuccess: ({ user }) => onDone(user),
  });
  const errors = isProblem(accept.error) ? accept.error.fieldErrors : new Map<string, string>();

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const typed = new FormData(event.currentTarget);
    accept.mutate({ given: String(typed.get('code')), password: String(typed.get('password')) });
  }

  return (
    <form onSubmit={onSubmit}>
      <Stack gap="md">
        <Text c="dimmed">Choose a password with the one-time code you were given.</Text>
        <ErrorBox error={accept.error} except={() => true} />
        <TextInput
          name="code"
          label="One-time code"
          defaultValue={code}
          error={errors.get('code')}
          required
          autoFocus
        />
        <PasswordInput
          name="password"
          label="New password"
          description="At least 10 characters"
          error={errors.get('password')}
          minLength={10}
          autoComplete="new-password"
          required
          visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
        />
        <Button type="submit" loading={accept.isPending}>
          Choose this password
        </Button>
      </Stack>
    </form>
  );
}
