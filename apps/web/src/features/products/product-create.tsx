import './products.css';
import { Button, Group, Stack } from '@mantine/core';
import { productCreate } from '@pace/shared/products';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { findIssues, noErrors } from '../../lib/check.ts';
import { useHotkeys } from '../../lib/hotkeys.ts';
import { useKeptForm } from '../../lib/kept-work.ts';
import { announce } from '../../lib/undo.tsx';
import { productLabel } from '../../ui/choice-sources.ts';
import { KeptNotice } from '../../ui/kept-notice.tsx';
import { LeaveGuard } from '../../ui/leave-guard.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Panel } from '../../ui/page.tsx';
import { ErrorBox } from '../../ui/states.tsx';
import { ProductFields } from './product-fields.tsx';
import { blankProduct, toCreate } from './product-form.ts';
import { refusedFields, unplacedError } from './product-saving.ts';
import { createProduct, productQuery } from './products.queries.ts';

/** A new product: commodity, variety and grade, and how it is usually packed and priced. */
export function ProductCreate() {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [form, setForm, isRestored] = useKeptForm('product.new', blankProduct);
  const [found, setFound] = useState(noErrors);
  const creation = useMutation({
    mutationFn: () => createProduct(toCreate(form)),
    onSuccess: async (product) => {
      queryClient.setQueryData(productQuery(product.id).queryKey, product);
      void queryClient.invalidateQueries({ queryKey: ['products'] });
      announce(`${productLabel(product)} added`);
      await navigate({
        to: '/products/$productId',
        params: { productId: product.id },
        replace: true,
        ignoreBlocker: true,
      });
    },
  });
  const errors = found.size > 0 ? found : refusedFields(creation.error);
  const isDirty = JSON.stringify(form) !== JSON.stringify(blankProduct);

  function create() {
    if (creation.isPending) return;
    const issues = findIssues(productCreate, toCreate(form));
    setFound(issues);
    if (issues.size > 0) {
      requestAnimationFrame(() =>
        document.querySelector<HTMLElement>('.page [aria-invalid="true"]')?.focus(),
      );
    } else creation.mutate();
  }
  useHotkeys({ 'mod+s': create });

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        create();
      }}
    >
      <LeaveGuard isDirty={isDirty && !creation.isSuccess} />
      <Stack gap="md">
        <KeptNotice isShown={isRestored} />
        <ErrorBox error={unplacedError(creation.error)} except={(path) => errors.has(path)} />
        <Panel title="Product">
          <ProductFields
            form={form}
            onChange={(field, value) => setForm((before) => ({ ...before, [field]: value }))}
            errors={errors}
          />
        </Panel>
        <Group justify="flex-end" gap="xs">
          <LinkButton to="/products" variant="default">
            Cancel
          </LinkButton>
          <Button type="submit" loading={creation.isPending}>
            Create product
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
