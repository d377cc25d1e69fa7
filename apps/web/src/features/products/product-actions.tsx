import { CatalogueActions } from '../../ui/catalogue-actions.tsx';
import { productLabel } from '../../ui/choice-sources.ts';
import { useProductSaving } from './product-saving.ts';
import { changeProduct, deleteProduct, type Product, productQuery } from './products.queries.ts';

/** What this person may do to the product as a whole. */
export function ProductActions({ product }: { product: Product }) {
  const saving = useProductSaving();
  return (
    <CatalogueActions
      module="products"
      noun="product"
      record={product}
      nameOf={productLabel}
      recordKey={productQuery(product.id).queryKey}
      onSwitch={(isActive) =>
        saving.mutateAsync({
          product,
          change: { isActive },
          isInTheWay: (current) => current.isActive !== product.isActive,
        })
      }
      change={changeProduct}
      onDelete={deleteProduct}
      warning="The product disappears for good. This cannot be undone; one that is only out of season is better deactivated."
    />
  );
}
