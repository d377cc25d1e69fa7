import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Notice } from '../../ui/states.tsx';

/** The accounts that are already called nearly like this, to look at before another one is made. */
export function SimilarAccounts({
  accounts,
  children,
}: {
  accounts: readonly { id: string; name: string }[];
  children?: ReactNode;
}) {
  return (
    <Notice tone="warn">
      <span>
        {accounts.length === 1 ? 'There is already an account called ' : 'There are already accounts called '}
        {accounts.map(({ id, name }, index) => (
          <span key={id}>
            {index > 0 && ', '}
            <Link className="text-link" to="/accounts/$accountId" params={{ accountId: id }} target="_blank">
              {name}
            </Link>
          </span>
        ))}
        .
      </span>
      {children}
    </Notice>
  );
}
