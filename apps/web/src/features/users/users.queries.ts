import type { Schemas } from '@pace/api-client';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answer, api, ifMatch } from '../../lib/api.ts';
import { liveListQuery } from '../../lib/live-list.ts';
import type { UserSearch } from './user-filters.ts';

export type User = Schemas['User'];
export type UserRights = Schemas['UserRights'];

const pageSize = 100;

/** Pages of people, in the order they were added. */
export function userListQuery({ q, roleId, isActive }: UserSearch) {
  return liveListQuery(['users', 'list', { q, roleId, isActive }], (ask, signal) => {
    const query = {
      limit: pageSize,
      ...(q !== undefined && { q }),
      ...(roleId !== undefined && { roleId }),
      ...(isActive !== undefined && { isActive }),
      ...ask,
    };
    return answer(api.GET('/api/users', { params: { query }, signal }));
  });
}

export function userQuery(id: string) {
  return queryOptions({
    queryKey: ['users', 'record', id],
    queryFn: ({ signal }) => answer(api.GET('/api/users/{id}', { params: { path: { id } }, signal })),
  });
}

/** What a person may do, and by which of their roles. */
export function userRightsQuery(id: string) {
  return queryOptions({
    queryKey: ['users', 'record', id, 'rights'],
    queryFn: ({ signal }) => answer(api.GET('/api/users/{id}/rights', { params: { path: { id } }, signal })),
  });
}

export function userHistoryQuery(id: string) {
  return infiniteQueryOptions({
    queryKey: ['users', 'record', id, 'activities'],
    queryFn: ({ pageParam, signal }) =>
      answer(
        api.GET('/api/users/{id}/activities', {
          params: { path: { id }, query: { limit: 25, ...(pageParam !== null && { after: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

interface NewPerson {
  email: string;
  firstName: string;
  lastName: string;
  phone: string;
  roleIds: string[];
}

export function createUser(body: NewPerson) {
  return answer(api.POST('/api/users', { body }));
}

type Versioned = Pick<User, 'id' | 'version'>;

const at = ({ id, version }: Versioned) => ({ params: { path: { id } }, headers: ifMatch(version) });

export function updateUser(
  user: Versioned,
  body: { firstName?: string; lastName?: string; phone?: string; isActive?: boolean },
): Promise<User> {
  return answer(api.PATCH('/api/users/{id}', { ...at(user), body }));
}

export function setUserRoles(user: Versioned, roleIds: string[]): Promise<User> {
  return answer(api.PUT('/api/users/{id}/roles', { ...at(user), body: { roleIds } }));
}

/** A new one-time code by which the person chooses a password; it is never shown again. */
export function issueSetUpCode(user: Versioned) {
  return answer(api.POST('/api/users/{id}/set-up-code', at(user)));
}
export type SetUpCode = Awaited<ReturnType<typeof issueSetUpCode>>;
