import { formatAgo } from '../../lib/format.ts';
import { columnsOf } from '../../ui/data-table-columns.ts';
import { RowLink } from '../../ui/row-link.tsx';
import { InactiveChip } from '../../ui/status-chip.tsx';
import { roleWord } from './account-history-words.ts';
import type { AccountSummary } from './accounts.queries.ts';

const column = columnsOf<AccountSummary>();

/** Where an account is. */
export const accountHref = ({ id }: Pick<AccountSummary, 'id'>) => `/accounts/${id}`;

function AccountName({ account }: { account: AccountSummary }) {
  return (
    <RowLink href={accountHref(account)} title={account.name}>
      {account.name}
    </RowLink>
  );
}

export const accountColumns = column.columns([
  column.display({
    id: 'name',
    cell: ({ row }) => <AccountName account={row.original} />,
    meta: {
      label: 'Name',
      width: 'minmax(12rem, 2.2fr)',
      sort: { of: 'text', ascending: 'name', descending: '-name' },
    },
  }),
  column.display({
    id: 'role',
    cell: ({ row }) => roleWord(row.original),
    meta: { label: 'Trades as', width: 'minmax(8.5rem, 0.8fr)' },
  }),
  column.display({
    id: 'code',
    cell: ({ row }) => row.original.code,
    // The API knows no descending order of codes: a second click changes nothing.
    meta: {
      label: 'Code',
      width: 'minmax(6.5rem, 0.8fr)',
      sort: { of: 'text', ascending: 'code', descending: 'code' },
    },
  }),
  column.display({
    id: 'city',
    cell: ({ row }) => row.original.city,
    meta: { label: 'City', width: 'minmax(7rem, 1fr)' },
  }),
  column.display({
    id: 'phone',
    cell: ({ row }) => row.original.phone,
    meta: { label: 'Phone', width: 'minmax(8.5rem, 1fr)' },
  }),
  column.display({
    id: 'email',
    cell: ({ row }) => row.original.email,
    meta: { label: 'E-mail', width: 'minmax(9rem, 1.6fr)' },
  }),
  column.display({
    id: 'owner',
    cell: ({ row }) => row.original.owner?.name,
    meta: { label: 'Owner', width: 'minmax(7rem, 1fr)' },
  }),
  column.display({
    id: 'isActive',
    cell: ({ row }) => (row.original.isActive ? null : <InactiveChip />),
    meta: { label: 'State', width: 'minmax(6.2rem, 0.6fr)' },
  }),
  column.display({
    id: 'updatedAt',
    cell: ({ row }) => formatAgo(row.original.updatedAt),
    meta: { label: 'Changed', width: 'minmax(7rem, 0.8fr)', isExtra: true },
  }),
  column.display({
    id: 'createdAt',
    cell: ({ row }) => formatAgo(row.original.createdAt),
    meta: {
      label: 'Added',
      width: 'minmax(7rem, 0.8fr)',
      sort: { of: 'time', ascending: 'createdAt', descending: '-createdAt' },
      isExtra: true,
    },
  }),
]);

/** An account on a phone. */
function AccountCard({ account }: { account: AccountSummary }) {
  return (
    <>
      <div className="account-card-line">
        <strong className="account-card-text">
          <AccountName account={account} />
        </strong>
        {account.isActive ? <span className="muted nowrap">{roleWord(account)}</span> : <InactiveChip />}
      </div>
      <div className="account-card-line muted">
        <span className="account-card-text">{account.city ?? 'No city'}</span>
        <span className="nowrap">{account.phone}</span>
      </div>
    </>
  );
}

export const renderAccountCard = (account: AccountSummary) => <AccountCard account={account} />;
