import type { QueryClient } from '@tanstack/react-query';
import { type ProductChoice, productSource } from '../../ui/choice-sources.ts';
import { catalogueQuery, matching } from '../../ui/typeahead-source.ts';
import type { OrderFormStore } from './order-form-store.ts';
import { packageFor } from './product-package.ts';

/** At most this many searches for pasted names are on their way at once. */
const atOnce = 4;

/** Finds the products that pasted texts name. What fits none, or several, stays as text for the person to choose. */
export async function resolveProducts(
  queryClient: QueryClient,
  store: OrderFormStore,
  keys: readonly string[],
): Promise<void> {
  const isOpen = (key: string) => keys.includes(key);
  const waiting = store.get().lines.filter((line) => isOpen(line.key) && line.productText !== '');
  const texts = [...new Set(waiting.map((line) => line.productText))];
  const catalogue = await queryClient.ensureQueryData(catalogueQuery(productSource)).catch(() => undefined);

  async function resolve(text: string): Promise<void> {
    const known = catalogue && theOne(catalogue, text);
    const product = known ?? (catalogue?.isComplete ? undefined : await search(text));
    if (product === undefined) return;
    for (const line of store.get().lines) {
      if (line.productText !== text || line.product !== null) continue;
      store.setLine(line.key, {
        product: { id: product.id, label: product.label },
        productText: '',
        ...packageFor(line, product),
      });
    }
  }

  async function search(text: string): Promise<ProductChoice | undefined> {
    const found = await queryClient
      .fetchQuery({
        queryKey: [...productSource.key, text],
        queryFn: ({ signal }) => productSource.fetch(text.slice(0, 100), signal),
      })
      .catch(() => undefined);
    return found && theOne(found, text);
  }

  for (let at = 0; at < texts.length; at += atOnce) {
    await Promise.all(texts.slice(at, at + atOnce).map(resolve));
  }
}

/**
 * The product a text names: by its whole name or code, or the only one that fits. Of a first page nobody knows whether
 * it is the only one.
 */
export function theOne(
  { items, isComplete }: { items: readonly ProductChoice[]; isComplete: boolean },
  text: string,
): ProductChoice | undefined {
  const plain = text.trim().toLowerCase();
  const exact = items.filter(
    ({ label, keywords }) => label.toLowerCase() === plain || keywords?.toLowerCase() === plain,
  );
  if (exact.length > 0) return exact.length === 1 ? exact[0] : undefined;
  const fitting = isComplete ? matching(items, text) : [];
  return fitting.length === 1 ? fitting[0] : undefined;
}
