import { permissions } from '@pace/shared/permissions';
import { Link } from '@tanstack/react-router';
import { CircleCheck, Lock, PowerOff } from 'lucide-react';
import { count, formatAgo } from '../../lib/format.ts';
import { columnsOf } from '../../ui/data-table-columns.ts';
import { RowLink } from '../../ui/row-link.tsx';
import { Chip } from '../../ui/status-chip.tsx';
import type { Role } from './roles.queries.ts';

const column = columnsOf<Role>();

/** Where a role is. */
export const roleHref = ({ id }: Pick<Role, 'id'>) => `/roles/${id}`;

export function RoleChip({ role }: { role: Pick<Role, 'isActive'> }) {
  return role.isActive ? (
    <Chip tone="good" icon={CircleCheck}>
      Active
    </Chip>
  ) : (
    <Chip tone="warn" icon={PowerOff}>
      Switched off
    </Chip>
  );
}

export function SystemChip() {
  return (
    <Chip tone="neutral" icon={Lock}>
      System role
    </Chip>
  );
}

/** `all`, `12 of 50`. */
function rightsShare({ permissions: { length } }: Role): string {
  return length === permissions.length ? 'all' : `${length} of ${permissions.length}`;
}

function HolderLink({ role }: { role: Role }) {
  return (
    <Link className="text-link" to="/users" search={{ roleId: role.id }} title={`Who holds ${role.name}`}>
      {count(role.userCount, 'person', 'people')}
    </Link>
  );
}

export const roleColumns = column.columns([
  column.display({
    id: 'name',
    cell: ({ row: { original: role } }) => <RowLink href={roleHref(role)}>{role.name}</RowLink>,
    meta: { label: 'Role', width: 'minmax(8rem, 1fr)' },
  }),
  column.display({
    id: 'description',
    cell: ({ row }) => row.original.description,
    meta: { label: 'What it is for', width: 'minmax(12rem, 2.5fr)' },
  }),
  column.display({
    id: 'people',
    cell: ({ row }) => <HolderLink role={row.original} />,
    meta: { label: 'People', width: 'minmax(6rem, 0.6fr)', align: 'right' },
  }),
  column.display({
    id: 'rights',
    cell: ({ row }) => rightsShare(row.original),
    meta: { label: 'Rights', width: 'minmax(6rem, 0.6fr)', align: 'right' },
  }),
  column.display({
    id: 'state',
    cell: ({ row }) => <RoleChip role={row.original} />,
    meta: { label: 'State', width: 'minmax(8rem, 0.7fr)' },
  }),
  column.display({
    id: 'kind',
    cell: ({ row }) => row.original.isSystem && <SystemChip />,
    meta: { label: 'Kind', width: 'minmax(8rem, 0.7fr)' },
  }),
  column.display({
    id: 'updatedAt',
    cell: ({ row }) => formatAgo(row.original.updatedAt),
    meta: { label: 'Changed', width: 'minmax(8rem, 0.7fr)', isExtra: true },
  }),
]);

/** A role on a phone. */
export const renderRoleCard = (role: Role) => (
  <>
    <div className="list-card-line">
      <strong>
        <RowLink href={roleHref(role)}>{role.name}</RowLink>
      </strong>
      {role.isSystem ? <SystemChip /> : <RoleChip role={role} />}
    </div>
    <div className="list-card-line muted">
      <span className="list-card-text">{role.description}</span>
      <HolderLink role={role} />
    </div>
  </>
);
