import type { Schemas } from '@pace/api-client';
import type { Permission } from '@pace/shared/permissions';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answer, api, ifMatch } from '../../lib/api.ts';

export type Role = Schemas['Role'];

const holdersAtMost = 200;
export function roleQuery(id: string) {
  return queryOptions({
    queryKey: ['roles', 'record', id],
    queryFn: ({ signal }) => answer(api.GET('/api/roles/{id}', { params: { path: { id } }, signal })),
  });
}

export function roleHistoryQuery(id: string) {
  return infiniteQueryOptions({
    queryKey: ['roles', 'record', id, 'activities'],
    queryFn: ({ pageParam, signal }) =>
      answer(
        api.GET('/api/roles/{id}/activities', {
          params: { path: { id }, query: { limit: 25, ...(pageParam !== null && { after: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** The first people who hold a role; `nextCursor` says that there are more. */
export function roleHoldersQuery(roleId: string) {
  return queryOptions({
    queryKey: ['users', 'list', { roleId }, 'holders'],
    queryFn: ({ signal }) =>
      answer(api.GET('/api/users', { params: { query: { roleId, limit: holdersAtMost } }, signal })),
  });
}

type Versioned = Pick<Role, 'id' | 'version'>;

const at = ({ id, version }: Versioned) => ({ params: { path: { id } }, headers: ifMatch(version) });

export function createRole(body: {
  name: string;
  description: string;
  permissions: Permission[];
}): Promise<Role> {
  return answer(api.POST('/api/roles', { body }));
}

export function updateRole(
  role: Versioned,
  body: { name?: string; description?: string; isActive?: boolean },
): Promise<Role> {
  return answer(api.PATCH('/api/roles/{id}', { ...at(role), body }));
}

export function setRolePermissions(role: Versioned, permissions: Permission[]): Promise<Role> {
  return answer(api.PUT('/api/roles/{id}/permissions', { ...at(role), body: { permissions } }));
}

export function deleteRole(role: Versioned): Promise<unknown> {
  return answer(api.DELETE('/api/roles/{id}', at(role)));
}
