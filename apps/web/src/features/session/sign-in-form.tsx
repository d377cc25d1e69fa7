import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import type { Me } from '../../lib/session.ts';
import { ErrorBox } from '../../ui/states.tsx';
import { signIn } from './session.queries.ts';

/** E-mail and password. With `email` given, only the password is asked for. */
export function SignInForm({ email, onDone }: { email?: string; onDone: (me: Me) => void }) {
  const attempt = useMutation({ mutationFn: signIn, onSuccess: ({ user }) => onDone(user) });

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const typed = new FormData(event.currentTarget);
    attempt.mutate({ email: String(typed.get('email')), password: String(typed.get('password')) });
  }

  return (
    <form onSubmit={onSubmit}>
      <Stack gap="md">
        <ErrorBox error={attempt.error} />
        <TextInput
          name="email"
          type="email"
          label="E-mail"
          autoComplete="username"
          required
          withAsterisk={false}
          readOnly={email !== undefined}
          defaultValue={email}
          data-autofocus={email === undefined || undefined}
          autoFocus={email === undefined}
        />
        <PasswordInput
          name="password"
          label="Password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          data-autofocus={email !== undefined || undefined}
          visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
        />
        <Button type="submit" loading={attempt.isPending}>
          Sign in
        </Button>
      </Stack>
    </form>
  );
}
