import type { Schemas } from '@pace/api-client';
import type { Permission } from '@pace/shared/permissions';
import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { answer, api } from './api.ts';

export type Me = Schemas['Me'];

/** Who is signed in, and what they may do. Changed by sign-in, sign-out and live events only. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => answer(api.GET('/api/me', { signal })),
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
});

/** The signed-in person; only below the application's frame, which has loaded it. */
export function useMe(): Me {
  return useSuspenseQuery(meQuery).data;
}

/** Whether the signed-in person holds a right: `const may = useMay(); may('orders:create')`. */
export function useMay(): (permission: Permission) => boolean {
  const { permissions } = useMe();
  return (permission) => permissions.includes(permission);
}

export function personName(person: {
  firstName?: string | null;
  lastName?: string | null;
  email: string;
}): string {
  return [person.firstName, person.lastName].filter(Boolean).join(' ') || person.email;
}
