import { Link } from '@tanstack/react-router';
import { useMay } from '../lib/session.ts';

/** The name of a party, and its page for who may see accounts. */
export function AccountName({ account }: { account: { id: string; name: string } }) {
  const may = useMay();
  if (!may('accounts:view')) return account.name;
  return (
    <Link className="text-link" to="/accounts/$accountId" params={{ accountId: account.id }}>
      {account.name}
    </Link>
  );
}
