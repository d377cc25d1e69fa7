import type { AccountListRow } from './accounts.repo.ts';
import { toAccountSummary } from './accounts.view.ts';

const cell =
  (read: (account: ReturnType<typeof toAccountSummary>) => string | null) => (row: AccountListRow) =>
    read(toAccountSummary(row));

/** The columns of the accounts file, in order. */
export const accountColumns = {
  Name: cell((account) => account.name),
  Code: cell((account) => account.code),
  Type: cell((account) => account.type),
  'Trades both ways': cell((account) => (account.tradesBothWays ? 'yes' : 'no')),
  Email: cell((account) => account.email),
  Phone: cell((account) => account.phone),
  City: cell((account) => account.city),
  Owner: cell((account) => account.owner?.name ?? null),
  Active: cell((account) => (account.isActive ? 'yes' : 'no')),
  'Created at': cell((account) => account.createdAt),
};
