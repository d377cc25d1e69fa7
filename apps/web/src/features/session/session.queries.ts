import type { Schemas } from '@pace/api-client';
import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../../lib/api.ts';
import { tellSignedIn } from '../../lib/signed-in.ts';

/** Whether this is the first start: nobody can sign in yet. */
export const setUpNeededQuery = queryOptions({
  queryKey: ['set-up'],
  queryFn: ({ signal }) => answer(api.GET('/api/auth/set-up', { signal })),
});

export async function signIn(credentials: { email: string; password: string }): Promise<Schemas['Session']> {
  const session = await answer(api.POST('/api/auth/sign-in', { body: credentials }));
  tellSignedIn(session.user.id);
  return session;
}

export function signOut(): Promise<unknown> {
  return answer(api.POST('/api/auth/sign-out'));
}
