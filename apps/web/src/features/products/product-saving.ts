import type { ProductUpdate } from '@pace/shared/products';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FieldErrors, noErrors } from '../../lib/check.ts';
import { isProblem } from '../../lib/problem.ts';
import { newerVersion, saveOnTop } from '../../lib/save-on-top.ts';
import { changeProduct, type Product, productQuery } from './products.queries.ts';

interface Saving {
  /** The version that the work began from. */
  product: Product;
  change: ProductUpdate;
  /** Whether somebody changed the same meanwhile. */
  isInTheWay: (current: Product) => boolean;
}

/** Saves a change of a product, on top of what somebody else saved meanwhile in other fields. */
export function useProductSaving() {
  const queryClient = useQueryClient();
  const show = (product: Product) => queryClient.setQueryData(productQuery(product.id).queryKey, product);
  return useMutation({
    mutationFn: ({ product, change, isInTheWay }: Saving) =>
      saveOnTop(product, (current) => changeProduct(current, change), isInTheWay),
    onSuccess: (saved) => {
      show(saved);
      void queryClient.invalidateQueries({ queryKey: ['products'] });
    },
    onError: (error) => {
      const newer = newerVersion<Product>(error);
      if (newer !== undefined) show(newer);
    },
  });
}

/** What is still to be said above the form: not what stands beside its field already. */
export function unplacedError(error: unknown): unknown {
  return isProblem(error, 'product.code_taken') ? null : error;
}

/** What the API refuses, by the field of the form it belongs to. */
export function refusedFields(error: unknown): FieldErrors {
  if (!isProblem(error)) return noErrors;
  return error.code === 'product.code_taken' ? new Map([['code', error.message]]) : error.fieldErrors;
}
