import { CatalogueActions } from '../../ui/catalogue-actions.tsx';
import { useAccountSaving } from './account-saving.ts';
import { type Account, accountQuery, changeAccount, deleteAccount } from './accounts.queries.ts';

const nameOf = ({ name }: Account) => name;

/** What this person may do to the account as a whole. */
export function AccountActions({ account }: { account: Account }) {
  const saving = useAccountSaving();
  return (
    <CatalogueActions
      module="accounts"
      noun="account"
      record={account}
      nameOf={nameOf}
      recordKey={accountQuery(account.id).queryKey}
      onSwitch={(isActive) =>
        saving.mutateAsync({
          account,
          change: () => ({ isActive }),
          isInTheWay: (current) => current.isActive !== account.isActive,
        })
      }
      change={changeAccount}
      onDelete={deleteAccount}
      warning="The account, its contacts and its addresses disappear for good. This cannot be undone; an account that is only out of use is better deactivated."
    />
  );
}
