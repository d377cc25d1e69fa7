import { createFileRoute } from '@tanstack/react-router';
import { ProductPage } from '../../../features/products/product-page.tsx';
import {
  productHistoryQuery,
  productPartnersQuery,
  productPricesQuery,
  productQuery,
} from '../../../features/products/products.queries.ts';
import { needsId } from '../../../lib/record-id.ts';
import { Needs } from '../../../ui/needs.tsx';

export const Route = createFileRoute('/_app/products/$productId')({
  loader: ({ context: { queryClient, me }, params: { productId } }) => {
    needsId(productId);
    void queryClient.prefetchQuery(productQuery(productId));
    void queryClient.prefetchInfiniteQuery(productHistoryQuery(productId));
    if (!me.permissions.includes('orders:view')) return;
    void queryClient.prefetchInfiniteQuery(productPricesQuery(productId));
    void queryClient.prefetchQuery(productPartnersQuery(productId));
  },
  component: ProductRoute,
});

function ProductRoute() {
  const { productId } = Route.useParams();
  return (
    <Needs right="products:view">
      <ProductPage key={productId} productId={productId} />
    </Needs>
  );
}
