import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { count } from '../../lib/format.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { type HistoryEntry, ListSearch } from '../../ui/list-search.tsx';
import { rolesQuery } from '../../ui/reference-queries.ts';
import { EmptyState } from '../../ui/states.tsx';
import { renderRoleCard, roleColumns, roleHref } from './role-columns.tsx';
import type { Role } from './roles.queries.ts';

const rowId = (role: Role) => role.id;
const isOff = (role: Role) => !role.isActive;
const nothingMore = () => {};

/** All roles; there are few, so that the search needs no server. */
export function RoleList({
  q,
  onSearch,
}: {
  q: string | undefined;
  onSearch: (q?: string, entry?: HistoryEntry) => void;
}) {
  const { data, error, refetch } = useQuery(rolesQuery);
  const rows = useMemo(() => {
    const words = (q ?? '').toLowerCase();
    return data?.filter((role) => `${role.name} ${role.description ?? ''}`.toLowerCase().includes(words));
  }, [data, q]);
  return (
    <DataTable
      label="Roles"
      name="roles"
      columns={roleColumns}
      rows={rows}
      rowId={rowId}
      rowHref={roleHref}
      isMuted={isOff}
      card={renderRoleCard}
      hasMore={false}
      onMore={nothingMore}
      error={error}
      onRetry={() => void refetch()}
      toolbar={<ListSearch label="Name of the role" value={q} onChange={onSearch} />}
      empty={
        <EmptyState title="No role is called that.">
          <Button variant="default" onClick={() => onSearch()}>
            Show all roles
          </Button>
        </EmptyState>
      }
      footer={{ name: count(rows?.length ?? 0, 'role') }}
      footerCard={[count(rows?.length ?? 0, 'role')]}
      found={{ filter: { q }, count: rows?.length }}
    />
  );
}
