import { downloadCsv, toCsvText } from '../../lib/csv-file.ts';
import type { AccountSummary } from './accounts.queries.ts';

const yesNo = (is: boolean) => (is ? 'yes' : 'no');

/** As the API names them in the file of a whole filter. */
const columns = [
  ['Name', (account: AccountSummary) => account.name],
  ['Code', (account: AccountSummary) => account.code],
  ['Type', (account: AccountSummary) => account.type],
  ['Trades both ways', (account: AccountSummary) => yesNo(account.tradesBothWays)],
  ['Email', (account: AccountSummary) => account.email],
  ['Phone', (account: AccountSummary) => account.phone],
  ['City', (account: AccountSummary) => account.city],
  ['Owner', (account: AccountSummary) => account.owner?.name],
  ['Active', (account: AccountSummary) => yesNo(account.isActive)],
  ['Created at', (account: AccountSummary) => account.createdAt],
] as const;

/** Chosen accounts as a file. */
export function downloadAccounts(accounts: readonly AccountSummary[]): void {
  const rows = accounts.map((account) => columns.map(([, read]) => read(account)));
  downloadCsv(
    'accounts.csv',
    toCsvText(
      columns.map(([name]) => name),
      rows,
    ),
  );
}
