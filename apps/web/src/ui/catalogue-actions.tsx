import { Button, Menu } from '@mantine/core';
import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Ellipsis } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import { usePaletteActions } from '../lib/palette-actions.ts';
import { announce, announceError } from '../lib/undo.tsx';
import { DeleteDialog } from './delete-dialog.tsx';

interface Entry {
  id: string;
  isActive: boolean;
  allowedActions: readonly string[];
}

interface CatalogueActionsProps<Item extends Entry> {
  module: 'accounts' | 'products';
  /** One of them: `account`. */
  noun: string;
  record: Item;
  nameOf: (item: Item) => string;
  /** What shows this one. */
  recordKey: QueryKey;
  /** Takes it in or out of use, from the version that is on screen. */
  onSwitch: (isActive: boolean) => Promise<Item>;
  /** The same to the version given: how it is taken back. */
  change: (item: Item, change: { isActive: boolean }) => Promise<Item>;
  onDelete: (item: Item) => Promise<unknown>;
  /** What deleting means. */
  warning: ReactNode;
}

/** What this person may do to an account or a product as a whole: in and out of use, and away. */
export function CatalogueActions<Item extends Entry>(props: CatalogueActionsProps<Item>) {
  const { module, noun, record, nameOf, recordKey, onSwitch, change } = props;
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const [isDeleting, setDeleting] = useState(false);
  const can = (action: string) => record.allowedActions.includes(action);

  const { mutate: switchTo, isPending } = useMutation({
    mutationFn: onSwitch,
    onSuccess: (saved) =>
      announce(`${nameOf(saved)} ${saved.isActive ? 'activated' : 'deactivated'}`, {
        run: async () => {
          const undone = await change(saved, { isActive: !saved.isActive });
          queryClient.setQueryData(recordKey, undone);
          await queryClient.invalidateQueries({ queryKey: [module] });
        },
      }),
    onError: announceError,
  });
  const remove = useMutation({
    mutationFn: () => props.onDelete(record),
    onSuccess: async () => {
      announce(`${nameOf(record)} deleted`);
      await navigate({ to: `/${module}`, ignoreBlocker: true });
      queryClient.removeQueries({ queryKey: recordKey });
      void queryClient.invalidateQueries({ queryKey: [module] });
    },
  });

  const canSwitch = can('activate') || can('deactivate');
  const { isActive } = record;
  usePaletteActions(
    useMemo(() => {
      if (!canSwitch) return [];
      const label = `${isActive ? 'Deactivate' : 'Activate'} this ${noun}`;
      return [{ id: 'switch', label, run: () => switchTo(!isActive) }];
    }, [canSwitch, isActive, noun, switchTo]),
  );

  return (
    <>
      {canSwitch && (
        <Button
          variant={isActive ? 'default' : 'filled'}
          loading={isPending}
          onClick={() => switchTo(!isActive)}
        >
          {isActive ? 'Deactivate' : 'Activate'}
        </Button>
      )}
      {can('delete') && (
        <Menu position="bottom-end">
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
          name={nameOf(record)}
          error={remove.error}
          isBusy={remove.isPending}
          onDelete={() => remove.mutate()}
          onClose={() => {
            remove.reset();
            setDeleting(false);
          }}
        >
          {props.warning}
        </DeleteDialog>
      )}
    </>
  );
}
