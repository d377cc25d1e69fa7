import { Button, Radio, Stack } from '@mantine/core';
import { count } from '../../lib/format.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { FilterChip } from '../../ui/filter-chip.tsx';
import { useListPages } from '../../ui/list-pages.ts';
import { type HistoryEntry, ListSearch } from '../../ui/list-search.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { renderUserCard, userColumns, userHref } from './user-columns.tsx';
import { isFiltered, type UserSearch } from './user-filters.ts';
import { type User, userListQuery } from './users.queries.ts';

const rowId = (user: User) => user.id;
const isOut = (user: User) => !user.isActive;

/** A role that people can be filtered by. */
interface RoleChoice {
  id: string;
  name: string;
}

export function UserList({
  search,
  roles,
  onSearch,
  onReset,
}: {
  search: UserSearch;
  /** Undefined while they are on their way. */
  roles: readonly RoleChoice[] | undefined;
  onSearch: (change: UserSearch, entry?: HistoryEntry) => void;
  onReset: () => void;
}) {
  const { pages, isListed } = useListPages(userListQuery(search));

  const loaded = pages.rows?.length ?? 0;
  const all = pages.hasMore ? `More than ${loaded} people` : count(loaded, 'person', 'people');

  return (
    <DataTable
      label="People"
      name="users"
      columns={userColumns}
      {...pages}
      rowId={rowId}
      rowHref={userHref}
      isMuted={isOut}
      card={renderUserCard}
      toolbar={
        <>
          <ListSearch
            label="Name or e-mail"
            value={search.q}
            onChange={(q, entry) => onSearch({ q }, entry)}
          />
          <RoleFilter search={search} roles={roles} onSearch={onSearch} />
          <StateFilter search={search} onSearch={onSearch} />
          {isFiltered(search) && (
            <Button variant="subtle" size="compact-sm" onClick={onReset}>
              Clear all
            </Button>
          )}
        </>
      }
      empty={
        <EmptyState title="Nobody matches this filter.">
          <Button variant="default" onClick={onReset}>
            Show everybody
          </Button>
        </EmptyState>
      }
      footer={{ name: all }}
      footerCard={[all]}
      found={{ filter: search, count: isListed && !pages.hasMore ? loaded : undefined }}
    />
  );
}

type FilterProps = { search: UserSearch; onSearch: (change: UserSearch) => void };

function RoleFilter({ search, roles, onSearch }: FilterProps & { roles: readonly RoleChoice[] | undefined }) {
  const chosen = roles?.find((role) => role.id === search.roleId);
  return (
    <FilterChip
      label="Role"
      value={search.roleId === undefined ? undefined : (chosen?.name ?? 'chosen')}
      onClear={() => onSearch({ roleId: undefined })}
    >
      {(close) => (
        <Radio.Group
          label="Who holds"
          value={search.roleId ?? ''}
          onChange={(value) => {
            onSearch({ roleId: value || undefined });
            close();
          }}
        >
          <Stack gap="xs" mt={6} mah="50vh" style={{ overflowY: 'auto' }}>
            <Radio size="xs" value="" label="Any role" />
            {roles?.map((role) => (
              <Radio key={role.id} size="xs" value={role.id} label={role.name} />
            ))}
          </Stack>
        </Radio.Group>
      )}
    </FilterChip>
  );
}

const stateWords = { true: 'active', false: 'deactivated' } as const;

function StateFilter({ search, onSearch }: FilterProps) {
  return (
    <FilterChip
      label="State"
      value={search.isActive && stateWords[search.isActive]}
      onClear={() => onSearch({ isActive: undefined })}
    >
      {(close) => (
        <Radio.Group
          label="Who may sign in"
          value={search.isActive ?? ''}
          onChange={(value) => {
            onSearch({ isActive: value === 'true' || value === 'false' ? value : undefined });
            close();
          }}
        >
          <Stack gap="xs" mt={6}>
            <Radio size="xs" value="" label="Everybody" />
            <Radio size="xs" value="true" label="Active" />
            <Radio size="xs" value="false" label="Deactivated" />
          </Stack>
        </Radio.Group>
      )}
    </FilterChip>
  );
}
