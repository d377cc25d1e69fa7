import type { CsvShape } from '../../lib/csv.ts';
import type { AccountListRow } from './account-list.repo.ts';
import { toAccountSummary } from './accounts.view.ts';

export const accountFile: CsvShape<AccountListRow> = {
  columns: [
    'Name',
    'Code',
    'Type',
    'Trades both ways',
    'Email',
    'Phone',
    'City',
    'Owner',
    'Active',
    'Created at',
  ],
  toCells(row) {
    const account = toAccountSummary(row);
    return [
      account.name,
      account.code,
      account.type,
      account.tradesBothWays ? 'yes' : 'no',
      account.email,
      account.phone,
      account.city,
      account.owner?.name ?? null,
      account.isActive ? 'yes' : 'no',
      account.createdAt,
    ];
  },
};
