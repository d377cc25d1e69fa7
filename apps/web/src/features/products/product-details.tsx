import { Button, Group, Stack } from '@mantine/core';
import { productUpdate } from '@pace/shared/products';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { findIssues, noErrors } from '../../lib/check.ts';
import { useEdits } from '../../lib/edits.ts';
import { formatInstant, formatNumber, formatPrice } from '../../lib/format.ts';
import { useHotkeys } from '../../lib/hotkeys.ts';
import { useHasKept } from '../../lib/kept-work.ts';
import { announce } from '../../lib/undo.tsx';
import { productLabel } from '../../ui/choice-sources.ts';
import { KeptNotice } from '../../ui/kept-notice.tsx';
import { LeaveGuard } from '../../ui/leave-guard.tsx';
import { Facts, Panel } from '../../ui/page.tsx';
import { ErrorBox } from '../../ui/states.tsx';
import { ProductFields } from './product-fields.tsx';
import { type ProductForm, productToWire, productWords, toProductForm } from './product-form.ts';
import { refusedFields, unplacedError, useProductSaving } from './product-saving.ts';
import type { Product } from './products.queries.ts';

/** What a product says of itself, changed in its place. */
export function ProductDetails({ product }: { product: Product }) {
  const mayEdit = product.allowedActions.includes('edit');
  const hasKept = useHasKept();
  const [isEditing, setEditing] = useState(() => mayEdit && hasKept(keptName(product)));
  const button = useRef<HTMLButtonElement>(null);
  const wasEditing = useRef(false);
  useHotkeys({ e: () => mayEdit && setEditing(true) });
  useEffect(() => {
    if (wasEditing.current && !isEditing) button.current?.focus();
    wasEditing.current = isEditing;
  }, [isEditing]);

  if (isEditing) {
    return (
      <Panel title="Details">
        <DetailsEditor product={product} onDone={() => setEditing(false)} />
      </Panel>
    );
  }
  const price = formatPrice(product.price);
  return (
    <Panel
      title="Details"
      actions={
        mayEdit && (
          <Button
            ref={button}
            variant="default"
            size="compact-sm"
            aria-label="Edit details"
            onClick={() => setEditing(true)}
          >
            Edit
          </Button>
        )
      }
    >
      <Facts
        items={[
          [productWords.name, product.name],
          [productWords.variety, product.variety],
          [productWords.grade, product.grade],
          [productWords.code, product.code],
          [
            productWords.category,
            product.category && (
              <Link className="text-link" to="/products" search={{ category: product.category }}>
                {product.category}
              </Link>
            ),
          ],
          ['Pack', product.packSize && `${formatNumber(product.packSize)} ${product.packUnit ?? ''}`],
          [productWords.price, price && (product.unit === null ? price : `${price} per ${product.unit}`)],
          ['Perishable', product.isFreshProduce ? 'Fresh produce' : null],
          ['QuickBooks', product.qboItemId && `Item ${product.qboItemId}`],
          ['Added', formatInstant(product.createdAt)],
          [
            productWords.description,
            product.description && <span className="product-description">{product.description}</span>,
          ],
        ]}
      />
    </Panel>
  );
}

const keptName = ({ id }: Product) => `product.${id}`;

function DetailsEditor({ product, onDone }: { product: Product; onDone: () => void }) {
  const edits = useEdits<ProductForm>(toProductForm(product), keptName(product));
  const saving = useProductSaving();
  const [found, setFound] = useState(noErrors);
  const errors = found.size > 0 ? found : refusedFields(saving.error);

  function save() {
    if (saving.isPending || edits.hasConflict) return;
    if (!edits.isDirty) return onDone();
    const change = productToWire(edits.changes);
    const issues = findIssues(productUpdate, change);
    setFound(issues);
    if (issues.size > 0) return;
    saving.mutate(
      {
        product,
        change,
        isInTheWay: (current) => {
          const [seen, now] = [toProductForm(product), toProductForm(current)];
          // Object.keys forgets that these are the keys of the form.
          return (Object.keys(edits.changes) as (keyof ProductForm)[]).some((key) => seen[key] !== now[key]);
        },
      },
      {
        onSuccess: (saved) => {
          announce(`${productLabel(saved)} saved`);
          onDone();
        },
      },
    );
  }

  useHotkeys({ 'mod+s': save });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !edits.isDirty) onDone();
      }}
    >
      <LeaveGuard isDirty={edits.isDirty} />
      <Stack gap="sm">
        <KeptNotice isShown={edits.isRestored} />
        <ErrorBox error={unplacedError(saving.error)} except={(path) => errors.has(path)} />
        <ProductFields
          form={edits.values}
          onChange={edits.set}
          errors={errors}
          theirs={edits.theirs}
          onSettle={edits.settle}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" size="xs" onClick={onDone}>
            Cancel
          </Button>
          <Button type="submit" size="xs" loading={saving.isPending} disabled={edits.hasConflict}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
