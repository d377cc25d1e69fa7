import { CircleCheck, Hourglass, UserX } from 'lucide-react';
import { formatAgo, formatInstant } from '../../lib/format.ts';
import { personName } from '../../lib/session.ts';
import { columnsOf } from '../../ui/data-table-columns.ts';
import { RowLink } from '../../ui/row-link.tsx';
import { Chip } from '../../ui/status-chip.tsx';
import type { User } from './users.queries.ts';

const column = columnsOf<User>();

/** Where a person is. */
export const userHref = ({ id }: Pick<User, 'id'>) => `/users/${id}`;

/** Whether somebody can come in, and whether they ever have. */
export function UserChip({ user }: { user: Pick<User, 'isActive' | 'lastLoginAt'> }) {
  if (!user.isActive) {
    return (
      <Chip tone="bad" icon={UserX}>
        Deactivated
      </Chip>
    );
  }
  return user.lastLoginAt === null ? (
    <Chip tone="info" icon={Hourglass}>
      Never signed in
    </Chip>
  ) : (
    <Chip tone="good" icon={CircleCheck}>
      Active
    </Chip>
  );
}

/** `Sales, Packing (off)`. */
export function roleNames(user: Pick<User, 'roles'>): string {
  return user.roles.map(({ name, isActive }) => (isActive ? name : `${name} (off)`)).join(', ');
}

export const userColumns = column.columns([
  column.display({
    id: 'name',
    cell: ({ row: { original: user } }) => <RowLink href={userHref(user)}>{personName(user)}</RowLink>,
    meta: { label: 'Name', width: 'minmax(9rem, 1.2fr)' },
  }),
  column.display({
    id: 'email',
    cell: ({ row }) => row.original.email,
    meta: { label: 'E-mail', width: 'minmax(11rem, 1.5fr)' },
  }),
  column.display({
    id: 'roles',
    cell: ({ row }) => roleNames(row.original) || <span className="muted">No roles</span>,
    meta: { label: 'Roles', width: 'minmax(10rem, 1.4fr)' },
  }),
  column.display({
    id: 'state',
    cell: ({ row }) => <UserChip user={row.original} />,
    meta: { label: 'State', width: 'minmax(9.5rem, 0.8fr)' },
  }),
  column.display({
    id: 'lastLoginAt',
    cell: ({ row: { original: user } }) =>
      user.lastLoginAt === null ? <span className="muted">Never</span> : formatAgo(user.lastLoginAt),
    meta: { label: 'Last sign-in', width: 'minmax(8rem, 0.8fr)' },
  }),
  column.display({
    id: 'phone',
    cell: ({ row }) => row.original.phone,
    meta: { label: 'Phone', width: 'minmax(8rem, 0.8fr)', isExtra: true },
  }),
  column.display({
    id: 'createdAt',
    cell: ({ row }) => formatInstant(row.original.createdAt),
    meta: { label: 'Added', width: 'minmax(10rem, 0.9fr)', isExtra: true },
  }),
]);

/** A person on a phone. */
export const renderUserCard = (user: User) => (
  <>
    <div className="list-card-line">
      <strong className="list-card-text">
        <RowLink href={userHref(user)}>{personName(user)}</RowLink>
      </strong>
      <UserChip user={user} />
    </div>
    <div className="list-card-line muted">
      <span className="list-card-text">{user.email}</span>
      <span className="list-card-text">{roleNames(user) || 'No roles'}</span>
    </div>
  </>
);
