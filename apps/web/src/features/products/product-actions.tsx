import { Button, Menu } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Ellipsis } from 'lucide-react';
import { useMemo, useState } from 'react';
import { usePaletteActions } from '../../lib/palette-actions.ts';
import { announce, announceError } from '../../lib/undo.tsx';
import { productLabel } from '../../ui/choice-sources.ts';
import { DeleteDialog } from '../../ui/delete-dialog.tsx';
import { useProductSaving } from './product-saving.ts';
import { changeProduct, deleteProduct, type Product, productQuery } from './products.queries.ts';

/** What this person may do to the product as a whole. */
export function ProductActions({ product }: { product: Product }) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const saving = useProductSaving();
  const [isDeleting, setDeleting] = useState(false);
  const can = (action: Product['allowedActions'][number]) => product.allowedActions.includes(action);

  const { mutate: save } = saving;
  const switchTo = useMemo(
    () => (isActive: boolean) =>
      save(
        {
          product,
          change: { isActive },
          isInTheWay: (current) => current.isActive !== product.isActive,
        },
        {
          onSuccess: (saved) =>
            announce(`${productLabel(saved)} ${isActive ? 'activated' : 'deactivated'}`, {
              run: async () => {
                const undone = await changeProduct(saved, { isActive: !isActive });
                queryClient.setQueryData(productQuery(saved.id).queryKey, undone);
                await queryClient.invalidateQueries({ queryKey: ['products'] });
              },
            }),
          onError: announceError,
        },
      ),
    [product, save, queryClient],
  );
  const remove = useMutation({
    mutationFn: () => deleteProduct(product),
    onSuccess: async () => {
      announce(`${productLabel(product)} deleted`);
      await navigate({ to: '/products', ignoreBlocker: true });
      queryClient.removeQueries({ queryKey: productQuery(product.id).queryKey });
      void queryClient.invalidateQueries({ queryKey: ['products'] });
    },
  });

  const canSwitch = can('activate') || can('deactivate');
  usePaletteActions(
    useMemo(() => {
      if (!canSwitch) return [];
      const label = product.isActive ? 'Deactivate this product' : 'Activate this product';
      return [{ id: 'switch', label, run: () => switchTo(!product.isActive) }];
    }, [canSwitch, product.isActive, switchTo]),
  );

  return (
    <>
      {canSwitch && (
        <Button
          variant={product.isActive ? 'default' : 'filled'}
          loading={saving.isPending}
          onClick={() => switchTo(!product.isActive)}
        >
          {product.isActive ? 'Deactivate' : 'Activate'}
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
          name={productLabel(product)}
          error={remove.error}
          isBusy={remove.isPending}
          onDelete={() => remove.mutate()}
          onClose={() => {
            remove.reset();
            setDeleting(false);
          }}
        >
          The product disappears for good. This cannot be undone; one that is only out of season is better
          deactivated.
        </DeleteDialog>
      )}
    </>
  );
}
