import { Button, Menu } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Ellipsis } from 'lucide-react';
import { useMemo, useState } from 'react';
import { usePaletteActions } from '../../lib/palette-actions.ts';
import { announce, announceError } from '../../lib/undo.tsx';
import { DeleteDialog } from '../../ui/delete-dialog.tsx';
import { useAccountSaving } from './account-saving.ts';
import { type Account, accountQuery, changeAccount, deleteAccount } from './accounts.queries.ts';

/** What this person may do to the account as a whole. */
export function AccountActions({ account }: { account: Account }) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const saving = useAccountSaving();
  const [isDeleting, setDeleting] = useState(false);
  const can = (action: Account['allowedActions'][number]) => account.allowedActions.includes(action);

  const { mutate: save } = saving;
  const switchTo = useMemo(
    () => (isActive: boolean) =>
      save(
        {
          account,
          change: () => ({ isActive }),
          isInTheWay: (current) => current.isActive !== account.isActive,
        },
        {
          onSuccess: (saved) =>
            announce(`${saved.name} ${isActive ? 'activated' : 'deactivated'}`, {
              run: async () => {
                const undone = await changeAccount(saved, { isActive: !isActive });
                queryClient.setQueryData(accountQuery(saved.id).queryKey, undone);
                await queryClient.invalidateQueries({ queryKey: ['accounts'] });
              },
            }),
          onError: announceError,
        },
      ),
    [account, save, queryClient],
  );
  const remove = useMutation({
    mutationFn: () => deleteAccount(account),
    onSuccess: async () => {
      announce(`${account.name} deleted`);
      await navigate({ to: '/accounts', ignoreBlocker: true });
      queryClient.removeQueries({ queryKey: accountQuery(account.id).queryKey });
      void queryClient.invalidateQueries({ queryKey: ['accounts'] });
    },
  });

  const canSwitch = can('activate') || can('deactivate');
  usePaletteActions(
    useMemo(() => {
      if (!canSwitch) return [];
      const label = account.isActive ? 'Deactivate this account' : 'Activate this account';
      return [{ id: 'switch', label, run: () => switchTo(!account.isActive) }];
    }, [canSwitch, account.isActive, switchTo]),
  );

  return (
    <>
      {canSwitch && (
        <Button
          variant={account.isActive ? 'default' : 'filled'}
          loading={saving.isPending}
          onClick={() => switchTo(!account.isActive)}
        >
          {account.isActive ? 'Deactivate' : 'Activate'}
        </Button>
      )}
      {can('delete') && (
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <Button variant="default" aria-label="More actions" px="xs">
              <Ellipsis size={17} aria-hidden />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item color="var(--pace-danger)" onClick={() => setDeleting(true)}>
              Delete …
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      {isDeleting && (
        <DeleteDialog
          name={account.name}
          error={remove.error}
          isBusy={remove.isPending}
          onDelete={() => remove.mutate()}
          onClose={() => {
            remove.reset();
            setDeleting(false);
          }}
        >
          The account, its contacts and its addresses disappear for good. This cannot be undone; an account
          that is only out of use is better deactivated.
        </DeleteDialog>
      )}
    </>
  );
}
