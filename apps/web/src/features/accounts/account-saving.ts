import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FieldErrors, noErrors } from '../../lib/check.ts';
import { isProblem } from '../../lib/problem.ts';
import { newerVersion, saveOnTop } from '../../lib/save-on-top.ts';
import { type Account, type AccountChange, accountQuery, changeAccount } from './accounts.queries.ts';

interface Saving {
  /** The version that the work began from. */
  account: Account;
  /** What is sent, worked out from the version it is saved on. */
  change: (current: Account) => AccountChange;
  /** Whether somebody changed the same meanwhile. */
  isInTheWay: (current: Account) => boolean;
}

/** Saves a part of an account, on top of what somebody else saved meanwhile in other parts. */
export function useAccountSaving() {
  const queryClient = useQueryClient();
  const show = (account: Account) => queryClient.setQueryData(accountQuery(account.id).queryKey, account);
  return useMutation({
    mutationFn: ({ account, change, isInTheWay }: Saving) =>
      saveOnTop(account, (current) => changeAccount(current, change(current)), isInTheWay),
    onSuccess: (saved) => {
      show(saved);
      void queryClient.invalidateQueries({ queryKey: ['accounts'] });
    },
    onError: (error) => {
      const newer = newerVersion<Account>(error);
      if (newer !== undefined) show(newer);
    },
  });
}

/** Refusals that are about one field as a whole. */
const fieldOf: Readonly<Record<string, string>> = {
  'account.code_taken': 'code',
  'account.role_in_use': 'type',
};

/** What is still to be said above the form: not what stands beside its field already. */
export function unplacedError(error: unknown): unknown {
  return isProblem(error) && error.code in fieldOf ? null : error;
}

/** What the API refuses, by the field of the form it belongs to; `part` begins the paths of a contact or address. */
export function refusedFields(error: unknown, part?: 'contacts' | 'addresses'): FieldErrors {
  if (!isProblem(error)) return noErrors;
  const field = fieldOf[error.code];
  if (field !== undefined) return part === undefined ? new Map([[field, error.message]]) : noErrors;
  const start = part === undefined ? /^(?!contacts|addresses)/ : new RegExp(`^${part}\\.\\d+\\.`);
  return new Map(
    [...error.fieldErrors].flatMap(([path, message]) =>
      start.test(path) ? [[path.replace(start, ''), message]] : [],
    ),
  );
}

/** Accounts whose name is nearly the one that was sent, when that is why it was refused. */
export function similarNames(error: unknown): { id: string; name: string }[] | undefined {
  if (!isProblem(error, 'warning.unacknowledged')) return undefined;
  const warning = error.problem.warnings?.find(({ code }) => code === similarName);
  // The warning of a similar name carries the accounts that have it.
  return warning?.['candidates'] as { id: string; name: string }[] | undefined;
}

/** What is acknowledged when an account with nearly the same name is meant to be another one. */
export const similarName = 'account.similar_name';
